"""What a kind of document is told by. Signs of one sort are looked for in the order of the table, those of a lower rank first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

_T = TypeVar("_T")


@dataclass(frozen=True)
class Head:
    """The beginning of a text, and all of its bytes.

    Attributes:
        text: the first characters, as far as they are ASCII, from the first that is no blank.
        data: the bytes.
        order: ``utf-16-le`` or ``utf-16-be`` for such a text, else empty.
    """

    text: str
    data: bytes
    order: str = ""


@dataclass(frozen=True)
class Sign(Generic[_T]):
    """A sign; the sorts differ in where it is looked for."""

    what: _T
    rank: int = 0


class Magic(Sign[bytes]):
    """Bytes that a file begins with, after a byte order mark or blanks."""


class Bytes(Sign[Callable[[bytes, bytes], bool]]):
    """Something about all the bytes, and those from the first on that is no blank; looked for together with `Magic`."""


class Text(Sign[Callable[[Head], bool]]):
    """Something about the beginning of a text."""


class OleName(Sign[str]):
    """A name in the root folder of an OLE container."""


class ZipFile(Sign[str]):
    """A file in a zip, in lower case."""


class MimeType(Sign[bytes]):
    """What the file ``mimetype`` in a zip begins with."""


class Element(Sign[bytes]):
    """An element in the ``content.xml`` of a zip that has lost its file ``mimetype``."""


class ZipFolder(Sign[str]):
    """A folder in a zip, in lower case and with its slash, that holds parts of an Office document."""


class ContentType(Sign[bytes]):
    """A word among the content types of an Office package that has none of the folders."""


class CutZip(Sign[bytes]):
    """What stands somewhere in a zip that was cut short: it has lost its directory, but its members still carry their names."""
