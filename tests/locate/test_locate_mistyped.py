"""A cell that cannot be read, and the number that it stands for."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from strategies import Values, balanced

import gkrules
from gkrules import Edition
from gkrules.locate.slips import mistyped
from gkrules.model.findings import Slip, Suspect
from gkrules.render.text.findings import findings_text
from gkrules.testing import small_report

SOME: Values = balanced({("granted", "natural_person"): 10, ("granted", "business"): 3, ("partly_granted", "research"): 1}, {}, {})


@pytest.mark.parametrize(
    ("text", "value"),
    [("l", 1), ("I", 1), ("O", 0), ("o", 0), ("三", 3), ("十二", 12), ("5。", 5), ("１O", 10), ("l2", 12), ("5,", 5), ("2|", 21)],
)
def test_what_a_text_stands_for(text: str, value: int) -> None:
    assert mistyped(text) == value


@pytest.mark.parametrize("text", ["", "无", "约5", "5-6", "1.5", "详见附件", "O" * 40, "。", "两三"])
def test_what_stands_for_nothing(text: str) -> None:
    assert mistyped(text) is None


def suspects(edition: Edition, cells: Mapping[str, int | float | str]) -> dict[str, Suspect]:
    found = gkrules.check(small_report(edition, dict(cells)), select=["GK302"]).findings
    return {suspect.cell: suspect for finding in found for suspect in finding.suspects}


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("applications.granted.natural_person", "１O"),
        ("applications.granted.business", "三"),
        ("applications.partly_granted.research", "l"),
        ("applications.granted.research", "O"),
        ("applications.granted.total", "l3"),
    ],
)
def test_the_equations_confirm_it(edition: Edition, cell: str, text: str) -> None:
    assert suspects(edition, {**SOME, cell: text}) == {cell: Suspect(cell, None, SOME[cell], "certain", Slip.MISTYPED)}


def test_a_text_that_stands_for_another_number_is_told_what_follows(edition: Edition) -> None:
    cell = "applications.granted.business"
    assert suspects(edition, {**SOME, cell: "五"}) == {cell: Suspect(cell, None, 3, "likely")}
    assert suspects(edition, {**SOME, cell: "无"}) == {cell: Suspect(cell, None, 3, "likely")}


def test_nothing_is_guessed_where_no_equation_tells(edition: Edition) -> None:
    assert suspects(edition, {**SOME, "licensing.licences.decisions": "l"}) == {}
    # Two in one row and column leave each other open.
    two = {"applications.granted.natural_person": "l0", "applications.granted.business": "三", "applications.granted.total": "l3"}
    assert all(each.suggested == SOME[key] for key, each in suspects(edition, {**SOME, **two}).items())


def test_it_is_said_what_stands_there(edition: Edition) -> None:
    result = gkrules.check(small_report(edition, {**SOME, "applications.granted.business": "三"}), select=["GK302"])
    words = findings_text(result, [], "zh")
    assert "商业企业“三”不是数字" in words
    assert "（一）予以公开·商业企业应为 3（键入有误、可以确定）" in words
