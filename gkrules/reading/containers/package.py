"""The zip container of a Word or OFD file: parts within bounds, and XML without anything that reaches out."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Callable
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from gkrules.model.errors import DocumentError
from gkrules.reading.faults import damaged, in_megabytes, over_limit, too_deep, too_many_elements, unsafe
from gkrules.reading.limits import Limits

if TYPE_CHECKING:
    from lxml import etree

_CHUNK = 1024 * 1024
_PROLOG = 64 * 1024
_RELATIONSHIP = "/officeDocument"
_DEFAULT_MAIN = "word/document.xml"


class Package:
    """A Word or OFD file, taken apart.

    Raises:
        DocumentError: ``damaged`` if it is no zip container, ``limit_…`` if it declares more than the limits allow.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._limits = limits
        self._read_bytes = 0
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
            members = self._archive.infolist()
        except Exception as error:
            raise damaged("reading/broken.zip-incomplete") from error
        if len(members) > limits.max_members:
            raise over_limit("reading/members.parts", most=limits.max_members)
        if sum(member.file_size for member in members) > limits.max_package_bytes:
            raise over_limit("reading/package_bytes.package", most=in_megabytes(limits.max_package_bytes))
        # Part names are case-insensitive, and some tools write backslashes.
        self._members = {_normal(member.filename): member for member in members}

    def holds(self, name: str) -> bool:
        """Whether there is a part of this name."""
        return _normal(name) in self._members

    def part(self, name: str) -> bytes | None:
        """The bytes of a part, or ``None`` if there is no such part.

        Raises:
            DocumentError: ``damaged`` or ``limit_…``.
        """
        member = self._members.get(_normal(name))
        if member is None:
            return None
        chunks: list[bytes] = []
        size = 0
        try:
            with self._archive.open(member) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    self._check_size(size, member.compress_size)
                    chunks.append(chunk)
        except DocumentError:
            raise
        except (RuntimeError, NotImplementedError) as error:
            raise damaged("reading/broken.part-packed", name=name) from error
        except Exception as error:  # zlib.error, BadZipFile, struct.error, EOFError … have no common parent
            raise damaged("reading/broken.part-not-unpacked", name=name) from error
        self._read_bytes += size
        return b"".join(chunks)

    def xml(self, name: str) -> etree._Element | None:
        """The root of an XML part, or ``None`` if there is no such part.

        Raises:
            DocumentError: ``damaged``, ``unsafe`` or ``limit_…``.
        """
        data = self.part(name)
        return None if data is None else parse_xml(data, name, self._limits)

    def main_name(self) -> str:
        """The name of the main part, by the relationships of the package.

        Raises:
            DocumentError: ``damaged`` if there is none.
        """
        for candidate in (self._related("_rels/.rels", _RELATIONSHIP, ""), _DEFAULT_MAIN):
            if candidate and _normal(candidate) in self._members:
                return candidate
        raise damaged("reading/broken.no-word-document")

    def related(self, main: str, kind: str) -> str | None:
        """The name of the part that `main` relates to as `kind` (``styles``, ``numbering``)."""
        folder, file = posixpath.split(main)
        return self._related(posixpath.join(folder, "_rels", f"{file}.rels"), f"/{kind}", folder)

    def _related(self, relations: str, ending: str, folder: str) -> str | None:
        root = self.xml(relations)
        for relation in root if root is not None else ():
            if (relation.get("Type") or "").endswith(ending) and relation.get("TargetMode") != "External":
                target = relation.get("Target") or ""
                return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        return None

    def _check_size(self, size: int, packed: int) -> None:
        limits = self._limits
        if size > limits.max_part_bytes:
            raise over_limit("reading/part_bytes.unpacked", most=in_megabytes(limits.max_part_bytes))
        if self._read_bytes + size > limits.max_package_bytes:
            raise over_limit("reading/package_bytes.package", most=in_megabytes(limits.max_package_bytes))
        if size > limits.ratio_floor and size > packed * limits.max_ratio:
            raise over_limit("reading/ratio.part", most=limits.max_ratio)


def parse_xml(data: bytes, name: str, limits: Limits) -> etree._Element:
    """Parse a part without entities, network or document type.

    Raises:
        DocumentError: ``damaged``, ``unsafe`` (a document type), ``limit_depth`` or ``limit_elements``.
    """
    from lxml import etree

    if b"<!DOCTYPE" in data[:_PROLOG]:
        raise _has_doctype(name)
    if data.count(b"<") - data.count(b"</") > limits.max_elements:
        raise too_many_elements(limits.max_elements)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if "depth" in str(error).lower():
            raise too_deep("depth", limits.max_depth) from error
        raise damaged("reading/broken.part-xml", name=name) from error
    info: Any = root.getroottree().docinfo  # catches what is hidden from the bytes, e.g. by UTF-16
    if info.internalDTD is not None:
        raise _has_doctype(name)
    if _deeper_than(limits.max_depth)(root):
        raise too_deep("depth", limits.max_depth)
    return root


@lru_cache(maxsize=8)
def _deeper_than(depth: int) -> Callable[[etree._Element], Any]:
    """Whether elements are nested deeper: step by step from the root, so that each element is looked at once."""
    from lxml import etree

    return etree.XPath(f"boolean({'/*' * (depth + 1)})")


def _normal(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _has_doctype(name: str) -> DocumentError:
    return unsafe("reading/threat.document-type", name=name)
