"""The years of each organ for programs and spreadsheets."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from gkrules.collection.series import AllSeries, Break, Measure, Series, Year
from gkrules.model.report import Report
from gkrules.render.data.json_output import SCHEMA_VERSION, dumps, plain_number
from gkrules.render.safe import spreadsheet_text
from gkrules.render.series_words import break_words, measure_label, perhaps_words, value_words
from gkrules.render.words import say

if TYPE_CHECKING:
    from gkrules.render.data import json_series_shapes as shapes


def series_json(found: AllSeries, _: str) -> str:
    """The format ``json`` of `gkrules series`."""
    data: shapes.SeriesResult = {
        "schema_version": SCHEMA_VERSION,
        "series": [_series(each) for each in found.series],
        "unplaced": [{**_file(report), "unit": report.unit, "year": report.year} for report in found.unplaced],
    }
    return dumps(data)


def series_csv(found: AllSeries, lang: str) -> str:
    """The format ``csv`` of `gkrules series`: a line for each year, with what breaks there; a number that is not known is a word."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    head = [say(f"render/series.head.{each}", lang) for each in ("unit", "year", "edition")]
    writer.writerow([*head, *(measure_label(measure, lang) for measure in Measure), say("render/series.head.breaks", lang)])
    for series in found.series:
        unit = spreadsheet_text(series.organ.name)
        for year in series.years:
            told = [break_words(series, each, lang) for each in series.breaks if _at(series, each) == year.year]
            remarks = spreadsheet_text(" ".join(filter(None, (perhaps_words(series, lang), *told))))
            writer.writerow([unit, year.year, year.edition, *(value_words(year, measure, lang) for measure in Measure), remarks])
    return stream.getvalue()


def _at(series: Series, found: Break) -> int:
    """The year in whose line a break stands: years that are missing stand in that of the next report."""
    return next(year.year for year in series.years if year.year >= found.last)


def _series(series: Series) -> shapes.OrganSeries:
    return {
        "unit": series.organ.name,
        "perhaps": list(series.organ.perhaps),
        "years": [_year(year) for year in series.years],
        "breaks": [_break(series, each) for each in series.breaks],
    }


def _year(year: Year) -> shapes.SeriesYear:
    values: dict[str, shapes.SeriesValue | None] = {}
    for measure, cell in year.values.items():
        values[measure.value] = None if cell is None else {"value": plain_number(cell.value), "state": cell.state.value}
    return {
        "year": year.year,
        "edition": year.edition,
        "files": [_file(report) for report in year.reports],
        "taken": year.taken,
        "values": values,
        "different": list(year.different),
    }


def _break(series: Series, found: Break) -> shapes.SeriesBreak:
    return {
        "kind": found.kind,
        "year": found.year,
        "last": found.last,
        "before": plain_number(found.before),
        "now": plain_number(found.now),
        "message": {"zh": break_words(series, found, "zh"), "en": break_words(series, found, "en")},
    }


def _file(report: Report) -> shapes.SeriesFile:
    return {"file": report.file, "part": report.part}
