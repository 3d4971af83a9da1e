"""What a plain paragraph of a Word file shows: its texts, and the marks that stand for a character."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from gkrules.reading.word.wordml import MATH_TEXT, STRUCK, symbol, value

if TYPE_CHECKING:
    from lxml import etree

TEXTS = frozenset({"t", *MATH_TEXT})
"""The elements that hold text."""
_PLAIN = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
SHOWN = (*sorted(TEXTS), *_PLAIN, "sym", STRUCK)
"""The elements that show something."""


def inside(paragraph: etree._Element, boxes: list[etree._Element]) -> Iterator[etree._Element]:
    """What a clean paragraph shows, without its properties and text boxes; these are put aside."""
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        tag = element.tag
        if tag in SHOWN:
            yield element
        elif tag == "txbxContent":
            boxes.append(element)
        elif tag not in {"pPr", "rPr"}:
            waiting.extend(reversed(element))


def pieces(listed: Iterable[etree._Element], out: list[str]) -> Iterator[tuple[etree._Element, str]]:
    """The elements that show text, with what they show; what is struck out is put into `out`."""
    for element in listed:
        tag = element.tag
        if tag in TEXTS:
            yield element, element.text or ""
        elif tag in _PLAIN:
            parent = element.getparent()
            if parent is None or parent.tag != "tabs":
                yield element, _PLAIN[tag]
        elif tag == "sym":
            yield element, symbol(value(element, "char"))
        else:
            out.append(element.text or "")


@lru_cache(maxsize=1)
def in_properties() -> Callable[[etree._Element], Any]:
    """Whether what is shown elsewhere stands in properties, where it is none of the text. Two paths are far faster than one of both."""
    from lxml import etree

    maths = {f"math{number}": tag[1:].partition("}")[0] for number, tag in enumerate(MATH_TEXT)}
    shown = " or ".join(f"self::{name}" for name in ("t", "sym", STRUCK, *(f"{prefix}:t" for prefix in maths), *_PLAIN))
    paths = (f"descendant::{name}/descendant::*[{shown}][not(parent::tabs)]" for name in ("pPr", "rPr"))
    return etree.XPath(f"boolean({' | '.join(paths)})", namespaces=maths)
