"""The schema that is given out: a `pandera.DataFrameSchema` over the compiled rules of an edition, whose settings are its owner's."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Any, NoReturn, Self

import pandas as pd
import pandera.pandas as pa
from pandera.api.pandas.types import is_table
from pandera.config import get_config_context

from gkrules.compile.backend import LazyBackend
from gkrules.compile.batch import Columns
from gkrules.compile.cell_columns import Cells, changed_in, columns_of
from gkrules.compile.compiled import CompiledRules
from gkrules.compile.evaluation import Evaluator
from gkrules.compile.judging import rule_checks
from gkrules.compile.kernel import Kernel
from gkrules.language.linear import LinearForm
from gkrules.model.edition import Edition
from gkrules.model.errors import UsageError


class ReportSchema(pa.DataFrameSchema):
    """A `pandera.DataFrameSchema` for frames with one row per report and one column per cell.

    Cells without a number are ``NaN``. Every rule is a frame-level check whose ``name`` is the rule's code. A rule of
    severity ``error`` that fails gives failure cases (column, failure_case, index) that name only the cells involved;
    rules of severity ``warning`` give a `pandera.errors.SchemaWarning`. Columns beside the cells are left alone.

    Rules about the document itself apply only if the frame has the columns of `gkrules.to_frame(…, states=True)`.

    Attributes:
        rules: the compiled rules, which all schemas of a ruleset share.
    """

    rules: CompiledRules
    _columns: Cells | None

    def __init__(self, rules: CompiledRules) -> None:
        ruleset, edition = rules.ruleset, rules.edition
        self.rules = rules
        super().__init__(
            checks=rule_checks(rules),
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
        # Until somebody looks at them there are none to be made, copied or compared.
        self._columns = None

    @property
    def columns(self) -> Cells:
        """The cells as columns of pandera, with the labels of the form; those of one's own beside them."""
        if self._columns is None:
            self._columns = columns_of(self.rules)
        return self._columns

    @columns.setter
    def columns(self, columns: Cells) -> None:
        self._columns = columns

    def own_columns(self) -> Cells:
        """The columns that the owner of the schema added or changed."""
        return {} if self._columns is None else changed_in(self._columns, self.rules)

    def with_columns(self, columns: Cells) -> Self:
        """The same schema over other columns."""
        made = copy.copy(self)
        made._columns = columns
        return made

    @property
    def kernels(self) -> Mapping[str, Kernel]:
        """The compiled rules by code."""
        return self.rules.kernels

    @property
    def columns_of_cells(self) -> Columns:
        """The names of the columns."""
        return self.rules.columns_of_cells

    @property
    def edition(self) -> Edition:
        """The edition that it is for."""
        return self.rules.edition

    @property
    def evaluator(self) -> Evaluator:
        """Runs the kernels."""
        return self.rules.evaluator

    @property
    def equations(self) -> tuple[LinearForm, ...]:
        """The equations that always hold, of every rule of the edition, also of those that were not selected."""
        return self.rules.equations

    @classmethod
    def get_backend(cls, check_obj: Any | None = None, check_type: type | None = None) -> Any:
        """`LazyBackend` for pandas; for others the backend of `pandera.DataFrameSchema`, which knows nothing of subclasses."""
        if isinstance(check_obj, pd.DataFrame) or check_type is pd.DataFrame:
            pa.DataFrameSchema.get_backend(check_type=pd.DataFrame)
            return LazyBackend()
        return pa.DataFrameSchema.get_backend(check_obj, check_type)

    def validate(self, check_obj: Any, *args: Any, **kwargs: Any) -> Any:
        """Validate a frame; see `pandera.DataFrameSchema.validate`. ``inplace=True`` saves a copy of a large frame.

        Raises:
            SchemaError: the frame breaks a rule.
            SchemaErrors: the same with ``lazy=True``, after all rules.
            UsageError: it is no frame of pandas (``not_pandas``).
        """
        if get_config_context().validation_enabled and not isinstance(check_obj, pd.DataFrame) and not is_table(check_obj):  # type: ignore[no-untyped-call]
            raise UsageError("compile/not_pandas", given=f"{type(check_obj).__module__}.{type(check_obj).__qualname__}")
        return super().validate(check_obj, *args, **kwargs)

    def add_columns(self, extra_schema_cols: Mapping[Any, Any]) -> Self:
        """A copy with more columns; one of a cell takes the place of ours."""
        more = pa.DataFrameSchema(dict(extra_schema_cols)).columns
        made = copy.deepcopy(self)
        made.columns = {**made.columns, **more}
        return made

    def remove_columns(self, cols_to_remove: list[Any]) -> Self:
        """A copy without columns of one's own.

        Raises:
            UsageError: one is of a cell (``cells_stay``).
        """
        self._keep(cols_to_remove)
        return super().remove_columns(cols_to_remove)

    def rename_columns(self, rename_dict: dict[Any, Any]) -> Self:
        """A copy with columns of one's own renamed.

        Raises:
            UsageError: one is of a cell (``cells_stay``).
        """
        self._keep(old for old, new in rename_dict.items() if old != new)
        return super().rename_columns(rename_dict)

    def select_columns(self, columns: list[Any]) -> Self:
        """A copy with these columns.

        Raises:
            UsageError: cells are not among them (``cells_stay``).
        """
        self._keep(set(self.columns) - set(columns))
        return super().select_columns(columns)

    def set_index(self, keys: list[Any], drop: bool = True, append: bool = False) -> Self:
        """A copy with columns as its index.

        Raises:
            UsageError: they are of cells and dropped (``cells_stay``).
        """
        if drop:
            self._keep(keys)
        return super().set_index(keys, drop, append)

    def update_checks(self, checks: list[Any]) -> Self:
        """A copy with other checks."""
        made = copy.deepcopy(self)
        made.checks = list(checks)
        return made

    def strategy(self, *, size: int | None = None, n_regex_columns: int = 1) -> NoReturn:
        """Numbers drawn at random fit no equations.

        Raises:
            UsageError: always; it names the strategies that this package has (``no_strategy``).
        """
        raise UsageError("compile/no_strategy")

    def example(self, size: int | None = None, n_regex_columns: int = 1) -> NoReturn:
        """See `strategy`."""
        self.strategy(size=size, n_regex_columns=n_regex_columns)

    def _keep(self, leaving: Iterable[Any]) -> None:
        """Refuse to do without columns of cells: the rules read them."""
        cells = sorted(set(leaving) & set(self.columns_of_cells.cells))
        if cells:
            raise UsageError("compile/cells_stay", cell=cells[0], count=len(cells))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ReportSchema):
            return NotImplemented
        mine, theirs = ({**each.__dict__, "_columns": None} for each in (self, other))
        return mine == theirs and (self._columns is other._columns or self.columns == other.columns)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        """One line: what pandera prints fills pages here."""
        return f"<ReportSchema {self.name}: {len(self.columns_of_cells.cells)} cells, {len(self.checks)} checks>"

    def __str__(self) -> str:
        return repr(self)
