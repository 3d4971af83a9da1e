"""The errors that gkrules raises. Each has a stable `kind`, and says what is wrong, where, and what to do."""

from __future__ import annotations


class GkrulesError(Exception):
    """Base class of every error of this package.

    Attributes:
        kind: a stable word for programs, e.g. ``no_tables``.
        zh: the message in Chinese.
        en: the message in English.
    """

    def __init__(self, kind: str, *, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")
        self.kind = kind
        self.zh = zh
        self.en = en

    def text(self, lang: str) -> str:
        """The message in `lang` (``zh`` or ``en``)."""
        return self.zh if lang == "zh" else self.en


class DocumentError(GkrulesError):
    """A document cannot be used: not found, of an unknown kind, damaged, or not a report."""


class RuleError(GkrulesError):
    """A rule file, an edition file or an expression is wrong."""


class UsageError(GkrulesError):
    """A call or a command was given something that it cannot work with."""
