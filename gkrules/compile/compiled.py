"""The rules of an edition, compiled: what `check` runs, and what every schema that is given out shares.

Nothing here knows pandera, so that no switch of pandera's reaches what `check` finds, and its import costs `check` nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from operator import methodcaller
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self

from gkrules.compile.batch import Batch, Columns
from gkrules.compile.blanks import Blanks
from gkrules.compile.evaluation import Evaluator
from gkrules.compile.implied import StandingEquation
from gkrules.compile.kernel import Kernel, RuleResult, blank_policies
from gkrules.language.binding import BoundRule, bind
from gkrules.language.linear import LinearForm, standing_forms
from gkrules.language.names import Names
from gkrules.model.edition import Edition
from gkrules.model.relations import Related, split
from gkrules.model.report import Report
from gkrules.rulefiles.rulebook import Rulebook

if TYPE_CHECKING:
    import pandas as pd


class Pass:
    """The results of all kernels over one batch, worked out when the first of them is asked for.

    Attributes:
        rules: whose kernels.
        batch: what they are run over.
    """

    rules: CompiledRules
    batch: Batch

    def __init__(self, rules: CompiledRules, batch: Batch) -> None:
        self.rules, self.batch = rules, batch

    @classmethod
    def over(cls, rules: CompiledRules, frame: pd.DataFrame) -> Self:
        """A pass over a frame with a row for each report."""
        return cls(rules, Batch.of_frame(frame, rules.columns_of_cells))

    @cached_property
    def results(self) -> dict[str, RuleResult | Exception]:
        """By code; an exception for a rule that broke."""
        return self.rules.evaluator.run(self.batch)


class CompiledRules:
    """The rules of an edition, ready to run. They are compiled once for a ruleset, and nobody changes them.

    Attributes:
        names: what the names in its rules stand for.
        columns_of_cells: the names of the columns of a frame.
        kernels: the compiled rules by code.
        evaluator: runs the kernels.
        edition: the edition that they are for.
        ruleset: the ruleset that they are of.
        prepared: what other parts of the package work out once for these rules, by their name.
    """

    names: Names
    columns_of_cells: Columns
    evaluator: Evaluator
    edition: Edition
    ruleset: Rulebook

    def __init__(self, ruleset: Rulebook, edition: Edition) -> None:
        self.names = ruleset.names(edition.key)
        bound = [bind(rule, self.names) for rule in ruleset.active(edition.key)]
        related = sorted({key for each in bound for key in each.read() if split(key)[0] and key not in ruleset.facts})
        self.columns_of_cells = Columns.of(edition, list(ruleset.facts), related)
        self.kernels: Mapping[str, Kernel] = MappingProxyType(
            {each.rule.code: Kernel(each, edition, self.columns_of_cells) for each in bound}
        )
        self.evaluator = Evaluator(
            list(self.kernels.values()), edition, self.columns_of_cells.official, Blanks(self._members, edition, self.columns_of_cells)
        )
        self.ruleset, self.edition = ruleset, edition
        self.prepared: dict[str, Any] = {}
        self._unselected = replace(ruleset, rules=ruleset.unselected).active(edition.key)

    @cached_property
    def equations(self) -> tuple[LinearForm, ...]:
        """The equations that always hold, of every rule of the edition, also of those that were not selected."""
        return tuple(member.form for member in self.evaluator.blanks.members)

    def _members(self) -> list[StandingEquation]:
        """The same with the rules that they are of."""
        others = (bind(rule, self.names) for rule in self._unselected)
        bound = [*(kernel.bound for kernel in self.kernels.values()), *others]
        return [member for each in bound for member in members_of(each, self.edition)]

    def reads(self, prefix: str) -> bool:
        """Whether any of the rules looks at what stands beside a report under this prefix."""
        return any(key.startswith(prefix) for key in self.columns_of_cells.related)

    @property
    def leaves_out(self) -> bool:
        """Whether rules for the edition are in force that were not selected."""
        return bool(self._unselected)

    def run(self, reports: Sequence[Report], related: Sequence[Related] = ()) -> Pass:
        """What the kernels find in reports, of which `related` tells what stands beside each, whatever the outcome.

        It is what a schema asks of the frame that `frame_of` makes of them. A rule that broke is an exception.
        """
        return Pass(self, Batch.of(reports, self.columns_of_cells, related or [Related()] * len(reports)))

    @cached_property
    def _identity(self) -> tuple[object, ...]:
        return self.ruleset.digest, self.edition.key, tuple(self.kernels), tuple(rule.code for rule in self._unselected)

    def __eq__(self, other: object) -> bool:
        """Whether they are the same rules: so that a schema that comes back from another process equals the one that was sent."""
        return self is other or (isinstance(other, CompiledRules) and self._identity == other._identity)

    def __hash__(self) -> int:
        return hash(self._identity)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        # A ruleset compiles its rules once, wherever it is.
        return methodcaller("compiled", self.edition.key), (self.ruleset,)

    def __repr__(self) -> str:
        return f"<CompiledRules {self.ruleset.name}-{self.edition.key}: {len(self.kernels)} rules>"


def members_of(bound: BoundRule, edition: Edition) -> list[StandingEquation]:
    """The equations of a rule that always hold and are about this report alone."""
    policy, operands = blank_policies(bound), bound.condition.operands.items()
    found: list[StandingEquation] = []
    for place, form in standing_forms(bound, edition):
        undecided = {key for name, places in operands if policy(name) != "zero" for key in places[place].keys}
        found.append(StandingEquation(bound.rule.code, place, form, frozenset(undecided & edition.cell_by_key.keys())))
    return found
