"""What a Word file shows in another way than as plain text: struck out, as a formula, or as a sign of a symbol font.

None of it may look like a plain number: a square is no two digits, and a sign that cannot be named is not nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gkrules.reading.raised import lowered, raised

if TYPE_CHECKING:
    from lxml import etree

STRUCK = "struck"
"""The name that the text of a struck run gets."""
UNKNOWN = "\ufffd"
"""What stands for a sign that has no character of its own, or that no text can show."""
_MATHS = ("{http://schemas.openxmlformats.org/officeDocument/2006/math}", "{http://purl.oclc.org/ooxml/officeDocument/math}")
MATH_TEXT = tuple(f"{math}t" for math in _MATHS)
MATH_RUNS = tuple(f"{math}r" for math in _MATHS)
_STROKE = "\u0336"
_SHIFTED = {"sup": raised, "sub": lowered, "deg": raised, "lim": lowered}
_BETWEEN = {"den": "/"}
_BUILT = frozenset(
    ["acc", "bar", "borderBox", "eqArr", "groupChr", "limLow", "limUpp", "m", "nary", "phant", "rad"],
)
"""Structures of formulas that are more than their parts one after the other."""
_FORMULAS = tuple(f"{math}{name}" for math in _MATHS for name in (*_SHIFTED, *_BETWEEN, "d", *sorted(_BUILT)))
_PRIVATE = range(0xE000, 0xF900)


def struck(text: str) -> str:
    """`text` with a line through every character, as plain text shows it; no number is read from it."""
    return "".join(char if char.isspace() else char + _STROKE for char in text)


def symbol(code: str | None) -> str:
    """The character of a sign by the hexadecimal code of its font; `UNKNOWN` where the font alone knows what it looks like."""
    try:
        number = int((code or "")[:6], 16)
    except ValueError:
        return UNKNOWN
    # Codes of one byte are places in a font of symbols, and so are private ones.
    char = chr(number) if 0xFF < number <= 0x10FFFF and number not in _PRIVATE and not 0xD800 <= number < 0xE000 else UNKNOWN
    return UNKNOWN if char.isnumeric() or not char.isprintable() else char


def plain_formulas(root: etree._Element) -> None:
    """Write out what formulas show by place: exponents, indexes, fractions, brackets; mark what else they build."""
    for element in list(root.iter(*_FORMULAS)):
        math, _, name = element.tag.rpartition("}")
        texts = list(element.iter(*MATH_TEXT))
        if not texts:
            continue
        if name in _SHIFTED:
            for text in texts:
                text.text = _SHIFTED[name](text.text or "")
        elif name == "d":
            opening, closing = _brackets(element, math)
            texts[0].text = opening + (texts[0].text or "")
            texts[-1].text = (texts[-1].text or "") + closing
        else:
            texts[0].text = _BETWEEN.get(name, UNKNOWN) + (texts[0].text or "")


def _brackets(element: etree._Element, math: str) -> tuple[str, str]:
    properties = element.find(f"{math}}}dPr")
    found = []
    for name, usual in (("begChr", "("), ("endChr", ")")):
        given = None if properties is None else properties.find(f"{math}}}{name}")
        found.append(usual if given is None else given.get(f"{math}}}val", ""))
    return found[0], found[1]
