"""What stands in a document in place of the tables that were looked for, and what to do about it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gkrules.align.choice import label_cores
from gkrules.align.labels import parse_label
from gkrules.model.document import Document
from gkrules.model.edition import Edition
from gkrules.words import Phrase, as_read, phrase

_FILE = re.compile(
    r"[^\s，。；：、/\\<>\"“”‘’（）()\[\]]{1,60}\.(?:docx?|xlsx?|pdf|wps|et|ofd|zip|rar|7z|jpe?g|png|tiff?)(?![a-z0-9])", re.IGNORECASE
)
_NUMBER = re.compile(r"[0-9０-９][0-9０-９,，.．]*")
_SEVERAL = 5  # labels or numbers; a sentence or two may hold as many
_LONGEST = 2000
_SHOWN = 3


def found_instead(document: Document, editions: Sequence[Edition]) -> Phrase:
    """Sentences on what a document without tables has: attachments, lines of labels and numbers, notices."""
    lines = [line.strip()[:_LONGEST] for block in document.paragraphs() for line in block.text.split("\n") if line.strip()]
    notices: Phrase | str = ""
    for notice in document.notices:
        notices = phrase("align/notice", before=notices, said=as_read(notice.zh, f"{notice.en[:1].upper()}{notice.en[1:]}"))
    return phrase("align/instead", attachments=_attachments(lines), labels=_labels(lines, editions), notices=notices)


def _attachments(lines: Sequence[str]) -> Phrase | str:
    files = list(dict.fromkeys(name for line in lines for name in _FILE.findall(line)))
    if not files:
        return ""
    beyond = len(files) - _SHOWN
    more = phrase("align/more-attachments", count=as_read(str(len(files)), str(beyond))) if beyond > 0 else ""
    return phrase("align/attachments", files=files[:_SHOWN], more=more)


def _labels(lines: Sequence[str], editions: Sequence[Edition]) -> Phrase | str:
    known = frozenset().union(*(label_cores(edition) for edition in editions))
    labels = [line for line in lines if len(line) > 1 and parse_label(line).core in known]
    if len(labels) < _SEVERAL:
        return ""
    numbers = sum(_NUMBER.fullmatch(line) is not None for line in lines)
    shown = "、".join(dict.fromkeys(label[:20] for label in labels[:_SHOWN]))
    return phrase("align/labels-in-lines", count=len(labels), shown=shown, numbers=numbers)
