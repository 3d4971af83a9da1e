"""What OpenDocument files of every kind have in common: their namespaces, and rows, columns and cells that stand for several."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gkrules.reading.faults import damaged

if TYPE_CHECKING:
    from lxml import etree

_URN = "urn:oasis:names:tc:opendocument:xmlns:"
TABLE = f"{{{_URN}table:1.0}}"
OFFICE = f"{{{_URN}office:1.0}}"
STYLE = f"{{{_URN}style:1.0}}"
TEXT = f"{{{_URN}text:1.0}}"
DRAW = f"{{{_URN}drawing:1.0}}"
ROW_GROUPS = frozenset({f"{TABLE}table-row-group", f"{TABLE}table-header-rows", f"{TABLE}table-rows"})
COLUMN_GROUPS = frozenset({f"{TABLE}table-column-group", f"{TABLE}table-header-columns", f"{TABLE}table-columns"})
MOST = 1 << 20
"""More columns or rows than any program has; larger numbers are cut to it."""


def repeated(element: etree._Element, attribute: str) -> int:
    """A count of rows or columns, from 1 to `MOST`.

    Raises:
        DocumentError: ``damaged`` if it is no number.
    """
    text = element.get(TABLE + attribute)
    if not text:
        return 1
    if not (text.isascii() and text.isdigit()):
        raise damaged("reading/broken.no-number", attribute=attribute)
    return max(1, min(int(text[:8]), MOST)) if len(text) <= 8 else MOST


def inside(parent: etree._Element, tag: str, groups: frozenset[str]) -> Iterator[etree._Element]:
    """The rows or columns of a table, also those in groups."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in groups:
            yield from inside(child, tag, groups)
