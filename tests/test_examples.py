"""The scripts of docs/examples, one for each kind of user, do what they say."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "docs" / "examples"
REPORTS = ROOT / "fixtures" / "reports"
KINDS = {"clerk", "language_model", "office", "program", "researcher", "test_suite"}


def script(name: str) -> dict[str, Any]:
    return runpy.run_path(str(EXAMPLES / f"{name}.py"))


def test_there_is_one_for_each_kind_of_user() -> None:
    assert {path.stem for path in EXAMPLES.glob("*.py")} == KINDS


def test_program() -> None:
    [asked] = script("program")["main"]()
    assert asked.startswith("乙县教育局 2024: ")
    assert "applications.new.total" in asked


def test_language_model(capsys: pytest.CaptureFixture[str]) -> None:
    names = script("language_model")
    assert "review_litigation.review.total" in names["again"](names["ANSWER"])
    assert "代码围栏" in capsys.readouterr().out


def test_suite() -> None:
    environment = {**os.environ, "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull, str(EXAMPLES / "test_suite.py")]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False, timeout=120)
    assert "3 passed" in done.stdout, done.stdout


def test_clerk(tmp_path: Path) -> None:
    main = script("clerk")["main"]
    page = tmp_path / "页面.html"
    assert not main(str(REPORTS / "hongze_2024.docx"), str(REPORTS / "hongze_2023.docx"), str(page))
    assert '<article class="report"' in page.read_text("utf-8")


def test_office(tmp_path: Path) -> None:
    for name in ("hongze_2023.docx", "yongan_2024.docx"):
        (tmp_path / name).write_bytes((REPORTS / name).read_bytes())
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04")
    counts, failed = script("office")["main"](str(tmp_path))
    assert counts["GK404"] == 2
    assert [line.partition(":")[0] for line in failed] == ["坏.docx"]


def test_researcher(tmp_path: Path) -> None:
    (tmp_path / "yongan_2024.docx").write_bytes((REPORTS / "yongan_2024.docx").read_bytes())
    assert list(script("researcher")["main"](str(tmp_path)).values()) == [5]
