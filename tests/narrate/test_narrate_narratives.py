"""Text rules never fire on a narrative made from the tables, and do fire once the tables are changed beneath it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import Values, valid_values

import gkrules
from gkrules import Cell, CellState, Edition, Ruleset, load_ruleset
from gkrules.testing import small_report
from gkrules.testing.narrative import narrative

TEXT = load_ruleset().selected(["GK5", "GK103", "GK104", "GK106", "GK107", "GK108", "GK109", "GK110"])
FORM: Edition = TEXT.editions["2021"]


@given(valid_values(), valid_values(limit=300), st.integers(0, 10**6))
@settings(max_examples=150, deadline=None)
def test_a_true_narrative_is_quiet(values: Values, before: Values, seed: int) -> None:
    previous = replace(small_report(FORM, before), year=2023)
    text = narrative(small_report(FORM, values), seed, previous)
    found = gkrules.check(small_report(FORM, values, text=text), previous=previous, ruleset=TEXT)
    assert [(each.code, each.quote) for each in found.findings] == []
    assert found.outcomes[gkrules.Outcome.UNKNOWN] == 0


@given(valid_values(limit=300), st.integers(0, 10**6))
@settings(max_examples=60, deadline=None)
def test_a_narrative_contradicts_tables_that_were_changed(values: Values, seed: int) -> None:
    report = small_report(FORM, values)
    text = narrative(report, seed)
    # 共收到 may mean with or without those carried in, so both change.
    for key in ("applications.new.total", "applications.carried_in.total"):
        values = {**values, key: values[key] + 7777}
    found = gkrules.check(small_report(FORM, values, text=text), ruleset=TEXT)
    assert {each.code for each in found.findings} == {"GK501"}
    assert all(each.quote and each.quote.strip("…") in " ".join(text["overview"].split()) for each in found.findings)


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
