"""The table of kinds: everything that the package knows of a kind of document stands in its row.

A new kind that is read is a module with a function `read` (see `gkrules.reading.context.Read`), and a row. What is recognised and
refused has a label and an advice instead, which stand in ``words/reading.yaml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gkrules.reading.kinds import text_signs
from gkrules.reading.kinds.mail_names import is_mail
from gkrules.reading.kinds.ole_names import MAGIC
from gkrules.reading.kinds.signs import Bytes, ContentType, CutZip, Element, Magic, MimeType, OleName, Sign, Text, ZipFile, ZipFolder

_ODF = b"application/vnd.oasis.opendocument."


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document.

    Attributes:
        name: what `sniff` calls it.
        told: what it is told by; a kind without is no kind of its own to `sniff`.
        suffixes: what the names of such files end with, as messages list what can be read.
        also: other endings.
        module: the module that reads it, imported when a document of the kind comes; empty where none does.
        members: the module that takes it apart as a folder of documents, with a function `entries`; likewise.
        is_data: it holds a report as data, which `gkrules.pipeline` reads, and no document.
        label: what it is, of the catalogue of words; where it is refused as a document, or another program reads it.
        advice: what to do with what is refused.
    """

    name: str
    told: tuple[Sign[Any], ...] = ()
    suffixes: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    module: str = ""
    members: str = ""
    is_data: bool = False
    label: str = ""
    advice: str = ""

    @property
    def is_taken(self) -> bool:
        """Whether what it holds can be read at all."""
        return bool(self.module or self.members) or self.is_data


def _word(name: str, *told: Sign[Any], suffixes: tuple[str, ...] = (), also: tuple[str, ...] = (), by: str = "", label: str = "") -> Kind:
    return Kind(name, told, suffixes, also, module=f"gkrules.reading.word.{by or name}", label=label)


def _sheets(name: str, *told: Sign[Any]) -> Kind:
    return Kind(name, told, (f".{name}",), module=f"gkrules.reading.sheets.{name}")


def _refused(name: str, *told: Sign[Any], label: str, advice: str, also: tuple[str, ...] = ()) -> Kind:
    return Kind(name, told, also=also, label=label, advice=advice)


def _archive(name: str, *told: Sign[Any], also: tuple[str, ...], by: str, label: str) -> Kind:
    return Kind(name, told, also=also, members=f"gkrules.reading.containers.{by}", label=label, advice="reading/advice.check-whole")


