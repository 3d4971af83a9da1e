"""A sum over reports for programs and spreadsheets, as a report of the higher organ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gkrules.collection.rollup import Rollup
from gkrules.model.report import Report
from gkrules.render.data.csv_output import cells_csv
from gkrules.render.data.json_output import dumps, report_dict
from gkrules.rulefiles.rulebook import own_rulebook

if TYPE_CHECKING:
    from gkrules.render.data import json_series_shapes as shapes
    from gkrules.render.data.json_beside import OtherReport


def rollup_json(made: Rollup, lang: str) -> str:
    """The format ``json`` of `gkrules rollup`: the exchange form, which `gkrules check` takes, and beside it what was added up."""
    beside: shapes.RollupParts = {
        "summed": [_of(report) for report in made.summed],
        "left_out": [{**_of(each.report), "reason": each.reason} for each in made.left_out],
        "gaps": [{**_of(gap.report), "state": gap.state.value, "cells": list(gap.cells)} for gap in made.gaps],
        "uncertain": list(made.uncertain),
    }
    data: shapes.RollupResult = {**report_dict(made.report, own_rulebook(), lang), "rollup": beside}
    return dumps(data)


def rollup_csv(made: Rollup, lang: str) -> str:
    """The format ``csv`` of `gkrules rollup`: its cells, as `gkrules extract` writes those of a report."""
    return cells_csv([made.report], own_rulebook(), lang)


def _of(report: Report) -> OtherReport:
    return {"file": report.file, "part": report.part, "unit": report.unit, "year": report.year}
