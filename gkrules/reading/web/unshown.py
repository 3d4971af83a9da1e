"""Markup that a page carries without showing it as such: in scripts, form fields, frames, templates, or escaped in its text.

A page whose visible part has no table is often written by its own script from there. Only what holds a table is taken. Scripts are never
run: one pass over the literals finds their strings, whatever stands between them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from gkrules.reading.limits import Limits

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

UNKNOWN = "\ufffd"
"""Stands where a script puts in what only running it would tell."""

_MOST_LITERALS = 200_000
_BEFORE_PATTERN = frozenset("(,=:[!&|?{};+-*%<>~^\n")  # behind these a slash begins a regular expression, not a division
_WORD_BEFORE_PATTERN = re.compile(r"(?:return|typeof|case|in|of|do|else|void)\Z")
_NEXT = re.compile(r"""["'`/]""")
_NEXT_BUT_TEMPLATES = re.compile(r"""["'/]""")
_BODY = {
    '"': re.compile(r'[^"\\\r\n]*+(?:\\(?:\r\n|.)[^"\\\r\n]*+)*+', re.DOTALL),
    "'": re.compile(r"[^'\\\r\n]*+(?:\\(?:\r\n|.)[^'\\\r\n]*+)*+", re.DOTALL),
    "`": re.compile(r"[^`\\$]*+(?:(?:\\.|\$(?!\{))[^`\\$]*+)*+", re.DOTALL),
}
_EXPRESSION = re.compile(r"\$\{[^{}`'\"\\]*+\}")
_PATTERN = re.compile(r"/(?:[^/\\\[\r\n]|\\[^\r\n]|\[(?:[^\]\\\r\n]|\\[^\r\n]){0,200}+\]){1,500}+/")  # bounded: many may lack their end
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|.))", re.DOTALL)
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": "", "\r\n": "", "\r": "", "\u2028": ""}
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]")
# What may stand between two literals of one text: `+`, or the same again (`html += `, `document.write(`).
_JOINED = re.compile(r"\s*+\+\s*+")
_JOINED_OVER = re.compile(r"\s*+\+(?!=)\s*+[\w$.\[\]()]{1,60}+\s*+\+(?!=)\s*+")
_APPENDED = re.compile(r"\s*+;?\s*+(?P<name>[\w$.]{1,60}+)\s*+\+=\s*+")
_WRITTEN = re.compile(r"\s*+\)\s*+;?\s*+document\s*+\.\s*+write(?:ln)?\s*+\(\s*+")
_ASSIGNED = re.compile(r"([\w$.]{1,60})\s{0,20}\+?=\s{0,20}\Z")
_LONGEST_BETWEEN = 200


def texts_of(script: str) -> Iterator[str]:
    """The texts that a script holds, in order: its string literals, decoded, and joined where it joins them.

    An end that is missing ends a literal at the end of its line, which then gives no text. The time is linear in the length.
    """
    pieces: list[str] = []
    name = ""
    last_end = 0
    for start, end, raw, quote in _literals(script):
        text = _decoded(raw, quote)
        between = script[last_end:start] if pieces and start - last_end <= _LONGEST_BETWEEN else None
        joined = between is not None and _joins(between, name)
        if joined:
            if between is not None and _JOINED_OVER.fullmatch(between):
                pieces.append(UNKNOWN)
        else:
            if pieces:
                yield "".join(pieces)
            pieces = []
            assigned = _ASSIGNED.search(script[max(0, start - 90) : start])
            name = assigned[1] if assigned else ""
        pieces.append(text)
        last_end = end
    if pieces:
        yield "".join(pieces)


def _joins(between: str, name: str) -> bool:
    appended = _APPENDED.fullmatch(between)
    if appended:
        return appended["name"] == name
    return any(pattern.fullmatch(between) for pattern in (_JOINED, _JOINED_OVER, _WRITTEN))


def _literals(script: str) -> Iterator[tuple[int, int, str, str]]:
    """Start, end, raw text and quote of every literal."""
    at = 0
    marks = _NEXT
    for _ in range(_MOST_LITERALS):
        found = marks.search(script, at)
        if found is None:
            return
        start, mark = found.start(), found[0]
        if mark == "/":
            at = _behind_slash(script, start)
            continue
        end, raw = _template(script, start + 1) if mark == "`" else _string(script, start + 1, mark)
        if raw is not None:
            yield start, end, raw, mark
        elif mark == "`":
            marks = _NEXT_BUT_TEMPLATES  # which backtick begins one and which ends one is no longer certain
        at = end


def _string(script: str, start: int, quote: str) -> tuple[int, str | None]:
    body = _BODY[quote].match(script, start)
    end = body.end() if body else start
    return (end + 1, script[start:end]) if script[end : end + 1] == quote else (end, None)


def _template(script: str, start: int) -> tuple[int, str | None]:
    """A literal between backticks. What it puts in stays unknown; one that holds other literals is a program, not a text."""
    pieces: list[str] = []
    at = start
    while True:
        body = _BODY["`"].match(script, at)
        end = body.end() if body else at
        pieces.append(script[at:end])
        if script[end : end + 1] == "`":
            return end + 1, "".join(pieces)
        expression = _EXPRESSION.match(script, end)
        if expression is None:
            return end + 1, None
        pieces.append(UNKNOWN)
        at = expression.end()


def _behind_slash(script: str, start: int) -> int:
    """Where to go on behind a slash: a comment, a regular expression or a division."""
    following = script[start + 1 : start + 2]
    if following == "/":
        end = script.find("\n", start)
        return len(script) if end < 0 else end
    if following == "*":
        end = script.find("*/", start + 2)
        return len(script) if end < 0 else end + 2
    before = script[max(0, start - 40) : start].rstrip(" \t")
    if not before or before[-1] in _BEFORE_PATTERN or _WORD_BEFORE_PATTERN.search(before):
        pattern = _PATTERN.match(script, start)
        if pattern:
            return pattern.end()
    return start + 1


def _decoded(raw: str, quote: str) -> str:
    if "\\" not in raw:
        return raw
    text = _ESCAPE.sub(_unescaped, raw)
    if quote == "`":
        text = text.replace("\r\n", "\n")
    return _SURROGATES.sub(_paired, text)


def _unescaped(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2] or escape[3]
    if code:
        number = int(code, 16)
        return chr(number) if number <= 0x10FFFF else UNKNOWN
    return _SIMPLE.get(escape[4], escape[4])


def _paired(found: re.Match[str]) -> str:
    text = found[0]
    return text.encode("utf-16", "surrogatepass").decode("utf-16") if len(text) == 2 else UNKNOWN


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
