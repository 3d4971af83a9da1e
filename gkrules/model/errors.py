"""The errors that gkrules raises. Each has a stable `kind`, and says what is wrong, where, and what to do; docs/errors.md lists them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from gkrules.words import Phrase, languages, phrase


class GkrulesError(Exception):
    """Base class of every error of this package.

    Attributes:
        said: what it says, as an entry of the catalogue of words and its arguments.
        where: the file concerned, for rule files as ``file:line:column``; empty where it is about no file.
    """

    def __init__(self, key: str, /, *, where: str = "", **arguments: object) -> None:
        """`key` is ``room/kind``, as in `gkrules.words.Phrase`, and `arguments` are what its sentence asks for."""
        self.said: Phrase = Phrase(key, arguments)
        self.where = where
        self._kind = self.said.kind
        super().__init__(key, arguments)

    @property
    def kind(self) -> str:
        """A stable word for programs, e.g. ``no_tables``."""
        return self._kind

    @property
    def zh(self) -> str:
        """The message in Chinese."""
        return self.text("zh")

    @property
    def en(self) -> str:
        """The message in English."""
        return self.text("en")

    def text(self, lang: str) -> str:
        """The message in `lang` (``zh`` or ``en``).

        Raises:
            UsageError: there is no such language (``wrong_type``).
        """
        if not isinstance(lang, str) or lang not in languages():
            raise UsageError("model/wrong_type", argument="lang", takes=phrase("model/takes-lang"), given=type(lang).__name__)
        return self.said.text(lang)

    def __str__(self) -> str:
        return f"{self.zh} / {self.en}"

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (type(self), self.said.key, self.said.arguments, self.where, self._kind)


class DocumentError(GkrulesError):
    """A document cannot be used: not found, of an unknown kind, damaged, or not a report."""


class RuleError(GkrulesError):
    """A rule file, an edition file or an expression is wrong."""


class UsageError(GkrulesError):
    """A call or a command was given something that it cannot work with."""


def retold(error: GkrulesError, key: str, /, **arguments: object) -> GkrulesError:
    """An error of the same kind that says more: its entry takes what the other says as ``reason``."""
    return _rebuilt(type(error), key, {**arguments, "reason": error.said}, error.where, error.kind)


def _rebuilt(made: type[GkrulesError], key: str, arguments: Mapping[str, object], where: str, kind: str) -> GkrulesError:
    error = made(key, where=where, **arguments)
    error._kind = kind
    return error


@contextmanager
def within(where: str) -> Iterator[None]:
    """Say of the errors inside that they are about a file, unless they say so themselves."""
    try:
        yield
    except GkrulesError as error:
        error.where = error.where or where
        raise
