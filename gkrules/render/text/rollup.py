"""A sum over reports as the tables of the form, with what was added up and what could not be."""

from __future__ import annotations

from collections.abc import Iterator

from gkrules.collection.rollup import Gap, LeftOut, Rollup
from gkrules.model.cells import CellState
from gkrules.model.report import Report
from gkrules.render.cells import describe
from gkrules.render.lines import Line, line
from gkrules.render.safe import clean
from gkrules.render.text.tables import tables_lines
from gkrules.render.words import listing, say, shown_file, unit_words

_INDENT = 2


def rollup_lines(made: Rollup, lang: str) -> Iterator[Line]:
    """The format ``text`` of `gkrules rollup`."""
    yield line(say("render/rollup.title", lang, count=len(made.summed)), "bold")
    yield from tables_lines(made.report, lang)
    yield line("")
    yield line(say("render/rollup.summed", lang, count=len(made.summed)), "bold")
    for report in made.summed:
        yield line(_named(report, lang), indent=_INDENT, hang=2)
    if made.uncertain:
        names = listing([clean(name) for name in made.uncertain], lang)
        yield line(say("render/rollup.uncertain", lang, names=names), "yellow", hang=2)
    if made.left_out:
        yield line(say("render/rollup.left-out", lang, count=len(made.left_out)), "bold")
        for each in made.left_out:
            yield line(_left_out(each, lang), indent=_INDENT, hang=2)
    if made.gaps:
        yield line(say("render/rollup.gaps", lang), "bold")
        for gap in made.gaps:
            yield line(_gap(gap, lang), "yellow", indent=_INDENT, hang=2)


def _named(report: Report, lang: str) -> str:
    unit = unit_words(report.unit, lang)
    file = shown_file(report, lang)
    return f"{file}  {unit}" if file else unit


def _left_out(each: LeftOut, lang: str) -> str:
    reason = say(f"render/rollup.reason.{each.reason}", lang, year=each.report.year)
    return say("render/rollup.named-reason", lang, report=_named(each.report, lang), reason=reason)


def _gap(gap: Gap, lang: str) -> str:
    state = say("render/series.short.blank" if gap.state is CellState.BLANK else "render/series.short.text", lang)
    if gap.state is CellState.ABSENT:
        state = say("render/series.short.absent", lang)
    cells = describe(gap.cells, gap.report.edition, lang)
    return say("render/rollup.gap", lang, report=_named(gap.report, lang), state=state, cells=cells)
