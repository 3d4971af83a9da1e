from __future__ import annotations

import pytest

from gkrules.lint import feasibility, run
from gkrules.lint.load import load_subject
from gkrules.lint.output import lint_lines
from gkrules.lint.run import lint
from gkrules.render.lines import plain
from gkrules.rulefiles.location import rules_folder


def test_our_rules_have_no_fault() -> None:
    result = lint()
    assert result.skipped == ()
    assert plain(lint_lines(result, "en")) == "No faults found.\n"


def test_our_rules_bind_and_have_cases() -> None:
    subject, findings = load_subject(rules_folder())
    assert findings == []
    assert subject.cases
    assert set(subject.bound) == set(subject.editions)
    assert {code for rules in subject.bound.values() for code in rules} == subject.own
    assert subject.context == ()


def test_without_scipy_it_says_what_it_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feasibility, "available", lambda: False)
    monkeypatch.setattr(run, "CHECKS", ())  # which need no scipy, and were run above
    (skipped,) = lint().skipped
    assert skipped.codes == ("L022", "L023", "L024")
    assert "gkrules[lint]" in skipped.zh
