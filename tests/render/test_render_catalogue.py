"""The words of render: every entry is said by some output, every word that the data needs is there, and a language is one more key."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from render_builders import edition, make_report, make_result, review_finding, ruleset

import gkrules.render
from gkrules.model.cells import CellState
from gkrules.model.findings import Outcome, Severity, Slip
from gkrules.model.report import NOTE_KINDS
from gkrules.render.lines import plain
from gkrules.render.text.findings import findings_lines
from gkrules.render.text.tables import tables_lines
from gkrules.render.words import has_word, say, word
from gkrules.words import catalogue, languages

ENTRIES = catalogue("render")
MODULES = sorted(Path(gkrules.render.__file__).parent.glob("*.py"))
TABLES = {
    "severity": {each.value for each in Severity},
    "state": {each.value for each in CellState},
    "outcome": {each.value for each in Outcome},
    "slip": {each.value for each in Slip},
    "note": set(NOTE_KINDS),
    "confidence": {"certain", "likely", "possible"},
    "status": {"preview", "stable", "deprecated", "removed"},
    "edition-by": {"asked", "year", "labels", "tables"},
    "how": {"header", "continued", "headless"},
    "left-out": {"several", "section", "presumed", "not_zero"},
}


def called(tree: ast.Module) -> Iterator[tuple[str, bool]]:
    """The entries that are said by their names, and beginnings of those that are looked up (with ``True``)."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        first = node.args[0]
        if name == "say":
            for each in (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,):
                if isinstance(each, ast.Constant):
                    yield str(each.value).removeprefix("render/"), False
                elif isinstance(each, ast.JoinedStr) and isinstance(each.values[0], ast.Constant):
                    yield str(each.values[0].value).removeprefix("render/"), True
        elif name in ("word", "has_word", "cut_list") and isinstance(first, ast.Constant):
            yield ("cut-list." + str(first.value), False) if name == "cut_list" else (str(first.value) + ".", True)
        elif name.endswith("Error") and isinstance(first, ast.Constant) and str(first.value).startswith("render/"):
            yield str(first.value).removeprefix("render/"), False


def test_every_entry_that_is_said_is_there() -> None:
    said = [each for module in MODULES for each in called(ast.parse(module.read_text("utf-8")))]
    assert len(said) > 100
    assert [entry for entry, begins in said if not begins and entry not in ENTRIES] == []
    assert [start for start, begins in said if begins and not any(entry.startswith(start) for entry in ENTRIES)] == []


def test_every_entry_is_said() -> None:
    trees = [ast.parse(module.read_text("utf-8")) for module in MODULES]
    names = {node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    names = {name.removeprefix("render/") for name in names if name.startswith("render/")}
    names |= {entry for tree in trees for entry, begins in called(tree) if not begins}
    starts = tuple(start for tree in trees for start, begins in called(tree) if begins)
    assert [entry for entry in ENTRIES if entry not in names and not entry.startswith(starts)] == []


@pytest.mark.parametrize("table", TABLES)
def test_what_the_data_knows_has_a_word_and_nothing_else_has(table: str) -> None:
    assert {entry.removeprefix(f"{table}.") for entry in ENTRIES if entry.startswith(f"{table}.")} == TABLES[table]


def test_statuses_and_blanks_of_the_rules_have_words() -> None:
    assert all(has_word("status", rule.status) for rule in ruleset().rules)
    assert all(has_word("blank", policy) for rule in ruleset().rules for policy in rule.blank.values())


@pytest.mark.parametrize("entry", ENTRIES)
def test_placeholders_are_plain_names_and_the_same_in_every_language(entry: str) -> None:
    assert set(ENTRIES[entry]) == set(languages())
    parts = [list(Formatter().parse(text)) for text in ENTRIES[entry].values()]
    assert all(name is None or (name.isidentifier() and not spec and not turned) for each in parts for _, name, spec, turned in each)
    assert len({frozenset(name for _, name, _, _ in each if name) for each in parts}) == 1


def test_braces_of_a_document_stay_as_they_are() -> None:
    assert say("render/quoted", "zh", text="{label} {0}") == "“{label} {0}”"


def test_a_key_without_a_word_is_shown_itself() -> None:
    assert word("slot", "nonesuch", "zh") == "nonesuch"


def test_a_third_language_is_one_more_key(monkeypatch: pytest.MonkeyPatch) -> None:
    for room in ("render", "common"):
        for words in catalogue(room).values():
            monkeypatch.setitem(words, "xx", words["en"])
    monkeypatch.setitem(catalogue("render")["finding-source"], "xx", "SOURCE {sources}")
    finding = review_finding()
    finding.message["xx"] = finding.message["en"]  # type: ignore[index]
    report = make_report(unit="某县", year=None)
    lines = [*findings_lines(make_result(finding, report=report), [], "xx"), *tables_lines(report, "xx", places=True)]
    text = plain(lines)
    assert "SOURCE " in text
    assert edition().en in text
