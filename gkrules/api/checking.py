"""Checking reports, and the rules to check them by."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gkrules.api.reading import read_all
from gkrules.api.result import Result
from gkrules.model.arguments import Paths, edition_of, is_frame, language_of, misuse, paths, truth_of
from gkrules.model.findings import ReportFindings
from gkrules.model.relations import BELOW, LAST_YEAR
from gkrules.model.report import Report
from gkrules.pipeline.sources import Source, is_source
from gkrules.rulefiles.rulebook import load_rulebook, own_rulebook
from gkrules.words import Language

if TYPE_CHECKING:
    from gkrules.compile.ruleset import Ruleset

Reports = Report | Source | Iterable[Report | Source]
"""One report or several, read already or to be read."""


def check(
    reports: Reports,
    *,
    previous: Reports | None = (),
    below: Reports | None = (),
    ruleset: Ruleset | None = None,
    select: str | Iterable[str] = (),
    ignore: str | Iterable[str] = (),
    waivers: Paths = (),
    rosters: Paths = (),
    today: datetime.date | None = None,
) -> Result:
    """Check one report, or several.

    Two reports of one organ for successive years are also checked against each other. What is given as `previous` or `below` and
    cannot be compared is a finding with its reason.

    Args:
        reports: one report or several. What is not read yet (a path, bytes, an open file) is read as `read_all` does.
        previous: reports of the year before that are not themselves to be checked; matched by organ and year.
        below: the reports of the organs below, whose sum the reports must be. Those of another year, and those whose names tell that
            they are of no organ below, are left out of it.
        ruleset: the rules to use; by default those of this package.
        select: codes, prefixes of codes or names of rules, one or several; only these rules.
        ignore: likewise; none of these.
        waivers: a file or several in the form of ``gkrules.yaml``. What they accept is in `ReportFindings.waived` instead of `findings`.
        rosters: files that name the organs that must report (see docs/offices.md); what is found about them is in `Result.rosters`.
        today: the day that the last days of waivers are measured by; by default today.

    Raises:
        DocumentError: what was to be read cannot be; see `read_all`.
        UsageError: no rule has such a code or name (``unknown_rule``), or an argument is of another type (``wrong_type``).
        RuleError: a file of waivers or a roster is malformed.
    """
    from gkrules.checking.beside import about_unmatched, beside
    from gkrules.checking.rosters import check_rosters
    from gkrules.checking.run import check_reports
    from gkrules.checking.waivers import waive
    from gkrules.compile.ruleset import ruleset_of
    from gkrules.render.messages import messages
    from gkrules.rulefiles.rosters import load_roster
    from gkrules.rulefiles.waivers import load_waivers

    everything = ruleset_of(ruleset)
    rules = everything.selected(select, ignore)
    day = _day(today)
    accepted = {Path(file): load_waivers(file, everything) for file in paths("waivers", waivers)}
    lists = [load_roster(file) for file in paths("rosters", rosters)]
    several, before, under = _read("reports", reports), _read("previous", previous), _read("below", below)

    matching = beside(several, before, under, rules)
    found = check_reports(several, rules, messages, matching.related, whole=everything.whole)
    found += about_unmatched(matching.unmatched, rules, messages)
    kept = waive(found, accepted, rules, day, messages)
    unmatched = tuple(each for each in kept.reports[len(several) :] if each.findings or each.waived)
    listed = check_rosters(lists, [*several, *under], rules, messages)
    compared = frozenset(prefix for prefix in (LAST_YEAR, BELOW) if any(each.known(prefix) for each in matching.related))
    result = Result(rules, kept.reports[: len(several)], kept.files, unmatched, listed, compared)
    for code in dict.fromkeys(finding.code for finding in result.findings):
        rules.warn_if_deprecated(code)
    return result


def load_ruleset(
    edition: str | None = None,
    *,
    rules: Paths = (),
    preview: bool = False,
) -> Ruleset:
    """The rules of this package, for one edition of the form (its schema is then `Ruleset.schema`) or for all.

    Args:
        edition: key of the edition.
        rules: a folder or several with rules of your own, which are added, or take the place of ours that they extend.
        preview: use the rules of status ``preview``, too.

    Raises:
        RuleError: a rule of yours is malformed.
        UsageError: there is no such edition, or no such folder.
    """
    from gkrules.compile.ruleset import Ruleset, own_ruleset

    folders = tuple(paths("rules", rules))
    edition, preview = edition_of(edition), truth_of("preview", preview)
    return Ruleset.of(load_rulebook(edition, rules=folders, preview=preview)) if folders else own_ruleset(edition, preview)


def explain(code: str, lang: Language = "zh") -> str:
    """What a rule checks, why, on what legal ground and how to mend what it finds, as text.

    Args:
        code: the rule's code or name.
        lang: ``zh`` or ``en``.

    Raises:
        UsageError: there is no such rule, or no such language.
    """
    from gkrules.render.lines import plain
    from gkrules.render.text.explain import explain_lines

    if not isinstance(code, str):
        raise misuse("code", "code", code)
    return plain(explain_lines(own_rulebook().rule(code), own_rulebook(), language_of(lang)))


def _read(argument: str, given: Reports | None) -> list[Report]:
    """The reports among what was given, and those of what is to be read."""
    if given is None:
        return []
    if is_source(given) or is_frame(given) or isinstance(given, Mapping) or not isinstance(given, Iterable):
        return _of_one(argument, given)
    return [report for each in given for report in _of_one(argument, each)]


def _of_one(argument: str, given: Any) -> list[Report]:
    if isinstance(given, Report):
        return [given]
    if is_source(given):
        return read_all(given)
    raise misuse(argument, "reports", given, "result" if isinstance(given, (Result, ReportFindings)) else "")


def _day(given: Any) -> datetime.date:
    if given is None:
        return datetime.datetime.now().astimezone().date()
    if not isinstance(given, datetime.date):
        raise misuse("today", "date", given)
    return given.date() if isinstance(given, datetime.datetime) else given
