"""OpenDocument text (``.odt``, ``.ott``, and ``.fodt``, which is one flat XML file): its text in the tree that the walk over Word reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from gkrules.model.document import Document, Notice
from gkrules.reading.containers.odf import OFFICE
from gkrules.reading.containers.package import Package, parse_xml
from gkrules.reading.context import Context
from gkrules.reading.faults import damaged, encrypted, too_much_text
from gkrules.reading.limits import Limits
from gkrules.reading.word.docx import blocks_of_body
from gkrules.reading.word.numbering import Numbering
from gkrules.reading.word.odt_lists import Lists
from gkrules.reading.word.odt_styles import Styles
from gkrules.reading.word.odt_tree import NUMBER, Tree
from gkrules.reading.word.wordml import Styles as WordmlStyles
from gkrules.words import phrase

if TYPE_CHECKING:
    from lxml import etree

_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_PICTURE = re.compile(rb"<office:binary-data>[^<]*</office:binary-data>")


def read(data: bytes, limits: Limits, context: Context) -> Document:
    """Read a text of OpenDocument. Notes, comments, headers and footers are not read, as in ``.docx``.

    Of flat XML (``fodt``), too, the document and its places are of the kind ``odt``.

    Raises:
        DocumentError: ``damaged``, ``encrypted``, ``unsafe`` or ``limit_…``.
    """
    content, common, meta = _flat(data, limits) if context.kind == "fodt" else _parts(data, limits, context.name)
    text = content.find(f"{OFFICE}body/{OFFICE}text")
    if text is None:
        raise damaged("reading/broken.no-text-document")
    tree = Tree(Styles(content, common), Lists(content, common), limits)
    body = tree.body(text)
    blocks = blocks_of_body(body, _Given(), limits, "odt")
    return Document("odt", blocks, _title(meta), tuple(_notices(tree)))


def _notices(tree: Tree) -> Iterator[Notice]:
    if tree.deletes:
        yield Notice("remark", phrase("reading/deleted-left-out"))
    if tree.irregular:
        yield Notice(
            "uncertain",
            phrase("reading/tables-irregular", count=tree.irregular),
        )
    if tree.collapsed:
        yield Notice(
            "uncertain",
            phrase("reading/hidden-read"),
        )


class _Given(Numbering):
    """Numbers that are set down already."""

    def __init__(self) -> None:
        super().__init__(None, WordmlStyles(None))

    def prefix(self, paragraph: etree._Element) -> str:
        return paragraph.get(NUMBER) or ""


def _parts(data: bytes, limits: Limits, name: str) -> tuple[etree._Element, etree._Element | None, etree._Element | None]:
    """The content, the styles and the facts about a document in a container."""
    package = Package(data, limits)
    if b"encryption-data" in (package.part("META-INF/manifest.xml") or b"") or package.holds("encrypted-package"):
        raise encrypted(name)
    content = package.xml("content.xml")
    if content is None:
        raise damaged("reading/broken.no-content-xml")
    return content, package.xml("styles.xml"), package.xml("meta.xml")


def _flat(data: bytes, limits: Limits) -> tuple[etree._Element, etree._Element, etree._Element]:
    if len(data) > limits.max_text_bytes:
        raise too_much_text(limits.max_text_bytes)
    # Pictures stand in it as text, which may be longer than the parser takes.
    root = parse_xml(_PICTURE.sub(b"", data.lstrip(b" \t\r\n")), "fodt", limits)
    return root, root, root


def _title(meta: etree._Element | None) -> str:
    title = None if meta is None else meta.find(f"{OFFICE}meta/{_TITLE}")
    return "" if title is None else " ".join((title.text or "").split())
