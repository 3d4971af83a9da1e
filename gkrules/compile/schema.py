"""The compiled schema: a `pandera.DataFrameSchema` with one frame-level check per rule."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaError, SchemaWarning

from gkrules.compile.batch import Batch, Columns
from gkrules.compile.blanks import Blanks
from gkrules.compile.evaluation import Evaluator
from gkrules.compile.failures import LazyBackend, failure_cases, shown_failures
from gkrules.compile.implied import StandingEquation
from gkrules.compile.kernel import FAIL, Kernel, RuleResult, blank_policies
from gkrules.language.binding import BoundRule, bind
from gkrules.language.linear import LinearForm, standing_forms
from gkrules.model.edition import Edition
from gkrules.model.findings import Severity
from gkrules.model.relations import Related, split
from gkrules.model.report import Report
from gkrules.rulefiles.rulebook import Rulebook

COLUMNS_CHECK = "columns"


class Pass:
    """The results of all kernels over one frame, worked out when the first check asks.

    Attributes:
        schema: whose kernels.
        warnings: what rules of severity ``warning`` found, in words.
        results: by code; an exception for a rule that broke.
    """

    def __init__(self, schema: ReportSchema) -> None:
        self.schema = schema
        self.warnings: list[str] = []
        self.frame: pd.DataFrame | None = None
        self.results: dict[str, RuleResult | Exception] = {}
        self.batch: Batch

    def over(self, frame: pd.DataFrame) -> Pass:
        """This pass if it is over `frame`, which it is if it is new; else a new one."""
        if self.frame is None:
            self.frame = frame
            self.over_batch(Batch.of_frame(frame, self.schema.columns_of_cells))
        return self if self.frame is frame else Pass(self.schema).over(frame)

    def over_batch(self, batch: Batch) -> Pass:
        """This pass, over a batch."""
        self.batch, self.results = batch, self.schema.evaluator.run(batch)
        return self


_current: ContextVar[Pass | None] = ContextVar("gkrules_pass", default=None)


class ReportSchema(pa.DataFrameSchema):
    """A `pandera.DataFrameSchema` for frames with one row per report and one column per cell.

    Cells without a number are ``NaN``. Every rule is a frame-level check whose ``name`` is the rule's code. A rule of
    severity ``error`` that fails gives failure cases (column, failure_case, index) that name only the cells involved;
    rules of severity ``warning`` give a `pandera.errors.SchemaWarning`. Columns beside the cells are left alone.

    Rules about the document itself apply only if the frame has the columns of `gkrules.to_frame(…, states=True)`.

    Attributes:
        columns_of_cells: the names of the columns.
        kernels: the compiled rules by code.
        edition: the edition that it is for.
        names: what the names in its rules stand for.
        prepared: what other parts of the package work out once for this schema, by their name.
    """

    def __init__(self, ruleset: Rulebook, edition: Edition) -> None:
        self.names = ruleset.names(edition.key)
        bound = [bind(rule, self.names) for rule in ruleset.active(edition.key)]
        related = sorted({key for each in bound for key in each.read() if split(key)[0] and key not in ruleset.facts})
        self.columns_of_cells = Columns.of(edition, list(ruleset.facts), related)
        self.kernels = {each.rule.code: Kernel(each, edition, self.columns_of_cells) for each in bound}
        self.evaluator = Evaluator(
            list(self.kernels.values()), edition, self.columns_of_cells.official, Blanks(self._members, edition, self.columns_of_cells)
        )
        self._ruleset, self.edition = ruleset, edition
        self.prepared: dict[str, Any] = {}
        self._unselected = replace(ruleset, rules=ruleset.unselected).active(edition.key)
        super().__init__(
            checks=[pa.Check(self._columns_check, name=COLUMNS_CHECK), *(self._rule_check(kernel) for kernel in self.kernels.values())],
            name=f"{ruleset.name}-{edition.key}",
            title=edition.zh,
            description=edition.en,
            metadata={
                "ruleset": {"name": ruleset.name, "version": ruleset.version, "digest": ruleset.digest},
                "edition": edition.key,
                "cells": list(edition.cells),
                "optional_cells": list(edition.optional_cells),
            },
        )

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
        """Whether any of its rules looks at what stands beside a report under this prefix."""
        return any(key.startswith(prefix) for key in self.columns_of_cells.related)

    @property
    def leaves_out(self) -> bool:
        """Whether rules for the edition are in force that were not selected."""
        return bool(self._unselected)

    @classmethod
    def get_backend(cls, check_obj: Any | None = None, check_type: type | None = None) -> Any:
        """`LazyBackend` for pandas; for others the backend of `pandera.DataFrameSchema`, which knows nothing of subclasses."""
        if isinstance(check_obj, pd.DataFrame) or check_type is pd.DataFrame:
            pa.DataFrameSchema.get_backend(check_type=pd.DataFrame)
            return LazyBackend()
        return pa.DataFrameSchema.get_backend(check_obj, check_type)

    def validate(self, *args: Any, **kwargs: Any) -> Any:
        """Validate a frame; see `pandera.DataFrameSchema.validate`. ``inplace=True`` saves a copy of a large frame."""
        current = _current.get()
        if current is not None and current.schema is self and current.frame is None:
            return super().validate(*args, **kwargs)
        current = Pass(self)
        try:
            with self._active(current):
                return super().validate(*args, **kwargs)
        finally:
            # Not inside the check: where warnings are errors, pandera would take them for a check that broke.
            for message in current.warnings:
                warnings.warn(message, SchemaWarning, stacklevel=2)

    def __reduce__(self) -> tuple[Any, ...]:
        return compile_schema, (self._ruleset, self.edition)

    def run(self, reports: Sequence[Report], related: Sequence[Related] = ()) -> Pass:
        """What the kernels of the checks find in reports, of which `related` tells what stands beside each, whatever the outcome.

        It is what `validate` asks of the frame that `frame_of` makes of them, without the report of pandera. A rule that broke is an
        exception.
        """
        return Pass(self).over_batch(Batch.of(reports, self.columns_of_cells, related or [Related()] * len(reports)))

    @contextmanager
    def _active(self, current: Pass) -> Iterator[None]:
        token = _current.set(current)
        try:
            yield
        finally:
            _current.reset(token)

    def _pass(self, frame: pd.DataFrame) -> Pass:
        current = _current.get()
        return (current if current is not None and current.schema is self else Pass(self)).over(frame)

    def _columns_check(self, frame: pd.DataFrame) -> bool:
        batch = self._pass(frame).batch
        wrong = [(key, "column is missing") for key in batch.missing if key not in batch.not_numeric]
        wrong += [(key, "not numeric, or there twice") for key in batch.not_numeric]
        if not wrong:
            return True
        cases = pd.DataFrame({"column": [key for key, _ in wrong], "failure_case": [fault for _, fault in wrong], "index": None})
        raise SchemaError(  # type: ignore[no-untyped-call]
            self, frame, f"{len(wrong)} columns of cells are missing or not numeric: {wrong[0][0]}, …", failure_cases=cases
        )

    def _rule_check(self, kernel: Kernel) -> pa.Check:
        rule = kernel.bound.rule

        def check(frame: pd.DataFrame) -> bool:
            current = self._pass(frame)
            result = current.results[rule.code]
            if isinstance(result, Exception):
                raise result
            # Flat, as NumPy takes ten times as long to find what is not zero in two dimensions.
            failing = np.flatnonzero(result.outcomes == FAIL)
            if not len(failing):
                return True
            message = f"{rule.code} {rule.title['zh']} / {rule.title['en']}"
            if rule.severity is not Severity.ERROR:
                if rule.severity is Severity.WARNING:
                    current.warnings.append(f"{message}: {len(np.unique(failing // len(result.otherwise)))} reports")
                return True
            limit = shown_failures(len(frame))
            shown = f" (the first {limit} of {len(failing)})" if len(failing) > limit else ""
            rows, places = np.divmod(failing[:limit], len(result.otherwise))
            cases = failure_cases(kernel, result, rows, places, current.batch, frame.index)
            raise SchemaError(  # type: ignore[no-untyped-call]
                self, frame, message + shown, failure_cases=cases
            )

        return pa.Check(check, name=rule.code, title=rule.title["zh"], description=rule.title["en"])


def members_of(bound: BoundRule, edition: Edition) -> list[StandingEquation]:
    """The equations of a rule that always hold and are about this report alone."""
    policy, operands = blank_policies(bound), bound.condition.operands.items()
    found: list[StandingEquation] = []
    for place, form in standing_forms(bound, edition):
        undecided = {key for name, places in operands if policy(name) != "zero" for key in places[place].keys}
        found.append(StandingEquation(bound.rule.code, place, form, frozenset(undecided & edition.cell_by_key.keys())))
    return found


def compile_schema(ruleset: Rulebook, edition: Edition) -> ReportSchema:
    """Compile the rules that serve an edition.

    Raises:
        RuleError: a condition is malformed, or names what the edition does not have.
    """
    return ReportSchema(ruleset, edition)
