from __future__ import annotations

import pytest

from gkrules.lint import cases, linear, load, run
from gkrules.lint.load import load_subject
from gkrules.lint.output import lint_dict, lint_lines
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
    monkeypatch.setattr(linear, "available", lambda: False)
    monkeypatch.setattr(run, "CHECKS", ())  # which need no scipy, and were run above
    result = lint()
    (skipped,) = lint_dict(result)["skipped"]
    assert skipped["codes"] == ["L022", "L023", "L024"]
    assert all("gkrules[lint]" in skipped["message"][lang] for lang in ("zh", "en"))
    said, clean = plain(lint_lines(result, "en")).splitlines()
    assert said.startswith("skipped: scipy is not installed")
    assert clean == "No faults found."


def test_installed_it_says_that_its_cases_are_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "_case_files", lambda folder, home: None)
    monkeypatch.setattr(run, "CHECKS", (cases.missing_cases, cases.cases_without_rule))
    monkeypatch.setattr(run, "NEED_SCIPY", ())
    result = lint()
    assert result.findings == ()
    (skipped,) = lint_dict(result)["skipped"]
    assert skipped["codes"] == ["L050", "L051", "L052", "L053"]
    assert plain(lint_lines(result, "zh")).splitlines()[0] == "未检查：安装的包不带案例，未检查案例"
