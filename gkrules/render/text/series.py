"""The years of each organ as a table for people."""

from __future__ import annotations

from collections.abc import Iterator

from gkrules.collection.series import AllSeries, Measure, Series, Year
from gkrules.render.inputs import WIDTH
from gkrules.render.lines import Line, line
from gkrules.render.safe import clean
from gkrules.render.series_words import break_words, measure_label, perhaps_words, value_words
from gkrules.render.text.grid import GridHeader, GridRow, grid_lines
from gkrules.render.words import say, shown_file


def series_lines(found: AllSeries, lang: str) -> Iterator[Line]:
    """The format ``text`` of `gkrules series`."""
    for position, series in enumerate(found.series):
        if position:
            yield line("")
        yield from _lines(series, lang)
    if not found.series:
        yield line(say("render/series.no-series", lang))
    for report in found.unplaced:
        yield line(say("render/series.unplaced", lang, file=shown_file(report, lang)), "yellow", hang=2)
    if found.series:
        yield line("")
        yield line(say("render/series.legend", lang), "dim", hang=2)


def _lines(series: Series, lang: str) -> Iterator[Line]:
    yield line(clean(series.organ.name), "bold")
    carried = {each.year for each in series.breaks if each.kind == "carried"}
    heads = tuple(measure_label(measure, lang) for measure in Measure)
    rows = [GridRow(say("render/year", lang, year=year.year), tuple(_cells(year, carried, lang))) for year in series.years]
    yield from grid_lines(GridHeader(heads), rows, WIDTH)
    if perhaps := perhaps_words(series, lang):
        yield line(perhaps, "yellow", hang=2)
    for found in series.breaks:
        yield line(break_words(series, found, lang), "bold red", hang=2)


def _cells(year: Year, carried: set[int], lang: str) -> Iterator[tuple[str, str]]:
    for measure in Measure:
        words = value_words(year, measure, lang)
        if measure is Measure.CARRIED_IN and year.year in carried:
            yield f"≠{words}", "bold red"
        else:
            yield words, "" if words.isdigit() else "dim"
