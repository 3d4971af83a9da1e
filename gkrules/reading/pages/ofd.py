"""OFD (GB/T 33190), the national format of fixed layout: an own walk from the package to what its pages show.

Scripts, actions, attachments and links are never looked at. Boxes run down from the upper left corner of a page.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING

from gkrules.model.document import Document, Notice
from gkrules.model.places import Place
from gkrules.reading.containers.package import Package
from gkrules.reading.context import Context
from gkrules.reading.faults import damaged, encrypted, too_many_pages
from gkrules.reading.limits import Limits
from gkrules.reading.pages.blocks import document_of
from gkrules.reading.pages.ofd_page import PageReader, child, children, numbers, path_of, read_xml
from gkrules.reading.pages.page import Budget, PageContent
from gkrules.reading.pages.pictures import RECOGNISED
from gkrules.words import phrase

if TYPE_CHECKING:
    from lxml import etree

_ROOT = "OFD.xml"
_ENCRYPTIONS = "Encryptions.xml"
_A4 = (0.0, 0.0, 210.0, 297.0)
_VERSIONS = Notice("uncertain", phrase("reading/ofd-versions"))


def read(data: bytes, limits: Limits, context: Context) -> Document:
    """Read an OFD file.

    Raises:
        DocumentError: ``damaged``, ``encrypted``, ``unsafe``, ``no_text_layer`` or ``limit_…``.
    """
    package = Package(data, limits)
    if package.holds(_ENCRYPTIONS):
        raise encrypted(context.name)
    root = read_xml(package, _ROOT)
    bodies = children(root, "DocBody") if root is not None else []
    if not bodies:
        raise damaged("reading/broken.no-ofd-xml")
    budget = Budget(limits)
    pages: list[PageContent] = []
    notices: list[Notice] = []
    covered = True  # every page that shows text shows it with a picture of the whole page
    for body in bodies:
        part = _Part(package, path_of(child(body, "DocRoot")), budget)
        if len(pages) + len(part.pages) > limits.max_pages:
            raise too_many_pages(len(pages) + len(part.pages), limits.max_pages)
        if len([each for versions in children(body, "Versions") for each in children(versions, "Version")]) > 1:
            notices.append(_VERSIONS)
        for page in part.pages:
            content, pictured = part.read(page, len(pages) + 1)
            covered = covered and (pictured or not content.chars)
            pages.append(content)
        notices.extend(part.notes(first=len(pages) - len(part.pages) + 1))
    ruled = any(page.horizontal or page.vertical for page in pages)
    if covered and not ruled and any(page.chars for page in pages):
        notices.append(RECOGNISED)
    return document_of("ofd", pages, limits, context.name, _title(bodies[0]), tuple(notices))


class _Part:
    """One document of the package: its pages, the templates that they stand on, and its resources."""

    def __init__(self, package: Package, path: str, budget: Budget) -> None:
        root = read_xml(package, path) if path else None
        if root is None:
            raise damaged("reading/broken.no-ofd-document")
        self._package, self._path, self._budget = package, path, budget
        self._common = child(root, "CommonData")
        self._annotations = path_of(child(root, "Annotations"))
        self._templates = {each.get("ID", ""): each.get("BaseLoc", "") for each in children(self._common, "TemplatePage")}
        self._read_templates: dict[str, tuple[etree._Element, str] | None] = {}
        self._units: dict[str, etree._Element] | None = None
        self.pages = children(child(root, "Pages"), "Page")
        if not self.pages:
            raise damaged("reading/broken.no-pages")

    def read(self, page: etree._Element, number: int) -> tuple[PageContent, bool]:
        """What a page shows, and whether a picture covers it.

        Raises:
            DocumentError: ``damaged``, ``unsafe`` or ``limit_…``.
        """
        found = self._found(page.get("BaseLoc", ""), self._path)
        if found is None:
            raise damaged("reading/broken.no-page", number=number)
        root, path = found
        templates = [
            loaded for each in children(root, "Template") if (loaded := self._template(each.get("TemplateID", ""), number)) is not None
        ]
        reader = PageReader(self._box(root, [template for template, _ in templates]), self._budget, lambda: self._composites(root, path))
        for layered in (*(template for template, _ in templates), root):
            for layer in children(child(layered, "Content"), "Layer"):
                reader.add(layer)
        return reader.content(), reader.pictured

    def notes(self, first: int) -> Iterator[Notice]:
        """Remarks about annotations that show text: it is no part of the report, and not read. `first` is the number of the first page."""
        found = self._found(self._annotations, self._path) if self._annotations else None
        if found is None:
            return
        numbers_of = {page.get("ID", ""): number for number, page in enumerate(self.pages, start=first)}
        for page in children(found[0], "Page"):
            inner = self._found(path_of(child(page, "FileLoc")), found[1])
            if inner is not None and any(_shows_text(note) for note in children(inner[0], "Annot")):
                number = numbers_of.get(page.get("PageID", ""))
                page_said = "" if number is None else phrase("reading/on-page", number=number)
                place = None if number is None else Place("ofd", page=number)
                yield Notice(
                    "remark",
                    phrase("reading/annotation-unread", page=page_said),
                    place,
                )

    def _template(self, identity: str, number: int) -> tuple[etree._Element, str] | None:
        if identity not in self._read_templates:
            self._read_templates[identity] = self._found(self._templates.get(identity, ""), self._path)
        found = self._read_templates[identity]
        if found is None:
            raise damaged("reading/broken.no-template-page", number=number)
        return found

    def _box(self, page: etree._Element, templates: list[etree._Element]) -> tuple[float, float, float, float]:
        """Left, top, width and height of a page in millimetres: its own, its template's, or that of the document."""
        areas = [child(root, "Area") for root in (page, *templates)]
        for area in (*areas, child(self._common, "PageArea")):
            box = numbers(path_of(child(area, "PhysicalBox")))
            if len(box) == 4 and box[2] > 0 and box[3] > 0:
                return box[0], box[1], box[2], box[3]
        return _A4

    def _composites(self, page: etree._Element, path: str) -> dict[str, etree._Element]:
        """Drawings that are used by reference, by their identity. Read when a page first uses one."""
        if self._units is None:
            self._units = {}
            for resource in (*children(self._common, "PublicRes"), *children(self._common, "DocumentRes")):
                self._units.update(self._units_of(path_of(resource), self._path))
        units = dict(self._units)
        for resource in children(page, "PageRes"):
            units.update(self._units_of(path_of(resource), path))
        return units

    def _units_of(self, name: str, base: str) -> dict[str, etree._Element]:
        found = self._found(name, base)
        if found is None:
            return {}
        units = children(child(found[0], "CompositeGraphicUnits"), "CompositeGraphicUnit")
        return {unit.get("ID", ""): content for unit in units if (content := child(unit, "Content")) is not None}

    def _found(self, name: str, base: str) -> tuple[etree._Element, str] | None:
        """A part by its name, as the part `base` gives it, and where it was found."""
        if not name:
            return None
        # Relative to the part that names it; some producers count from the document instead.
        for folder in ("",) if name.startswith("/") else (posixpath.dirname(base), posixpath.dirname(self._path), ""):
            path = posixpath.normpath(posixpath.join(folder, name.lstrip("/")))
            root = read_xml(self._package, path)
            if root is not None:
                return root, path
        return None


def _shows_text(note: etree._Element) -> bool:
    if note.get("Visible", "true").strip() == "false":
        return False
    appearance = child(note, "Appearance")
    return appearance is not None and any((code.text or "").strip() for code in appearance.iter("TextCode"))


def _title(body: etree._Element) -> str:
    return " ".join(path_of(child(child(body, "DocInfo"), "Title")).split())
