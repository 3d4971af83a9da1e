"""Rules as checks of a schema: each looks up what the one pass over the frame found, and raises the failure cases of its own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaError

from gkrules.compile.batch import Rows
from gkrules.compile.compiled import CompiledRules, Pass
from gkrules.compile.failures import failure_cases, shown_failures
from gkrules.compile.kernel import FAIL
from gkrules.model.findings import Severity


class Looking:
    """One validation of a frame.

    Attributes:
        rules: whose kernels are asked.
        warnings: what rules of severity ``warning`` found, in words.
        failing: by code, the rows of the frame that break a rule of severity ``error``.
    """

    def __init__(self, rules: CompiledRules) -> None:
        self.rules = rules
        self.warnings: list[str] = []
        self.failing: dict[str, Rows] = {}
        self.frame: pd.DataFrame | None = None
        self._pass: Pass | None = None

    def over(self, frame: pd.DataFrame) -> Pass:
        """The pass over a frame, the same for all that ask of the same frame in turn."""
        if self._pass is None or self.frame is not frame:
            self.frame, self._pass = frame, Pass.over(self.rules, frame)
        return self._pass


def rule_checks(rules: CompiledRules) -> list[pa.Check]:
    """Checks of one's own for the rules; they are made once, and copied."""
    if "checks" not in rules.prepared:
        rules.prepared["checks"] = [_check(rules, code) for code in rules.kernels]
    return [_copied(check) for check in rules.prepared["checks"]]


def _check(rules: CompiledRules, code: str) -> pa.Check:
    rule = rules.kernels[code].bound.rule
    statistics = {
        "code": code,
        "severity": str(rule.severity.value),
        "source": [f"{each.document} {each.place}".strip() for each in rule.source],
    }
    # A partial function, which can be pickled, and by which pandera compares checks.
    check = pa.Check(partial(judge, rules, code), name=code, title=rule.title["zh"], description=rule.title["en"], statistics=statistics)
    check.statistics_args = []
    return check


def _copied(check: pa.Check) -> pa.Check:
    # Ten times as fast as `copy.copy`.
    made = object.__new__(type(check))
    made.__dict__.update(check.__dict__)
    made.statistics = dict(check.statistics or {})
    return made


def rule_of(check: object, rules: CompiledRules) -> str:
    """The code of the one of these rules that a check stands for; empty for checks of other people."""
    function = getattr(check, "_check_fn", None)
    return str(function.args[1]) if isinstance(function, partial) and function.func is judge and function.args[0] is rules else ""


def judge(rules: CompiledRules, code: str, frame: pd.DataFrame, looking: Looking | None = None) -> bool:
    """Whether a frame holds what a rule says.

    Raises:
        SchemaError: it does not; with the cells involved as failure cases.
    """
    looking = looking or Looking(rules)
    found, rule, kernel = looking.over(frame), rules.kernels[code].bound.rule, rules.kernels[code]
    result = found.results[code]
    if isinstance(result, Exception):
        raise result
    # Flat, as NumPy takes ten times as long to find what is not zero in two dimensions.
    failing = np.flatnonzero(result.outcomes == FAIL)
    if not len(failing):
        return True
    message = f"{code} {rule.title['zh']} / {rule.title['en']}"
    width = len(result.otherwise)
    if rule.severity is not Severity.ERROR:
        if rule.severity is Severity.WARNING:
            looking.warnings.append(f"{message}: {len(np.unique(failing // width))} reports")
        return True
    limit = shown_failures(len(frame))
    shown = f" (the first {limit} of {len(failing)})" if len(failing) > limit else ""
    looking.failing[code] = result.rows[failing // width]
    rows, places = np.divmod(failing[:limit], width)
    cases = failure_cases(kernel, result, rows, places, found.batch, frame.index)
    raise broken(None, frame, message + shown, cases)


def broken(schema: Any, frame: pd.DataFrame, message: str, cases: pd.DataFrame, **more: Any) -> SchemaError:
    """What pandera is told of a fault, with failure cases as they are."""
    return SchemaError(schema, frame, message, failure_cases=cases, **more)  # type: ignore[no-untyped-call]


def structure_cases(faults: Mapping[str, str]) -> pd.DataFrame:
    """Failure cases of columns."""
    return pd.DataFrame({"column": list(faults), "failure_case": list(faults.values()), "index": None})
