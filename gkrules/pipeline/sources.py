"""What a caller gives to be read: a path, bytes, an open file, or text with its kind → a request to read it."""

from __future__ import annotations

import os
from typing import IO, Any

from gkrules.model.arguments import misuse, shown, type_name
from gkrules.model.errors import DocumentError, UsageError
from gkrules.pipeline.read import DEFAULT_OPTIONS, ReadOptions, Request

Source = str | os.PathLike[str] | bytes | bytearray | memoryview | IO[bytes] | IO[str]
"""What can be read: the path of a file, its content, an open file, or text together with its kind."""

TEXT_KINDS = {"html": "html", "text": "text", "txt": "text", "markdown": "text", "md": "text", "csv": "text", "json": "json"}
"""What text can be, as callers and suffixes name it, and the kind of document that it is."""


def request_of(source: Source, *, name: str = "", options: ReadOptions = DEFAULT_OPTIONS) -> Request:
    """What to read, with its bytes where it is no path.

    Args:
        source: a ``str`` is a path, unless `ReadOptions.kind` says what text it is. A file is read from where it stands, and stays open.
        name: what messages and `Report.file` call bytes and text; by default the name of the open file.
        options: how to read it. No more is taken from an open file than its limit of bytes.

    Raises:
        UsageError: ``wrong_type``, ``text_as_path`` or ``unknown_text_kind``.
    """
    if not isinstance(name, str):
        raise misuse("name", "text", name)
    if isinstance(source, os.PathLike):
        return Request(os.fsdecode(source), None, options)
    if isinstance(source, str):
        if options.kind:
            return Request(name, _encoded(source), options)
        if _is_text(source):
            raise UsageError("model/text_as_path")
        return Request(source, None, options)
    if isinstance(source, (bytes, bytearray, memoryview)):
        return Request(name, bytes(source), options)
    if not callable(getattr(source, "read", None)):
        raise misuse("source", "document", source)
    return Request(name or _name(source), content_of(source, options.limits.max_bytes), options)


def is_source(given: object) -> bool:
    """Whether it is anything that `request_of` takes."""
    return isinstance(given, (str, bytes, bytearray, memoryview, os.PathLike)) or callable(getattr(given, "read", None))


def text_kind(kind: object) -> str:
    """The kind of document that a caller's `kind` stands for; empty for none.

    Raises:
        UsageError: ``wrong_type`` or ``unknown_text_kind``.
    """
    if kind is None:
        return ""
    if not isinstance(kind, str):
        raise misuse("kind", "kind", kind)
    if kind.lower().lstrip(".") not in TEXT_KINDS:
        raise UsageError("model/unknown_text_kind", name=shown(kind), known=list(TEXT_KINDS))
    return TEXT_KINDS[kind.lower().lstrip(".")]


def _is_text(source: str) -> bool:
    """Whether what should be a path is plainly the content of a file: no file has such a name."""
    looks = "\n" in source or source.lstrip().startswith(("<", "{", "["))
    return looks and not os.path.lexists(source)


def _encoded(text: str, *, first: bool = True) -> bytes:
    # The mark goes before any other encoding that the text claims to have; what is half of a pair is no character.
    return text.removeprefix("\ufeff").encode("utf-8-sig", "replace") if first else text.encode("utf-8", "replace")


def _name(file: IO[bytes] | IO[str]) -> str:
    name = getattr(file, "name", "")
    return name if isinstance(name, str) else ""


def content_of(file: Any, most: int) -> bytes:
    """The rest of an open file, one byte more than `most` at most: the reader then says that it is too large.

    Raises:
        DocumentError: ``cannot_read``.
        UsageError: ``wrong_type``: it gives something else than bytes or text.
    """
    parts: list[bytes] = []
    left = most + 1
    try:
        while left > 0 and (part := file.read(left)):
            data = _encoded(part, first=not parts) if isinstance(part, str) else part
            if not isinstance(data, (bytes, bytearray, memoryview)):
                raise misuse("source", "document", file, "text-file")
            parts.append(bytes(data))
            left -= len(data)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DocumentError("reading/cannot_read", path=_name(file) or type_name(file), reason=reason) from None
    return b"".join(parts)
