"""What the page shows, in words of both languages: an overview, and each report with its problems, its form and its text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from markupsafe import Markup

from gkrules.model.edition import Edition
from gkrules.model.findings import Finding, Outcome, ReportFindings, Severity
from gkrules.model.report import PREAMBLE, Report
from gkrules.render.cells import describe
from gkrules.render.form_grid import printed_rows
from gkrules.render.html.both import Both, BothLists, both, both_lines, harmless, told
from gkrules.render.html.form import drawn_sheets, links
from gkrules.render.inputs import Checked
from gkrules.render.narrative import Piece, has_marks, marked_text
from gkrules.render.notes import counts_line, note_lines
from gkrules.render.problems import GRAVITY, Mark, Problem, ToldProblem, level_word, marks_of, problems_of, told_problem
from gkrules.render.safe import clean
from gkrules.render.text.beside import beside_lines
from gkrules.render.text.findings import notices, outcome_lines, waived_lines
from gkrules.render.text.scopes import places_lines
from gkrules.render.words import outcome_word, pick, rule_titles, section_label, shown_file
from gkrules.rulefiles.rulebook import Rulebook

MANY = 40
"""Of more reports than these the page shows only the tables and the paragraphs that problems are about."""
_LANGS = ("zh", "en")
_MOST_LABEL = 100


class Part(NamedTuple):
    """A finding of a card: what is wrong, its equation, its place and its legal source."""

    code: str
    title: Both
    message: Both
    terms: Both
    place: Both
    source: Both


class Card(NamedTuple):
    """A problem.

    Attributes:
        link, cells: where the page shows its cells, and which they are: those to change, if any are known.
        single: whether its head is the message of its only finding.
    """

    id: str
    number: int
    severity: str
    kind: Both
    codes: tuple[str, ...]
    titles: tuple[Both, ...]
    head: Both
    advice: BothLists
    place: Both
    link: str
    cells: Both
    parts: tuple[Part, ...]
    single: bool


class Block(NamedTuple):
    """A section of the report: its heading, its paragraphs with marked sentences, its tables."""

    heading: Both
    paragraphs: tuple[Markup, ...]
    tables: tuple[Markup, ...]


class ReportView(NamedTuple):
    """A report, or a file about which something was found."""

    id: str
    unit: Both
    year: int | None
    edition: Both
    file: str
    verdict: str
    said: Both
    counts: Both
    outcomes: BothLists
    numbers: Mapping[str, int]
    beside: BothLists
    cards: tuple[Card, ...]
    blocks: tuple[Block, ...]
    notes: BothLists
    waived: BothLists
    undecided: BothLists
    passed: BothLists

    @property
    def label(self) -> Both:
        """What tells it from the others on the page."""
        number = self.id.rpartition("-")[2]
        return Both(*(f"{clean(self.unit.text(lang) or self.file)[:_MOST_LABEL]} {self.year or ''} {number}" for lang in _LANGS))

    @property
    def codes(self) -> str:
        """The rules that found something, for the filter."""
        return " ".join(sorted({code for card in self.cards for code in card.codes}))


def report_views(checked: Checked) -> Iterator[ReportView]:
    """Everything that something was found about, and every report, in their order."""
    result = checked.result
    many = len(result.reports) > MANY
    for number, found in enumerate(result.reports, 1):
        yield report_view(found, result.ruleset, f"r{number}", brief=many, passed=checked.detail.passed)
    others = (*result.unmatched, *(each for each in (*result.waiver_files, *result.rosters) if each.findings))
    for number, found in enumerate(others, 1):
        yield report_view(found, result.ruleset, f"o{number}", brief=True)


def report_view(
    found: ReportFindings, ruleset: Rulebook, name: str, *, brief: bool = False, bare: bool = False, passed: bool = False
) -> ReportView:
    """A report as the page shows it.

    Args:
        found: what was found about it.
        ruleset: the rules that were used.
        name: its id on the page.
        brief: only what problems are about.
        bare: the report without a verdict: nothing was checked.
        passed: also what was found right.
    """
    report = found.report
    edition = ruleset.editions[report.edition.key]
    problems = problems_of(found)
    marks = marks_of(problems, edition)
    numbers = {each.value: sum(problem.severity is each and not problem.broken for problem in problems) for each in Severity}
    verdict = _verdict(found, problems)
    no_cells = not report.cells and not report.sections
    return ReportView(
        name,
        Both(report.unit, report.unit) if report.unit else told("render/organ-unknown") if report.cells else Both("", ""),
        report.year,
        both(lambda lang: pick(lang, report.edition.zh, report.edition.en)) if not no_cells else Both("", ""),
        both(lambda lang: shown_file(report, lang)).zh,
        verdict,
        Both("", "") if bare else _said(verdict, problems),
        both(lambda lang: counts_line(report, lang).text) if not no_cells else Both("", ""),
        both_lines(lambda lang: outcome_lines(found.findings, found.outcomes, found.cause_count, lang))
        if not (no_cells or bare)
        else BothLists((), ()),
        numbers,
        both_lines(lambda lang: beside_lines(found.related, lang)),
        tuple(_card(each, report, edition, ruleset, name, marks) for each in problems),
        () if no_cells else tuple(_blocks(report, problems, marks, name, brief)),
        both_lines(lambda lang: note_lines(notices(report, ruleset), report, lang)),
        both_lines(lambda lang: (item for each in found.waived for item in waived_lines(each, lang))),
        both_lines(lambda lang: places_lines(found.undecided, outcome_word(Outcome.UNKNOWN, lang), edition, ruleset, lang)),
        both_lines(lambda lang: places_lines(found.passed if passed else (), outcome_word(Outcome.PASS, lang), edition, ruleset, lang)),
    )


def _verdict(found: ReportFindings, problems: Sequence[Problem]) -> str:
    """``error``, ``warning``, ``info``, ``clean``, or ``unchecked`` where nothing could be decided."""
    if any(problem.broken for problem in problems):
        return Severity.ERROR.value
    if problems:
        return min((problem.severity for problem in problems), key=GRAVITY.index).value
    return "clean" if found.outcomes[Outcome.PASS] or found.waived else "unchecked"


def _said(verdict: str, problems: Sequence[Problem]) -> Both:
    if not problems:
        return told(f"render/page.verdict.{verdict}")
    form = "render/page.verdict.one" if len(problems) == 1 else "render/page.verdict.found"
    return told(form, count=len(problems))


def _card(problem: Problem, report: Report, edition: Edition, ruleset: Rulebook, name: str, marks: Mapping[str, Mark]) -> Card:
    labels = ruleset.labels(edition.key)
    in_words: dict[str, ToldProblem] = {lang: told_problem(problem, report, edition, labels, lang) for lang in _LANGS}
    zh, en = in_words["zh"], in_words["en"]
    single = len(problem.findings) == 1
    changed = [change.cell for change in problem.changes]
    shown = [key for key in dict.fromkeys(changed or problem.cells) if key in marks]
    where = Both(*(describe(shown, edition, lang, labels=labels) for lang in _LANGS)) if shown else Both("", "")
    known = [rule_titles(ruleset, lang) for lang in _LANGS]
    titles = {code: Both(*(each.get(code, "") for each in known)) for code in problem.codes}
    return Card(
        f"{name}-{problem.number}",
        problem.number,
        problem.severity.value,
        both(lambda lang: level_word(problem, lang)),
        problem.codes,
        tuple(titles.values()),
        Both(zh.head, en.head),
        BothLists(zh.advice, en.advice),
        Both(zh.place, en.place),
        f"{name}-{shown[0]}" if shown else "",
        where,
        tuple(
            Part(
                finding.code,
                titles[finding.code],
                Both(in_zh.message, in_en.message),
                Both(in_zh.terms, in_en.terms),
                Both(in_zh.place, in_en.place),
                Both(in_zh.source, in_en.source),
            )
            for finding, in_zh, in_en in zip(problem.findings, zh.findings, en.findings, strict=True)
        ),
        single and zh.head == zh.findings[0].message,
    )


def _blocks(report: Report, problems: Sequence[Problem], marks: Mapping[str, Mark], name: str, brief: bool) -> Iterator[Block]:
    texts = marked_text(report, problems)
    marked = frozenset(key.rpartition(".")[0] for key in marks)
    rows = marked if brief else printed_rows(report, marked)
    yield from _block(told("render/preamble"), texts.get(PREAMBLE, []), [], name, brief)
    for section in report.edition.sections:
        tables = list(drawn_sheets(report, section.key, rows, marks, name))
        heading = Both(section_label(section, "zh"), section_label(section, "en"))
        yield from _block(heading, texts.get(section.key, []), tables, name, brief)


def _block(heading: Both, paragraphs: Sequence[Sequence[Piece]], tables: list[Markup], name: str, brief: bool) -> Iterator[Block]:
    shown = [each for each in paragraphs if has_marks(each)] if brief else paragraphs
    if shown or tables:
        yield Block(heading, tuple(_paragraph(each, name) for each in shown), tuple(tables))


def _paragraph(pieces: Sequence[Piece], name: str) -> Markup:
    parts = []
    for piece in pieces:
        if piece.severity is None:
            parts.append(harmless(piece.text))
        else:
            parts.append(
                Markup('<mark class="{}">{}{}</mark>').format(piece.severity.value, harmless(piece.text), links(piece.problems, name))
            )
    return Markup("").join(parts)


def finding_card(finding: Finding, ruleset: Rulebook, name: str) -> Card:
    """A finding without the report that it is about: its labels are those of the newest edition that has its cells."""
    newest = sorted(ruleset.editions.values(), key=lambda each: each.first_year, reverse=True)
    keys = [key for key in finding.cells if "." in key]
    edition = next((each for each in newest if all(key in each.cell_by_key for key in keys)), newest[0])
    alone = Problem(1, (replace(finding, cause=None),))
    return _card(alone, Report(edition), edition, ruleset, name, {})
