from __future__ import annotations

import re
from pathlib import Path

from gkrules.lint.codes import CODES

DOCS = Path(__file__).resolve().parents[2] / "docs" / "lint.md"


def table() -> list[str]:
    return [f"| {each.code} | `{each.name}` | {each.severity} | {each.zh} | {each.en} |" for each in CODES.values()]


def test_the_table_is_that_of_the_registry() -> None:
    written = [line for line in DOCS.read_text("utf-8").splitlines() if line.startswith("| L")]
    assert written == table()


def test_codes_and_names_are_stable_and_unique() -> None:
    assert len({each.name for each in CODES.values()}) == len(CODES)
    assert all(re.fullmatch(r"L\d{3}", code) for code in CODES)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", each.name) for each in CODES.values())
    assert list(CODES) == sorted(CODES)
