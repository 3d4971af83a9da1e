"""Reading documents: bytes in, blocks with places out, and no meaning.

Each kind of document has a row in `gkrules.reading.kinds.table`, and a module that is imported only when a document of that kind is read.
"""

from __future__ import annotations

import os
import re
import stat
from functools import partial
from importlib import import_module
from pathlib import Path

from gkrules.model.document import Document
from gkrules.model.errors import DocumentError
from gkrules.reading.context import Context, Read
from gkrules.reading.faults import encrypted, in_megabytes, named, over_limit, unknown_kind
from gkrules.reading.kinds import table
from gkrules.reading.kinds.sniff import sniff
from gkrules.reading.limits import DEFAULT_LIMITS, Limits

_URL = re.compile(r"(?:https?|ftps?|file)://", re.IGNORECASE)

__all__ = ["DEFAULT_LIMITS", "Limits", "load", "read_bytes", "read_document", "sniff"]


def read_document(path: str | os.PathLike[str], *, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read the document at `path`. The file is never written.

    Raises:
        DocumentError: ``not_found``, ``cannot_read``, ``limit_bytes``, or whatever `read_bytes` raises.
    """
    return read_bytes(load(path, limits=limits), Path(path).name, limits=limits)


def load(path: str | os.PathLike[str], *, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """The bytes of the file at `path`.

    Raises:
        DocumentError: ``url`` (nothing is fetched), ``not_found``, ``cannot_read`` or ``limit_bytes``.
    """
    shown = os.fspath(path)
    if _URL.match(shown):
        raise DocumentError("reading/url", url=shown)
    try:
        with Path(path).open("rb") as file:
            status = os.fstat(file.fileno())
            if stat.S_ISREG(status.st_mode) and status.st_size > limits.max_bytes:
                raise _file_too_large(limits)
            data = file.read(limits.max_bytes + 1)
    except FileNotFoundError:
        raise DocumentError("reading/not_found", path=shown) from None
    except IsADirectoryError:
        raise DocumentError("reading/cannot_read.folder", path=shown) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DocumentError("reading/cannot_read", path=shown, reason=reason) from None
    if len(data) > limits.max_bytes:
        raise _file_too_large(limits)
    return data


def read_bytes(data: bytes, name: str = "", *, limits: Limits = DEFAULT_LIMITS, with_libreoffice: bool = False, kind: str = "") -> Document:
    """Read a document from its bytes; its kind is told by its content, unless `kind` does, and `name` only serves messages.

    Args:
        with_libreoffice: have LibreOffice convert old Word files, too, instead of reading them ourselves. RTF it always converts.

    Raises:
        DocumentError: ``empty_file``, ``unknown_kind``, ``encrypted``, ``no_text_layer``, ``missing_extra``, ``damaged``, ``unsafe``,
            ``wrong_encoding``, ``too_old``, ``missing_program``, ``conversion_failed``, or ``limit_…`` with the name of the limit; of a
            mail ``several_reports`` or ``no_tables``, too.
    """
    if len(data) > limits.max_bytes:
        raise _file_too_large(limits)
    told = sniff(data)
    row = table.kind_of(told if told == "empty" else kind or told)
    if row.name == "empty":
        raise DocumentError("reading/empty_file", named=named(name))
    if row.name == "encrypted":
        raise encrypted(name)
    if not row.module:
        raise unknown_kind(row.name, name)
    read: Read = import_module(row.module).read
    inner = partial(read_bytes, limits=limits, with_libreoffice=with_libreoffice)
    return read(data, limits, Context(row.name, inner, name, with_libreoffice))


def _file_too_large(limits: Limits) -> DocumentError:
    limit = in_megabytes(limits.max_bytes)
    return over_limit("reading/bytes.file", most=limit)
