from __future__ import annotations

import re
from pathlib import Path

import pytest

from gkrules.lint.findings import LintCode
from gkrules.words import phrase

DOCS = Path(__file__).resolve().parents[2] / "docs"


def meaning(code: LintCode, lang: str) -> str:
    return phrase(f"lint/{code.code}").text(lang)


def table(lang: str) -> list[str]:
    return [f"| {each.code} | `{each.title}` | {each.severity} | {meaning(each, lang)} |" for each in LintCode]


@pytest.mark.parametrize(("page", "lang"), [("lint.md", "zh"), ("lint.en.md", "en")])
def test_the_table_is_that_of_the_registry(page: str, lang: str) -> None:
    written = [line for line in (DOCS / page).read_text("utf-8").splitlines() if line.startswith("| L")]
    assert written == table(lang)


def test_codes_and_names_are_stable_and_unique() -> None:
    codes = [each.code for each in LintCode]
    assert len(set(codes)) == len(LintCode.__members__)
    assert all(re.fullmatch(r"L\d{3}", code) for code in codes)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", each.title) for each in LintCode)
    assert codes == sorted(codes)
