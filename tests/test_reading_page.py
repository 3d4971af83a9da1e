"""The page of what was measured in reading is one page in two languages."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def reading_page() -> ModuleType:
    """The module that makes the page; benchmarks is no package."""
    spec = importlib.util.spec_from_file_location("reading_page", ROOT / "benchmarks" / "reading_page.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_chinese_page_is_made_from_the_english_one(reading_page: ModuleType) -> None:
    made = reading_page.chinese((ROOT / "docs" / "reading.en.md").read_text("utf-8"))
    assert made == (ROOT / "docs" / "reading.md").read_text("utf-8"), "run python benchmarks/reading_page.py"


def test_a_sentence_without_chinese_is_refused(reading_page: ModuleType) -> None:
    with pytest.raises(ValueError, match="no Chinese for: Nobody knows"):
        reading_page.chinese("# Reading, measured\n\nNobody\nknows.\n")
