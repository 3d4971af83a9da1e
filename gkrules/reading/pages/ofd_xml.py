"""The XML of an OFD package: parts without namespaces, which producers write in several ways, and lists of numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from gkrules.reading.containers.package import Package

if TYPE_CHECKING:
    from lxml import etree

_FARTHEST = 1e7  # no coordinate on a page is larger


def read_xml(package: Package, name: str) -> etree._Element | None:
    """The root of a part, all names without their namespace; ``None`` if there is no such part.

    Raises:
        DocumentError: ``damaged``, ``unsafe`` or ``limit_…``.
    """
    root = package.xml(name)
    if root is not None:
        for element in root.iter("{*}*"):
            element.tag = str(element.tag).rpartition("}")[2]
    return root


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of a name."""
    return None if element is None else element.find(name)


def children(element: etree._Element | None, name: str) -> list[etree._Element]:
    """The children of a name."""
    return [] if element is None else element.findall(name)


def path_of(element: etree._Element | None) -> str:
    """The text of an element, which names a part or holds numbers."""
    return "" if element is None else (element.text or "").strip().replace("\\", "/")


def number(text: str | None, default: float = 0.0) -> float:
    """A number, or `default` where there is none or none that can stand on a page."""
    try:
        value = float(text) if text else default
    except ValueError:
        return default
    return value if math.isfinite(value) and abs(value) < _FARTHEST else default


def numbers(text: str | None) -> list[float]:
    """Numbers apart by blanks; empty if one of them is none."""
    found = [number(word, math.nan) for word in (text or "").replace(",", " ").split()]
    return [] if any(math.isnan(each) for each in found) else found
