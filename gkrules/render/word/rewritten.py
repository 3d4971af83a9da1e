"""A Word file with some parts replaced or added; every other member is copied byte for byte, in its order."""

from __future__ import annotations

import posixpath
import warnings
import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING

from gkrules.reading.containers.package import Package, parse_xml
from gkrules.reading.faults import damaged
from gkrules.reading.limits import Limits

if TYPE_CHECKING:
    from lxml import etree

_TYPES = "[Content_Types].xml"
_TYPES_SPACE = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS_SPACE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_PACKED = 0.95  # what is packed no smaller (a picture) is stored: packing it again only takes time


def comments_name(package: Package, main: str) -> str | None:
    """The name of the part of comments, if the main part has one that is there."""
    name = package.related(main, "comments")
    return name if name and package.holds(name) else None


def with_comments_part(package: Package, main: str, limits: Limits, *, strict: bool) -> tuple[str, dict[str, bytes]]:
    """The name of a new part of comments, and the parts that must name it."""
    folder, file = posixpath.split(main)
    names = (posixpath.join(folder, f"comments{number or ''}.xml") for number in range(1000))
    name = next(each for each in names if not package.holds(each))
    relations_name = posixpath.join(folder, "_rels", f"{file}.rels")
    return name, {_TYPES: _with_type(package, name, limits), relations_name: _with_relation(package, relations_name, name, limits, strict)}


def _with_type(package: Package, name: str, limits: Limits) -> bytes:
    data = package.part(_TYPES)
    if data is None:
        raise damaged("reading/broken.no-word-document")
    root = parse_xml(data, _TYPES, limits)
    override = root.makeelement(f"{_TYPES_SPACE}Override", {"PartName": f"/{name}", "ContentType": _COMMENTS_TYPE})
    root.append(override)
    return written(root)


def _with_relation(package: Package, relations_name: str, part: str, limits: Limits, strict: bool) -> bytes:
    data = package.part(relations_name)
    empty = f'<Relationships xmlns="{_RELATIONS_SPACE[1:-1]}"/>'.encode()
    root = parse_xml(data or empty, relations_name, limits)
    taken = {each.get("Id") for each in root}
    given = next(name for number in range(1, len(taken) + 2) if (name := f"rIdGk{number}") not in taken)
    for each in list(root):
        # One that leads nowhere: a document has one part of comments.
        if (each.get("Type") or "").endswith("/comments"):
            root.remove(each)
    values = {"Id": given, "Type": f"{_RELATIONS_STRICT if strict else _RELATIONS}/comments", "Target": f"/{part}"}
    root.append(root.makeelement(f"{_RELATIONS_SPACE}Relationship", values))
    return written(root)


def written(root: etree._Element) -> bytes:
    """A part of XML."""
    from lxml import etree

    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def rewritten(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The package with these parts.

    Raises:
        DocumentError: ``damaged``: a member cannot be unpacked.
    """
    waiting = {_normal(name): (name, content) for name, content in parts.items()}
    replaced = set(waiting)
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a name that occurs twice stays so
        new.comment = old.comment
        for member in old.infolist():
            name = _normal(member.filename)
            if name in replaced:
                if name in waiting:
                    _write(new, member, waiting.pop(name)[1], zipfile.ZIP_DEFLATED)
                continue
            try:
                content = old.read(member)
            except Exception as error:  # zlib.error, BadZipFile, struct.error, EOFError … have no common parent
                raise damaged("reading/broken.part-not-unpacked", name=member.filename) from error
            packs = member.compress_type == zipfile.ZIP_DEFLATED and member.compress_size < _PACKED * member.file_size
            _write(new, member, content, zipfile.ZIP_DEFLATED if packs else zipfile.ZIP_STORED)
        for name, content in waiting.values():
            _write(new, zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _write(archive: zipfile.ZipFile, like: zipfile.ZipInfo, content: bytes, packing: int) -> None:
    member = zipfile.ZipInfo(like.filename, like.date_time)
    member.external_attr, member.create_system, member.comment = like.external_attr, like.create_system, like.comment
    archive.writestr(member, content, packing)


def _normal(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
