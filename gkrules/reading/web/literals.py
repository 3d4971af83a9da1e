"""The strings of a script, decoded without running it: one pass over its literals, whatever stands between them."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
