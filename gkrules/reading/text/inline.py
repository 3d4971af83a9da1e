"""Inline markup in dumps: what programs leave of a page in the lines and cells of a text."""

from __future__ import annotations

import html
import re

_BREAK = re.compile(r"<br\s{0,9}/?>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:span|font|b|i|u|em|strong|p|div|center|o:p|a|sup|sub|small|big|st1:[a-z]{1,20})(?:\s[^<>]{0,2000})?/?>", re.IGNORECASE
)
_STRONG = re.compile(r"(\*\*|__)(?=\S)([^*_]{1,300}?)(?<=\S)\1")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_LONGEST = 100_000


def plain(text: str) -> str:
    """`text` without inline tags, character references resolved; bold marks around a whole piece are dropped."""
    if "<" in text and len(text) <= _LONGEST:
        text = _TAG.sub("", text)
    if "&" in text:
        text = html.unescape(text)
    return _STRONG.sub(r"\2", text) if "**" in text or "__" in text else text


def plain_cell(text: str) -> str:
    """`plain` for the text of a cell, where a break is a line of its own."""
    if not any(mark in text for mark in "<&*_\\"):
        return text
    return _ESCAPE.sub(r"\1", plain(_BREAK.sub("\n", text))).strip(" \t")
