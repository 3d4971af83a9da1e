"""Broken equations → their causes: which cells are wrong, what they should be, and what slip explains it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from gkrules.compile.batch import Rows, Subset
from gkrules.compile.kernel import FAIL, Kernel, RuleResult
from gkrules.compile.schema import Pass, ReportSchema
from gkrules.locate.line_slips import LineSlips
from gkrules.locate.other_rules import OtherRules
from gkrules.locate.readings import Readings
from gkrules.locate.search import Changes, Edit, Exact, Problem, TooLargeError, exact, single_cells, smallest_sets
from gkrules.locate.slips import SURE, Plausibility
from gkrules.locate.system import System
from gkrules.model.findings import Repair, Severity, Slip, Suspect
from gkrules.model.relations import Related

SIZES = (2, 3)
"""How many cells are looked for by branching; single cells are found for all reports at once, more than these are unknown."""
SLIP_WEIGHT = 1.2
"""What it costs to believe in one slip that explains many cells: more than one cell, less than two."""
LENGTH_WEIGHT = 0.001
"""What each of the cells adds to it, so that of two stretches the shorter comes first."""
CHANCE = 0.65
"""What it costs that two small numbers fit a slip: they do so by chance."""
CLEAR = 0.15
"""How much less a repair must cost than the next to be called likely where there are several."""
DOUBT = 0.3
"""What it costs that a repair makes a rule find something that is no error."""
_NONE: Rows = np.empty(0, dtype=np.intp)
Candidate = tuple[Slip | None, Changes]


@dataclass(frozen=True)
class Located:
    """Broken equations with one cause.

    Attributes:
        equations: the numbers of the equations in the system.
        repairs: the likeliest first.
        reason: why there is none: ``too_many_cells`` or ``limit``; empty if there is one.
        mended: places of other rules that fail and would not with the first repair, if that is likely.
    """

    equations: tuple[int, ...]
    repairs: tuple[Repair, ...] = ()
    reason: str = ""
    mended: frozenset[tuple[str, int]] = frozenset()


class Locator:
    """Locates what is wrong in the reports of an edition."""

    def __init__(self, edition_kernels: Mapping[str, Kernel], system: System) -> None:
        self.kernels, self.system = edition_kernels, system
        self.line_slips = LineSlips(system)
        self.others = OtherRules(system, edition_kernels.values())
        self._codes = {each.code for each in (*system.equations, *system.limits)}

    @classmethod
    def of(cls, schema: ReportSchema) -> Locator:
        """The locator for the rules of a schema, made once."""
        if "locator" not in schema.prepared:
            kernels = schema.every_kernel
            bound = [kernel.bound for kernel in kernels.values()]
            schema.prepared["locator"] = cls(kernels, System(schema.edition, schema.columns_of_cells.cells, bound))
        locator: Locator = schema.prepared["locator"]
        return locator

    def keys(self, equation: int) -> set[str]:
        """The cells of an equation."""
        return {self.system.cells[cell] for cell in self.system.equations[equation].row}

    def locate(self, found: Pass, related: Sequence[Related]) -> dict[int, list[Located]]:
        """The causes of what is broken in each of the first reports of a batch, of which `related` is known, by row; in no order."""
        results = {code: result for code in self._codes if isinstance(result := found.results.get(code), RuleResult)}
        rows = np.unique(np.concatenate([_NONE, *(_failing(result) for result in results.values())]))
        # Further rows of a report hold what else its text states; its cells are the same.
        rows = rows[rows < len(related)]
        if not len(rows):
            return {}
        subset = found.batch.take(rows)
        counted = found.schema.evaluator.blanks.over(subset, rows)
        for code in self._codes - found.results.keys():
            results[code] = counted.apply(self.kernels[code], self.kernels[code].evaluate(subset, rows))
        readings = Readings.of(self.system, results, subset, rows, counted)
        singles: dict[tuple[int, int], list[Candidate]] = {}
        for number, part, cell, change in single_cells(self.system, readings):
            singles.setdefault((number, part), []).append((None, {cell: exact(change)}))
        failed: dict[int, list[str]] = {}
        for code in found.results.keys() - self._codes:
            for row in _failing(found.results[code]).tolist():
                failed.setdefault(row, []).append(code)
        return {
            row: _OfReport(self, readings, number, related[row], singles, failed.get(row, [])).located()
            for number, row in enumerate(rows.tolist())
        }


class _OfReport:
    """One report: the repairs of each part of the system, weighed and put in order."""

    def __init__(
        self,
        locator: Locator,
        readings: Readings,
        number: int,
        related: Related,
        singles: Mapping[tuple[int, int], list[Candidate]],
        codes: Sequence[str],
    ) -> None:
        self.locator, self.system, self.number, self.singles, self.codes = locator, locator.system, number, singles, codes
        self.subset: Subset = readings.subset
        self.report, self.bound = readings.report(number), readings.bound[number]
        self.doubtful: list[Changes] = []
        previous = related.previous.cells if related.previous else {}
        position = self.system.position
        self.plausibility = Plausibility(
            self.system,
            self.report.values,
            readings.filled[number],
            previous={position[key]: cell.value for key, cell in previous.items() if cell.value is not None and key in position},
        )

    def located(self) -> list[Located]:
        """The causes of everything that is broken."""
        parts = [number for number, (equations, _) in enumerate(self.system.parts) if self.report.rest[equations].any()]
        result, parts = self._across(parts)
        slips = None
        for part in parts:
            problem = self._problem([part])
            candidates = self._allowed(problem, self.singles.get((self.number, part), []))
            reason = ""
            if not candidates:
                if slips is None:
                    slips = list(self.locator.line_slips.slips(self.report))
                candidates, reason = self._several(problem, part, slips)
            result += self._causes(part, candidates, reason)
        return result

    def _several(self, problem: Problem, part: int, slips: Iterable[Candidate]) -> tuple[list[Candidate], str]:
        """Repairs of more than one cell, or the reason why there is none."""
        own = set(self.system.parts[part][1].tolist())
        known = self._allowed(problem, [each for each in slips if own >= each[1].keys()])
        try:
            for size in SIZES:
                sets: list[Candidate] = [(None, changes) for changes in smallest_sets(problem, size)]
                found = self._allowed(problem, [each for each in sets if all(each[1] != changes for _, changes in known)])
                if found or any(len(changes) <= size for _, changes in known):
                    return [*known, *found], ""
        except TooLargeError:
            return known, "" if known else "limit"
        return known, "" if known else "too_many_cells"

    def _allowed(self, problem: Problem, candidates: Sequence[Candidate], *, whole: bool = True) -> list[Candidate]:
        """Those of the candidates that break no rule; unless not the `whole` problem is meant, those that mend all of it."""
        mending = [each for each in candidates if not whole or problem.mended_by(each[1])]
        broken = self.locator.others.broken(self.subset, self.number, [changes for _, changes in mending])
        self.doubtful += [changes for (_, changes), severity in zip(mending, broken, strict=True) if severity]
        return [each for each, severity in zip(mending, broken, strict=True) if severity is not Severity.ERROR]

    def _across(self, parts: list[int]) -> tuple[list[Located], list[int]]:
        """A slip that broke several parts of the form at once, against one cell of each; and the parts that are left."""
        if len(parts) < 2:
            return [], parts
        for slip, changes in self.locator.line_slips.across(self.report):
            mine = [part for part in parts if not changes.keys().isdisjoint(self.system.parts[part][1].tolist())]
            problem = self._problem(mine)
            if not self._allowed(problem, [(slip, changes)]):
                continue
            each = [self._allowed(problem, self._ordered(self.singles.get((self.number, part), [])), whole=False) for part in mine]
            together: Changes = {cell: change for found in each for _, first in found[:1] for cell, change in first.items()}
            candidates: list[Candidate] = [(slip, changes), *([(None, together)] if all(each) else [])]
            broken = [number for part in mine for number in self.system.parts[part][0].tolist() if self.report.rest[number]]
            repairs = self._ranked(candidates)
            return [Located(tuple(broken), repairs, mended=self._mended(repairs, candidates))], [part for part in parts if part not in mine]
        return [], parts

    def _problem(self, parts: Sequence[int]) -> Problem:
        equations, cells = (np.concatenate(each) for each in zip(*(self.system.parts[part] for part in parts), strict=True))
        force = [number for number in equations.tolist() if self.report.force[number]]
        edits = [Edit(self.system.equations[number].row, exact(self.report.rest[number])) for number in force]
        return Problem(
            edits,
            self._limits(),
            self.report.values.tolist(),
            frozenset(cells[self.report.open[cells]].tolist()),
            self.system.signed.tolist(),
            self.system.decimal.tolist(),
        )

    def _limits(self) -> dict[int, list[tuple[Mapping[int, int], int]]]:
        found: dict[int, list[tuple[Mapping[int, int], int]]] = {}
        for number in np.flatnonzero(self.bound).tolist():
            limit = self.system.limits[number]
            for cell in limit.row:
                found.setdefault(cell, []).append((limit.row, limit.constant))
        return found

    def _causes(self, part: int, candidates: list[Candidate], reason: str) -> list[Located]:
        broken = [number for number in self.system.parts[part][0].tolist() if self.report.rest[number]]
        if not candidates:
            return [Located(tuple(broken), reason=reason)]
        return [
            Located(tuple(equations), repairs := self._ranked(some), mended=self._mended(repairs, some))
            for equations, some in self._apart(broken, candidates)
        ]

    def _apart(self, broken: list[int], candidates: list[Candidate]) -> list[tuple[list[int], list[Candidate]]]:
        """Candidates taken apart: a cell that all of them change alike, and that alone mends its equations, is a cause of its own."""
        rest = list(broken)
        causes: list[tuple[list[int], list[Candidate]]] = []
        if len(candidates[0][1]) > 1 and all(slip is None for slip, _ in candidates):
            for cell, change in candidates[0][1].items():
                if not all(changes.get(cell) == change for _, changes in candidates):
                    continue
                mine = {number for number in broken if cell in self.system.equations[number].row}
                others = {other for _, changes in candidates for other in changes if other != cell}
                touched = {number for number, each in enumerate(self.system.equations) if cell in each.row and self.report.force[number]}
                if mine and not any(others & self.system.equations[number].row.keys() for number in touched):
                    causes.append((sorted(mine), [(None, {cell: change})]))
                    rest = [number for number in rest if number not in mine]
                    candidates = [(slip, {other: each for other, each in changes.items() if other != cell}) for slip, changes in candidates]
        return [*causes, (rest, candidates)] if candidates[0][1] else causes

    def _ordered(self, candidates: list[Candidate]) -> list[Candidate]:
        by_cells = {frozenset(changes): (slip, changes) for slip, changes in candidates}
        ranked = self._ranked(candidates) if candidates else ()
        return [by_cells[frozenset(self.system.position[suspect.cell] for suspect in repair.cells)] for repair in ranked]

    def _ranked(self, candidates: list[Candidate]) -> tuple[Repair, ...]:
        order = self.system.order
        weighed = []
        for slip, changes in candidates:
            cells = sorted(changes, key=order.__getitem__)
            wanted = [(cell, self._wanted(cell, changes)) for cell in cells]
            weight = self._slip_weight(cells) if slip else sum(self.plausibility.weight(*each) for each in wanted)
            weight += DOUBT if changes in self.doubtful else 0
            weighed.append(((round(weight, 6), len(cells), [order[cell] for cell in cells]), slip, cells, changes))
        weighed.sort(key=lambda each: each[0])
        clear = len(weighed) == 1 or weighed[1][0][0] - weighed[0][0][0] >= CLEAR
        return tuple(
            self._repair(slip, cells, changes, "likely" if clear and number == 0 else "possible", key[0])
            for number, (key, slip, cells, changes) in enumerate(weighed)
        )

    def _slip_weight(self, cells: list[int]) -> float:
        by_chance = len(cells) == 2 and max(abs(self.report.values[cell]) for cell in cells) < SURE
        return SLIP_WEIGHT + LENGTH_WEIGHT * len(cells) + (CHANCE if by_chance else 0)

    def _repair(self, slip: Slip | None, cells: list[int], changes: Changes, confidence: str, weight: float) -> Repair:
        suspects = []
        for cell in cells:
            wanted = self._wanted(cell, changes)
            value = float(self.report.values[cell]) if self.plausibility.filled[cell] else None
            own = slip or self.plausibility.slip(cell, wanted)
            suspects.append(Suspect(self.system.cells[cell], _plain(value), _plain(float(wanted)), confidence, own))
        return Repair(tuple(suspects), slip or (suspects[0].slip if len(suspects) == 1 else None), confidence, weight)

    def _wanted(self, cell: int, changes: Changes) -> Exact:
        return exact(self.report.values[cell]) + changes[cell]

    def _mended(self, repairs: Sequence[Repair], candidates: Sequence[Candidate]) -> frozenset[tuple[str, int]]:
        if repairs[0].confidence != "likely" or not self.codes:
            return frozenset()
        first = {self.system.position[suspect.cell] for suspect in repairs[0].cells}
        changes = next(changes for _, changes in candidates if changes.keys() == first)
        return frozenset(self.locator.others.mended(self.subset, self.number, changes, self.codes))


def _failing(result: RuleResult | Exception) -> Rows:
    """The reports in which a rule fails anywhere."""
    return result.rows[(result.outcomes == FAIL).any(axis=1)] if isinstance(result, RuleResult) else _NONE


def _plain(value: float | None) -> int | float | None:
    return None if value is None else int(value) if value == int(value) else value
