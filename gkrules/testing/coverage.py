"""Rule coverage: which outcomes the cases of a rule reach, and which faults in it they would not notice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType, NoneType
from typing import Self, cast

import numpy as np
import numpy.typing as npt

from gkrules.checking.examples import run_case
from gkrules.compile.batch import Rows, Subset
from gkrules.compile.blanks import Blanks
from gkrules.compile.compiled import CompiledRules, Pass, members_of
from gkrules.compile.evaluation import Evaluator
from gkrules.compile.kernel import FAIL, Kernel
from gkrules.compile.ruleset import Ruleset
from gkrules.locate.causes import Located, Locator
from gkrules.model.arguments import require, several
from gkrules.model.errors import UsageError
from gkrules.model.relations import Related
from gkrules.model.report import Report
from gkrules.model.rule import Rule
from gkrules.rulefiles.cases import KINDS, Case
from gkrules.testing.mutants import Mutant, mutants_of


@dataclass(frozen=True)
class RuleCoverage:
    """What the cases of a rule cover.

    Attributes:
        rule: the rule.
        outcomes: how many cases reach each outcome; a case that finds something wrong with the rule reaches none.
        killed: the mutants that a case notices.
        survivors: the mutants that none notices.
        equivalents: the mutants that no report can tell from the rule, each with the reason.
    """

    rule: Rule
    outcomes: Mapping[str, int]
    killed: tuple[Mutant, ...]
    survivors: tuple[Mutant, ...]
    equivalents: tuple[Mutant, ...]

    @property
    def reads_blanks(self) -> bool:
        """Whether it matters to the rule what a blank means."""
        return any(mutant.rule.blank != self.rule.blank for mutant in (*self.killed, *self.survivors))

    @property
    def missing(self) -> tuple[str, ...]:
        """The outcomes that a case should reach and none does."""
        wanted = ("pass", "fail", *(("unknown",) if self.reads_blanks else ()), *(("not_applicable",) if self.rule.when else ()))
        return tuple(kind for kind in wanted if not self.outcomes[kind])


def rule_coverage(
    ruleset: Ruleset,
    cases: Iterable[Case],
    equivalent: Mapping[str, Mapping[str, str]] | None = None,
) -> list[RuleCoverage]:
    """What the cases cover of each rule of a ruleset, in the order of the rules.

    Args:
        ruleset: the rules; those that are removed are left out.
        cases: cases of any of them.
        equivalent: by code and description of a mutant, why no report can tell it from the rule.

    Raises:
        UsageError: `equivalent` names a mutant that there is not, or one that a case notices (``unknown_mutant``); a case is of an
            edition that its rule does not serve (``unknown_edition``); or an argument is of another type (``wrong_type``).
    """
    require("ruleset", ruleset, Ruleset, "ruleset", "load")
    cases = several("cases", cases, Case, "cases")
    require("equivalent", equivalent, (Mapping, NoneType), "mutants")
    for each in (equivalent or {}).values():
        require("equivalent", each, Mapping, "mutants")
    by_code: dict[str, list[Case]] = {}
    for case in cases:
        by_code.setdefault(case.code, []).append(case)
    rules = [rule for rule in ruleset.rules if rule.status != "removed"]
    return [_of_rule(rule, ruleset, by_code.get(rule.code, []), (equivalent or {}).get(rule.code, {})) for rule in rules]


def _of_rule(rule: Rule, ruleset: Ruleset, cases: Sequence[Case], equivalent: Mapping[str, str]) -> RuleCoverage:
    only = replace(ruleset, preview=True).selected([rule.code])
    outcomes = Counter(dict.fromkeys(KINDS, 0))
    by_edition: dict[str, list[Case]] = {key: [] for key in rule.editions}
    for case in cases:
        if case.edition not in by_edition:
            raise UsageError("testing/unknown_edition", value=case.edition, valid=list(by_edition))
        by_edition[case.edition].append(case)
    trials = [_Trials.of(only, key, several) for key, several in by_edition.items() if several]
    outcomes.update(case.kind for each in trials for case, faults in zip(each.cases, each.faults, strict=True) if not faults)
    found = mutants_of(rule, {key: ruleset.names(key) for key in ruleset.editions})
    sound = {mutant.description for mutant in found if mutant.equivalent}
    killed: list[Mutant] = []
    survivors: list[Mutant] = []
    for mutant in found:
        if mutant.description not in sound:
            (killed if _is_killed(mutant, only, trials) else survivors).append(mutant)
    stale = equivalent.keys() - {mutant.description for mutant in survivors}
    if stale:
        raise UsageError("testing/unknown_mutant", code=rule.code, mutants=sorted(stale))
    declared = [replace(mutant, equivalent=equivalent[mutant.description]) for mutant in survivors if mutant.description in equivalent]
    return RuleCoverage(
        rule=rule,
        outcomes=outcomes,
        killed=tuple(killed),
        survivors=tuple(mutant for mutant in survivors if mutant.description not in equivalent),
        equivalents=(*(mutant for mutant in found if mutant.equivalent), *declared),
    )


@dataclass(frozen=True)
class _Trials:
    """The cases of an edition, with what they say of the rule itself.

    Attributes:
        cases: the cases.
        faults: what each finds wrong with the rule.
        reports: the reports of all cases, one after the other, each with what stands beside it.
        owners: the number of the case of each row of the reports.
        outcomes: of the rule, (rows, places).
    """

    edition: str
    cases: Sequence[Case]
    faults: Sequence[Sequence[str]]
    reports: Subset
    owners: Rows
    outcomes: npt.NDArray[np.int8]

    @classmethod
    def of(cls, ruleset: Ruleset, edition: str, cases: Sequence[Case]) -> _Trials:
        """Run the cases on the only rule of a ruleset."""
        rules = _MutantRules(ruleset, edition, Mutant(ruleset.rules[0], ""), locating=True)
        trial = replace(_Trial.of(ruleset), given={edition: rules}, every=ruleset.whole)
        faults = [run_case(case, trial) for case in cases]
        subsets = [each.batch.take(np.arange(each.batch.height)) for each in rules.passes]
        reports = Subset(np.concatenate([each.values for each in subsets]), np.concatenate([each.states for each in subsets]))
        owners = np.repeat(np.arange(len(cases)), [len(each.values) for each in subsets])
        return cls(edition, cases, faults, reports, owners, rules.outcomes_of(reports))

    def worth_running(self, rules: _MutantRules) -> tuple[list[Case], list[Case]]:
        """The cases that may say something else of a mutant than of the rule; apart from the first, it is not likely.

        Where the mutant judges a report as the rule does and nothing is found in it, the case says what it said.
        """
        outcomes = rules.outcomes_of(self.reports)
        otherwise = set(self.owners[(outcomes != self.outcomes).any(axis=1)].tolist())
        found = set(self.owners[(outcomes == FAIL).any(axis=1)].tolist())
        first = [case for number, case in enumerate(self.cases) if number in otherwise or self.faults[number]]
        return first, [case for number, case in enumerate(self.cases) if number in found and case not in first]


def _is_killed(mutant: Mutant, ruleset: Ruleset, trials: Sequence[_Trials]) -> bool:
    """Whether a case finds something wrong with a mutant. `ruleset` has only its rule."""
    affected = [each for each in trials if each.edition in mutant.editions]
    locating = any(expected.suggested is not None for each in affected for case in each.cases for expected in case.expected)
    given = {each.edition: _MutantRules(ruleset, each.edition, mutant, locating) for each in affected}
    trial = replace(_Trial.of(ruleset), given=given, every=ruleset.whole)
    # To build a report and its frame takes far longer than to ask the kernel of the mutant, so the kernel is asked first, for all at once.
    likely, others = zip(*(each.worth_running(given[each.edition]) for each in affected), strict=True) if affected else ((), ())
    return any(run_case(case, trial) for several in (*likely, *others) for case in several)


@dataclass(frozen=True)
class _Trial(Ruleset):
    """A ruleset of one rule whose compiled rules are given."""

    given: Mapping[str, CompiledRules] = field(default_factory=dict)
    every: Ruleset | None = None

    @property
    def whole(self) -> Self:
        """All rules as they are: a mutant only judges otherwise what they locate."""
        return cast("Self", self.every)

    def selected(self, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> Self:
        """This ruleset, for it has but one rule."""
        return self

    def compiled(self, edition: str) -> CompiledRules:
        """Those that were given."""
        return self.given[edition]


class _NoLocator(Locator):
    """Locates nothing: for cases that expect no suggested value."""

    def __init__(self) -> None:
        """It knows no rules."""

    def locate(
        self, found: Pass, related: Sequence[Related], further: Mapping[int, Sequence[int]] = MappingProxyType({})
    ) -> dict[int, list[Located]]:
        """Nothing."""
        return {}


class _MutantRules(CompiledRules):
    """The one rule of a ruleset, compiled, with a mutant in place of the rule.

    Attributes:
        kernel: that of the mutant.
        passes: the passes over the frames that it was given.
    """

    def __init__(self, ruleset: Ruleset, key: str, mutant: Mutant, locating: bool) -> None:
        whole, edition = ruleset.compiled(key), ruleset.editions[key]
        self.columns_of_cells, self.edition = whole.columns_of_cells, edition
        self.kernel = Kernel(mutant.bound(whole.names), edition, whole.columns_of_cells)
        self.kernels = {mutant.rule.code: self.kernel}
        self.passes: list[Pass] = []
        # What blanks are is told by the equations of all rules, the mutant's in place of the rule's.
        others = (each for each in whole.evaluator.blanks.members if each.code != mutant.rule.code)
        members = [*others, *members_of(self.kernel.bound, edition)]
        self.blanks = Blanks(lambda: members, edition, whole.columns_of_cells)
        self.evaluator = Evaluator([self.kernel], edition, whole.columns_of_cells.official, self.blanks)
        # What is wrong in a report is located by the rule itself, which the mutant only judges otherwise.
        self.prepared = {} if locating else {"locator": _NoLocator()}
        self._locating = locating
        self.__dict__["equations"] = whole.equations

    @property
    def leaves_out(self) -> bool:
        """Whether faults are to be located, which takes all rules."""
        return self._locating

    def outcomes_of(self, reports: Subset) -> npt.NDArray[np.int8]:
        """What the kernel says of reports, (rows, places)."""
        rows = np.arange(len(reports.values))
        result = self.kernel.evaluate(reports, rows)
        return (self.blanks.over(reports, rows).apply(self.kernel, result) if self.kernel.counts_blanks else result).outcomes

    def run(self, reports: Sequence[Report], related: Sequence[Related] = ()) -> Pass:
        """What the kernel finds."""
        self.passes.append(super().run(reports, related))
        return self.passes[-1]


def format_coverage(found: Iterable[RuleCoverage]) -> str:
    """The coverage as a table: cases by outcome, mutants, and below each rule the survivors and what no case reaches."""
    header = f"{'rule':<8}{'pass':>6}{'fail':>6}{'unknown':>9}{'n/a':>6}{'mutants':>9}{'killed':>8}{'same':>6}{'alive':>7}"
    lines, totals = [header], [0] * 8
    for each in several("found", found, RuleCoverage, "coverage"):
        numbers = [
            *(each.outcomes[kind] for kind in KINDS),
            len(each.killed) + len(each.survivors) + len(each.equivalents),
            *(len(group) for group in (each.killed, each.equivalents, each.survivors)),
        ]
        totals = [total + number for total, number in zip(totals, numbers, strict=True)]
        lines.append(_line(each.rule.code, numbers))
        lines += [f"    no case reaches {kind}" for kind in each.missing]
        lines += [f"    alive  {mutant.description}" for mutant in each.survivors]
    return "\n".join([*lines, _line("all", totals)])


def _line(label: str, numbers: Sequence[int]) -> str:
    widths = (6, 6, 9, 6, 9, 8, 6, 7)
    return f"{label:<8}" + "".join(f"{number:>{width}}" for number, width in zip(numbers, widths, strict=True))
