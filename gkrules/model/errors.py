"""The errors that gkrules raises. Each has a stable `kind`, and says what is wrong, where, and what to do; docs/errors.md lists them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class GkrulesError(Exception):
    """Base class of every error of this package.

    Attributes:
        kind: a stable word for programs, e.g. ``no_tables``.
        zh: the message in Chinese.
        en: the message in English.
        where: the file concerned, for rule files as ``file:line:column``; empty where it is about no file.
    """

    def __init__(self, kind: str, *, zh: str, en: str, where: str = "") -> None:
        super().__init__(f"{zh} / {en}")
        self.kind = kind
        self.zh = zh
        self.en = en
        self.where = where

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (type(self), self.kind, self.zh, self.en, self.where)

    def text(self, lang: str) -> str:
        """The message in `lang` (``zh`` or ``en``)."""
        return self.zh if lang == "zh" else self.en


class DocumentError(GkrulesError):
    """A document cannot be used: not found, of an unknown kind, damaged, or not a report."""


class RuleError(GkrulesError):
    """A rule file, an edition file or an expression is wrong."""


class UsageError(GkrulesError):
    """A call or a command was given something that it cannot work with."""


def _rebuilt(kind_of_error: type[GkrulesError], kind: str, zh: str, en: str, where: str) -> GkrulesError:
    return kind_of_error(kind, zh=zh, en=en, where=where)


@contextmanager
def within(where: str) -> Iterator[None]:
    """Say of the errors inside that they are about a file, unless they say so themselves."""
    try:
        yield
    except GkrulesError as error:
        error.where = error.where or where
        raise
