"""Rule coverage: which outcomes the cases of a rule reach, and which faults in it they would not notice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace

import pandas as pd

from gkrules.compile.blanks import Blanks
from gkrules.compile.evaluation import Evaluator
from gkrules.compile.kernel import Kernel
from gkrules.compile.schema import Pass, ReportSchema, members_of
from gkrules.locate.causes import Located, Locator
from gkrules.model.relations import Related
from gkrules.model.rule import Rule
from gkrules.ruleset.ruleset import Ruleset
from gkrules.testing.cases import KINDS, Case, run_case
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
        KeyError: `equivalent` names a mutant that there is not, or one that a case notices.
    """
    by_code: dict[str, list[Case]] = {}
    for case in cases:
        by_code.setdefault(case.code, []).append(case)
    rules = [rule for rule in ruleset.rules if rule.status != "removed"]
    return [_of_rule(rule, ruleset, by_code.get(rule.code, []), (equivalent or {}).get(rule.code, {})) for rule in rules]


def _of_rule(rule: Rule, ruleset: Ruleset, cases: Sequence[Case], equivalent: Mapping[str, str]) -> RuleCoverage:
    only = replace(ruleset, preview=True).selected([rule.code])
    outcomes = Counter(dict.fromkeys(KINDS, 0))
    trial = _Trial.of(only, {key: only.schema_for(key) for key in rule.editions})
    outcomes.update(case.kind for case in cases if not run_case(case, trial))
    found = mutants_of(rule, ruleset.editions, list(ruleset.facts))
    sound = {mutant.description for mutant in found if mutant.equivalent}
    killed: list[Mutant] = []
    survivors: list[Mutant] = []
    for mutant in found:
        if mutant.description not in sound:
            (killed if _is_killed(mutant, only, cases) else survivors).append(mutant)
    stale = equivalent.keys() - {mutant.description for mutant in survivors}
    if stale:
        raise KeyError(f"{rule.code}: no such surviving mutants: {sorted(stale)}")
    declared = [replace(mutant, equivalent=equivalent[mutant.description]) for mutant in survivors if mutant.description in equivalent]
    return RuleCoverage(
        rule=rule,
        outcomes=outcomes,
        killed=tuple(killed),
        survivors=tuple(mutant for mutant in survivors if mutant.description not in equivalent),
        equivalents=(*(mutant for mutant in found if mutant.equivalent), *declared),
    )


def _is_killed(mutant: Mutant, ruleset: Ruleset, cases: Sequence[Case]) -> bool:
    """Whether a case finds something wrong with a mutant. `ruleset` has only its rule."""
    affected = [case for case in cases if case.edition in mutant.editions]
    locating = any(each.suggested is not None for case in affected for each in case.expected)
    trial = _Trial.of(ruleset, {key: _MutantSchema(ruleset, key, mutant, locating) for key in {case.edition for case in affected}})
    return any(run_case(case, trial) for case in affected)


@dataclass(frozen=True)
class _Trial(Ruleset):
    """A ruleset of one rule whose schemas are given."""

    schemas: Mapping[str, ReportSchema] = field(default_factory=dict)

    @classmethod
    def of(cls, ruleset: Ruleset, schemas: Mapping[str, ReportSchema]) -> _Trial:
        return cls(**{each.name: getattr(ruleset, each.name) for each in fields(ruleset) if each.init}, schemas=schemas)

    def selected(self, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> Ruleset:
        """This ruleset, for it has but one rule."""
        return self

    def schema_for(self, edition: str) -> ReportSchema:
        """The schema that was given."""
        return self.schemas[edition]


class _NoLocator(Locator):
    """Locates nothing: for cases that expect no suggested value."""

    def __init__(self) -> None:
        """It knows no rules."""

    def locate(self, found: Pass, related: Sequence[Related]) -> dict[int, list[Located]]:
        """Nothing."""
        return {}


class _MutantSchema(ReportSchema):
    """The schema of a ruleset of one rule, with a mutant in place of the rule. It runs the kernel without pandera around it."""

    def __init__(self, ruleset: Ruleset, key: str, mutant: Mutant, locating: bool) -> None:
        whole, edition = ruleset.schema_for(key), ruleset.editions[key]
        self.columns_of_cells = whole.columns_of_cells
        kernel = Kernel(mutant.bound(edition, list(ruleset.facts)), edition, whole.columns_of_cells)
        self.kernels = {mutant.rule.code: kernel}
        # What blanks are is told by the equations of all rules, the mutant's in place of the rule's.
        others = (each for each in whole.evaluator.blanks.members if each.code != mutant.rule.code)
        members = [*others, *members_of(kernel.bound, edition)]
        blanks = Blanks(lambda: members, edition, whole.columns_of_cells)
        self.evaluator = Evaluator([kernel], edition, whole.columns_of_cells.official, blanks)
        # What is wrong in a report is located by the rule itself, which the mutant only judges otherwise.
        self.prepared = {"locator": Locator.of(whole) if locating else _NoLocator()}
        self.__dict__["equations"] = whole.equations

    def run(self, frame: pd.DataFrame) -> Pass:
        """What the kernel finds."""
        return Pass(self).over(frame)


def format_coverage(found: Iterable[RuleCoverage]) -> str:
    """The coverage as a table: cases by outcome, mutants, and below each rule the survivors and what no case reaches."""
    header = f"{'rule':<8}{'pass':>6}{'fail':>6}{'unknown':>9}{'n/a':>6}{'mutants':>9}{'killed':>8}{'same':>6}{'alive':>7}"
    lines, totals = [header], [0] * 8
    for each in found:
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
