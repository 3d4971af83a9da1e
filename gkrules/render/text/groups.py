"""The findings of a check for people by rule, or by organ. Every finding stands in one place only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from gkrules.model.findings import Finding, ReportFindings
from gkrules.model.rule import Rule
from gkrules.render.inputs import Detail, FailedFile, ResultLike, every_subject
from gkrules.render.lines import Line, line
from gkrules.render.notes import counts_line, note_lines
from gkrules.render.safe import clean
from gkrules.render.text.findings import (
    all_findings,
    closing_lines,
    file_lines,
    mending_lines,
    named_findings,
    notices,
    outcome_lines,
    quiet_lines,
    report_header,
    report_lines,
    unmatched_lines,
    waived_lines,
)
from gkrules.render.words import listing, say, severity_word, unit_words, year_words

_INDENT = 2


def grouped_lines(result: ResultLike, failed: Sequence[FailedFile], lang: str, detail: Detail) -> Iterator[Line]:
    """The whole result, by ``rule`` or by ``organ``."""
    if detail.quiet:
        named = [pair for each in _in_order(result, detail.group) for pair in named_findings(each)]
        if detail.group == "rule":
            named.sort(key=lambda each: each[1].code)
        yield from quiet_lines(named, result, failed, lang)
    elif detail.group == "rule":
        yield from _by_rule(result, failed, lang, detail)
    else:
        yield from _by_organ(result, failed, lang, detail)


def _in_order(result: ResultLike, group: str) -> Iterable[ReportFindings]:
    if group == "rule":
        return every_subject(result)
    reports = [found for organ in _organs(result.reports).values() for found in organ]
    return (*reports, *result.unmatched, *result.waiver_files, *result.rosters)


def _by_rule(result: ResultLike, failed: Sequence[FailedFile], lang: str, detail: Detail) -> Iterator[Line]:
    concerned = (*result.reports, *result.unmatched)
    first = True
    for rule in sorted(result.ruleset.rules, key=lambda each: each.code):
        mine = [(found, of_rule) for found in concerned if (of_rule := [each for each in found.findings if each.code == rule.code])]
        if mine:
            yield from ([] if first else [line("")])
            first = False
            yield from _of_rule(rule, mine, result, lang, detail)
    if waived := [found for found in concerned if found.waived]:
        yield from ([] if first else [line("")])
        first = False
        for found in waived:
            yield report_header(found.report, lang)
            yield from _below(each for waived_one in found.waived for each in waived_lines(waived_one, lang))
    remarked = [(found, notes) for found in result.reports if (notes := notices(found.report, result.ruleset))]
    for found, notes in remarked:
        yield from ([] if first else [line("")])
        first = False
        yield report_header(found.report, lang)
        yield from _below([counts_line(found.report, lang), *note_lines(notes, found.report, lang)])
    yield from file_lines(result, failed, lang, detail, first=first)
    if result.reports:
        yield from ([] if first and not failed else [line("")])
        findings = [finding for found in result.reports for finding in found.findings]
        yield from outcome_lines(findings, result.outcomes, sum(found.cause_count for found in result.reports), lang)
    yield from closing_lines(result, failed, lang)


def _of_rule(
    rule: Rule, mine: Sequence[tuple[ReportFindings, list[Finding]]], result: ResultLike, lang: str, detail: Detail
) -> Iterator[Line]:
    counts = say("render/group-rule.counts", lang, findings=sum(len(each) for _, each in mine), reports=len(mine))
    title = say("render/group-rule", lang, code=rule.code, severity=severity_word(rule.severity, lang), title=clean(rule.title[lang]))
    yield Line(((title, "bold cyan"), (counts, "")), hang=_INDENT)
    if detail.verbose:
        yield from _below(mending_lines(mine[0][1], result.ruleset, lang))
    for found, _ in mine:
        edition = result.ruleset.editions[found.report.edition.key]
        yield replace(report_header(found.report, lang), indent=_INDENT)
        labels = result.ruleset.labels(edition.key)
        yield from _below(_below(all_findings(found, edition, labels, lang, detail, code=rule.code)))


def _by_organ(result: ResultLike, failed: Sequence[FailedFile], lang: str, detail: Detail) -> Iterator[Line]:
    for position, (unit, reports) in enumerate(_organs(result.reports).items()):
        yield from ([line("")] if position else [])
        years = list(dict.fromkeys(found.report.year for found in reports))
        words = listing([year_words(year, lang) for year in years], lang)
        yield Line(
            (
                (unit_words(unit, lang), "bold cyan"),
                (say("render/group-organ.years", lang, count=len(reports), years=words), ""),
            ),
            hang=_INDENT,
        )
        for number, found in enumerate(reports):
            yield from ([line("")] if number else [])
            yield from _below(report_lines(found, result.ruleset, lang, detail))
    yield from unmatched_lines(result, lang, detail)
    yield from file_lines(result, failed, lang, detail, first=not result.reports)
    yield from closing_lines(result, failed, lang)


def _organs(reports: Sequence[ReportFindings]) -> dict[str, list[ReportFindings]]:
    """The reports by organ in their first order, each organ's by year; the organ that is unknown last."""
    organs: dict[str, list[ReportFindings]] = {}
    for found in reports:
        organs.setdefault(found.report.unit, []).append(found)
    unknown = organs.pop("", [])
    if unknown:
        organs[""] = unknown
    return {unit: sorted(each, key=lambda found: (found.report.year is None, found.report.year or 0)) for unit, each in organs.items()}


def _below(lines: Iterable[Line]) -> Iterator[Line]:
    return (replace(each, indent=each.indent + _INDENT) for each in lines)
