"""The statistics of a check for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gkrules.model.findings import Severity
from gkrules.render.inputs import ResultLike
from gkrules.render.statistics import BROKEN, Counts, statistics_of

if TYPE_CHECKING:
    from gkrules.render.data import json_beside as beside


def statistics_dict(result: ResultLike) -> beside.Statistics:
    """The counts over a result."""
    counts = statistics_of(result)
    return {
        "rules": [
            {"code": code, "severity": kind, "findings": each.findings, "reports": each.reports}
            for (code, kind), each in counts.rules.items()
        ],
        "organs": [{"unit": unit, "reports": each.reports, **_kinds(each)} for unit, each in counts.organs.items()],
        "years": [{"year": year, "reports": each.reports, **_kinds(each)} for year, each in counts.years.items()],
        "causes": [{"cause": cause, "causes": each.causes, "findings": each.findings} for cause, each in counts.causes.items()],
        "rosters": counts.rosters.findings,
        "waived": counts.waived,
    }


def _kinds(counts: Counts) -> beside.Kinds:
    return {
        "findings": counts.findings,
        "errors": counts.kinds[Severity.ERROR.value],
        "warnings": counts.kinds[Severity.WARNING.value],
        "infos": counts.kinds[Severity.INFO.value],
        "broken": counts.kinds[BROKEN],
    }
