"""The suggested values of a check as a table for people: nothing is changed, and several ways to mend a thing stand together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from gkrules.model.edition import Edition
from gkrules.model.findings import ReportFindings, Suspect
from gkrules.render.causes import MOST, raw_of, slip_word
from gkrules.render.cells import describe
from gkrules.render.inputs import WIDTH, ResultLike
from gkrules.render.lines import Line, line
from gkrules.render.problems import Problem, problems_of
from gkrules.render.text.findings import report_header
from gkrules.render.text.grid import GridHeader, GridRow, grid_lines
from gkrules.render.words import cell_label, confidence_word, holds, listing, number, say
from gkrules.rulefiles.labels import Labels

_FEW = 4
_HEADS = ("code", "now", "suggested", "sure", "why")


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to mend a thing: cells that change together."""

    cells: tuple[Suspect, ...]
    confidence: str


@dataclass(frozen=True, slots=True)
class _Teller:
    """Makes the rows of the things to mend in one report; `verbose` with every way, and with the keys of the cells."""

    edition: Edition
    labels: Labels
    lang: str
    verbose: bool

    def rows(self, problem: Problem, ways: Sequence[_Way], more: int) -> Iterator[GridRow]:
        """The rows of one thing to mend."""
        raw = raw_of(problem.findings)
        if len(ways) == 1 and not more:
            rows = list(self._cells(problem, ways[0], raw))
            if len(rows) > 1 and len(ways[0].cells) > 1:
                yield GridRow(say("render/fixes-together", self.lang, count=len(ways[0].cells)))
                rows = [replace(each, indent=each.indent + 2) for each in rows]
            yield from rows
            return
        shown = ways if self.verbose else ways[:MOST]
        left = len(ways) - len(shown) + more
        yield GridRow(say("render/fixes-one-of.more" if left else "render/fixes-one-of", self.lang, count=len(shown), more=left))
        for position, way in enumerate(shown, 1):
            several = len(way.cells) > 1
            if several:
                yield GridRow(say("render/fixes-way", self.lang, number=position, count=len(way.cells)), indent=2)
            yield from self._cells(problem, way, raw, 4 if several else 2)

    def _cells(self, problem: Problem, way: _Way, raw: Mapping[str, str], indent: int = 0) -> Iterator[GridRow]:
        codes, sure = listing(problem.codes, self.lang), confidence_word(way.confidence, self.lang)
        alike: dict[tuple[str, str, str], list[str]] = {}
        for cell in way.cells:
            now, wanted = holds(cell.value, raw.get(cell.cell, ""), self.lang), number(cell.suggested, self.lang)
            why = slip_word(cell.slip, self.lang, [cell], raw) if cell.slip else ""
            alike.setdefault((now, wanted, why), []).append(cell.cell)
        for (now, wanted, why), keys in alike.items():
            values = ((codes, "dim"), (now, ""), (wanted, "bold"), (sure, ""), (why, ""))
            if len(keys) > _FEW and not self.verbose:
                # A form that was left blank would be a table as long as itself.
                yield GridRow(describe(keys, self.edition, self.lang, labels=self.labels), values, indent)
                continue
            for key in keys:
                yield GridRow(cell_label(self.edition, key, self.lang, self.labels), values, indent)
                if self.verbose:
                    yield GridRow(key, indent=indent + 2)


def has_fixes(found: ReportFindings) -> bool:
    """Whether any value is suggested."""
    return any(_ways(problem) for problem in problems_of(found))


def fixes_lines(result: ResultLike, lang: str, *, verbose: bool = False, width: int = WIDTH) -> Iterator[Line]:
    """The suggested values, by report; then what they are worth, and how many things to mend have none."""
    several = without = shown = 0
    for found in (*result.reports, *result.unmatched):
        edition = result.ruleset.editions[found.report.edition.key]
        teller = _Teller(edition, result.ruleset.labels(edition.key), lang, verbose)
        rows: list[GridRow] = []
        for problem in problems_of(found):
            ways, more = _ways(problem), problem.cause.more if problem.cause else 0
            rows += teller.rows(problem, ways, more) if ways else ()
            several += len(ways) + more > 1 and bool(ways)
            without += not ways
        if rows:
            yield from ([line("")] if shown else [])
            yield report_header(found.report, lang)
            yield from grid_lines(GridHeader(tuple(say(f"render/fixes-head.{head}", lang) for head in _HEADS)), rows, width)
            shown += 1
    without += sum(len(each.findings) for each in result.rosters)
    if shown:
        yield line("")
        yield line(say("render/fixes-unchanged", lang), "bold", hang=2)
        if several:
            yield line(say("render/fixes-several", lang, count=several), hang=2)
    else:
        yield line(say("render/fixes-none", lang))
    if without:
        yield line(say("render/fixes-without", lang, count=without), hang=2)


def _ways(problem: Problem) -> list[_Way]:
    """The ways to mend a thing, as far as values are suggested."""
    cause = problem.cause
    if cause is not None and cause.repairs:
        return [
            _Way(repair.cells, repair.confidence) for repair in cause.repairs if any(each.suggested is not None for each in repair.cells)
        ]
    suspects = [each for each in problem.findings[0].suspects if each.suggested is not None]
    # Blank cells for which other numbers imply a value are filled together; of cells that hold a number one is wrong.
    blank = tuple(each for each in suspects if each.value is None)
    ways = [_Way((each,), each.confidence) for each in suspects if each.value is not None]
    return [_Way(blank, blank[0].confidence), *ways] if blank else ways
