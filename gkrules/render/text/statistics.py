"""The statistics of a check as tables for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from gkrules.model.findings import Outcome, Severity
from gkrules.render.inputs import WIDTH, ResultLike
from gkrules.render.lines import Line, line
from gkrules.render.safe import clean
from gkrules.render.statistics import BROKEN, OTHER_CAUSES, CauseCounts, Counts, Statistics, statistics_of, total
from gkrules.render.text.grid import GridHeader, GridRow, grid_lines
from gkrules.render.words import outcome_word, rule_titles, say, severity_word, unit_words, year_words
from gkrules.rulefiles.rulebook import Rulebook

_KINDS = (*(severity.value for severity in Severity), BROKEN)


def statistics_lines(result: ResultLike, lang: str, width: int = WIDTH) -> Iterator[Line]:
    """The tables: by rule, by organ, by year, by cause; and how many findings were waived."""
    counts = statistics_of(result)
    tables = [
        ("rules", _rules(counts, result.ruleset, lang, width)),
        ("organs", _of_reports(_organs(counts, lang), counts, lang, width)),
        ("years", _of_reports(_years(counts, lang), counts, lang, width)),
        ("causes", _causes(counts.causes, lang, width)),
    ]
    for position, (name, lines) in enumerate(tables):
        if position:
            yield line("")
        yield line(say(f"render/statistics-by.{name}", lang), "bold cyan")
        yield from lines
    if counts.waived:
        yield line("")
        yield line(say("render/statistics-waived", lang, count=counts.waived))


def _rules(counts: Statistics, ruleset: Rulebook, lang: str, width: int) -> Iterator[Line]:
    if not counts.rules:
        yield line(say("render/diff-none", lang))
        return
    heads = ("severity", "findings", "reports")
    titles = rule_titles(ruleset, lang)
    rows = [
        GridRow(
            f"{code} {clean(titles.get(code, ''))}".rstrip(),
            ((_kind_word(kind, lang), ""), (str(each.findings), ""), (str(each.reports), "")),
        )
        for (code, kind), each in counts.rules.items()
    ]
    # A report with findings of two rules stands in both rows, so that the reports have no sum.
    rows.append(GridRow(say("render/statistics-total", lang), (("", ""), (str(total(counts.rules.values()).findings), "bold"), ("", ""))))
    yield from grid_lines(_header(heads, lang), rows, width)


def _organs(counts: Statistics, lang: str) -> list[tuple[str, Counts]]:
    """Those with findings one by one, the others in one row."""
    rows = [(unit_words(unit, lang), each) for unit, each in counts.organs.items() if each.findings]
    others = [each for each in counts.organs.values() if not each.findings]
    return [*rows, (say("render/statistics-clean", lang, count=len(others)), total(others))] if others else rows


def _years(counts: Statistics, lang: str) -> list[tuple[str, Counts]]:
    return [(year_words(year, lang), each) for year, each in counts.years.items()]


def _of_reports(named: Sequence[tuple[str, Counts]], counts: Statistics, lang: str, width: int) -> Iterator[Line]:
    listed = [*named, (say("render/statistics-rosters", lang), counts.rosters)] if counts.rosters.findings else [*named]
    whole = total(each for _, each in listed)
    kinds = [kind for kind in _KINDS if kind != BROKEN or whole.kinds[BROKEN]]
    rows = [GridRow(label, _cells(each, kinds)) for label, each in listed]
    rows.append(GridRow(say("render/statistics-total", lang), _cells(whole, kinds, "bold")))
    heads = (say("render/statistics-head.reports", lang), *(_kind_word(kind, lang) for kind in kinds))
    yield from grid_lines(GridHeader((*heads, say("render/statistics-head.findings", lang))), rows, width)


def _cells(counts: Counts, kinds: Sequence[str], style: str = "") -> tuple[tuple[str, str], ...]:
    numbers = (counts.reports, *(counts.kinds[kind] for kind in kinds), counts.findings)
    return tuple((str(number), style if number else "dim") for number in numbers)


def _causes(causes: Mapping[str, CauseCounts], lang: str, width: int) -> Iterator[Line]:
    if not causes:
        yield line(say("render/diff-none", lang))
        return
    rows = [GridRow(cause_word(cause, lang), ((str(each.causes), ""), (str(each.findings), ""))) for cause, each in causes.items()]
    sums = (sum(each.causes for each in causes.values()), sum(each.findings for each in causes.values()))
    rows.append(GridRow(say("render/statistics-total", lang), tuple((str(number), "bold") for number in sums)))
    yield from grid_lines(_header(("causes", "findings"), lang), rows, width)


def cause_word(cause: str, lang: str) -> str:
    """A kind of cause: the slip, or one of `OTHER_CAUSES`."""
    return say(f"render/statistics-cause.{cause}" if cause in OTHER_CAUSES else f"render/slip.{cause}", lang)


def _kind_word(kind: str, lang: str) -> str:
    return outcome_word(Outcome.ERROR, lang) if kind == BROKEN else severity_word(Severity(kind), lang)


def _header(names: Sequence[str], lang: str) -> GridHeader:
    return GridHeader(tuple(say(f"render/statistics-head.{name}", lang) for name in names))
