"""The result of a kernel for one report → findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np

from gkrules.compile.batch import Positions
from gkrules.compile.kernel import FAIL, NOT_APPLICABLE, OUTCOMES, PASS, UNKNOWN, Kernel, RuleResult
from gkrules.language.linear import Side
from gkrules.model.cells import Cell, CellState
from gkrules.model.findings import Equation, Finding, Outcome
from gkrules.model.places import Place
from gkrules.model.relations import CLAIM, Related
from gkrules.model.report import Note, Report
from gkrules.model.rule import Rule

_GROUP_KEYS = {"place": None, "sentence": None, "row": ("table", "row"), "table": ("table",), "report": ()}
# What the outcome of a group is, the first that occurs in it.
_GRAVEST = (FAIL, UNKNOWN, PASS, NOT_APPLICABLE)
_RANK = np.argsort(_GRAVEST)


@dataclass(frozen=True)
class Group:
    """Places of a rule whose faults are one finding, and what they have in common."""

    places: tuple[int, ...]
    scope: Mapping[str, str]


@lru_cache(maxsize=256)
def maker_of(kernel: Kernel) -> FindingMaker:
    """The maker of findings of a kernel, made once."""
    return FindingMaker(kernel)


class FindingMaker:
    """Makes the findings of one rule."""

    def __init__(self, kernel: Kernel) -> None:
        self.kernel = kernel
        self.rule: Rule = kernel.bound.rule
        self.of_claims: bool = "claim" in kernel.bound.scopes[0].keys

    def is_about(self, related: Related) -> bool:
        """Whether the rule looks at any of these statements."""
        return self.of_claims and any(scope.keys["claim"] in related.statements for scope in self.kernel.bound.scopes)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The places of the rule as its ``finding_per`` puts them together."""
        shared = _GROUP_KEYS[self.rule.finding_per]
        groups: dict[tuple[str, ...], list[int]] = {}
        for place, scope in enumerate(self.kernel.bound.scopes):
            # Each kind of remark is a place of its own; which remarks make one finding is told when they are known.
            alone = shared is None or "note" in scope.keys
            name = (str(place),) if alone else tuple(scope.keys.get(key, "") for key in shared or ())
            groups.setdefault(name, []).append(place)
        scopes = [scope.keys for scope in self.kernel.bound.scopes]
        return tuple(
            Group(tuple(places), scopes[places[0]] if len(places) == 1 else {key: scopes[places[0]][key] for key in shared or ()})
            for places in groups.values()
        )

    def outcomes(self, result: RuleResult, row: int) -> list[int]:
        """The outcome of each group for the report in the given row of the batch."""
        at = _row_of(result, row)
        places = result.otherwise if at is None else result.outcomes[at]
        if len(self.groups) == len(places):
            several: list[int] = places.tolist()
            return several
        starts, members = self._grouped
        ranks: list[int] = np.minimum.reduceat(_RANK[places[members]], starts).tolist()
        return [_GRAVEST[rank] for rank in ranks]

    @cached_property
    def _grouped(self) -> tuple[Positions, Positions]:
        """Where each group starts in the places of all groups, one after the other, and these."""
        sizes = [len(group.places) for group in self.groups]
        return np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.intp), np.concatenate([group.places for group in self.groups])

    def findings(self, report: Report, related: Related, result: RuleResult, row: int) -> Iterator[Finding]:
        """The findings about a report, in the order of the places."""
        at = _row_of(result, row)
        if at is None:
            return
        failing = result.outcomes[at] == FAIL
        if not failing.any():
            return
        for group in self.groups:
            places = [place for place in group.places if failing[place]]
            if places and "note" in group.scope:
                yield from self._about_notes(report, related, group)
            elif places:
                implied = {key: value for place in places for key, value in self._implied(result, row, place).items()}
                yield self._about_cells(_Content(report, related), group, places, result, at, implied)

    def _implied(self, result: RuleResult, row: int, place: int) -> dict[str, int | float]:
        """The blank cells that counted as what other numbers imply, in the order of the form."""
        counted = result.implied.get((row, place), {})
        names = self.kernel.columns.names
        return {str(names[cell]): _number(counted[cell]) for cell in sorted(counted)}

    def broken(self, error: Exception) -> Finding:
        """The finding that the rule itself broke."""
        return replace(self._blank_finding({}), outcome=Outcome.ERROR, raw={"error": f"{type(error).__name__}: {error}"})

    def _blank_finding(self, scope: Mapping[str, str]) -> Finding:
        rule = self.rule
        source = tuple(each for each in rule.source if not each.editions or self.kernel.edition in each.editions)
        return Finding(rule.code, rule.name, rule.severity, Outcome.FAIL, scope=scope, source=source)

    def _about_notes(self, report: Report, related: Related, group: Group) -> Iterator[Finding]:
        together: dict[tuple[str, ...], list[Note]] = {}
        for number, note in enumerate(related.notes(report)):
            if note.kind == group.scope["note"]:
                of_row = sorted({key.rsplit(".", 1)[0] for key in note.cells})
                about = {"report": (), "table": (note.table,), "row": (note.table, *of_row)}.get(self.rule.finding_per, (str(number),))
                together.setdefault(about, []).append(note)
        for notes in together.values():
            tables = {note.table for note in notes}
            finding = self._blank_finding({**({"table": tables.pop()} if len(tables) == 1 and any(tables) else {}), **group.scope})
            cells = tuple(dict.fromkeys(key for note in notes for key in note.cells))
            values, raw = _Content(report, Related()).of(cells)
            place = next((note.place for note in notes if note.place), None)
            yield replace(finding, cells=cells, values=values, raw=raw, note=notes[0], notes=tuple(notes), place=place)

    def _about_cells(
        self,
        content: _Content,
        group: Group,
        places: list[int],
        result: RuleResult,
        at: int,
        implied: Mapping[str, int | float],
    ) -> Finding:
        cells = self._cells(content, places)
        facts = {key for place in places for key in self.kernel.bound.keys(place)} & set(content.facts)
        claims = {key for place in places for key in self.kernel.bound.keys(place) if key.startswith(CLAIM)}
        values, raw = content.of((*cells, *sorted((facts | claims) - set(cells))))
        place = _place(content, group, cells)
        finding = replace(self._blank_finding(group.scope), cells=cells, values=values, raw=raw, place=place, implied=implied)
        statement = content.related.statements.get(group.scope.get("claim", ""))
        if statement is not None:
            known = statement.section in content.report.edition.section_by_key
            scope = {**group.scope, "section": statement.section} if known else group.scope
            finding = replace(
                finding, scope=scope, quote=statement.quote, sentence=statement.sentence, place=statement.place, cells_place=place
            )
        if len(places) > 1 or self.kernel.shown is None or result.sides is None:
            return finding
        form = self.kernel.shown[places[0]]
        if form.operator != "==" or any(key in content.facts for key in form.residual()[0]):
            return finding
        left, right = _number(float(result.left[at, places[0]])), _number(float(result.right[at, places[0]]))
        return replace(
            finding,
            left=left,
            right=right,
            difference=_number(round(left - right, 9)),
            equation=Equation(content.present(form.left), content.present(form.right)),
            assumed=tuple(key for key in cells if content.cell(key).state is CellState.BLANK and key not in implied),
            place=finding.place
            if statement
            else next((place for _, key in form.left.terms if (place := content.cell(key).place)), finding.place),
        )

    def _cells(self, content: _Content, places: list[int]) -> tuple[str, ...]:
        """The cells that a finding names, in the order of the form, those of other reports last."""
        bound = self.kernel.bound
        if "fact" in bound.scopes[0].keys:
            return tuple(bound.scopes[place].keys["fact"] for place in places)
        keys = {key for place in places for key in bound.keys(place) if not key.startswith(CLAIM)} - set(content.facts)
        own = content.report.edition.cell_by_key
        ordered = (*(key for key in own if key in keys), *sorted(keys - set(own)))
        # What is absent is named only where its absence is the fault.
        return tuple(key for key in ordered if content.cell(key).state is not CellState.ABSENT) or ordered


