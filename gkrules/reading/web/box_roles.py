"""What elements of a web page are to a table that is made of ``div``: by inline styles, by rules on classes and ids, by ARIA roles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from gkrules.reading.limits import Limits
from gkrules.reading.web.looks import PLAIN, declarations, look_of, without_comments
from gkrules.reading.web.markup import IGNORED, SHOWN, visibility
from gkrules.reading.web.spans import bounded_span

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

TABLE, GROUP, ROW, CELL, GRID, FLEX, CONTENTS = "table", "group", "row", "cell", "grid", "flex", "contents"
_BY_ROLE = {
    "table": TABLE,
    "grid": TABLE,
    "treegrid": TABLE,
    "rowgroup": GROUP,
    "row": ROW,
    "cell": CELL,
    "gridcell": CELL,
    "columnheader": CELL,
    "rowheader": CELL,
}
_BY_DISPLAY = {
    "table": TABLE,
    "inline-table": TABLE,
    "table-row-group": GROUP,
    "table-header-group": GROUP,
    "table-footer-group": GROUP,
    "table-row": ROW,
    "table-cell": CELL,
    "grid": GRID,
    "inline-grid": GRID,
    "flex": FLEX,
    "inline-flex": FLEX,
    "contents": CONTENTS,
}
_SIGNS = ("table-cell", "grid-template", 'role="row"', "role='row'", "role=row", "flex")
_LAST = re.compile(r"[\w-]*([.#][\w-]{1,80})")
_TELLING = ("display", "grid", "flex", "order")
_MOST_RULES = 5_000
_LONGEST_SHEET = 2_000_000


class Role(NamedTuple):
    """What an element is, the settings of its grid or flex box, and the spans that it names."""

    kind: str
    settings: dict[str, str]
    rowspan: int = 1
    colspan: int = 1
    spoken: bool = False
    """Whether it says so by an ARIA role, where spans can be named."""


def may_have_boxes(markup: str) -> bool:
    """Whether a page may have tables made of other elements than those for tables."""
    return any(sign in markup for sign in _SIGNS)


class Roles:
    """The roles of the elements of one page."""

    def __init__(self, sheets: Iterable[str], limits: Limits) -> None:
        self._limits = limits
        self._rules = _rules(sheets)

    def of(self, node: LexborNode) -> Role:
        """The role of an element."""
        attributes = node.attributes
        settings: dict[str, str] = {}
        if self._rules:
            names = [f".{name}" for name in (attributes.get("class") or "").split()[:20]]
            found = sorted(self._rules[name] for name in (*names, f"#{attributes.get('id')}") if name in self._rules)
            for _, each in found:
                settings.update(each)
        style = attributes.get("style")
        if style and (look := look_of(style)) is not PLAIN:
            settings.update({"display": look.display} if look.display else {}, **dict(look.settings))
        spoken = _BY_ROLE.get((attributes.get("role") or "").strip().lower())
        if spoken:
            rowspan, colspan = (bounded_span(attributes.get(name), self._limits) for name in ("aria-rowspan", "aria-colspan"))
            return Role(spoken, settings, rowspan, colspan, spoken=True)
        return Role(_BY_DISPLAY.get(settings.get("display", ""), ""), settings)


def elements(node: LexborNode) -> Iterator[LexborNode]:
    """The visible elements right below an element."""
    child = node.first_child
    while child is not None:
        tag = child.tag or ""
        if tag != "-text" and tag not in IGNORED and visibility(child.attributes) == SHOWN:
            yield child
        child = child.next


def has_text(node: LexborNode) -> bool:
    """Whether an element has text of its own, outside all elements in it."""
    child = node.first_child
    while child is not None:
        if child.tag == "-text" and (child.text_content or "").strip():
            return True
        child = child.next
    return False


def _rules(sheets: Iterable[str]) -> dict[str, tuple[int, tuple[tuple[str, str], ...]]]:
    """What style sheets say of classes and ids, in their order. Rules for other media are left out; so are those on elements alone."""
    rules: dict[str, tuple[int, tuple[tuple[str, str], ...]]] = {}
    count = 0
    for sheet in sheets:
        for selectors, body in _blocks_of(without_comments(sheet[:_LONGEST_SHEET])):
            told = {name: value for name, value in declarations(body).items() if name.startswith(_TELLING)}
            for selector in selectors.split(",")[:20]:
                words = selector.replace(">", " ").split()  # "<!--" before the first is one of them
                last = _LAST.fullmatch(words[-1]) if words else None
                if last and told:
                    before = dict(rules[last[1]][1]) if last[1] in rules else {}
                    count += 1
                    rules[last[1]] = (count, tuple({**before, **told}.items()))
            if count >= _MOST_RULES:
                return rules
    return rules


def _blocks_of(sheet: str) -> Iterator[tuple[str, str]]:
    """The rules that may tell something and stand outside blocks of ``@media`` and the like: their selectors, and what they say."""
    depth = start = opened = 0
    for brace in re.finditer(r"[{}]", sheet):
        if brace[0] == "{":
            depth += 1
            if depth == 1:
                opened = brace.start()
        else:
            depth = max(0, depth - 1)
            if depth == 0:
                selectors, body = sheet[start:opened], sheet[opened + 1 : brace.start()]
                if opened > start and "@" not in selectors and "{" not in body and any(word in body for word in _TELLING):
                    yield selectors, body
                start = brace.end()