KINDS: tuple[Kind, ...] = (
    Kind("empty"),
    Kind("encrypted", (OleName("EncryptedPackage"),)),
    # Office
    _word(
        "docx",
        *(ZipFolder("word/"), ContentType(b"wordprocessingml"), CutZip(b"word/", 1), CutZip(b"[Content_Types].xml", 1)),
        suffixes=(".docx",),
    ),
    _word("doc", OleName("WordDocument"), suffixes=(".doc",), also=(".wps",), label="reading/label.doc"),
    _word("odt", MimeType(_ODF + b"text", 1), Element(b"<office:text"), suffixes=(".odt",), also=(".ott",)),
    _word("fodt", Bytes(text_signs.is_flat_text, 1), also=(".fodt",), by="odt"),
    _word("rtf", Magic(b"{\\rtf"), suffixes=(".rtf",), by="libreoffice", label="reading/label.rtf"),
    _sheets("xlsx", ZipFolder("xl/"), CutZip(b"xl/")),
    _sheets("xls", OleName("Workbook"), OleName("Book")),
    _sheets("ods", MimeType(_ODF + b"spreadsheet"), Element(b"<office:spreadsheet")),
    _refused("xlsb", label="reading/label.xlsb", advice="reading/advice.as-xlsx"),
    _refused("pptx", ZipFolder("ppt/"), CutZip(b"ppt/"), label="reading/label.pptx", advice="reading/advice.as-docx-or-pdf"),
    _refused("ppt", OleName("PowerPoint Document"), label="reading/label.ppt", advice="reading/advice.as-docx-or-pdf"),
    _refused(
        "odp",
        *(MimeType(_ODF + b"presentation"), Element(b"<office:presentation")),
        label="reading/label.odp",
        advice="reading/advice.as-docx-or-pdf",
    ),
    _refused("odm", MimeType(_ODF + b"text-master"), label="reading/label.odm", advice="reading/advice.export-by-libreoffice"),
    _refused("odg", MimeType(_ODF, 2), Element(b"<office:drawing"), label="reading/label.odg", advice="reading/advice.as-docx-or-pdf"),
    _refused("sxw", MimeType(b"application/vnd.sun.xml."), label="reading/label.sxw", advice="reading/advice.save-by-libreoffice"),
    _refused("flat", Bytes(text_signs.is_flat, 2), label="reading/label.flat", advice="reading/advice.as-ods"),
    # The web, and mails
    Kind("html", (Text(text_signs.is_page, 3),), (".html",), (".htm", ".shtml"), module="gkrules.reading.web.html"),
    Kind("mhtml", (Text(text_signs.is_saved_page, 1),), (".mht",), (".mhtml",), module="gkrules.reading.web.mhtml"),
    Kind(
        "eml",
        (Text(is_mail),),
        (".eml",),
        module="gkrules.reading.containers.mail_report",
        members="gkrules.reading.containers.mail",
    ),
    _refused("msg", OleName("__properties_version1.0"), also=(".msg",), label="reading/label.msg", advice="reading/advice.from-outlook"),
    # Pages
    Kind("pdf", (Magic(b"%PDF-"),), (".pdf",), module="gkrules.reading.pages.pdf"),
    Kind("ofd", (ZipFile("ofd.xml"), CutZip(b"OFD.xml")), (".ofd",), module="gkrules.reading.pages.ofd"),
    _refused("epub", MimeType(b"application/epub+zip"), label="reading/label.epub", advice="reading/advice.as-docx-or-pdf"),
    _refused(
        "image",
        *map(Magic, (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*")),
        *(Bytes(text_signs.is_webp), Bytes(text_signs.is_bitmap)),
        label="reading/label.image",
        advice="reading/advice.original",
    ),
    # Text and data
    Kind(
        "text",
        (Text(text_signs.is_markdown, 2), Text(text_signs.is_text, 6)),
        (".csv", ".txt"),
        (".md",),
        module="gkrules.reading.plain_text",
    ),
    Kind("json", (Text(text_signs.is_json, 5),), (".json",), is_data=True, label="reading/label.json", advice="reading/advice.as-data"),
    _refused("xml", Text(text_signs.is_xml, 4), label="reading/label.xml", advice="reading/advice.from-word-xml"),
    # What holds others
    _archive("zip", also=(".zip",), by="archive_zip", label="reading/label.zip"),
    _archive("gzip", Magic(b"\x1f\x8b"), also=(".gz", ".tgz"), by="archive_tar", label="reading/label.gzip"),
    _archive("tar", Bytes(text_signs.is_tar, -1), also=(".tar",), by="archive_tar", label="reading/label.tar"),
    _archive("7z", Magic(b"7z\xbc\xaf\x27\x1c"), also=(".7z",), by="archive_7z", label="reading/label.7z"),
    _refused("rar", Magic(b"Rar!\x1a\x07"), also=(".rar",), label="reading/label.rar", advice="reading/advice.unpack"),
    _refused("packed", Magic(b"\xfd7zXZ\x00"), Magic(b"BZh91AY&SY"), label="reading/label.packed", advice="reading/advice.unpack"),
    # Anything else
    _refused("ole", Magic(MAGIC), label="reading/label.ole", advice="reading/advice.from-its-program"),
    _refused("binary", Magic(b"\x7fELF"), Bytes(text_signs.is_binary, 3), label="reading/label.binary", advice="reading/advice.make-sure"),
)
"""In the order in which messages list what can be read."""


def kind_of(name: str) -> Kind:
    """The row of a kind."""
    return next(kind for kind in KINDS if kind.name == name)
