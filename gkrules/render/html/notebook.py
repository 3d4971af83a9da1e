"""What a notebook shows of a report, of findings and of results: the pieces of the page."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from gkrules.model.findings import Finding, ReportFindings
from gkrules.model.report import Report
from gkrules.render.html.both import Both
from gkrules.render.html.page import asset, charts_of, environment
from gkrules.render.html.view import finding_card, report_view
from gkrules.render.inputs import ResultLike
from gkrules.render.summary import summarise
from gkrules.render.words import ruleset_words
from gkrules.rulefiles.rulebook import Rulebook, own_rulebook

MOST = 20
"""Of so many reports of a result a notebook shows what was found; the list names all."""


def report_piece(report: Report) -> str:
    """A report: its form and its text."""
    from collections import Counter

    name = _name()
    return _piece(name, view=report_view(ReportFindings(report, (), Counter()), own_rulebook(), name, bare=True), brief=False)


def findings_piece(found: ReportFindings) -> str:
    """What was found about a report."""
    name = _name()
    return _piece(name, view=report_view(found, own_rulebook(), name), brief=False)


def finding_piece(finding: Finding) -> str:
    """A finding."""
    name = _name()
    return _piece(name, card=finding_card(finding, own_rulebook(), name))


def result_piece(result: ResultLike) -> str:
    """A result: of one report all, of several the overview and the first of them."""
    name = _name()
    if len(result.reports) == 1:
        return _piece(name, view=report_view(result.reports[0], result.ruleset, name), brief=False)
    views = [report_view(found, result.ruleset, f"{name}{at}", brief=True) for at, found in enumerate(result.reports)]
    summary = summarise(result, ())
    return _piece(
        name,
        summary=summary,
        charts=charts_of(result),
        views=views,
        drawn={view.id: view for view in [view for view in views if view.cards][:MOST]},
        ruleset=_both_ruleset(result.ruleset),
    )


def _both_ruleset(ruleset: Rulebook) -> Both:
    return Both(ruleset_words(ruleset, "zh"), ruleset_words(ruleset, "en"))


def _name() -> str:
    """What the ids of a piece begin with: several of them stand in one notebook."""
    return f"gk{secrets.token_hex(4)}-"


def _piece(name: str, **shown: Any) -> str:
    defaults: Mapping[str, Any] = {
        "view": None,
        "card": None,
        "views": [],
        "first": [],
        "brief": True,
        "failed": [],
        "many": False,
        "codes": [],
    }
    return (
        environment().get_template("piece.html").render(**{**defaults, **shown}, name=name, lang="zh", style=Markup(asset("page.css")))  # noqa: S704 -- our own file
    )
