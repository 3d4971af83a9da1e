"""What the linter finds, as plain data. Words in both languages travel with it, because each fault has its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from gkrules.language.syntax import Span
from gkrules.model.errors import GkrulesError
from gkrules.model.rule import Expression
from gkrules.rulefiles.yaml_file import Node

LintSeverity = Literal["error", "warning"]

_PLACED = re.compile(r"(?P<file>.+?):(?P<line>\d+):(?P<column>\d+)[：:]\s*(?P<rest>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a file; line and column count from 1."""

    file: Path
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class LintFinding:
    """One fault of a rule folder.

    Attributes:
        code: ``L001`` and so on; see `gkrules.lint.codes`.
        name: the stable name of the code.
        severity: ``error`` or ``warning``.
        where: the place of the fault.
        rules: codes of the rules involved, in the order of the codes.
        zh, en: one sentence in each language.
        detail: the line of the expression with a caret below; empty where there is none.
    """

    code: str
    name: str
    severity: LintSeverity
    where: Where
    rules: tuple[str, ...]
    zh: str
    en: str
    detail: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """Checks that could not run, and why. They are never counted as clean."""

    codes: tuple[str, ...]
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class LintResult:
    """What the linter found in one or more folders: findings by file and line, and what was left out."""

    folders: tuple[Path, ...]
    findings: tuple[LintFinding, ...]
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True)
class LintCode:
    """A kind of fault.

    Attributes:
        code, name, severity: as in `LintFinding`.
        zh, en: what the code means, for the documentation.
    """

    code: str
    name: str
    severity: LintSeverity
    zh: str
    en: str

    def at(self, where: Where | Node, *rules: str, zh: str, en: str) -> LintFinding:
        """A finding of this kind."""
        return LintFinding(self.code, self.name, self.severity, _where(where), tuple(sorted(set(rules))), zh, en)

    def of(self, error: GkrulesError, fallback: Path, rules: Sequence[str] = ()) -> LintFinding:
        """A finding of this kind from an error of the loader or of the language, whose message names its place."""
        where, zh, en, detail = located(error, fallback)
        return LintFinding(self.code, self.name, self.severity, where, tuple(rules), zh, en, detail)


def located(error: GkrulesError, fallback: Path) -> tuple[Where, str, str, tuple[str, ...]]:
    """The place that an error names, its sentence in both languages without the place, and the lines below the sentence."""
    zh, en = _PLACED.fullmatch(error.zh), _PLACED.fullmatch(error.en)
    if zh is None or en is None:
        prefix = str(fallback)
        where = Where(fallback)
        texts = [text.removeprefix(prefix).lstrip("：: ") for text in (error.zh, error.en)]
    else:
        where = Where(Path(zh["file"]), int(zh["line"]), int(zh["column"]))
        texts = [zh["rest"], en["rest"]]
    (first_zh, *detail), (first_en, *_) = texts[0].split("\n"), texts[1].split("\n")
    return where, first_zh, first_en, tuple(detail)


def within(expression: Expression, span: Span) -> Where:
    """The place of a part of an expression in its file."""
    before = expression.text[: span[0]]
    inner = span[0] - (before.rfind("\n") + 1)
    return Where(expression.file, expression.line + before.count("\n"), inner + (1 if "\n" in before else expression.column))


def _where(place: Where | Node) -> Where:
    return place if isinstance(place, Where) else Where(place.file, place.line, place.column)
