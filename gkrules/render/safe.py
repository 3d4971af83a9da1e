"""Text of documents made harmless for a terminal, a spreadsheet and a JSON file."""

from __future__ import annotations

import json
import re

# C0 and C1 controls, marks and overrides of writing direction, lone surrogates, and tags that nobody sees and a language
# model reads: a document may hold them to move the cursor, to recolour the screen, or to make a reader see another order
# than the one that is stored.
_UNSAFE = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff\U000e0000-\U000e007f"
_UNSAFE_IN_JSON = re.compile(f"[{_UNSAFE}\u2028\u2029]")
_CONTROLS = re.compile(f"[{_UNSAFE}]")
_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[PX^_][^\x1b]*(?:\x1b\\)?)|\x9b[0-?]*[ -/]*[@-~]")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREAKS = re.compile("[\t\n\r\u2028\u2029]+")
# Some spreadsheets skip what nobody sees before a formula, and some take the full width and the small forms for the sign itself.
_UNSEEN = "\\s\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200c\u200d\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff"
_FORMULA_START = re.compile(f"[{_UNSEEN}]*[=+\\-@＝＋－＠﹦﹢﹣﹫]|[\t\r\n]")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


def strip_controls(text: str) -> str:
    """`text` without terminal escapes, control characters and direction overrides; line breaks and tabs stay."""
    return _CONTROLS.sub("", _ANSI.sub("", text))


def clean(text: str) -> str:
    """`text` as one line that is safe to show."""
    # Nothing that is unsafe or breaks a line is printable in Python's sense, and most texts have nothing of it.
    if text.isprintable():
        return text.strip()
    return _BREAKS.sub(" ", strip_controls(text)).strip()


def spreadsheet_text(text: str) -> str:
    """`text` so that no spreadsheet takes it for a formula; plain numbers stay as they are."""
    text = strip_controls(text)
    if _FORMULA_START.match(text) and not _PLAIN_NUMBER.fullmatch(text.strip(" ")):
        return "'" + text
    return text


def xml_text(text: str) -> str:
    """`text` without the characters that no XML document may hold."""
    return _NOT_XML.sub("", text)


def escape_json(document: str) -> str:
    """A JSON text with unsafe characters written as ``\\uXXXX``: the same data, but harmless on a terminal."""
    return _UNSAFE_IN_JSON.sub(lambda match: json.dumps(match.group())[1:-1], document)
