"""Old Word files (``.doc``, Kingsoft's ``.wps``): our own reading of the Word binary format, [MS-DOC], in the tree of ``.docx``."""

from __future__ import annotations

from gkrules.model.document import Document, Notice
from gkrules.reading.context import Context
from gkrules.reading.kinds.sniff import without_blanks
from gkrules.reading.limits import Limits
from gkrules.reading.word import libreoffice
from gkrules.reading.word.docx import blocks_of_body
from gkrules.reading.word.numbering import Numbering
from gkrules.reading.word.word97.container import open_word
from gkrules.reading.word.word97.formatting import Styles, character_runs, paragraph_runs
from gkrules.reading.word.word97.lists import numbering, style_sheet
from gkrules.reading.word.word97.paragraphs import Reader
from gkrules.reading.word.word97.story import Found, Stories
from gkrules.reading.word.word97.text import read_text
from gkrules.reading.word.word97.visible import spans_of
from gkrules.reading.word.wordml import Styles as WordmlStyles
from gkrules.words import phrase


def read(data: bytes, limits: Limits, context: Context) -> Document:
    """Read a Word file of Word 97 to 2003, or Kingsoft's of the same format.

    Footnotes, headers and comments are not read, as in ``.docx``. `Document.notices` says what was met that is not read.

    Raises:
        DocumentError: ``damaged``, ``encrypted``, ``too_old``, ``missing_extra`` or ``limit_…``, or what `libreoffice.read` raises.
    """
    if context.with_libreoffice:
        return libreoffice.read(data, limits, context)
    word = open_word(without_blanks(data), context.name)
    text = read_text(word, limits)
    styles = Styles(word)
    spans = spans_of(text, character_runs(word, limits))
    reader = Reader(text, paragraph_runs(word, limits), word.data)
    stories = Stories(word, text, reader, spans, styles, limits)
    body = stories.body()
    count = Numbering(numbering(word), WordmlStyles(style_sheet(styles)))
    blocks = blocks_of_body(body, count, limits, "doc")
    notices = _notices(stories.found, guessed=text.guessed, objects=word.objects, unformatted=spans.uncovered)
    return Document("doc", blocks, word.title, notices)


def _notices(found: Found, *, guessed: bool, objects: bool, unformatted: bool) -> tuple[Notice, ...]:
    said = (
        (found.deleted, "remark", phrase("reading/deleted-left-out")),
        (found.irregular, "uncertain", phrase("reading/tables-irregular.definition", count=found.irregular)),
        (found.covered, "remark", phrase("reading/covered-left-out", count=found.covered)),
        (found.lost_boxes, "remark", phrase("reading/boxes-at-the-end", count=found.lost_boxes)),
        (found.broken_fields, "uncertain", phrase("reading/field-without-end")),
        (objects, "remark", phrase("reading/objects-unread")),
        (guessed, "uncertain", phrase("reading/encoding-guessed")),
        (unformatted, "uncertain", phrase("reading/formatting-missing")),
    )
    return tuple(Notice(kind, sentence) for is_so, kind, sentence in said if is_so)
