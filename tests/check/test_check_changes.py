"""What a check finds in a report with one fault, and that it finds nothing in one without."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import COLUMNS, DISCLOSURE, EQUATION_CELLS, FEE, INSIDE, OTHERS, Values, balanced, equations_of, examples, valid_values

from gkrules import Edition, Finding, Outcome, Report, Result, Ruleset, Severity, load_ruleset, read
from gkrules import check as check_all
from gkrules.testing import small_report

ROOT = Path(__file__).resolve().parents[2]
SCHEMA: dict[str, Any] = json.loads((ROOT / "rules" / "schemas" / "check-result.schema.json").read_text(encoding="utf-8"))
Contents = dict[str, int | float | str | None]


@cache
def rules(*codes: str) -> Ruleset:
    """Some rules, compiled once."""
    return load_ruleset().selected(codes)


def check(reports: Report | list[Report], *, select: Sequence[str] = INSIDE) -> Result:
    """What the rules about one report find; the reports here are many versions of one, which no year and no other organ goes with."""
    return check_all(reports, ruleset=rules(*select))


def changed_values(value: int | float) -> Iterator[int | float]:
    """One more, negative, a zero appended, the digits turned round, and nothing."""
    digits = str(value)
    seen = {value}
    for new in (value + 1, -(value or 1), value * 10 or 10, int(digits[::-1]), 0):
        if new not in seen:
            seen.add(new)
            yield new


def equations_found(finding: Finding) -> tuple[str, str, int | float | None, int | float | None]:
    return finding.code, finding.scope.get("row") or finding.scope["column"], finding.left, finding.right


def assert_found(findings: tuple[Finding, ...], key: str, values: Values) -> None:
    """The broken equations, each once with its two sides, and nothing that is not about the cell."""
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    assert errors
    assert all(key in finding.cells for finding in findings)
    wanted = {(code, place, left, right) for code, place, left, right in equations_of(key, values) if left != right}
    assert {equations_found(finding) for finding in errors if finding.code.startswith("GK4")} == wanted
    assert all(
        finding.difference == finding.left - finding.right for finding in errors if finding.left is not None and finding.right is not None
    )
    assert {finding.code for finding in findings if not finding.code.startswith("GK4")} == ({"GK303"} if values[key] < 0 else set())


def assert_every_change_is_found(values: Values, changes: list[tuple[str, int | float]], edition: Edition) -> None:
    variants = [{**values, key: new} for key, new in changes]
    found = check([small_report(edition, variant) for variant in variants]).reports
    assert len(found) == len(changes)
    for each, (key, _), variant in zip(found, changes, variants, strict=True):
        assert_found(each.findings, key, variant)


def test_there_are_190_cells_in_equations() -> None:
    assert len(EQUATION_CELLS) == 25 * 7 + 3 * 5


YONGAN: Values = {
    **balanced(
        {("granted", "natural_person"): 3, ("partly_granted", "natural_person"): 1, ("unavailable_not_held", "natural_person"): 1}, {}, {}
    )
}


def test_every_change_of_a_real_report_is_found(edition: Edition) -> None:
    changes = [(key, new) for key in EQUATION_CELLS for new in changed_values(YONGAN[key])]
    assert len(changes) >= 3 * 190
    assert_every_change_is_found(YONGAN, changes, edition)


def test_the_values_are_those_of_the_real_report(edition: Edition) -> None:
    report = read(ROOT / "fixtures" / "reports" / "yongan_2024.txt")
    assert {key: report.cell(key).value for key in EQUATION_CELLS} == {key: YONGAN[key] for key in EQUATION_CELLS}


@examples(8, 4)
@given(valid_values(), st.sampled_from([1, 2, 9, 1000]))
def test_every_change_of_any_valid_report_is_found(values: Values, step: int) -> None:
    changes = [(key, values[key] + step * (-1 if number % 2 else 1)) for number, key in enumerate(EQUATION_CELLS)]
    assert_every_change_is_found(values, changes, load_ruleset("2021").edition)


@examples(50)
@given(valid_values(), st.sampled_from(EQUATION_CELLS), st.integers(0, 4))
def test_a_slip_of_the_pen_is_found(values: Values, key: str, which: int) -> None:
    slips = list(changed_values(values[key]))
    change = key, slips[which % len(slips)]
    assert_every_change_is_found(values, [change], load_ruleset("2021").edition)


def is_quiet(report: Report) -> bool:
    result = check(report)
    settled = result.outcomes[Outcome.UNKNOWN] == result.outcomes[Outcome.ERROR] == result.outcomes[Outcome.FAIL] == 0
    return result.ok and not result.findings and settled and result.outcomes[Outcome.PASS] > 42


@examples(80)
@given(valid_values())
def test_any_valid_report_is_quiet(values: Values) -> None:
    assert is_quiet(small_report(load_ruleset("2021").edition, values))


@settings(deadline=None, max_examples=5)
@given(st.lists(valid_values(10**9), min_size=2, max_size=20))
def test_many_valid_reports_are_quiet(several: list[Values]) -> None:
    result = check([small_report(load_ruleset("2021").edition, values) for values in several])
    assert result.findings == ()
    assert len(result.reports) == len(several)


@settings(deadline=None, max_examples=30)
@given(valid_values())
def test_other_handling_in_one_row_is_only_a_fault_of_shape(values: Values) -> None:
    cells: Contents = dict(values)
    for column in COLUMNS:
        cells[f"applications.other.{column}"] = sum(values[f"applications.{row}.{column}"] for row in OTHERS)
        cells |= {f"applications.{row}.{column}": "absent" for row in OTHERS}
    found = check(small_report(load_ruleset("2021").edition, cells)).findings
    assert [finding.code for finding in found] == ["GK201"]
    assert set(found[0].cells) == {f"applications.{row}.{column}" for row in OTHERS for column in COLUMNS}


@pytest.mark.parametrize("key", [*DISCLOSURE, FEE])
@pytest.mark.parametrize(
    ("content", "codes"),
    [(-1, {"GK303"}), (None, {"GK301"}), ("无", {"GK302"}), ("absent", {"GK201"}), (12, set()), ("/", set())],
)
def test_single_cells(key: str, content: int | str | None, codes: set[str], edition: Edition) -> None:
    found = check(small_report(edition, {key: content})).findings
    assert {finding.code for finding in found} == codes
    assert all(finding.cells == (key,) for finding in found)


@pytest.mark.parametrize(("key", "codes"), [*((key, {"GK304"}) for key in DISCLOSURE), (FEE, set())])
def test_fractions(key: str, codes: set[str], edition: Edition) -> None:
    assert {finding.code for finding in check(small_report(edition, {key: 2.5})).findings} == codes


@pytest.mark.parametrize("key", EQUATION_CELLS[::7])
def test_a_blank_in_a_valid_report_is_one_warning(key: str, edition: Edition) -> None:
    result = check(small_report(edition, {key: None}))
    assert [(finding.code, finding.cells) for finding in result.findings] == [("GK301", (key,))]
    assert result.ok


@pytest.mark.parametrize("key", ["applications.granted.research", "applications.handled_total.total", "review_litigation.review.pending"])
def test_text_hides_no_equation_behind_a_pass(key: str, edition: Edition) -> None:
    found = check(small_report(edition, {key: "约5"}))
    assert [(finding.code, finding.cells) for finding in found.findings] == [("GK302", (key,))]
    assert found.outcomes[Outcome.UNKNOWN] == len(equations_of(key, balanced({}, {}, {})))
    assert len(found.reports[0].undecided) == found.outcomes[Outcome.UNKNOWN]


def test_findings_are_in_the_order_of_the_form(edition: Edition, ruleset: Ruleset) -> None:
    cells: Contents = {"review_litigation.review.total": 1, "applications.carried_out.research": 2, "applications.new.total": 1}
    cells |= {"fees.administrative_fees.amount": -1, "regulations.rules.issued": "无", "licensing.licences.decisions": 0.5}
    findings = check(small_report(edition, cells, {"section.problems.position": None})).findings
    order = {key: number for number, key in enumerate(edition.cells)}
    places = [(min((order[key] for key in finding.cells if key in order), default=-1), finding.code) for finding in findings]
    assert places == sorted(places)
    assert {"GK101", "GK302", "GK303", "GK304", "GK401", "GK403", "GK404"} == {finding.code for finding in findings}


def test_a_finding_has_all_that_is_known(edition: Edition, ruleset: Ruleset) -> None:
    key = "review_litigation.review"
    (equation,) = check(small_report(edition, {f"{key}.upheld": 10, f"{key}.corrected": None}), select=["GK4"]).findings
    assert equation.cells == tuple(f"{key}.{column}" for column in ("upheld", "corrected", "other", "pending", "total"))
    assert dict(equation.values) == dict(zip(equation.cells, (10, None, 0, 0, 0), strict=True))
    assert (equation.code, equation.severity, equation.outcome) == ("GK404", Severity.ERROR, Outcome.FAIL)
    assert (equation.left, equation.right, equation.difference) == (0, 10, -10)
    assert equation.assumed == (f"{key}.corrected",)
    assert equation.source
    assert set(equation.source) <= set(ruleset.rule("GK404").source)
    assert equation.equation is not None
    assert [term for _, term in equation.equation.right] == list(equation.cells[:4])
    assert set(equation.message) == {"zh", "en"}


@settings(deadline=None, max_examples=40)
@given(
    valid_values(),
    st.dictionaries(
        st.sampled_from((*EQUATION_CELLS, *DISCLOSURE, FEE)),
        st.one_of(
            st.integers(-99, 10**12),
            st.floats(0, 99).map(lambda number: round(number, 1)),
            st.sampled_from([None, "/", "无", "absent", "3（约）"]),
        ),
        max_size=12,
    ),
)
def test_json_follows_its_schema_and_survives_the_exchange_form(values: Values, changes: Contents) -> None:
    report = small_report(load_ruleset("2021").edition, {**values, **changes})
    result = check(report)
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(result.to_json()))
    assert check(Report.from_json(report.to_json())).to_json() == result.to_json()


def test_the_schema_of_the_result_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SCHEMA).validate({"schema_version": "2"})


def test_checking_changes_no_report(edition: Edition) -> None:
    report = small_report(edition, {"applications.new.total": 3, "applications.new.research": None})
    before = report.to_json()
    assert check(report).findings
    assert report.to_json() == before
