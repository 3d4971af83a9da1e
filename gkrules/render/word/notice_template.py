"""The template of a notice that is used if none is given: made here each time, so that no binary file has to be believed."""

from __future__ import annotations

import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from gkrules.render.words import say

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

_TITLE = "方正小标宋简体"
_BODY = "仿宋_GB2312"
_HEAD = "黑体"
_SIZE = 16  # 三号, as official documents have it
_SMALL = 12
_LINE = 28
_COLUMNS = (1.1, 6.7, 2.6, 2.6, 2.6)


def default_template(lang: str) -> bytes:
    """A notice as offices write them, with the tags of Jinja for docxtpl."""
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm

    document = docx.Document()
    # The day of the library's own template is not that of this one.
    document.core_properties.author, document.core_properties.comments = "gkrules", ""
    document.core_properties.created = document.core_properties.modified = datetime.datetime(2000, 1, 1)  # noqa: DTZ001 - as python-docx has it
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = Cm(2.8), Cm(2.6), Cm(3.7), Cm(3.5)

    title = _paragraph(document, say("render/notice.title", lang), _TITLE, 22)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _paragraph(document, "", _BODY)
    _paragraph(document, say("render/notice.to", lang, unit="{{ unit }}"), _BODY)
    _set_in(_paragraph(document, say("render/notice.opening", lang, count="{{ problem_count }}"), _BODY))
    _paragraph(document, "{%p for report in reports %}", _BODY)
    report = say("render/notice.report", lang, number="{{ loop.index }}", year="{{ report.year or '____' }}", file="{{ report.file }}")
    _set_in(_paragraph(document, report, _HEAD))
    _table(document, lang)
    _paragraph(document, "{%p endfor %}", _BODY)
    _paragraph(document, "{%p if until %}", _BODY)
    _set_in(_paragraph(document, say("render/notice.until", lang, until="{{ until }}"), _BODY))
    _paragraph(document, "{%p else %}", _BODY)
    _set_in(_paragraph(document, say("render/notice.no-until", lang), _BODY))
    _paragraph(document, "{%p endif %}", _BODY)
    _set_in(_paragraph(document, say("render/notice.suggested", lang), _BODY))
    _paragraph(document, "", _BODY)
    for signed in ("{{ issuer }}", "{{ date }}"):
        paragraph = _paragraph(document, signed, _BODY)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _table(document: Document, lang: str) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Cm

    table = document.add_table(rows=4, cols=len(_COLUMNS), style="Table Grid")
    table.autofit = False
    heads = [say(f"render/notice.column-{name}", lang) for name in ("number", "place", "now", "should", "source")]
    line = "{% for each in problem.changes %}{{ each.cell }}" + say("render/colon", lang)
    end = "{% if not loop.last %}\n{% endif %}{% else %}—{% endfor %}"
    now = line + "{{ each.now }}" + end
    should = line + "{{ each.suggested or '" + say("render/notice.to-be-checked", lang) + "' }}" + end
    what = (
        "{{ problem.what }}{% for line in problem.details %}\n{{ line }}{% endfor %}{% if problem.place %}\n{{ problem.place }}{% endif %}"
    )
    rows = (
        heads,
        ["{%tr for problem in report.problems %}"],
        ["{{ problem.number }}", what, now, should, "{{ problem.source }}"],
        ["{%tr endfor %}"],
    )
    for column, width in zip(table.columns, _COLUMNS, strict=True):
        column.width = Cm(width)
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, width in zip(row.cells, _COLUMNS, strict=True):
            cell.width = Cm(width)
        for cell, text in zip(row.cells, texts, strict=False):
            _fill(cell, text, _HEAD if texts is heads else _BODY)
        properties = row._tr.get_or_add_trPr()
        # A row stays on one page, and the heads stand on each of them.
        for name in ("w:cantSplit", "w:tblHeader") if texts is heads else ("w:cantSplit",):
            properties.append(OxmlElement(name))


def _fill(cell: _Cell, text: str, font: str) -> None:
    _run(cell.paragraphs[0], text, font, _SMALL)


def _paragraph(document: Document, text: str, font: str, size: int = _SIZE) -> Paragraph:
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = Pt(max(_LINE, size * 1.5))
    _run(paragraph, text, font, size)
    return paragraph


def _set_in(paragraph: Paragraph) -> None:
    from docx.shared import Pt

    paragraph.paragraph_format.first_line_indent = Pt(2 * _SIZE)


def _run(paragraph: Paragraph, text: str, font: str, size: int) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(size), "Times New Roman"
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
