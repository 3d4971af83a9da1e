"""Words in both languages at once, between which a page switches without a script."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

from gkrules.render.lines import Line
from gkrules.render.safe import strip_controls
from gkrules.render.words import say

_MOST_TEXT = 4_000


@dataclass(frozen=True, slots=True)
class Both:
    """A text in each language; shown once where they are the same."""

    zh: str
    en: str

    def __html__(self) -> str:
        """The markup."""
        if self.zh == self.en:
            return harmless(self.zh)
        return Markup('<span lang="zh-CN">{}</span><span lang="en">{}</span>').format(harmless(self.zh), harmless(self.en))

    def text(self, lang: str) -> str:
        """It in one language, for places that have room for one only: titles and attributes."""
        return self.zh if lang == "zh" else self.en

    def __bool__(self) -> bool:
        return bool(self.zh or self.en)


@dataclass(frozen=True, slots=True)
class BothLists:
    """A list of sentences in each language, which need not be of one length."""

    zh: tuple[str, ...]
    en: tuple[str, ...]

    def __html__(self) -> str:
        """The markup."""
        if self.zh == self.en:
            return self._list("", self.zh)
        return self._list(Markup(' lang="zh-CN"'), self.zh) + self._list(Markup(' lang="en"'), self.en)

    def __bool__(self) -> bool:
        return bool(self.zh or self.en)

    @staticmethod
    def _list(attribute: str, items: Iterable[str]) -> Markup:
        inside = Markup("").join(Markup("<li>{}</li>").format(harmless(item)) for item in items)
        return Markup("<ul{}>{}</ul>").format(attribute, inside) if inside else Markup("")


def harmless(text: str) -> Markup:
    """A text of the document or about it as markup: escaped, without control characters, not endless."""
    cut = text if len(text) <= _MOST_TEXT else text[:_MOST_TEXT] + "…"
    return escape(cut if cut.isprintable() else strip_controls(cut).replace("\r", "\n"))


def both(make: Callable[[str], str]) -> Both:
    """What `make` says in each language."""
    return Both(make("zh"), make("en"))


def both_lists(make: Callable[[str], Iterable[str]]) -> BothLists:
    """The sentences that `make` says in each language."""
    return BothLists(tuple(make("zh")), tuple(make("en")))


def both_lines(make: Callable[[str], Iterable[Line]]) -> BothLists:
    """The lines of a terminal that `make` yields in each language, as sentences."""
    return both_lists(lambda lang: (item.text.strip() for item in make(lang)))


def told(key: str, /, **arguments: object) -> Both:
    """An entry of the catalogue (``render/page.title``) in both languages; an argument may be a `Both`."""
    return both(
        lambda lang: say(key, lang, **{name: each.text(lang) if isinstance(each, Both) else each for name, each in arguments.items()})
    )
