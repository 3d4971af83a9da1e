"""Rosters: telling which organs have not reported, which came twice, and which are in no list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from gkrules.checking.run import Say, check_reports
from gkrules.collection.rosters import compare_with_roster, notes_of
from gkrules.compile.ruleset import Ruleset
from gkrules.model.edition import Edition
from gkrules.model.findings import RosterFindings
from gkrules.model.report import Report
from gkrules.model.rosters import Roster


def check_rosters(rosters: Sequence[Roster], reports: Sequence[Report], ruleset: Ruleset, say: Say) -> tuple[RosterFindings, ...]:
    """What is found about each roster, by the rules as what is found about reports."""
    rules = ruleset.about_rosters()
    chosen = ruleset.selected(select=[rule.code for rule in rules]) if rules else None
    return tuple(_about(roster, reports, ruleset.edition, chosen, say) for roster in rosters)


def _about(roster: Roster, reports: Sequence[Report], edition: Edition, rules: Ruleset | None, say: Say) -> RosterFindings:
    compared = compare_with_roster(reports, roster)
    document = Report(edition, file=str(roster.file), notes=notes_of(compared))
    if rules is None:
        return RosterFindings(document, (), Counter(), comparison=compared)
    (found,) = check_reports([document], rules, say)
    return RosterFindings(document, found.findings, found.outcomes, comparison=compared)
