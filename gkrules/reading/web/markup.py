"""Walking a web page without recursion: what is visible, in document order, and how deep it is nested."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from gkrules.reading.faults import too_deep, too_many_elements
from gkrules.reading.limits import Limits
from gkrules.reading.web.looks import HIDDEN, PLAIN, Look, look_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_TAG = re.compile(r"<!--|<(/?)([a-zA-Z][a-zA-Z0-9:]*)")
_RAW = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"})
_VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"])
_FORMATTING = frozenset(["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"])
_FORMATTING_START = re.compile(rf"<(?:{'|'.join(sorted(_FORMATTING))})(?![a-zA-Z0-9:])", re.IGNORECASE)
_FEW_TAGS = 10_000  # which the parser takes in no time however they are nested
# A start tag on the left closes the nearest open element of its own group, unless a scope on the right stands between.
_CLOSES = {"p": "p", "li": "li", "td": "td th", "th": "td th", "tr": "tr", "dd": "dd dt", "dt": "dd dt", "option": "option"}
_FARTHEST = 64  # levels to look up for an element to close: bounds the work on hostile pages
_SCOPES = frozenset(["table", "div", "ul", "ol", "dl", "td", "th", "section", "article", "body"])

IGNORED = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "head",
        "textarea",
        "select",
        "iframe",
        "object",
        "svg",
        "audio",
        "video",
        "canvas",
        "del",
        "s",
        "strike",
        "rt",
        "rp",
        "-comment",
    ]
)
# fmt: off
BLOCKS = frozenset([
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li",
    "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
    "ul",
])
# fmt: on
UNWALKED = IGNORED | {"-text"}
CELLS = frozenset({"td", "th"})
SHOWN, EMPTY, GONE = range(3)
# The article of an official account is hidden until a script shows it; who saves the page without running it still means the article.
_SHOWN_BY_SCRIPT = frozenset({"js_content"})


def check_depth(markup: str, limits: Limits) -> None:
    """Refuse what would make the parser quadratic: it is run before the parser, and only counts tags.

    So few tags that they cannot, are not looked at one by one; how deep they nest, `walk` sees.

    Raises:
        DocumentError: ``limit_elements`` or ``limit_markup_depth``.
    """
    starts = markup.count("<") - markup.count("</")
    if starts > limits.max_elements:
        raise too_many_elements(limits.max_elements)
    if starts <= _FEW_TAGS:
        if starts * starts <= 4 * limits.max_elements:  # not even if half of them are formatting
            return
        # Each formatting element may be opened anew in each of the other elements.
        formatting = len(_FORMATTING_START.findall(markup))
        if formatting * (starts - formatting) <= limits.max_elements:
            return
    open_tags: list[str] = []
    formatting = 0  # an unclosed formatting element is opened anew in every following block …
    reopened = 0  # … which multiplies the elements of the tree
    for name, closing in _tags(markup):
        if name in _FORMATTING:
            formatting = max(0, formatting + (-1 if closing else 1))
        elif closing:
            if name in open_tags[-_FARTHEST:]:
                while open_tags.pop() != name:
                    pass
        elif name not in _VOID:
            _close_implied(open_tags, name)
            open_tags.append(name)
            reopened += formatting
        if len(open_tags) + formatting > limits.max_markup_depth or reopened > limits.max_elements:
            raise too_deep("markup_depth", limits.max_markup_depth)


def _tags(markup: str) -> Iterator[tuple[str, bool]]:
    """Every tag, and whether it is an end tag; none inside comments, scripts and the like."""
    at = 0
    while tag := _TAG.search(markup, at):
        at = tag.end()
        if tag[0] == "<!--":
            at = markup.find("-->", at) + 3
            if at < 3:
                return
            continue
        name = tag[2].lower()
        if name not in _RAW:
            yield name, bool(tag[1])
        elif not tag[1]:
            end = re.compile(f"</{name}", re.IGNORECASE).search(markup, at)
            if end is None:
                return
            at = end.end()


def _close_implied(open_tags: list[str], name: str) -> None:
    closed = _CLOSES.get(name)
    if closed is None:
        return
    for index in range(len(open_tags) - 1, max(-1, len(open_tags) - _FARTHEST), -1):
        if open_tags[index] in closed.split():
            del open_tags[index:]
            return
        if open_tags[index] in _SCOPES and not (name == "tr" and open_tags[index] in {"td", "th"}):
            return


def walk(root: LexborNode, limits: Limits) -> Iterator[tuple[LexborNode, str, bool]]:
    """Every visible element below and including `root`: ``(node, tag, True)`` on entering, ``(…, False)`` on leaving.

    Raises:
        DocumentError: ``limit_markup_depth``.
    """
    node = root
    above: list[tuple[LexborNode, str]] = []
    while True:
        tag = node.tag or ""
        if tag not in UNWALKED:
            state = visibility(node.attributes)
            if state == SHOWN or (state == EMPTY and tag in CELLS):  # an invisible cell still holds its place in the grid
                yield node, tag, True
                child = node.first_child if state == SHOWN else None
                if child is not None:
                    above.append((node, tag))
                    node = child
                    if len(above) > limits.max_markup_depth:
                        raise too_deep("markup_depth", limits.max_markup_depth)
                    continue
                yield node, tag, False
        while above:
            following = node.next
            if following is not None:
                node = following
                break
            node, tag = above.pop()
            yield node, tag, False
        else:
            return


def visibility(attributes: Mapping[str, str | None]) -> int:
    """Whether an element with these attributes is `SHOWN`, `EMPTY` (its place is kept, if it is a cell) or `GONE`."""
    look = look_at(attributes)
    return GONE if look.gone else EMPTY if look.invisible else SHOWN


def look_at(attributes: Mapping[str, str | None]) -> Look:
    """What the attributes of an element say of its look."""
    if "hidden" in attributes:
        return HIDDEN
    style = attributes.get("style")
    if not style:
        return PLAIN
    look = look_of(style)
    if look.invisible and attributes.get("id") in _SHOWN_BY_SCRIPT:
        return look._replace(invisible=False)
    return look
