"""Reading documents: bytes in, blocks with places out, and no meaning.

Each kind of document has a module of its own, imported only when a document of that kind is read.
"""

from __future__ import annotations

import os
import re
import stat
from functools import partial
from pathlib import Path

from gkrules.model.document import Document
from gkrules.model.errors import DocumentError
from gkrules.reading.faults import empty_file, encrypted, in_megabytes, over_limit, too_much_text, unknown_kind, url_given
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
        raise url_given(shown)
    try:
        with Path(path).open("rb") as file:
            status = os.fstat(file.fileno())
            if stat.S_ISREG(status.st_mode) and status.st_size > limits.max_bytes:
                raise _file_too_large(limits)
            data = file.read(limits.max_bytes + 1)
    except FileNotFoundError:
        raise DocumentError(
            "not_found", zh=f"找不到文件“{shown}”。请检查路径和文件名。", en=f"there is no file “{shown}”; check the path and the name."
        ) from None
    except IsADirectoryError:
        raise DocumentError(
            "cannot_read",
            zh=f"“{shown}”是文件夹，不是文件。请指定其中的报告文件。",
            en=f"“{shown}” is a folder, not a file; name the report inside it.",
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DocumentError(
            "cannot_read",
            zh=f"无法读取文件“{shown}”（{reason}）。请检查文件是否被占用、是否有读取权限。",
            en=f"the file “{shown}” cannot be read ({reason}); check that it is not locked and that you may read it.",
        ) from None
    if len(data) > limits.max_bytes:
        raise _file_too_large(limits)
    return data


def read_bytes(data: bytes, name: str = "", *, limits: Limits = DEFAULT_LIMITS, with_libreoffice: bool = False) -> Document:
    """Read a document from its bytes; its kind is told by its content, and `name` only serves messages.

    Args:
        with_libreoffice: have LibreOffice convert old Word files, too, instead of reading them ourselves. RTF it always converts.

    Raises:
        DocumentError: ``empty_file``, ``unknown_kind``, ``encrypted``, ``no_text_layer``, ``missing_extra``, ``damaged``, ``unsafe``,
            ``wrong_encoding``, ``too_old``, ``missing_program``, ``conversion_failed``, or ``limit_…`` with the name of the limit; of a
            mail ``several_reports`` or ``no_tables``, too.
    """
    kind = _kind_of(data, name, limits)
    if kind == "docx":
        from gkrules.reading.word import docx

        return docx.read(data, limits)
    if kind == "html":
        from gkrules.reading.web import html

        return html.read(data, limits)
    if kind == "mhtml":
        from gkrules.reading.web import mhtml

        return mhtml.read(data, limits)
    if kind in {"pdf", "ofd"}:
        return _fixed_layout(data, kind, limits, name)
    if kind in {"xlsx", "xls", "ods"}:
        from gkrules.reading.sheets import spreadsheet

        return spreadsheet.read(data, kind, limits)
    if kind in {"odt", "fodt"}:
        from gkrules.reading.word import odt

        return odt.read(data, kind, limits, name)
    if kind == "text":
        from gkrules.reading.sheets import delimited
        from gkrules.reading.text import dumps as text

        delimiter = delimited.delimiter_of(data)
        if delimiter:
            return delimited.read(data, delimiter, limits)
        return text.read(data, limits)
    if kind == "rtf" or (kind == "doc" and with_libreoffice):
        from gkrules.reading.word import libreoffice

        return libreoffice.read(data, kind, limits, name)
    if kind == "doc":
        from gkrules.reading.word import doc

        return doc.read(data, limits, name)
    if kind == "eml":
        from gkrules.reading.containers import mail_report

        return mail_report.read(data, limits, partial(read_bytes, limits=limits, with_libreoffice=with_libreoffice))
    if kind == "encrypted":
        raise encrypted(name)
    raise unknown_kind(kind, name)


def _kind_of(data: bytes, name: str, limits: Limits) -> str:
    """The kind of a document that is there and not too large."""
    if len(data) > limits.max_bytes:
        raise _file_too_large(limits)
    kind = sniff(data)
    if kind == "empty":
        raise empty_file(name)
    if kind in {"html", "text"} and len(data) > limits.max_text_bytes:
        raise too_much_text(limits.max_text_bytes)
    return kind


def _fixed_layout(data: bytes, kind: str, limits: Limits, name: str) -> Document:
    if kind == "ofd":
        from gkrules.reading.pages import ofd

        return ofd.read(data, limits, name)
    from gkrules.reading.pages import pdf

    return pdf.read(data, limits, name)


def _file_too_large(limits: Limits) -> DocumentError:
    limit = in_megabytes(limits.max_bytes)
    return over_limit("bytes", f"文件大于 {limit}", f"the file is larger than {limit}")
