"""Markup that a page carries without showing it as such: in scripts, form fields, frames, templates, or escaped in its text.

A page whose visible part has no table is often written by its own script from there. Only what holds a table is taken.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from gkrules.reading.limits import Limits
from gkrules.reading.web.literals import texts_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_SELECTOR = "script, textarea, iframe, template, noscript, xmp, input[value]"
_TABLE = re.compile(r"<table[\s>]", re.IGNORECASE)
_CELL = re.compile(r"<t[dh][\s>]", re.IGNORECASE)
_ESCAPED_TABLE = re.compile(r"&(?:lt|#60|#x3c);table\b", re.IGNORECASE)
_PERCENT_TABLE = re.compile(r"%3Ctable\b", re.IGNORECASE)
_ANY_TABLE = re.compile(r"(?:<|&(?:amp;)?(?:lt|#60|#x3c);|%3C|\\+u003c|\\+x3c)table\b", re.IGNORECASE)
_LONG_ESCAPE = re.compile(r"%u([0-9a-fA-F]{4})")
_PROGRAMS = ("", "javascript", "ecmascript", "json", "module", "babel")
_MOST_TEXTS = 50  # texts with a table that one page may carry
_DEEPEST = 2  # texts within texts: a string of JSON in a string
CARRIERS = {
    "script": "reading/carrier.script",
    "textarea": "reading/carrier.textarea",
    "input": "reading/carrier.input",
    "iframe": "reading/carrier.iframe",
    "template": "reading/carrier.template",
    "noscript": "reading/carrier.noscript",
    "xmp": "reading/carrier.markup",
    "text": "reading/carrier.markup",
}
"""What may carry a table without showing it, and what the words call it."""


class Carried(NamedTuple):
    """Markup with a table, and where it stands: the element (its `mem_id`) and what kind of carrier that is."""

    node: int
    kind: str
    markup: str


def may_carry(markup: str) -> bool:
    """Whether a page without visible tables is worth looking into."""
    return _ANY_TABLE.search(markup) is not None


def carried_in(tree: LexborHTMLParser, limits: Limits, frames: Mapping[str, str]) -> list[Carried]:
    """What a page carries, in the order of the document; the same markup only once. `frames` has pages saved with it, by address."""
    found: list[Carried] = []
    seen: set[str] = set()
    budget = limits.max_text_bytes
    for node, kind, text in _texts(tree, frames):
        budget -= len(text)
        if len(found) >= _MOST_TEXTS or budget < 0:
            break
        if text not in seen:
            seen.add(text)
            found.append(Carried(node, kind, text))
    return found


def _texts(tree: LexborHTMLParser, frames: Mapping[str, str]) -> Iterator[tuple[int, str, str]]:
    taken: set[int] = set()
    root = tree.root
    if root is None:
        return
    carriers = {node.mem_id: node for node in root.css(_SELECTOR)}
    for node in root.traverse(include_text=True):
        if node.mem_id in carriers:
            tag = node.tag or ""
            for text in _carried_by(node, tag, frames):
                taken.add(node.mem_id)
                yield node.mem_id, tag, text
        elif node.tag == "-text" and _TABLE.search(node.text_content or ""):
            parent = node.parent
            if parent is not None and parent.tag not in {*CARRIERS, "style", "title"} and not _is_within(parent, taken):
                taken.add(parent.mem_id)
                for text in _with_table(parent.text(), 0):
                    yield parent.mem_id, "text", text


def _is_within(node: LexborNode, taken: set[int]) -> bool:
    at: LexborNode | None = node
    for _ in range(50):
        if at is None:
            return False
        if at.mem_id in taken:
            return True
        at = at.parent
    return False


def _carried_by(node: LexborNode, tag: str, frames: Mapping[str, str]) -> Iterator[str]:
    attributes = node.attributes
    if tag == "script":
        kind = (attributes.get("type") or "").lower()
        script = node.text() or ""
        if any(word in kind for word in _PROGRAMS[1:]) or not kind:
            yield from _in_script(script, 0)
        else:
            yield from _with_table(script, 0)
    elif tag in {"template", "noscript"}:
        whole = node.html or ""  # what a template holds is no child of it
        yield from _with_table(whole[whole.find(">") + 1 : whole.rfind("</")], 0)
    elif tag == "iframe":
        yield from _with_table(attributes.get("srcdoc") or frames.get(attributes.get("src") or "") or "", 0)
    else:
        yield from _with_table((attributes.get("value") if tag == "input" else node.text()) or "", 0)


def _in_script(script: str, depth: int) -> Iterator[str]:
    if _ANY_TABLE.search(script):
        for text in texts_of(script):
            yield from _with_table(text, depth)


def _with_table(text: str, depth: int) -> Iterator[str]:
    """The markup that a text is, or holds in one more layer of writing."""
    if depth > _DEEPEST or not _ANY_TABLE.search(text):
        return
    if text.lstrip()[:1] in {"{", "["}:
        yield from _in_script(text, depth + 1)
    elif _TABLE.search(text):
        if _CELL.search(text):
            yield text
    elif _ESCAPED_TABLE.search(text) or "&amp;" in text:
        yield from _with_table(html.unescape(text), depth + 1)
    elif _PERCENT_TABLE.search(text):
        yield from _with_table(unquote(_LONG_ESCAPE.sub(lambda code: chr(int(code[1], 16)), text)), depth + 1)
