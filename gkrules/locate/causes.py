"""Broken equations → their causes: which cells are wrong, what they should be, and what slip explains it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from types import MappingProxyType

import numpy as np

from gkrules.compile.batch import Rows, Subset
from gkrules.compile.compiled import CompiledRules, Pass
from gkrules.compile.kernel import FAIL, Kernel, RuleResult
from gkrules.locate.line_slips import LineSlips
from gkrules.locate.other_rules import Effect, OtherRules
from gkrules.locate.readings import Readings
from gkrules.locate.search import Changes, Edit, Exact, Problem, TooLargeError, exact, single_cells, smallest_sets
from gkrules.locate.slips import SURE, Plausibility
from gkrules.locate.system import System
from gkrules.model.findings import Repair, Severity, Slip, Suspect
from gkrules.model.relations import Related, split

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
"""What it costs that a repair makes a rule find something that is no error, and what it is worth that it mends such a finding."""
LISTED = 60
"""How many repairs of a cause are listed; of more, how many there are."""
BETWEEN = "between_reports"
"""Why nothing is suggested where the report holds by itself and differs from another one."""
_NONE: Rows = np.empty(0, dtype=np.intp)
_NO_ROWS: Mapping[int, Sequence[int]] = MappingProxyType({})
Candidate = tuple[Slip | None, Changes]


@dataclass(frozen=True)
class Located:
    """Broken equations with one cause.

    Attributes:
        equations: the numbers of the equations in the system.
        repairs: the likeliest first.
        reason: why there is none: ``too_many_cells``, ``limit`` or ``between_reports``; empty if there is one.
        mended: places of other rules that fail and would not with the first repair.
        more: how many repairs there are beyond those listed.
    """

    equations: tuple[int, ...]
    repairs: tuple[Repair, ...] = ()
    reason: str = ""
    mended: frozenset[tuple[str, int]] = frozenset()
    more: int = 0


class Locator:
    """Locates what is wrong in the reports of an edition. It asks every rule that is in force, so all must be among those given."""

    def __init__(self, rules: CompiledRules) -> None:
        self.kernels: Mapping[str, Kernel] = rules.kernels
        self.system: System = System(rules.edition, rules.columns_of_cells, [kernel.bound for kernel in self.kernels.values()])
        self.line_slips: LineSlips = LineSlips(self.system)
        self.others: OtherRules = OtherRules(self.system, self.kernels.values())

    @classmethod
    def of(cls, rules: CompiledRules) -> Locator:
        """The locator for compiled rules, made once."""
        if "locator" not in rules.prepared:
            rules.prepared["locator"] = cls(rules)
        locator: Locator = rules.prepared["locator"]
        return locator

    def keys(self, equation: int) -> set[str]:
        """The cells of an equation, also those of other reports."""
        return {self.system.cells[cell] for cell in self.system.equations[equation].row}

    def broken(self, found: Pass, reports: int) -> Rows:
        """Those of the first `reports` rows of a batch that break an equation or a limit."""
        codes = {each.code for each in (*self.system.equations, *self.system.limits)}
        rows = np.unique(np.concatenate([_NONE, *(_failing(found.results[code]) for code in codes & found.results.keys())]))
        return rows[rows < reports]

    def locate(self, found: Pass, related: Sequence[Related], further: Mapping[int, Sequence[int]] = _NO_ROWS) -> dict[int, list[Located]]:
        """The causes of what is broken in the first reports of a batch, by row; in no order.

        Args:
            found: what all rules say of the batch.
            related: what stands beside each of the first reports.
            further: the rows that hold what else the text of one of them states.
        """
        rows = self.broken(found, len(related))
        if not len(rows):
            return {}
        subset = found.batch.take(rows)
        counted = found.rules.evaluator.blanks.over(subset, rows)
        readings = Readings.of(self.system, found.results, subset, rows, counted)
        singles: dict[tuple[int, int], list[Candidate]] = {}
        for number, part, cell, change in single_cells(self.system, readings):
            singles.setdefault((number, part), []).append((None, {cell: exact(change)}))
        failing: dict[int, set[str]] = {}
        for code, result in found.results.items():
            for row in _failing(result).tolist():
                failing.setdefault(row, set()).add(code)
        located = {}
        for number, row in enumerate(rows.tolist()):
            layers = [row, *further.get(row, ())]
            codes = {code for layer in layers for code in failing.get(layer, ())}
            each = _OfReport(self, readings, number, related[row], found.batch.take(np.array(layers)), codes)
            located[row] = each.located({part: some for (which, part), some in singles.items() if which == number})
        return located


class _OfReport:
    """One report: the repairs of each part of the system, weighed and put in order."""

    def __init__(self, locator: Locator, readings: Readings, number: int, related: Related, rows: Subset, failing: Collection[str]) -> None:
        self.locator, self.system, self.rows, self.failing = locator, locator.system, rows, failing
        self.report, self.bound = readings.report(number), readings.bound[number]
        self.effects: dict[frozenset[tuple[int, Exact]], Effect] = {}
        previous = related.previous.cells if related.previous else {}
        position = self.system.position
        self.plausibility = Plausibility(
            self.system,
            self.report.values,
            readings.filled[number],
            previous={position[key]: cell.value for key, cell in previous.items() if cell.value is not None and key in position},
        )

    @cached_property
    def _slips(self) -> list[Candidate]:
        """The known slips of stretches that mend what is broken."""
        return list(self.locator.line_slips.slips(self.report))

    def located(self, singles: Mapping[int, list[Candidate]]) -> list[Located]:
        """The causes of everything that is broken; `singles` are the cells that alone mend a part of the system."""
        parts = [number for number, (equations, _) in enumerate(self.system.parts) if self.report.rest[equations].any()]
        result, parts = self._across(parts, singles)
        for part in parts:
            result += self._of_part(part, singles.get(part, []))
        return self._joined(result)

    def _of_part(self, part: int, singles: Sequence[Candidate]) -> list[Located]:
        broken = [number for number in self.system.parts[part][0].tolist() if self.report.rest[number]]
        between = [number for number in broken if self.system.between[number]]
        within = [number for number in broken if not self.system.between[number]]
        if not within:
            # The report holds by itself: nobody can tell which of the two is wrong.
            return [Located((number,), reason=BETWEEN) for number in between]
        problem = self._problem([part])
        candidates, reason = self._candidates(problem, part, singles)
        if not candidates and between:
            # Two causes at least: what the report itself says is broken, and that another report differs.
            problem = self._problem([part], without=frozenset(between))
            candidates, reason = self._candidates(problem, part, [(None, changes) for changes in _singles(problem)])
            return [*self._causes(within, candidates, reason), *(Located((number,), reason=BETWEEN) for number in between)]
        return self._causes(broken, candidates, reason)

    def _candidates(self, problem: Problem, part: int, singles: Sequence[Candidate]) -> tuple[list[Candidate], str]:
        """Repairs of a part, or the reason why there is none."""
        found = self._allowed(problem, singles)
        return (found, "") if found else self._several(problem, part)

    def _several(self, problem: Problem, part: int) -> tuple[list[Candidate], str]:
        """Repairs of more than one cell, or the reason why there is none."""
        own = set(self.system.parts[part][1].tolist())
        known = self._allowed(problem, [each for each in self._slips if own >= each[1].keys()])
        try:
            for size in SIZES:
                sets: list[Candidate] = [(None, changes) for changes in smallest_sets(problem, size)]
                found = self._allowed(problem, [each for each in sets if all(each[1] != changes for _, changes in known)])
                if found or any(len(changes) <= size for _, changes in known):
                    return [*known, *found], ""
        except TooLargeError:
            return known, "" if known else "limit"
        return known, "" if known else "too_many_cells"

    def _allowed(self, problem: Problem, candidates: Iterable[Candidate]) -> list[Candidate]:
        """Those of the candidates that mend the whole problem and break no rule."""
        return self._unbroken([each for each in candidates if problem.mended_by(each[1])])

    def _unbroken(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """Those of the candidates that break no rule of which the system does not say all."""
        new = [changes for _, changes in candidates if frozenset(changes.items()) not in self.effects]
        found = self.locator.others.effects(self.rows, new, self.failing) if new else []
        self.effects.update((frozenset(changes.items()), effect) for changes, effect in zip(new, found, strict=True))
        return [each for each in candidates if self.effects[frozenset(each[1].items())].breaks is not Severity.ERROR]

    def _across(self, parts: list[int], singles: Mapping[int, list[Candidate]]) -> tuple[list[Located], list[int]]:
        """A slip that broke several parts of the form at once, against a cell of each; and the parts that are left."""
        if len(parts) < 2:
            return [], parts
        for slip, changes in self.locator.line_slips.across(self.report):
            mine = [part for part in parts if not changes.keys().isdisjoint(self.system.parts[part][1].tolist())]
            problem = self._problem(mine)
            if not self._allowed(problem, [(slip, changes)]):
                continue
            each = [[some for _, some in self._unbroken(singles.get(part, [])) if self._own(some)] for part in mine]
            # One of each part, of all that there are.
            together = [{cell: change for one in chosen for cell, change in one.items()} for chosen in product(*each)]
            candidates = [(slip, changes), *self._unbroken([(None, some) for some in together[: LISTED * LISTED]])]
            broken = [number for part in mine for number in self.system.parts[part][0].tolist() if self.report.rest[number]]
            return [self._cause(broken, candidates)], [part for part in parts if part not in mine]
        return [], parts

    def _problem(self, parts: Sequence[int], without: Collection[int] = ()) -> Problem:
        """What is to be mended in some parts of the system, apart from the equations `without`."""
        equations, cells = (np.concatenate(each) for each in zip(*(self.system.parts[part] for part in parts), strict=True))
        force = [number for number in equations.tolist() if self.report.force[number] and number not in without]
        edits = [Edit(self.system.equations[number].row, exact(self.report.rest[number])) for number in force]
        return Problem(
            edits,
            self._limits,
            self.report.values.tolist(),
            frozenset(cells[self.report.open[cells]].tolist()),
            self.system.signed.tolist(),
            self.system.decimal.tolist(),
        )

    @cached_property
    def _limits(self) -> dict[int, list[tuple[Mapping[int, int], int]]]:
        found: dict[int, list[tuple[Mapping[int, int], int]]] = {}
        for number in np.flatnonzero(self.bound).tolist():
            limit = self.system.limits[number]
            for cell in limit.row:
                found.setdefault(cell, []).append((limit.row, limit.constant))
        return found

    def _causes(self, broken: list[int], candidates: list[Candidate], reason: str) -> list[Located]:
        if not candidates:
            return [Located(tuple(broken), reason=reason)]
        return [self._cause(equations, some) for equations, some in self._apart(broken, candidates)]

    def _cause(self, equations: Sequence[int], candidates: Sequence[Candidate]) -> Located:
        """Equations with the repairs that mend all of them."""
        own = [each for each in candidates if self._own(each[1])]
        if not own:
            return Located(tuple(equations), reason=BETWEEN)
        repairs = self._ranked(own, alone=len(own) == len(candidates))
        first = {self.system.position[suspect.cell] for suspect in repairs[0].cells}
        changes = next(changes for _, changes in own if changes.keys() == first)
        listed = repairs[:LISTED]
        return Located(tuple(equations), listed, mended=self.effects[frozenset(changes.items())].mends, more=len(repairs) - len(listed))

    def _own(self, changes: Changes) -> bool:
        """Whether only cells of this report are changed."""
        return all(cell < self.system.own for cell in changes)

    def _joined(self, located: Iterable[Located]) -> list[Located]:
        """All that differs from one other report in one table is one cause: what ails it is in that report, or beyond telling."""
        result: list[Located] = []
        differing: dict[tuple[str, str], list[int]] = {}
        for each in located:
            if each.reason != BETWEEN:
                result.append(each)
                continue
            key = next(
                self.system.cells[cell]
                for number in each.equations
                for cell in self.system.equations[number].row
                if cell >= self.system.own
            )
            prefix, rest = split(key)
            differing.setdefault((prefix, rest.partition(".")[0]), []).extend(each.equations)
        return [*result, *(Located(tuple(numbers), reason=BETWEEN) for numbers in differing.values())]

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
                    causes.append((sorted(mine), self._unbroken([(None, {cell: change})])))
                    rest = [number for number in rest if number not in mine]
                    candidates = [(slip, {other: each for other, each in changes.items() if other != cell}) for slip, changes in candidates]
        # What is left of them breaks no rule that the whole does not break, or is not taken apart.
        left = self._unbroken(candidates) if causes and candidates[0][1] else candidates
        return [*causes, (rest, left)] if candidates[0][1] else causes

    def _ranked(self, candidates: Sequence[Candidate], *, alone: bool = True) -> tuple[Repair, ...]:
        """The candidates as repairs, the likeliest first. Where they do not stand `alone`, none is likely."""
        order = self.system.order
        weighed = []
        for slip, changes in candidates:
            cells = sorted(changes, key=order.__getitem__)
            wanted = [(cell, self._wanted(cell, changes)) for cell in cells]
            weight = self._slip_weight(cells) if slip else sum(self.plausibility.weight(*each) for each in wanted)
            effect = self.effects[frozenset(changes.items())]
            weight += (DOUBT if effect.breaks else 0) - (DOUBT if effect.mends else 0)
            weighed.append(((round(weight, 6), len(cells), [order[cell] for cell in cells]), slip, cells, changes))
        weighed.sort(key=lambda each: each[0])
        clear = alone and (len(weighed) == 1 or weighed[1][0][0] - weighed[0][0][0] >= CLEAR)
        if weighed[0][1] and any(not slip and len(cells) < len(weighed[0][2]) for _, slip, cells, _ in weighed):
            # Of two stories the one about fewer cells is as good.
            clear = False
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


def _singles(problem: Problem) -> list[Changes]:
    """The cells that alone mend a problem; none where what they should be is not determined."""
    try:
        return smallest_sets(problem, 1)
    except TooLargeError:
        return []


def _failing(result: RuleResult | Exception) -> Rows:
    """The reports in which a rule fails anywhere."""
    return result.rows[(result.outcomes == FAIL).any(axis=1)] if isinstance(result, RuleResult) else _NONE


def _plain(value: float | None) -> int | float | None:
    return None if value is None else int(value) if value == int(value) else value
