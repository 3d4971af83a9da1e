"""What a kind of document is told by. Signs of one sort are looked for in the order of the table, those of a lower rank first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Magic:
    """Bytes that a file begins with, after a byte order mark or blanks; or that it has `at` a place."""

    magic: bytes
    at: int = 0
    rank: int = 0


@dataclass(frozen=True, slots=True)
class OleName:
    """A name in the root folder of an OLE container."""

    name: str
    rank: int = 0


@dataclass(frozen=True, slots=True)
class ZipFile:
    """A file in a zip, in lower case."""

    name: str
    rank: int = 0


@dataclass(frozen=True, slots=True)
class ZipFolder:
    """A folder in a zip, in lower case and with its slash, that holds parts of an Office document."""

    name: str
    rank: int = 0


@dataclass(frozen=True, slots=True)
class ContentType:
    """A word among the content types of an Office package that has none of the folders."""

    word: bytes
    rank: int = 0


@dataclass(frozen=True, slots=True)
class MimeType:
    """What the file ``mimetype`` in a zip begins with."""

    name: bytes
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Element:
    """An element in the ``content.xml`` of a zip that has lost its file ``mimetype``."""

    start: bytes
    rank: int = 0


@dataclass(frozen=True, slots=True)
class CutZip:
    """What stands somewhere in a zip that was cut short: it has lost its directory, but its members still carry their names."""

    name: bytes
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Bytes:
    """Something about the bytes that needs a function of all of them and of those from the first that is no blank."""

    test: Callable[[bytes, bytes], bool]
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Text:
    """Something about the beginning of a text."""

    test: Callable[[Head], bool]
    rank: int = 0


Sign = Magic | OleName | ZipFile | ZipFolder | ContentType | MimeType | Element | CutZip | Bytes | Text