class _Content:
    """The cells of a report and of those beside it, and its facts."""

    def __init__(self, report: Report, related: Related) -> None:
        self.report, self.related, self.facts = report, related, report.facts()

    def cell(self, key: str) -> Cell:
        """A cell by its key, with or without prefix."""
        return self.related.cell(self.report, key)

    def present(self, side: Side) -> tuple[tuple[int | float, str], ...]:
        """The terms of a side that the documents have."""
        return tuple(term for term in side.terms if self.cell(term[1]).state is not CellState.ABSENT)

    def of(self, keys: tuple[str, ...]) -> tuple[dict[str, int | float | None], dict[str, str]]:
        """The values of cells and facts, and the raw text of the cells that are more or other than a number."""
        values: dict[str, int | float | None] = {}
        raw: dict[str, str] = {}
        for key in keys:
            if key in self.facts:
                values[key] = None if np.isnan(self.facts[key]) else _number(self.facts[key])
                continue
            cell = self.cell(key)
            values[key] = cell.value
            if cell.state in (CellState.TEXT, CellState.NOT_APPLICABLE) or cell.annotated:
                raw[key] = cell.raw
        return values, raw


def by_sentence(findings: Sequence[Finding], rules: Mapping[str, Rule]) -> Iterator[Finding]:
    """One finding for what a rule with ``finding_per: sentence`` found in a sentence, and none where it yields to another's."""
    seen = {(finding.code, finding.sentence) for finding in findings if finding.sentence >= 0}
    together: dict[tuple[str, int], list[Finding]] = {}
    for finding in findings:
        rule = rules.get(finding.code)
        if finding.sentence < 0 or rule is None:
            yield finding
        elif not any((code, finding.sentence) in seen for code in rule.yields_to):
            alone = rule.finding_per != "sentence"
            together.setdefault((finding.code, -1 - len(together)) if alone else (finding.code, finding.sentence), []).append(finding)
    for first, *others in together.values():
        yield first if not others else _together(first, others)


def _together(first: Finding, others: Sequence[Finding]) -> Finding:
    """A finding with the cells and values of others."""
    every = (first, *others)
    return replace(
        first,
        cells=tuple(dict.fromkeys(key for each in every for key in each.cells)),
        values={key: value for each in every for key, value in each.values.items()},
        raw={key: text for each in every for key, text in each.raw.items()},
        assumed=tuple(dict.fromkeys(key for each in every for key in each.assumed)),
        implied={key: value for each in every for key, value in each.implied.items()},
        also=every,
    )


def _place(content: _Content, group: Group, cells: tuple[str, ...]) -> Place | None:
    report = content.report
    if "section" in group.scope:
        return next((section.place for section in report.sections if section.key == group.scope["section"]), None)
    places = (report.cells[key].place for key in cells if key in report.cells)
    return next((place for place in places if place), None)


def count(outcomes: list[int]) -> Counter[Outcome]:
    """How often each outcome occurs."""
    return Counter(OUTCOMES[outcome] for outcome in outcomes)


def _row_of(result: RuleResult, row: int) -> int | None:
    at = int(np.searchsorted(result.rows, row))
    return at if at < len(result.rows) and result.rows[at] == row else None


def _number(value: float) -> int | float:
    return int(value) if value == int(value) else value
