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
from gkrules.reading.word.word97.formatting import character_runs, paragraph_runs
from gkrules.reading.word.word97.lists import numbering, style_sheet
from gkrules.reading.word.word97.paragraphs import Reader
from gkrules.reading.word.word97.story import Found, Stories
from gkrules.reading.word.word97.styles import Styles
from gkrules.reading.word.word97.text import read_text
from gkrules.reading.word.word97.visible import spans_of
from gkrules.reading.word.wordml import Styles as WordmlStyles
from gkrules.words import as_read


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
        (
            found.deleted,
            "remark",
            "文件含未接受的修订，其中删去的文字没有读入",
            "it holds tracked changes; deleted text was left out",
        ),
        (
            found.irregular,
            "uncertain",
            f"有 {found.irregular} 张表的行与其定义不符，只按单元格的次序读取",
            f"{found.irregular} table(s) have rows that do not fit their definition; only the order of their cells was used",
        ),
        (
            found.covered,
            "remark",
            f"有 {found.covered} 个被合并掉的单元格仍有文字，没有读入",
            f"{found.covered} cell(s) that merged ones cover hold text; it was left out",
        ),
        (
            found.lost_boxes,
            "remark",
            f"有 {found.lost_boxes} 个文本框位置不明，放在文末",
            f"{found.lost_boxes} text box(es) have no known place and were put at the end",
        ),
        (found.broken_fields, "uncertain", "有域没有结束标记，其代码按文字读取", "a field has no end; its code was read as text"),
        (
            objects,
            "remark",
            "文件嵌有其他对象（如工作表），没有读入",
            "objects such as sheets are embedded; they were not read",
        ),
        (guessed, "uncertain", "部分文字没有编码说明，按 GB 2312 读取", "some text does not say its encoding and was read as GB 2312"),
        (unformatted, "uncertain", "部分文字缺少格式，按普通文字读取", "some text has no formatting and was read as plain text"),
    )
    return tuple(Notice(kind, as_read(zh, en)) for is_so, kind, zh, en in said if is_so)
