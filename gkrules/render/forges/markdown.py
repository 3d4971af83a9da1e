"""The format ``markdown``: a summary for a pull request or for the page of a job (``$GITHUB_STEP_SUMMARY``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from gkrules.model.findings import Outcome, ReportFindings, Waived
from gkrules.render.forges.escaping import markdown_text
from gkrules.render.found import shown_subject
from gkrules.render.inputs import Checked, every_subject
from gkrules.render.problems import Problem, ToldProblem, problems_of, told_problem
from gkrules.render.summary import summarise, summary_lines
from gkrules.render.words import outcome_word, ruleset_words, say, severity_word
from gkrules.rulefiles.rulebook import Rulebook

MOST_BYTES = 900_000
"""A step of GitHub shows no summary of more than a MiB, and others may write to it, too."""
_MOST_CODES = 6


def checked_markdown(checked: Checked, lang: str) -> str:
    """The format ``markdown`` of `gkrules check`: what all comes to, then each report with a problem, its problems as a table."""
    summary = summarise(checked.result, checked.failed)
    head = [f"## {say('render/forges.title', lang)}", "", *(f"{markdown_text(each.text)}  " for each in summary_lines(summary, lang)), ""]
    foot = [f"<sub>{markdown_text(ruleset_words(checked.result.ruleset, lang))}</sub>", ""]
    room = MOST_BYTES - sum(_size(each) for each in (*head, *foot)) - 1000
    kept: list[str] = []
    left_out = 0
    for count, block in chain(_failed(checked, lang), _subjects(checked, lang)):
        room -= _size(block)
        if room < 0 or left_out:
            left_out += count
        else:
            kept.append(block)
    if left_out:
        kept.append(f"**{markdown_text(say('render/forges.left-out', lang, count=left_out))}**\n")
    return "\n".join([*head, *kept, *foot])


def _size(text: str) -> int:
    return len(text.encode("utf-8", "replace")) + 1


def _failed(checked: Checked, lang: str) -> Iterator[tuple[int, str]]:
    """The files that were not read, and how many problems that is."""
    if checked.failed:
        head = (say("render/forges.file", lang), say("render/forges.not-checked", lang))
        rows = [(markdown_text(each.file), markdown_text(each.text(lang))) for each in checked.failed]
        yield 0, f"### {markdown_text(head[1])}\n\n{_table(head, [])}"
        for row in rows:
            yield 1, _row(row)
        yield 0, ""


def _subjects(checked: Checked, lang: str) -> Iterator[tuple[int, str]]:
    """A block for each report with a problem, and how many problems it has."""
    for about in every_subject(checked.result):
        if about.findings or about.waived:
            yield _block(about, checked.result.ruleset, lang)


def _block(about: ReportFindings, ruleset: Rulebook, lang: str) -> tuple[int, str]:
    edition = about.report.edition
    labels = ruleset.labels(edition.key)
    problems = problems_of(about)
    told = [(each, told_problem(each, about.report, edition, labels, lang)) for each in problems]
    name = shown_subject(about.report, lang)
    parts = [f"### {markdown_text(name)}", ""] if name else []
    if told:
        head = [say(f"render/forges.{each}", lang) for each in ("number", "rules", "severity", "problem", "place")]
        parts.append(_table(head, [_told_row(problem, words, lang) for problem, words in told]))
        details = [line for problem, words in told for line in _details(problem, words, lang)]
        parts.append(_folded(say("render/forges.details", lang), details))
    if about.waived:
        lines = [f"- {each.finding.code} {markdown_text(_waived(each, lang))}" for each in about.waived]
        parts.append(_folded(say("render/forges.waived", lang, count=len(lines)), lines))
    return len(problems), "\n".join(parts)


def _waived(waived: Waived, lang: str) -> str:
    """A finding that a waiver accepts, and why."""
    waiver = waived.waiver
    until = say("render/waived.until", lang, day=waiver.until) if waiver.until else ""
    reason = say("render/waived.reason", lang, reason=waiver.reason, file=waiver.file.name, line=waiver.line, until=until)
    return f"{waived.finding.message[lang]} {reason}"


def _told_row(problem: Problem, words: ToldProblem, lang: str) -> tuple[str, ...]:
    codes = "<br>".join(problem.codes[:_MOST_CODES]) + ("…" if len(problem.codes) > _MOST_CODES else "")
    kind = outcome_word(Outcome.ERROR, lang) if problem.broken else severity_word(problem.severity, lang)
    return (str(problem.number), codes, markdown_text(kind), markdown_text(words.head), markdown_text(words.place))


def _details(problem: Problem, words: ToldProblem, lang: str) -> Iterator[str]:
    """What more there is to say of a problem, as an item of a list."""
    yield f"- **{problem.number}** {markdown_text(words.head)}"
    said = [*words.advice]
    for finding, each in zip(problem.findings, words.findings, strict=True):
        if each.message != words.head:
            said.append(f"{finding.code} {each.message}")
        said += [each.terms, *each.suspicions]
        said += [say("render/finding-source", lang, sources=each.source)] if each.source else []
    yield from (f"  - {markdown_text(line)}" for line in dict.fromkeys(said) if line)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    cells = [markdown_text(each) for each in head]
    return "\n".join([_row(cells), _row(["---"] * len(cells)), *map(_row, rows)])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _folded(title: str, lines: Iterable[str]) -> str:
    """Lines that are shown on a click."""
    return "\n".join(["", f"<details><summary>{markdown_text(title)}</summary>", "", *lines, "", "</details>", ""])
