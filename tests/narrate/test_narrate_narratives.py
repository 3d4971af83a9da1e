"""Text rules never fire on a narrative made from the tables, and do fire once the tables are changed beneath it."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from narratives import claims_of, falsified, falsified_tables, narrative
from strategies import Values, valid_values

import gkrules
from gkrules import Cell, CellState, Edition, Report, Ruleset, load_ruleset
from gkrules.testing import small_report, valid_report

TEXT = load_ruleset().selected(["GK5", "GK103", "GK104", "GK106", "GK107", "GK108", "GK109", "GK110"])
NUMBERS = load_ruleset().selected(["GK501", "GK502", "GK503", "GK504", "GK505", "GK506", "GK507"])
FORM: Edition = TEXT.editions["2021"]
LEVELS = ("county", "city", "township", "department")


@given(valid_values(), valid_values(limit=300), st.integers(0, 10**6))
@settings(max_examples=150, deadline=None)
def test_a_true_narrative_is_quiet(values: Values, before: Values, seed: int) -> None:
    previous = replace(small_report(FORM, before), year=2023)
    text = narrative(small_report(FORM, values), seed, previous)
    found = gkrules.check(small_report(FORM, values, text=text), previous=previous, ruleset=TEXT)
    assert [(each.code, each.quote) for each in found.findings] == []
    assert found.outcomes[gkrules.Outcome.UNKNOWN] == 0


SEEDS = range(40)
FOUND = 0.97


def test_what_was_made_wrong_is_found() -> None:
    """One claim of a narrative at a time is made false, by its number or by the tables under it."""
    missed: list[tuple[int, str, str]] = []
    claims = 0
    for seed in SEEDS:
        report = valid_report("2021", level=LEVELS[seed % 4], size="medium" if seed % 2 else "small", seed=seed, year=2024)
        previous = replace(valid_report("2021", level=LEVELS[seed % 4], size="small", seed=seed + 1000, year=2024), year=2023)
        text = narrative(report, seed, previous)
        for told in claims_of(report, seed, previous):
            tables, texts = report, text
            if told.kind in ("none", "all"):
                changed = falsified_tables(report, told)
                if changed is None:
                    continue
                tables = changed
            else:
                texts = falsified(text, told, Random(seed))  # noqa: S311 - no secret, but to be repeated
            claims += 1
            if not _codes(tables, texts, previous):
                missed.append((seed, told.kind, texts[told.section][max(0, told.start - 20) : told.end + 8]))
    assert claims > 500
    assert len(missed) <= (1 - FOUND) * claims, f"{len(missed)} of {claims}: {missed[:40]}"


def _codes(report: Report, text: dict[str, str], previous: Report) -> set[str]:
    cells = {key: cell.value for key, cell in report.cells.items()}
    told = replace(small_report(FORM, cells, text=text), unit=report.unit)
    return {each.code for each in gkrules.check(told, previous=previous, ruleset=NUMBERS).findings}


def test_the_series_of_a_growth_that_is_wrong(ruleset: Ruleset) -> None:
    previous = replace(small_report(FORM, {"applications.new.total": 92600}), year=2023)
    report = small_report(FORM, {"applications.new.total": 93600}, text={"overview": "2024年收到政府信息公开申请93600件，同比增长1.05%。"})
    (finding,) = gkrules.check(report, previous=previous, ruleset=ruleset.selected(["GK5"])).findings
    assert (finding.code, finding.quote) == ("GK506", "2024年收到政府信息公开申请93600件，同比增长1.05%。")
    assert "1.05%" in finding.message["zh"]
    report.cells["applications.new.total"] = Cell(93572, CellState.NUMBER, "93572")
    assert gkrules.check(report, previous=previous, ruleset=ruleset.selected(["GK506"])).findings == ()


@pytest.mark.parametrize("seed", range(20))
def test_a_narrative_is_repeatable_and_varies(seed: int) -> None:
    report = small_report(FORM, {"applications.new.total": 21, "applications.handled_total.total": 21, "applications.granted.total": 21})
    assert narrative(report, seed) == narrative(report, seed)
    assert len({narrative(report, each)["overview"] for each in range(20)}) > 15
