"""The result of a check for people: per file its findings with their equations, then what was checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from gkrules.model.edition import Edition
from gkrules.model.findings import Finding, Outcome, ReportFindings, Severity, Waived
from gkrules.model.report import Note, Report
from gkrules.render.causes import is_shared, repair_words
from gkrules.render.cell_keys import waiver_keys
from gkrules.render.inputs import Detail, FailedFile, ResultLike, every_subject
from gkrules.render.lines import Line, line, plain
from gkrules.render.notes import counts_line, note_lines
from gkrules.render.safe import clean
from gkrules.render.summary import causes_words, counts_words, summarise, summary_lines
from gkrules.render.text.beside import beside_lines
from gkrules.render.text.causes import cause_lines
from gkrules.render.text.scopes import places_lines
from gkrules.render.told import MAX_SUSPECTS, told_finding
from gkrules.render.words import (
    listing,
    outcome_word,
    pick,
    ruleset_words,
    say,
    severity_word,
    shown_file,
    unit_words,
    year_words,
)
from gkrules.rulefiles.labels import Labels
from gkrules.rulefiles.rulebook import Rulebook

_NORMAL = Detail()
_STYLE = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "cyan"}
_DETAIL = 6
_BELOW = 2


def findings_text(result: ResultLike, failed: Sequence[FailedFile], lang: str) -> str:
    """The whole result as plain text."""
    return plain(findings_lines(result, failed, lang))


def findings_lines(result: ResultLike, failed: Sequence[FailedFile], lang: str, detail: Detail = _NORMAL) -> Iterator[Line]:
    """The whole result, line by line."""
    if detail.quiet:
        yield from quiet_lines([finding for each in every_subject(result) for finding in named_findings(each)], result, failed, lang)
        return
    for position, report in enumerate(result.reports):
        if position:
            yield line("")
        yield from report_lines(report, result.ruleset, lang, detail)
    yield from unmatched_lines(result, lang, detail)
    yield from file_lines(result, failed, lang, detail, first=not result.reports)
    yield from closing_lines(result, failed, lang)


def unmatched_lines(result: ResultLike, lang: str, detail: Detail) -> Iterator[Line]:
    """The findings about reports that were given to compare with and fit none."""
    for about in result.unmatched:
        yield line("")
        yield report_header(about.report, lang)
        yield from all_findings(about, about.report.edition, result.ruleset.labels(about.report.edition.key), lang, detail)
        for waived in about.waived:
            yield from waived_lines(waived, lang)


def file_lines(
    result: ResultLike, failed: Sequence[FailedFile], lang: str, detail: Detail, *, first: bool = False, rosters: bool = True
) -> Iterator[Line]:
    """The findings about files of waivers and about `rosters`, and the files that could not be checked; `first` if nothing is above."""
    lists = [each for each in result.rosters if each.findings] if rosters else []
    for about in (*result.waiver_files, *lists):
        yield line("")
        yield line(clean(about.report.file), "bold")
        for finding in about.findings:
            yield from finding_lines(finding, about.report.edition, result.ruleset.labels(about.report.edition.key), lang, detail)
    for position, file in enumerate(failed):
        if position or not first:
            yield line("")
        yield line(clean(file.file), "bold")
        yield Line(((say("render/not-checked", lang), "bold red"), (clean(file.text(lang)), "")), hang=2)


def closing_lines(result: ResultLike, failed: Sequence[FailedFile], lang: str, *, always: bool = False) -> Iterator[Line]:
    """The summary of several reports, or `always`; and by which rules they were checked."""
    if always or len(result.reports) + len(failed) > 1:
        yield line("")
        yield from summary_lines(summarise(result, failed), lang)
    if result.reports:
        yield line(ruleset_words(result.ruleset, lang), "dim")


def report_header(report: Report, lang: str) -> Line:
    """File, organ, year and edition."""
    edition = say("render/in-brackets", lang, text=pick(lang, report.edition.zh, report.edition.en))
    file = shown_file(report, lang)
    return Line(
        ((f"{file}  " if file else "", "bold"), (f"{unit_words(report.unit, lang)}  {year_words(report.year, lang)}{edition}", "")), hang=2
    )


def report_lines(report: ReportFindings, ruleset: Rulebook, lang: str, detail: Detail = _NORMAL) -> Iterator[Line]:
    """One report: header, findings, remarks about the document that no rule speaks of, what was checked."""
    edition = ruleset.editions[report.report.edition.key]
    yield report_header(report.report, lang)
    yield counts_line(report.report, lang)
    yield from beside_lines(report.related, lang, every=detail.verbose)
    yield from all_findings(report, edition, ruleset.labels(edition.key), lang, detail)
    yield from note_lines(notices(report.report, ruleset), report.report, lang)
    if detail.verbose:
        yield from mending_lines(report.findings, ruleset, lang)
    for waived in report.waived:
        yield from waived_lines(waived, lang)
    if detail.passed:
        yield from places_lines(report.passed, outcome_word(Outcome.PASS, lang), edition, ruleset, lang)
    if detail.verbose or detail.passed:
        yield from places_lines(report.undecided, outcome_word(Outcome.UNKNOWN, lang), edition, ruleset, lang)
    yield from outcome_lines(report.findings, report.outcomes, report.cause_count, lang)


def notices(report: Report, ruleset: Rulebook) -> list[Note]:
    """The remarks about a document that no rule speaks of."""
    return [note for note in report.notes if note.zh and ruleset.for_note(note.kind) is None]


def all_findings(found: ReportFindings, edition: Edition, labels: Labels, lang: str, detail: Detail, *, code: str = "") -> Iterator[Line]:
    """The findings in their order; where several have one cause, the cause first and all of them below it.

    With `code` only those of this rule: a cause that goes beyond it is told under the first rule that has it, and named under the others.
    """
    findings, report = found.findings, found.report
    told: set[int] = set()
    for finding in findings:
        cause = finding.cause
        if code not in ("", finding.code):
            continue
        if cause is None:
            yield from finding_lines(finding, edition, labels, lang, detail)
        elif not is_shared(cause, findings):
            # Why nothing is known is said once.
            words = () if cause.number in told else repair_words(cause, edition, lang, labels, finding.raw)
            yield from finding_lines(finding, edition, labels, lang, detail, words)
        elif cause.number not in told:
            block = [each for each in findings if each.cause and each.cause.number == cause.number]
            codes = sorted({each.code for each in block})
            if code in ("", codes[0]):
                yield from cause_lines(cause, findings, report, edition, lang, labels)
            shown = [each for each in block if code in ("", each.code)]
            for each, after in zip(shown, [*(each.source for each in shown[1:]), ()], strict=True):
                # A source that the next finding has, too, is named once.
                finding_shown = replace(each, source=()) if after == each.source else each
                below = finding_lines(finding_shown, edition, labels, lang, detail, ())
                yield from (replace(item, indent=item.indent + _BELOW) for item in below)
            if code and len(codes) > 1:
                others = listing([each for each in codes if each != code], lang)
                form = "render/cause-beyond" if code == codes[0] else "render/cause-told"
                count = len(block) - len(shown)
                yield line(say(form, lang, count=count, codes=others, code=codes[0]), indent=_DETAIL, hang=2)
        if cause is not None:
            told.add(cause.number)


def named_findings(found: ReportFindings) -> list[tuple[Report, Finding]]:
    """The findings, each with the report that it is about."""
    return [(found.report, finding) for finding in found.findings]


def quiet_lines(named: Sequence[tuple[Report, Finding]], result: ResultLike, failed: Sequence[FailedFile], lang: str) -> Iterator[Line]:
    """One line for each of the findings, then one for each file that could not be checked, and how many findings were waived."""
    for report, finding in named:
        first = first_line(finding, lang)
        file = shown_file(report, lang)
        yield Line(((f"{file}: " if file else "", ""), *first.parts), hang=2)
    for each in failed:
        yield line(f"{clean(each.file)}: {say('render/not-checked', lang)}{clean(each.text(lang))}", hang=2)
    if waived := sum(len(found.waived) for found in every_subject(result)):
        yield line(say("render/waived-count", lang, count=waived))


def first_line(finding: Finding, lang: str) -> Line:
    """A finding in one line."""
    broken = finding.outcome is Outcome.ERROR
    kind = outcome_word(Outcome.ERROR, lang) if broken else severity_word(finding.severity, lang)
    style = "bold magenta" if broken else _STYLE[finding.severity]
    return Line(((f"{finding.code} ", "bold"), (f"{kind} ", style), (clean(finding.message[lang]), "")), hang=_DETAIL)


def mending_lines(findings: Sequence[Finding], ruleset: Rulebook, lang: str) -> Iterator[Line]:
    """How to mend what was found, once for each rule."""
    codes = {finding.code for finding in findings}
    for rule in ruleset.rules:
        if rule.code in codes:
            mend = " ".join(clean(rule.explain[lang].mend).split())
            yield Line(((f"{rule.code} ", "bold"), (say("render/how-to-mend", lang, words=mend), "")), hang=_DETAIL)


def waived_lines(waived: Waived, lang: str) -> Iterator[Line]:
    """A finding that is waived, why, and where that is written."""
    waiver = waived.waiver
    kind = say("render/waived", lang)
    yield Line(((f"{waived.finding.code} ", "bold"), (f"{kind} ", "dim"), (clean(waived.finding.message[lang]), "dim")), hang=_DETAIL)
    until = say("render/waived.until", lang, day=waiver.until) if waiver.until else ""
    reason, file = clean(waiver.reason), clean(waiver.file.name)
    words = say("render/waived.reason", lang, reason=reason, file=file, line=waiver.line, until=until)
    yield line(words, indent=_DETAIL, hang=2)


def finding_lines(
    finding: Finding, edition: Edition, labels: Labels, lang: str, detail: Detail = _NORMAL, repairs: Iterable[str] | None = None
) -> Iterator[Line]:
    """One finding: what is wrong, its equation, suspects, place and source.

    `repairs` are told in place of its single suspects; none of either if they are empty.
    """
    told = told_finding(finding, edition, labels, lang, most=None if detail.verbose else MAX_SUSPECTS, repairs=repairs)
    yield first_line(finding, lang)
    for words in (told.terms, *told.suspicions):
        if words:
            yield line(words, indent=_DETAIL, hang=2)
    if told.place:
        yield line(say("render/finding-place", lang, place=told.place), "dim", indent=_DETAIL, hang=2)
    if told.source:
        yield line(say("render/finding-source", lang, sources=told.source), "dim", indent=_DETAIL, hang=2)
    if detail.verbose and (keys := waiver_keys(finding, edition)):
        yield line(say("render/finding-keys", lang, keys=", ".join(keys)), "dim", indent=_DETAIL, hang=2)


def outcome_lines(findings: Sequence[Finding], outcomes: Counter[Outcome], causes: int, lang: str) -> Iterator[Line]:
    """What was found, and how many checks there were."""
    total = sum(outcomes.values())
    counts = counts_words(findings, lang)
    if counts:
        counts += causes_words(len(findings), causes, lang)
        verdict, style = say("render/verdict.found", lang, counts=counts), "bold"
    elif outcomes.get(Outcome.PASS, 0):
        verdict, style = say("render/verdict.nothing", lang), "bold green"
    else:
        # Where nothing could be decided, "nothing wrong found" would read as a clean bill.
        verdict, style = say("render/verdict.unchecked", lang), "bold yellow"
    shown = (Outcome.PASS, Outcome.FAIL, Outcome.UNKNOWN, Outcome.NOT_APPLICABLE, Outcome.ERROR)
    always = (Outcome.PASS, Outcome.UNKNOWN, Outcome.NOT_APPLICABLE)
    parts = [f"{outcome_word(each, lang)} {outcomes.get(each, 0)}" for each in shown if each in always or outcomes.get(each, 0)]
    checked = say("render/checks", lang, count=total, outcomes=say("render/items", lang).join(parts))
    yield Line(((verdict, style), (checked, "")), hang=2)
    unknown = outcomes.get(Outcome.UNKNOWN, 0)
    if unknown:
        yield line(say("render/checks.unknown", lang, count=unknown), "yellow", hang=2)
