"""The workbook of findings: an overview, a list of what there is to mend, and the form of each report with its cells marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gkrules.model.findings import Outcome, ReportFindings
from gkrules.reading.own_outputs import WORKBOOK_CATEGORY
from gkrules.render.book.cell_text import cell_text, sheet_name
from gkrules.render.book.layout import fit_row
from gkrules.render.book.looks import Book
from gkrules.render.book.overview import write_overview
from gkrules.render.book.problems_sheet import Spot, headed, write_problems
from gkrules.render.book.report_sheet import Told, write_report
from gkrules.render.inputs import Checked
from gkrules.render.problems import problems_of, told_problem
from gkrules.render.summary import summarise
from gkrules.render.text.scopes import scope_words
from gkrules.render.words import listing, outcome_word, rule_titles, say, shown_file
from gkrules.rulefiles.rulebook import Rulebook

MOST_REPORTS = 200
"""How many reports have a sheet of their own; where there are more, the first that have findings."""
_PASSED = (("file", 26), ("unit", 22), ("year", 7), ("outcome", 10), ("rule", 9), ("title", 40), ("places", 60))


def checked_workbook(checked: Checked, lang: str) -> bytes:
    """The format ``xlsx`` of `gkrules check`.

    Raises:
        ImportError: XlsxWriter is not installed.
    """
    result = checked.result
    reports = [_told(each, result.ruleset, lang) for each in result.reports]
    others = [_told(each, result.ruleset, lang) for each in (*result.unmatched, *result.waiver_files, *result.rosters) if each.findings]
    book = Book(say("render/book.title", lang), WORKBOOK_CATEGORY)
    names = [say(f"render/book.{each}", lang) for each in ("overview", "problems", "passed")]
    overview, problems = book.add_sheet(names[0]), book.add_sheet(names[1])
    if checked.detail.passed:
        _write_passed(book, book.add_sheet(names[2]), [each.found for each in reports], result.ruleset, lang)
    spots = _write_reports(book, reports, names, lang)
    listed = [*((each, spots.get(id(each), {})) for each in reports), *((each, {}) for each in others)]
    left_out = write_problems(book, problems, listed, lang)
    remarks = list(_remarks(len(reports), len(spots), left_out, lang))
    write_overview(book, overview, checked, summarise(result, checked.failed), remarks, lang)
    return book.finished()


def _told(found: ReportFindings, ruleset: Rulebook, lang: str) -> Told:
    edition = ruleset.editions.get(found.report.edition.key, found.report.edition)
    labels = ruleset.labels(edition.key)
    return Told(found, edition, [(each, told_problem(each, found.report, edition, labels, lang)) for each in problems_of(found)])


def _write_reports(book: Book, reports: Sequence[Told], names: Sequence[str], lang: str) -> Mapping[int, Mapping[int, Spot]]:
    """A sheet for each report; by the identity of a report, where its problems are seen."""
    shown = list(reports) if len(reports) <= MOST_REPORTS else [each for each in reports if each.problems][:MOST_REPORTS]
    taken = {each.lower() for each in names}
    spots: dict[int, Mapping[int, Spot]] = {}
    for number, each in enumerate(shown, 1):
        report = each.found.report
        year = "" if report.year is None else f" {report.year}"
        # The year and not the end of the organ's name tells its reports apart.
        unit = (report.unit or say("render/book.report", lang, number=number))[: 31 - len(year)]
        name = sheet_name(f"{unit}{year}", taken)
        taken.add(name.lower())
        found = write_report(book, book.add_sheet(name), each, names[0], lang)
        spots[id(each)] = {problem: (name, row, column) for problem, (row, column) in found.items()}
    return spots


def _remarks(reports: int, sheets: int, left_out: int, lang: str) -> Iterator[str]:
    if sheets < reports:
        yield say("render/book.sheets-cut", lang, shown=sheets, most=MOST_REPORTS, count=reports)
    if left_out:
        yield say("render/book.rows-cut", lang, count=left_out)


def _write_passed(book: Book, sheet: Any, reports: Sequence[ReportFindings], ruleset: Rulebook, lang: str) -> None:
    """What was found right, and what could not be decided: a row for each rule and report."""
    headed(book, sheet, [(say(f"render/book.column.{name}", lang), width) for name, width in _PASSED])
    titles = rule_titles(ruleset, lang)
    row = 0
    for found in reports:
        report = found.report
        for outcome, places in ((Outcome.PASS, found.passed), (Outcome.UNKNOWN, found.undecided)):
            by_rule: dict[str, list[str]] = {}
            for code, scope in places:
                by_rule.setdefault(code, []).append(scope_words(scope, report.edition, lang))
            for code, where in by_rule.items():
                row += 1
                texts = (outcome_word(outcome, lang), code, titles.get(code, ""), listing([each for each in where if each], lang))
                values = (shown_file(report, lang), report.unit, "" if report.year is None else str(report.year), *texts)
                fit_row(sheet, row, values, (width for _, width in _PASSED))
                for column, value in enumerate(values):
                    sheet.write_string(row, column, cell_text(value), book.look("text_cell"))
    sheet.autofilter(0, 0, max(row, 1), len(_PASSED) - 1)
