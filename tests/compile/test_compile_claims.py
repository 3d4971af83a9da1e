"""What a text states against tables with blanks: what other numbers imply counts, and what is too much already is refuted."""

from __future__ import annotations

import pytest

import gkrules
from gkrules import Edition, Ruleset
from gkrules.checking.examples import ABSENT
from gkrules.testing import small_report

RECEIVED = "2024年新收政府信息公开申请{}件。"
DENIED = "政府信息公开申请中，不予公开{}件。"
TOTAL, NATURAL = "applications.new.total", "applications.new.natural_person"
Cells = dict[str, int | float | str | None]


def judged(ruleset: Ruleset, cells: Cells, text: str, edition: str = "2021") -> list[tuple[float | None, float | None]] | None:
    """Both sides of each finding; ``None`` where nothing could be decided."""
    report = small_report(ruleset.editions[edition], cells, text={"overview": text})
    (found,) = gkrules.check(report, ruleset=ruleset, select=["GK501"]).reports
    if found.undecided:
        assert not found.findings
        return None
    return [(each.left, each.right) for each in found.findings]


def blank_row(edition: Edition) -> Cells:
    """A report of whose table of applications nothing is filled in."""
    return {key: None for key in edition.cells if key.startswith("applications.")}


def consistent(number: int) -> Cells:
    """So many of natural persons, all granted; the number of new ones is left blank."""
    rows = ("new", "granted", "handled_total")
    return {f"applications.{row}.{column}": number for row in rows for column in ("natural_person", "total")} | {TOTAL: None}


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize(("stated", "found"), [(15, []), (12, [(12, 15)]), (18, [(18, 15)])])
def test_an_implied_total_counts(stated: int, found: list[tuple[int, int]], edition: str, ruleset: Ruleset) -> None:
    assert judged(ruleset, consistent(15), RECEIVED.format(stated), edition) == found


def test_the_finding_says_what_was_implied(ruleset: Ruleset) -> None:
    report = small_report(ruleset.edition, consistent(15), text={"overview": RECEIVED.format(12)})
    (finding,) = gkrules.check(report, ruleset=ruleset, select=["GK501"]).findings
    assert finding.implied == {TOTAL: 15}


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize(("natural", "found"), [(15, [(12, 15)]), (12, None), (5, None), (None, None)])
def test_a_blank_total_is_at_least_its_parts(
    natural: int | None, found: list[tuple[int, int]] | None, edition: str, ruleset: Ruleset
) -> None:
    cells = {**blank_row(ruleset.editions[edition]), NATURAL: natural}
    assert judged(ruleset, cells, RECEIVED.format(12), edition) == found


def test_that_nothing_was_received_is_refuted_by_any_part(ruleset: Ruleset) -> None:
    text = "2024年未收到政府信息公开申请。"
    assert judged(ruleset, {**blank_row(ruleset.edition), NATURAL: 5}, text) == [(0, 5)]
    assert judged(ruleset, blank_row(ruleset.edition), text) is None


@pytest.mark.parametrize(("first", "found"), [(15, [(12, 15)]), (12, None), (5, None), ("约15", None)])
def test_a_sum_with_blanks_is_at_least_what_is_there(
    first: int | str | None, found: list[tuple[int, int]] | None, ruleset: Ruleset
) -> None:
    denied = [key for key in ruleset.edition.cells if key.startswith("applications.denied_") and key.endswith(".total")]
    assert len(denied) > 5
    assert judged(ruleset, {**dict.fromkeys(denied), denied[0]: first}, DENIED.format(12)) == found


def test_equations_that_contradict_each_other_refute_nothing(ruleset: Ruleset) -> None:
    """The row says 15, the column says 0."""
    assert judged(ruleset, {TOTAL: None, NATURAL: 15}, RECEIVED.format(12)) is None


def test_cells_that_are_absent_refute_nothing(ruleset: Ruleset) -> None:
    cells: Cells = dict.fromkeys(blank_row(ruleset.edition), ABSENT)
    assert judged(ruleset, {**cells, NATURAL: 15}, RECEIVED.format(12)) is None
