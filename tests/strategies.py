"""Reports for property tests, and rules made of a condition. Sums are worked out here, without the package."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st

from gkrules import Edition, Outcome, Report, Rule, load_ruleset
from gkrules.compile.compiled import CompiledRules
from gkrules.compile.kernel import OUTCOMES, RuleResult
from gkrules.model.rule import Expression
from gkrules.testing import small_report

Values = dict[str, int | float]


@dataclass
class Tier:
    """Which tests are asked for: those of the default, or the slow ones (``-m slow``)."""

    slow: bool = False


TIER = Tier()


def examples(full: int, by_default: int = 25) -> Callable[[Any], Any]:
    """Settings of a property test that has `full` examples in the slow tier, to which it then belongs, and fewer by default."""

    def decorated(test: Any) -> Any:
        chosen = settings(deadline=None, max_examples=full if TIER.slow else min(full, by_default))(test)
        return pytest.mark.slow(chosen) if TIER.slow else chosen

    return decorated


INSIDE = ("GK1", "GK2", "GK3", "GK4")
"""The rules about one report and its form; others look at other years, other organs, or say what is likely."""

KINDS = ("natural_person", "business", "research", "public_welfare", "legal_service", "other_organisation")
COLUMNS = (*KINDS, "total")
OTHERS = ("other_not_corrected", "other_fee_unpaid", "other_other")
RESULTS = (
    *("granted", "partly_granted"),
    *("denied_state_secret", "denied_forbidden_by_law", "denied_security_stability", "denied_third_party"),
    *("denied_internal_affairs", "denied_process_information", "denied_enforcement_file", "denied_administrative_query"),
    *("unavailable_not_held", "unavailable_needs_creation", "unavailable_unclear"),
    *("not_handled_petition", "not_handled_repeated", "not_handled_publication", "not_handled_excessive", "not_handled_reconfirmation"),
    *OTHERS,
)
ROWS = ("new", "carried_in", *RESULTS, "handled_total", "carried_out")
GROUPS = ("review", "direct_litigation", "litigation_after_review")
OUTCOME_COLUMNS = ("upheld", "corrected", "other", "pending")
DISCLOSURE = (
    *(f"regulations.{row}.{column}" for row in ("rules", "normative_documents") for column in ("issued", "repealed", "in_force")),
    "licensing.licences.decisions",
    "enforcement.penalties.decisions",
    "enforcement.coercive_measures.decisions",
)
FEE = "fees.administrative_fees.amount"
EQUATION_CELLS = (
    *(f"applications.{row}.{column}" for row in ROWS for column in COLUMNS),
    *(f"review_litigation.{row}.{column}" for row in GROUPS for column in (*OUTCOME_COLUMNS, "total")),
)
ALL_CELLS = (*DISCLOSURE, FEE, *EQUATION_CELLS)


def balanced(
    results: Mapping[tuple[str, str], int], carried: Mapping[str, tuple[int, int]], outcomes: Mapping[tuple[str, str], int]
) -> Values:
    """A report without a fault: results by (row, kind), (carried_out, carried_in) by kind, outcomes by (group, column); the rest is 0.

    `carried_in` is cut down to what was handled and carried out, so that nothing received is negative.
    """
    values: Values = dict.fromkeys(ALL_CELLS, 0)

    def put(row: str, kind: str, value: int) -> None:
        values[f"applications.{row}.{kind}"] = value
        values[f"applications.{row}.total"] += value

    for kind in KINDS:
        handled = 0
        for row in RESULTS:
            value = results.get((row, kind), 0)
            handled += value
            put(row, kind, value)
        carried_out, carried_in = carried.get(kind, (0, 0))
        carried_in = min(carried_in, handled + carried_out)
        put("handled_total", kind, handled)
        put("carried_out", kind, carried_out)
        put("carried_in", kind, carried_in)
        put("new", kind, handled + carried_out - carried_in)
    for (group, column), value in outcomes.items():
        values[f"review_litigation.{group}.{column}"] = value
        values[f"review_litigation.{group}.total"] += value
    return values


def _counts(limit: int) -> st.SearchStrategy[int]:
    return st.integers(0, 9) | st.integers(0, limit)


@st.composite
def valid_values(draw: st.DrawFn, limit: int = 100_000) -> Values:
    """The cells of a valid report: every equation holds, counts are whole and not negative."""
    count = _counts(limit)
    values = balanced(
        draw(st.dictionaries(st.tuples(st.sampled_from(RESULTS), st.sampled_from(KINDS)), count, max_size=30)),
        draw(st.dictionaries(st.sampled_from(KINDS), st.tuples(count, count))),
        draw(st.dictionaries(st.tuples(st.sampled_from(GROUPS), st.sampled_from(OUTCOME_COLUMNS)), count)),
    )
    values.update(draw(st.dictionaries(st.sampled_from(DISCLOSURE), count)))
    values[FEE] = draw(st.integers(0, 10**9).map(lambda cents: cents / 100))
    return values


def equations_of(key: str, values: Mapping[str, int | float]) -> set[tuple[str, str, int | float, int | float]]:
    """The equations that a cell takes part in: (code, row or column, left side, right side), added up here."""
    table, row, column = key.split(".")

    def cell(*name: str) -> int | float:
        return values[".".join((table, *name))]

    if table == "review_litigation":
        return {("GK404", row, cell(row, "total"), sum(cell(row, each) for each in OUTCOME_COLUMNS))}
    result = {("GK401", row, cell(row, "total"), sum(cell(row, kind) for kind in KINDS))}
    handled = cell("handled_total", column)
    if row in (*RESULTS, "handled_total"):
        result.add(("GK402", column, handled, sum(cell(each, column) for each in RESULTS)))
    if row not in RESULTS:
        result.add(("GK403", column, cell("new", column) + cell("carried_in", column), handled + cell("carried_out", column)))
    return result


def expression(text: str, line: int = 10, column: int = 13) -> Expression:
    return Expression(text, Path("rule.yaml"), line, column)


def rule_of(
    condition: str,
    for_each: str = "report",
    *,
    when: str | None = None,
    blank: Mapping[str, str] | None = None,
    finding_per: str = "place",
) -> Rule:
    """A rule GK999 of a condition; a blank is unknown unless stated otherwise."""
    return replace(
        load_ruleset("2021").rule("GK401"),
        code="GK999",
        for_each=expression(for_each),
        condition=expression(condition),
        when=None if when is None else expression(when),
        blank=blank or {"": "unknown"},
        finding_per=finding_per,
    )


def schema_of(*rules: Rule) -> CompiledRules:
    """The schema of these rules alone."""
    return replace(load_ruleset("2021"), rules=rules).compiled("2021")


def all_outcomes(result: RuleResult, height: int) -> list[list[Outcome]]:
    """The outcome at each place of each report, also of those that were not looked at one by one."""
    table = np.tile(result.otherwise, (height, 1))
    table[result.rows] = result.outcomes
    return [[OUTCOMES[code] for code in row] for row in table]


def outcomes_of(rule: Rule, *reports: Report) -> list[list[Outcome]]:
    """What a rule says of each report at each of its places."""
    schema = schema_of(rule)
    result = schema.run(list(reports)).results[rule.code]
    assert isinstance(result, RuleResult), result
    return all_outcomes(result, len(reports))


def outcome(
    condition: str, cells: Mapping[str, int | float | str | None], *, when: str | None = None, blank: Mapping[str, str] | None = None
) -> Outcome:
    """What a condition on the report as a whole says of zeros with the given cells."""
    edition: Edition = load_ruleset("2021").edition
    return outcomes_of(rule_of(condition, when=when, blank=blank), small_report(edition, cells))[0][0]
