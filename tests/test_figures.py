"""The figures of the documentation are those that the benchmarks wrote down."""

from __future__ import annotations

from pathlib import Path

import figures_page
import pytest
from figures_page import MARKER, filled, measured

MEASURED = {
    "reading-docx": {
        "value": 12.3,
        "unit": "ms",
        "date": "2026-11-30",
        "machine": "M (2 cores)",
        "command": "python benchmarks/reading.py",
    },
    "reading-cells": {"value": 1117819, "unit": "", "date": "2026-11-30", "machine": "M", "command": "c"},
}


def test_the_pages_have_what_was_measured() -> None:
    assert figures_page.differing() == [], "run python docs/figures_page.py --write"


def test_there_are_figures_on_the_pages() -> None:
    """So that the test above has something to look at."""
    asked = {match[1].partition(".")[0] for path in figures_page.pages() for match in MARKER.finditer(path.read_text("utf-8"))}
    assert any(name.startswith("validation-") for name in asked)


def test_a_page_gets_its_figures() -> None:
    page = "| <!--figure:reading-docx-->9 ms<!--/--> | <!--figure:reading-docx.date--><!--/--> | <!--figure:reading-cells-->x<!--/--> |"
    made = filled(page, MEASURED)
    assert MARKER.sub(r"\2", made) == "| 12.3 ms | 2026-11-30 | 1 117 819 |"
    assert filled(made, MEASURED) == made


@pytest.mark.parametrize("name", ["reading-pdf", "reading-docx.value.x", "reading-docx.unit"])
def test_what_was_not_measured_is_not_shown(name: str) -> None:
    with pytest.raises(KeyError):
        filled(f"<!--figure:{name}-->1<!--/-->", MEASURED)


def test_a_figure_is_kept_with_when_and_where(tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    measured.record("reading-docx", 12.3456, "ms", file=file)
    measured.record("reading-right", 99.999, "%", file=file)
    measured.record("reading-cells", 1117819, "", file=file)
    kept = measured.load(file)
    assert {name: measured.shown(figure) for name, figure in kept.items()} == {
        "reading-cells": "1 117 819",
        "reading-docx": "12.3 ms",
        "reading-right": "99.99 %",  # and not 100 %
    }
    assert all(figure[field] for figure in kept.values() for field in ("date", "machine", "command"))


@pytest.mark.parametrize(
    ("name", "value", "unit"), [("docx", 1.0, "ms"), ("reading-docx", float("nan"), "ms"), ("reading-docx", 1.0, "份")]
)
def test_what_is_not_fit_to_be_shown_is_refused(name: str, value: float, unit: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=name):
        measured.record(name, value, unit, file=tmp_path / "figures.json")
