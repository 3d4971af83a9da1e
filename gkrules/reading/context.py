"""What every reader of a kind of documents is given beside the bytes and the limits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from gkrules.model.document import Document
from gkrules.reading.limits import Limits


@dataclass(frozen=True, slots=True)
class Context:
    """How a document is read.

    Attributes:
        kind: the name of its kind; some modules read several.
        inner: reads what it holds in its turn, with the given bytes and name.
        name: of the file; it only serves messages.
        with_libreoffice: have LibreOffice convert old Word files.
    """

    kind: str
    inner: Callable[[bytes, str], Document]
    name: str = ""
    with_libreoffice: bool = False


class Read(Protocol):
    """The function ``read`` of the module of a kind."""

    def __call__(self, data: bytes, limits: Limits, context: Context, /) -> Document:
        """The document. Raises `DocumentError`, and nothing else."""
