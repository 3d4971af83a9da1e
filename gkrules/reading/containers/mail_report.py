"""The one document of a mail that holds a report: attached, or the text itself. Several are never chosen from."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from gkrules.model.document import Document, Grid, Notice, Paragraph
from gkrules.model.errors import DocumentError
from gkrules.reading.containers.archive import members
from gkrules.reading.containers.members import Member
from gkrules.reading.context import Context
from gkrules.reading.faults import unsafe
from gkrules.reading.kinds.sniff import sniff
from gkrules.reading.kinds.suffixes import REFUSED, SUFFIXES
from gkrules.reading.limits import Limits
from gkrules.words import phrase

_CELLS = 20  # of the smallest table of a report and then some; tables for layout have fewer
_NUMBERS = 60
_NUMBER = re.compile(r"[0-9]+")
_WORDS = ("公开", "公開")
_NAMED = 10


def read(data: bytes, limits: Limits, context: Context) -> Document:
    """Read the document of a mail.

    Raises:
        DocumentError: ``several_reports`` or ``no_tables``, which name the attachments, or, where there is one document only, what
            reading it raises; ``damaged``, ``unsafe`` or ``limit_…``.
    """
    found = members(data, SUFFIXES + REFUSED, limits)
    if len(found) == 1:
        return _said(_read_one(found[0], context.inner), found[0].name, [])
    read_well: list[tuple[str, Document]] = []
    unread: list[str] = []
    for member in found:
        try:
            read_well.append((member.name, _read_one(member, context.inner)))
        except DocumentError as error:
            if error.kind.startswith("limit_"):
                raise
            unread.append(member.name)
    reports = [(name, document) for name, document in read_well if _holds_a_report(document)]
    if len(reports) == 1:
        return _said(reports[0][1], reports[0][0], unread)
    names = [member.name for member in found] if not reports else [name for name, _ in reports]
    shown: object = names[:_NAMED] or phrase("reading/no-attachments")
    if len(names) > _NAMED:
        shown = phrase("reading/and-others", names=shown)
    if reports:
        raise DocumentError("reading/several_reports", count=len(reports), names=shown)
    raise DocumentError("reading/no_tables", names=shown)


def _read_one(member: Member, reader: Callable[[bytes, str], Document]) -> Document:
    content = member.load()
    if sniff(content) == "eml":
        raise unsafe("reading/threat.mails-nested")
    return reader(content, member.name)


def _holds_a_report(document: Document) -> bool:
    """Whether a document has a table as large as those of a report, and speaks of the matter at all."""
    texts = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    large = any(len(grid.cells) >= _CELLS for grid in grids)
    if not large and document.kind == "text":
        large = sum(len(_NUMBER.findall(text)) for text in texts) >= _NUMBERS
    cells = (cell.text for grid in grids for cell in grid.cells)
    return large and any(word in text for text in (*texts, *cells) for word in _WORDS)


def _said(document: Document, name: str, unread: list[str]) -> Document:
    others = phrase("reading/mail-read.others", names=unread[:_NAMED]) if unread else ""
    said = phrase("reading/mail-read", name=name, others=others)
    return replace(document, notices=(Notice("remark", said), *document.notices))
