"""Reports that are made hold by construction, and a slip in one is noticed. The sums are added up here, without the package."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import EQUATION_CELLS, equations_of, examples

import gkrules
from gkrules.testing import SIZES, SLIPS, Slipped, broken_reports, make_slip, previous_report, reports, small_report, valid_report

LEVELS = ("national", "province", "city", "county", "township", "department")
EDITIONS = ("2019", "2021")


@pytest.fixture(scope="session")
def every_rule() -> gkrules.Ruleset:
    return gkrules.load_ruleset(preview=True)


def values_of(report: gkrules.Report) -> dict[str, int | float]:
    return {key: cell.value for key, cell in report.cells.items() if cell.value is not None}


def faults(result: gkrules.Result) -> list[tuple[str, str]]:
    return [(finding.code, finding.message["en"]) for finding in result.findings]


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("size", SIZES)
def test_valid_reports_have_no_findings(edition: str, size: str, every_rule: gkrules.Ruleset) -> None:
    for level, seed in itertools.product(LEVELS, range(4)):
        report = valid_report(edition, level=level, size=size, seed=seed)
        assert faults(gkrules.check(report, previous=previous_report(report), ruleset=every_rule)) == []
        assert faults(gkrules.check(previous_report(report), ruleset=every_rule)) == []
        assert set(report.cells) == set(report.edition.cells)


def test_sums_are_right_when_added_up_elsewhere() -> None:
    values = values_of(valid_report("2021", size="large", seed=3))
    for key in EQUATION_CELLS:
        assert all(left == right for _, _, left, right in equations_of(key, values))


def test_the_level_shows_in_the_name_and_the_year_in_the_edition() -> None:
    assert {level: valid_report(level=level).facts()["unit.territory"] for level in LEVELS[:5]} == dict(
        zip(LEVELS, range(1, 6), strict=False)
    )
    assert valid_report(year=2020).edition.key == "2019"
    assert valid_report("2019").year == 2020


def test_seeds_differ_and_repeat() -> None:
    assert valid_report(seed=1) == valid_report(seed=1)
    assert valid_report(seed=1).cells != valid_report(seed=2).cells
    assert {cell.value for cell in valid_report(size="zero").cells.values()} == {0}


@pytest.mark.parametrize("arguments", [{"level": "village"}, {"size": "huge"}, {"edition": "1999"}])
def test_what_there_is_not_is_named(arguments: dict[str, str]) -> None:
    with pytest.raises(gkrules.UsageError, match="there"):
        valid_report(**arguments)


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_noticed(slip: str, edition: str) -> None:
    for seed in range(5):
        report = valid_report(edition, seed=seed)
        slipped = make_slip(report, slip, seed=seed, previous=previous_report(report))
        assert slipped.changes
        changed = {key for key in report.cells if slipped.report.cells[key] != report.cells[key]}
        assert changed == set(slipped.changes)
        assert slipped.expected
        check_slip(slipped)


def check_slip(slipped: Slipped) -> None:
    found = [(finding.code, set(finding.cells)) for finding in gkrules.check(slipped.report).findings]
    for broken in slipped.expected:
        assert any(code == broken.code and set(broken.cells) <= cells for code, cells in found)


@pytest.mark.parametrize(
    ("slip", "cell", "wanted"),
    [
        ("total_wrong", "applications.new.total", {"applications.new.total": (120, 121)}),
        (
            "column_shifted",
            "applications.new.natural_person",
            {"new.natural_person": (120, 0), "new.business": (0, 120), "new.total": (120, 0)},
        ),
        (
            "row_shifted",
            "applications.granted.natural_person",
            {"granted.natural_person": (120, 0), "partly_granted.natural_person": (0, 120)},
        ),
        ("digits_transposed", "applications.new.total", {"applications.new.total": (120, 210)}),
        ("digit_dropped", "applications.new.total", {"applications.new.total": (120, 20)}),
        ("digit_doubled", "applications.new.total", {"applications.new.total": (120, 1120)}),
        ("sign", "applications.new.total", {"applications.new.total": (120, -120)}),
        ("neighbours_swapped", "applications.granted.natural_person", {"granted.natural_person": (120, 0), "granted.business": (0, 120)}),
        ("last_years_value", "applications.new.total", {"applications.new.total": (120, 7)}),
        ("blank", "applications.new.total", {"applications.new.total": (120, None)}),
    ],
)
def test_what_each_slip_does(slip: str, cell: str, wanted: dict[str, tuple[int, int]], edition: gkrules.Edition) -> None:
    def report_with(value: int) -> gkrules.Report:
        rows, columns = ("new", "granted", "handled_total"), ("natural_person", "total")
        return small_report(edition, {f"applications.{row}.{column}": value for row in rows for column in columns})

    report, amount = report_with(120), {"digits_transposed": 2, "digit_dropped": 3, "digit_doubled": 3}.get(slip, 1)
    slipped = make_slip(report, slip, cell=cell, amount=amount, previous=report_with(7))
    changes = {key.removeprefix("applications."): change for key, change in slipped.changes.items()}
    wanted = {key.removeprefix("applications."): change for key, change in wanted.items()}
    if slip.endswith("shifted"):
        assert {key: changes[key] for key in wanted}.items() <= changes.items()
    else:
        assert changes == wanted
    assert report == report_with(120)


def test_what_cannot_be_made_says_so(edition: gkrules.Edition) -> None:
    zeros = small_report(edition)
    for slip in ("digits_transposed", "sign", "neighbours_swapped"):
        with pytest.raises(gkrules.UsageError, match=slip):
            make_slip(zeros, slip)
    with pytest.raises(gkrules.UsageError, match="total_wrong"):
        make_slip(zeros, "wrong")
    with pytest.raises(gkrules.UsageError, match="previous="):
        make_slip(zeros, "last_years_value")
    with pytest.raises(gkrules.UsageError, match="no cell"):
        make_slip(zeros, "blank", cell="applications.new.totals")


@examples(60)
@given(st.deferred(lambda: st.one_of([reports(edition) for edition in EDITIONS])))
def test_drawn_reports_have_no_findings(report: gkrules.Report) -> None:
    assert faults(gkrules.check(report, previous=previous_report(report), ruleset=gkrules.load_ruleset(preview=True))) == []


@examples(100, 40)
@given(st.deferred(lambda: st.one_of([broken_reports(edition) for edition in EDITIONS])))
def test_drawn_slips_are_noticed(slipped: Slipped) -> None:
    assert faults(gkrules.check(slipped.original)) == []
    check_slip(slipped)


@pytest.mark.parametrize("slip", SLIPS)
def test_every_slip_can_be_drawn(slip: str) -> None:
    @settings(max_examples=10, deadline=None, database=None)
    @given(broken_reports(slips=[slip]))
    def every(slipped: Slipped) -> None:
        assert slipped.slip == slip

    every()


def minimal(strategy: st.SearchStrategy[object]) -> object:
    from hypothesis import find

    return find(strategy, lambda _: True, settings=settings(database=None, max_examples=500))


def test_they_shrink_to_small_tables() -> None:
    report = minimal(reports("2021"))
    assert isinstance(report, gkrules.Report)
    assert set(values_of(report).values()) == {0}
    slipped = minimal(broken_reports("2021"))
    assert isinstance(slipped, Slipped)
    assert slipped.slip == "total_wrong"
    assert len([value for value in values_of(slipped.report).values() if value]) <= 8
    assert max(values_of(slipped.report).values()) <= 13


def test_a_report_that_fails_shrinks_to_one_number() -> None:
    from hypothesis import find

    found = find(
        reports("2021"),
        lambda report: (report.cells["applications.new.total"].value or 0) > 100,
        settings=settings(database=None, max_examples=2000, deadline=None),
    )
    assert {cell.value for cell in found.cells.values()} == {0, 101}


def test_what_hypothesis_prints_is_short() -> None:
    from hypothesis.vendor.pretty import pretty

    report = valid_report(size="zero")
    assert repr(report) == "<Report 某市某县人民政府 2024, edition 2021: 200 number cells>"
    assert pretty(report) == "<Report 某市某县人民政府 2024, edition 2021: 200 number cells: no number but 0>"
    slipped = make_slip(report, "total_wrong", cell="applications.new.total")
    assert "changes={'applications.new.total': (0, 1)}" in pretty(slipped)
    assert pretty(slipped.report).endswith(": applications.new.total=1>")


def test_unknown_slips_are_named() -> None:
    with pytest.raises(gkrules.UsageError, match="typo"):
        broken_reports(slips=["typo"])


def test_a_slip_leaves_places_where_they_are(edition: gkrules.Edition) -> None:
    place = gkrules.Place("json", path="cells")
    report = valid_report()
    cell = next(key for key, each in report.cells.items() if each.value)
    report.cells[cell] = replace(report.cells[cell], place=place)
    assert make_slip(report, "blank", cell=cell).report.cells[cell].place == place
