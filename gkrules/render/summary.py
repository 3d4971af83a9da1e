"""What a check of several reports comes to: files of each kind, which add up, and findings by rule and by cause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gkrules.model.findings import Finding, Outcome, ReportFindings, Severity
from gkrules.render.inputs import FailedFile, ResultLike, counted_subjects
from gkrules.render.lines import Line, line
from gkrules.render.words import listing, say

_MOST_RULES = 10
_KINDS = ("with_errors", "with_warnings", "clean", "not_checked", "unreadable")
_ALWAYS = ("with_errors", "clean")


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts over several reports.

    Attributes:
        files: how many there are of each kind, which add up to all: ``with_errors``, ``with_warnings`` (or remarks, and nothing
            graver), ``clean``, ``not_checked`` (nothing of it could be decided), ``unreadable``. A report of a file with several
            counts as a file.
        unmatched: reports that were given to compare with and fit none; they are none of the above.
        findings: all of them.
        causes: how many things there are to mend: findings with one cause are one.
        rules: the rules that found something, the most frequent first, with how often.
    """

    files: dict[str, int]
    unmatched: int
    findings: tuple[Finding, ...]
    causes: int
    rules: tuple[tuple[str, int], ...]


def summarise(result: ResultLike, failed: Sequence[FailedFile]) -> Summary:
    """The summary of a result."""
    kinds = Counter(_kind(found) for found in result.reports)
    kinds["unreadable"] = len(failed)
    every = counted_subjects(result)
    findings = tuple(finding for found in every for finding in found.findings)
    codes = Counter(finding.code for finding in findings)
    return Summary(
        {kind: kinds[kind] for kind in _KINDS},
        len(result.unmatched),
        findings,
        sum(found.cause_count for found in every),
        tuple(sorted(codes.items(), key=lambda each: (-each[1], each[0]))),
    )


def _kind(found: ReportFindings) -> str:
    if any(finding.severity is Severity.ERROR or finding.outcome is Outcome.ERROR for finding in found.findings):
        return "with_errors"
    if found.findings:
        return "with_warnings"
    return "clean" if found.outcomes[Outcome.PASS] or found.waived else "not_checked"


def summary_lines(summary: Summary, lang: str) -> Iterator[Line]:
    """The summary for people."""
    items = say("render/items", lang)
    files = [say(f"render/summary-files.{kind}", lang, count=count) for kind, count in summary.files.items() if count or kind in _ALWAYS]
    yield line(say("render/summary", lang, count=sum(summary.files.values()), files=items.join(files)), "bold", hang=2)
    if summary.unmatched:
        yield line(say("render/summary-unmatched", lang, count=summary.unmatched), "bold", hang=2)
    if summary.findings:
        counts = counts_words(summary.findings, lang) + causes_words(len(summary.findings), summary.causes, lang)
        yield line(say("render/summary-found", lang, counts=counts), "bold", hang=2)
        rules = items.join(say("render/summary-rule", lang, code=code, count=count) for code, count in summary.rules[:_MOST_RULES])
        if len(summary.rules) > _MOST_RULES:
            rules += say("render/summary-rules.more", lang, count=len(summary.rules))
        yield line(say("render/summary-rules", lang, rules=rules), hang=2)


def counts_words(findings: Sequence[Finding], lang: str) -> str:
    """``2 处错误、1 处警告``; empty when there are none."""
    counts = Counter(finding.severity for finding in findings if finding.outcome is not Outcome.ERROR)
    parts = [_count(counts[severity], severity.value, lang) for severity in Severity if counts[severity]]
    broken = sum(finding.outcome is Outcome.ERROR for finding in findings)
    if broken:
        parts.append(_count(broken, "broken", lang))
    return listing(parts, lang)


def causes_words(findings: int, causes: int, lang: str) -> str:
    """``（1 个原因）``; empty where each finding has its own."""
    if causes >= findings:
        return ""
    words = say("render/causes.one" if causes == 1 else "render/causes", lang, count=causes)
    return say("render/in-brackets", lang, text=words)


def _count(count: int, what: str, lang: str) -> str:
    return say(f"render/count-one.{what}" if count == 1 else f"render/count.{what}", lang, count=count)
