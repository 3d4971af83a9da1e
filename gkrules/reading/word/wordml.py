"""WordprocessingML made plain: the tree that a reader of the finished document would see.

Tracked changes are accepted, hidden text is removed, wrappers (content controls, links, fields, custom XML) are replaced by what they hold,
and the elements of both namespaces (transitional and strict) get their bare names. What is shown in another way than as plain text (struck
out, as a formula, as a sign of a symbol font) is set apart: a square is no two digits, and a sign that cannot be named is not nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
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


_NAMESPACES = ("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}", "{http://purl.oclc.org/ooxml/wordprocessingml/main}")
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_OFF = frozenset({"0", "false", "off", "none"})

_UNWRAPPED = frozenset(
    ["ins", "moveTo", "sdt", "sdtContent", "smartTag", "customXml", "hyperlink", "fldSimple", "bdo", "dir", "rubyBase", "ruby"]
)
_DROPPED = frozenset(
    [
        "del",
        "moveFrom",
        "instrText",
        "delText",
        "delInstrText",
        "rPrChange",
        "pPrChange",
        "tblPrChange",
        "tblPrExChange",
        "tcPrChange",
        "trPrChange",
        "sectPrChange",
        "tblGridChange",
        "numberingChange",
        "sdtPr",
        "sdtEndPr",
        "smartTagPr",
        "customXmlPr",
        "fldData",
        "rubyPr",
        "rt",
    ]
)
_ROW_MARKS = frozenset({"del", "hidden"})
_HIDING = ("vanish", "specVanish")
_STRIKING = ("strike", "dstrike")
_RUN_MARKS = frozenset({*_HIDING, *_STRIKING, "vertAlign"})
_TEXTS = ("t", *MATH_TEXT)
# In properties these are marks about the paragraph mark, the row or the cell, not wrappers of content.
_MARK_PARENTS = frozenset({"rPr", "trPr", "tcPr"})


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The children of `element` with one of `names`."""
    return element.iterchildren(*names)


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first element down a path of names."""
    for name in path:
        if element is None:
            return None
        element = next(element.iterchildren(name), None)
    return element


def value(element: etree._Element | None, name: str = "val") -> str | None:
    """An attribute of a WordprocessingML element, in either namespace."""
    if element is None:
        return None
    for namespace in (*_NAMESPACES, ""):
        found = element.get(namespace + name)
        if found is not None:
            return found
    return None


def number(element: etree._Element | None, default: int, name: str = "val") -> int:
    """An attribute as a whole number that is not negative; `default` where it is missing or nonsense."""
    text = (value(element, name) or "").strip()
    return int(text[:9]) if text.isascii() and text.isdigit() else default


def is_on(element: etree._Element | None) -> bool | None:
    """A toggle: ``None`` where it is not given."""
    if element is None:
        return None
    return (value(element) or "true").lower() not in _OFF


def simplify_names(root: etree._Element) -> frozenset[str]:
    """Give the elements of both namespaces their bare names, and tell which there are."""
    short: dict[str, str] = {}
    for namespace in _NAMESPACES:
        for element in root.iter(f"{namespace}*"):
            tag = element.tag
            name = short.get(tag)
            if name is None:
                name = short[tag] = tag[len(namespace) :]
            element.tag = name
    return frozenset(short.values())


class Styles:
    """What of the styles matters for reading: hidden, struck and raised text, and numbering, with inheritance.

    Attributes:
        names: the names of all elements in them.
    """

    def __init__(self, root: etree._Element | None, names: frozenset[str] = frozenset()) -> None:
        self.names = names
        self._styles = {} if root is None else {value(style, "styleId"): style for style in children(root, "style")}
        self._found: dict[tuple[str | None, tuple[str, ...]], etree._Element | None] = {}

    def hidden(self, style_id: str | None) -> bool | None:
        """Whether a style hides its text; ``None`` if it does not say."""
        return is_on(self._first(style_id, "rPr", "vanish"))

    def strikes(self, style_id: str | None, line: str) -> bool | None:
        """Whether a style draws a line (``strike``, ``dstrike``) through its text; ``None`` if it does not say."""
        return is_on(self._first(style_id, "rPr", line))

    def numbering(self, style_id: str | None) -> etree._Element | None:
        """The ``numPr`` of a paragraph style."""
        return self._first(style_id, "pPr", "numPr")

    def position(self, style_id: str | None) -> str | None:
        """Whether a style raises (``superscript``) or lowers (``subscript``) its text."""
        return value(self._first(style_id, "rPr", "vertAlign"))

    def _first(self, style_id: str | None, *path: str) -> etree._Element | None:
        """What stands at a path in a style or the nearest one that it is based on; each is looked for once."""
        if (style_id, path) not in self._found:
            self._found[style_id, path] = self._inherited(style_id, path)
        return self._found[style_id, path]

    def _inherited(self, style_id: str | None, path: tuple[str, ...]) -> etree._Element | None:
        seen: set[str] = set()
        while style_id is not None and style_id not in seen:
            seen.add(style_id)
            style = self._styles.get(style_id)
            found = child(style, *path)
            if found is not None:
                return found
            style_id = value(child(style, "basedOn"))
        return None


def clean(root: etree._Element, styles: Styles, names: frozenset[str]) -> frozenset[str]:
    """Turn `root`, which holds elements of these names, simplified, into what a reader of the finished document sees.

    Returns the names that are there then, or some more.
    """
    wanted = [_MC + "AlternateContent", *sorted(names & (_UNWRAPPED | _DROPPED))]
    # Most documents hide, strike and raise nothing; then no row, cell or run needs to be looked at.
    if not names.isdisjoint(_ROW_MARKS):
        wanted.append("tr")
    if "cellDel" in names:
        wanted.append("tc")
    if not (names | styles.names).isdisjoint(_RUN_MARKS):
        wanted += ["r", *MATH_RUNS]
    plain_formulas(root)
    for element in list(root.iter(*wanted)):
        parent = element.getparent()
        if parent is None or parent.tag in _MARK_PARENTS:
            continue
        tag = element.tag
        if tag == _MC + "AlternateContent":
            _choose(element)
        elif tag in _UNWRAPPED:
            if tag == "sdt" and is_on(child(element, "sdtPr", "showingPlcHdr")):
                for text in list(element.iter("t")):
                    _drop(text)
            _unwrap(element)
        elif tag in _DROPPED or _is_gone(element, styles):
            _drop(element)
        elif tag == "r" or tag in MATH_RUNS:
            _shift(element, styles)
            _set_apart(element, styles)
    return names | {STRUCK} if next(root.iter(STRUCK), None) is not None else names


def _choose(alternatives: etree._Element) -> None:
    """Keep one of several forms of the same content, else a text box would be read twice."""
    forms = {form.tag: form for form in reversed(alternatives)}
    chosen = forms.get(_MC + "Choice", forms.get(_MC + "Fallback"))
    if chosen is None:
        _drop(alternatives)
        return
    for form in list(alternatives):
        if form is not chosen:
            _drop(form)
    _unwrap(chosen)
    _unwrap(alternatives)


def _is_gone(element: etree._Element, styles: Styles) -> bool:
    """Whether a row or a cell was deleted by a tracked change, or a row or a run is hidden."""
    if element.tag == "tr":
        properties = child(element, "trPr")
        return child(properties, "del") is not None or bool(is_on(child(properties, "hidden")))
    if element.tag == "tc":
        return child(element, "tcPr", "cellDel") is not None
    return (element.tag == "r" or element.tag in MATH_RUNS) and (_is_set(element, _HIDING, styles.hidden))


def mark_is_deleted(paragraph: etree._Element) -> bool:
    """Whether the end of a paragraph was deleted by a tracked change, so that the next paragraph continues it."""
    return child(paragraph, "pPr", "rPr", "del") is not None


def _is_set(run: etree._Element, names: Sequence[str], of_style: Callable[[str | None], bool | None]) -> bool:
    """Whether a run has a property, which goes by several names: its own, else that of its style, else that of its paragraph."""
    properties = child(run, "rPr")
    for name in names:
        own = is_on(child(properties, name))
        if own is not None:
            return own
    own = of_style(value(child(properties, "rStyle")))
    if own is None:
        paragraph = run.getparent()
        while paragraph is not None and paragraph.tag != "p":
            paragraph = paragraph.getparent()
        own = of_style(value(child(paragraph, "pPr", "pStyle")))
    return bool(own)


def _shift(run: etree._Element, styles: Styles) -> None:
    """Set raised and lowered digits down as such."""
    properties = child(run, "rPr")
    if properties is None:
        return
    position = value(child(properties, "vertAlign")) or styles.position(value(child(properties, "rStyle")))
    if position in {"superscript", "subscript"}:
        for text in children(run, *_TEXTS):
            text.text = (raised if position == "superscript" else lowered)(text.text or "")


def _set_apart(run: etree._Element, styles: Styles) -> None:
    """Give the text of a run another name if a line is drawn through it."""
    if any(_is_set(run, (line,), partial(styles.strikes, line=line)) for line in _STRIKING):
        for text in list(children(run, *_TEXTS)):
            text.tag = STRUCK


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unwrap(element: etree._Element) -> None:
    for part in list(element):
        element.addprevious(part)
    _drop(element)
