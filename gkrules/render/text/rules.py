"""The list of all rules, and the difference between two editions, for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from gkrules.model.edition import Edition, Table
from gkrules.model.findings import Severity
from gkrules.render.lines import Line, line, plain, width_of
from gkrules.render.words import (
    column_label,
    listing,
    pick,
    row_label,
    ruleset_words,
    say,
    section_label,
    severity_word,
    status_word,
    table_label,
    word,
)
from gkrules.rulefiles.diff import Changed, EditionDiff, PartsDiff
from gkrules.rulefiles.rulebook import Rulebook

_STYLE = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


def rules_text(ruleset: Rulebook, lang: str) -> str:
    """The list as plain text."""
    return plain(rules_lines(ruleset, lang))


def rules_lines(ruleset: Rulebook, lang: str) -> Iterator[Line]:
    """A line per rule: code, severity, status unless it is stable, title."""
    heads = [say(f"render/rule.{head}", lang) for head in ("code", "severity", "title")]
    code_width = max([width_of(heads[0]), *(width_of(rule.code) for rule in ruleset.rules)])
    severity_width = max([width_of(heads[1]), *(width_of(severity_word(rule.severity, lang)) for rule in ruleset.rules)])
    hang = code_width + severity_width + 4
    yield line(f"{_left(heads[0], code_width)}  {_left(heads[1], severity_width)}  {heads[2]}", "bold", hang=hang)
    for rule in ruleset.rules:
        status = "" if rule.status == "stable" else say("render/in-brackets", lang, text=status_word(rule.status, lang))
        severity = _left(severity_word(rule.severity, lang), severity_width)
        yield Line(
            (
                (_left(rule.code, code_width) + "  ", "bold"),
                (severity + "  ", _STYLE[rule.severity]),
                (rule.title[lang] + status, ""),
            ),
            hang=hang,
        )
    yield line(say("render/rules", lang, count=len(ruleset.rules), ruleset=ruleset_words(ruleset, lang)), "dim")


def _left(text: str, size: int) -> str:
    return text + " " * max(size - width_of(text), 0)


@dataclass(frozen=True, slots=True)
class DiffEntry:
    """One difference: where in the form, what happened, to what."""

    where: str
    what: str
    text: str


def diff_text(diff: EditionDiff, lang: str) -> str:
    """The difference as plain text."""
    return plain(diff_lines(diff, lang))


def diff_lines(diff: EditionDiff, lang: str) -> Iterator[Line]:
    """The difference line by line: the form from its first section to its last table, then the rules."""
    yield line(diff_title(diff, lang), "bold")
    yield line(cells_words(diff, lang))
    for where, entries in groupby(diff_entries(diff, lang), key=lambda entry: entry.where):
        yield line("")
        yield line(where, "bold cyan")
        for entry in entries:
            yield Line(((entry.what + say("render/colon", lang), "dim"), (entry.text, "")), indent=2, hang=2)


def diff_title(diff: EditionDiff, lang: str) -> str:
    """``2019年试行格式 → 2021年版格式``"""
    return f"{_name(diff.before, lang)} → {_name(diff.after, lang)}"


def cells_words(diff: EditionDiff, lang: str) -> str:
    """How many cells each form has, and how many of them are the same."""
    before, after = len(diff.before.cells), len(diff.after.cells)
    kept, added, removed = len(diff.cells_kept), len(diff.cells_added), len(diff.cells_removed)
    return say("render/diff-cells", lang, before=before, after=after, kept=kept, added=added, removed=removed)


def diff_entries(diff: EditionDiff, lang: str) -> Iterator[DiffEntry]:
    """Every difference of the forms and of the rules that serve them, summed up by rows and columns."""
    sections = [{section.key: section_label(section, lang) for section in edition.sections} for edition in (diff.before, diff.after)]
    yield from _parts(say("render/diff-sections", lang), "section", diff.sections, sections, lang)
    tables = [{table.key: _table(table, lang) for table in edition.tables} for edition in (diff.before, diff.after)]
    yield from _parts(say("render/diff-tables", lang), "table", diff.tables, tables, lang)
    for table in diff.inside:
        both = [edition.table_by_key[table.key] for edition in (diff.before, diff.after)]
        where = table_label(both[1], lang)
        yield from _parts(where, "row", table.rows, [{row.key: row_label(row, lang) for row in each.rows} for each in both], lang)
        columns = [{column.key: column_label(column, lang) for column in each.columns} for each in both]
        yield from _parts(where, "column", table.columns, columns, lang)
    for codes, what in (
        (diff.rules_kept, say("render/diff-rules.both", lang)),
        (diff.rules_removed, say("render/diff-rules.one", lang, edition=_name(diff.before, lang))),
        (diff.rules_added, say("render/diff-rules.one", lang, edition=_name(diff.after, lang))),
    ):
        yield DiffEntry(say("render/diff-rules", lang), what, listing(codes, lang) or say("render/diff-none", lang))


def _parts(where: str, kind: str, parts: PartsDiff, labels: Sequence[dict[str, str]], lang: str) -> Iterator[DiffEntry]:
    """`labels` are those of the earlier and those of the later edition, by key."""
    name = say(f"render/kind.{kind}", lang)
    if parts.removed:
        yield DiffEntry(where, say("render/kind-removed", lang, kind=name), listing([labels[0][key] for key in parts.removed], lang))
    if parts.added:
        yield DiffEntry(where, say("render/kind-added", lang, kind=name), listing([labels[1][key] for key in parts.added], lang))
    for change in parts.changed:
        what = say("render/kind-changed", lang, kind=name, aspect=say(f"render/aspect.{change.aspect}", lang))
        yield DiffEntry(where, what, _change(change, labels[1][change.key], lang))


def _change(change: Changed, label: str, lang: str) -> str:
    before, after = (word("value", text, lang) if text else say("render/diff-none", lang) for text in (change.before, change.after))
    words = f"{before} → {after}"
    return words if change.aspect == "label" and lang == "zh" else f"{label}{say('render/colon', lang)}{words}"


def _table(table: Table, lang: str) -> str:
    """The label of a table; where that is only an article of law, with what it counts."""
    label = table_label(table, lang)
    rows = listing([row_label(row, lang) for row in table.rows if not row.replaces], lang)
    return label + say("render/in-brackets", lang, text=rows) if table.title else label


def _name(edition: Edition, lang: str) -> str:
    return pick(lang, edition.zh, edition.en)
