"""What of the styles of an OpenDocument text matters for reading: hidden text and raised digits, with inheritance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gkrules.reading.containers.odf import OFFICE, STYLE, TEXT

if TYPE_CHECKING:
    from lxml import etree

_PROPERTIES = f"{STYLE}text-properties"
_HIDDEN = {"none": True, "condition": True, "true": False}


class Styles:
    """The styles that the body of a document may name.

    Args:
        content: the root with the body and its automatic styles.
        common: the root with the named styles; the same one in a flat file.
    """

    def __init__(self, content: etree._Element, common: etree._Element | None) -> None:
        self._styles: dict[tuple[str, str], etree._Element] = {}
        self._found: dict[tuple[str, str, str], str] = {}
        named = None if common is None else common.find(f"{OFFICE}styles")
        for group in (named, content.find(f"{OFFICE}automatic-styles")):
            for style in group.iterchildren(f"{STYLE}style") if group is not None else ():
                self._styles[style.get(f"{STYLE}family") or "", style.get(f"{STYLE}name") or ""] = style

    def hidden(self, family: str, name: str | None) -> bool | None:
        """Whether a style hides its text; ``None`` if it does not say."""
        return _HIDDEN.get(self._first(family, name, f"{TEXT}display"))

    def position(self, family: str, name: str | None) -> str | None:
        """``super`` or ``sub`` if a style raises or lowers its text, ``base`` if it sets it on the line, ``None`` if it does not say."""
        word = (self._first(family, name, f"{STYLE}text-position").split() or [""])[0]
        if not word:
            return None
        if word in {"super", "sub"}:
            return word
        shift = word.rstrip("%").strip()
        return "sub" if shift.startswith("-") else "super" if shift.strip("+0.") else "base"

    def unlisted(self, name: str | None) -> bool:
        """Whether a paragraph style takes its paragraphs out of every list."""
        seen: set[str] = set()
        while name is not None and name not in seen:
            seen.add(name)
            style = self._styles.get(("paragraph", name))
            if style is None:
                return False
            own = style.get(f"{STYLE}list-style-name")
            if own is not None:
                return not own
            name = style.get(f"{STYLE}parent-style-name")
        return False

    def _first(self, family: str, name: str | None, attribute: str) -> str:
        """What a style or the nearest one that it is based on says; each is looked for once."""
        key = (family, name or "", attribute)
        if key not in self._found:
            self._found[key] = self._inherited(family, name, attribute)
        return self._found[key]

    def _inherited(self, family: str, name: str | None, attribute: str) -> str:
        seen: set[str] = set()
        while name is not None and name not in seen:
            seen.add(name)
            style = self._styles.get((family, name))
            if style is None:
                return ""
            for properties in style.iterchildren(_PROPERTIES):
                found = properties.get(attribute)
                if found is not None:
                    return found
            name = style.get(f"{STYLE}parent-style-name")
        return ""
