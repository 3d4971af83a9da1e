from __future__ import annotations

import re
import zipfile
from io import BytesIO

import pytest
from read_helpers import only_grid, rows, texts

from gkrules import api
from gkrules.model.document import Document
from gkrules.model.errors import DocumentError
from gkrules.reading import Limits, read_bytes, sniff

NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("draw", "drawing"),
        ("meta", "meta"),
    )
)
NAMESPACES += (
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
)
TYPE = "application/vnd.oasis.opendocument.text"


def packed(parts: dict[str, str | bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else None)
    return stream.getvalue()


def odt(body: str, *, automatic: str = "", styles: str = "", mime: str = TYPE, **more: str) -> bytes:
    content = (
        f"<office:document-content {NAMESPACES}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    parts = {
        "mimetype": mime,
        "content.xml": content,
        "styles.xml": f"<office:document-styles {NAMESPACES}><office:styles>{styles}</office:styles></office:document-styles>",
    }
    return packed(parts | {name.replace("_", "/"): value for name, value in more.items()})


def fodt(body: str, *, automatic: str = "", styles: str = "", declaration: str = '<?xml version="1.0" encoding="UTF-8"?>') -> bytes:
    padding = " ".join(f'xmlns:x{number}="urn:example:{"x" * 90}:{number}"' for number in range(60))  # as LibreOffice: beyond 4 KB
    return (
        f'{declaration}<office:document {NAMESPACES} {padding} office:mimetype="{TYPE}">'
        f"<office:meta><dc:title> 标 题 </dc:title></office:meta><office:styles>{styles}</office:styles>"
        f"<office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    ).encode()


def p(text: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>' if style else f"<text:p>{text}</text:p>"


def cell(text: str, spans: str = "") -> str:
    return f"<table:table-cell {spans}>{p(text)}</table:table-cell>"


def table(*lines: str, columns: int = 0) -> str:
    declared = f'<table:table-column table:number-columns-repeated="{columns}"/>' if columns else ""
    return f"<table:table>{declared}{''.join(f'<table:table-row>{line}</table:table-row>' for line in lines)}</table:table>"


COVERED = "<table:covered-table-cell/>"
WIDE = 'table:number-columns-spanned="2"'
HIGH = 'table:number-rows-spanned="2"'


def grid_of(body: str) -> list[tuple[str, int, int, int, int]]:
    return [(each.text, each.row, each.column, each.rowspan, each.colspan) for each in only_grid(read_bytes(odt(body))).cells]


def refusal(data: bytes, limits: Limits | None = None) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        read_bytes(data, "年报.odt", limits=limits or Limits())
    return caught.value


def both(body: str, **more: str) -> Document:
    """The document in a container, which must be the same as in flat XML."""
    document, flat = read_bytes(odt(body, **more)), read_bytes(fodt(body, **more))
    assert (document.kind, document.blocks, document.notices) == (flat.kind, flat.blocks, flat.notices)
    return document


def test_kinds_are_told_by_content() -> None:
    assert [sniff(odt(p("x"), mime=TYPE + more)) for more in ("", "-template", "-web", "-master")] == ["odt", "odt", "odt", "odm"]
    assert sniff(odt(p("x"), mime="")) == sniff(odt(p("x"), mime="application/zip")) == "zip"
    lost = packed(
        {"content.xml": f"<office:document-content {NAMESPACES}><office:body><office:text/></office:body></office:document-content>"}
    )
    assert sniff(lost) == "odt"
    assert sniff(fodt(p("x"))) == sniff(fodt(p("x"), declaration="")) == sniff(b"\xef\xbb\xbf" + fodt(p("x"))) == "fodt"
    assert sniff(fodt(p("x")).replace(TYPE.encode(), b"application/vnd.oasis.opendocument.spreadsheet")) == "flat"
    whole = odt(p("x"))
    assert refusal(whole[:-60]).kind == "damaged"


@pytest.mark.parametrize(
    ("mime", "word"),
    [
        ("application/vnd.oasis.opendocument.presentation", "演示文稿（.odp）"),
        ("application/vnd.oasis.opendocument.graphics", "绘图"),
        (TYPE + "-master", "主控文档"),
        ("application/vnd.sun.xml.writer", "OpenOffice 1.x"),
        ("application/epub+zip", "电子书（.epub）"),
    ],
)
def test_what_is_not_read_is_refused_by_its_name(mime: str, word: str) -> None:
    error = refusal(odt(p("x"), mime=mime))
    assert error.kind == "unknown_kind"
    assert word in error.zh
    assert "另存为" in error.zh or "导出为" in error.zh


def test_white_space_fields_and_places() -> None:
    body = (
        p("  一、\n   总体<text:s/><text:s text:c='3'/>情况 ")
        + p("甲<text:tab/>乙<text:line-break/>丙<text:span> <text:page-number>3</text:page-number></text:span> \u3000丁")
        + "<text:section><text:h>二</text:h></text:section>"
    )
    document = both(body)
    assert texts(document) == ["一、 总体    情况", "甲\t乙\n丙 3 \u3000丁", "二"]
    assert [(each.place.kind, each.place.paragraph) for each in document.paragraphs()] == [("odt", 1), ("odt", 2), ("odt", 3)]
    assert read_bytes(fodt(body)).title == "标 题"


def test_what_is_not_part_of_the_text_is_left_out() -> None:
    automatic = (
        '<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>'
        '<style:style style:name="H2" style:family="text" style:parent-style-name="H"/>'
        '<style:style style:name="Up" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>'
        '<style:style style:name="Low" style:family="text"><style:text-properties style:text-position="-33% 58%"/></style:style>'
        '<style:style style:name="Base" style:family="text"><style:text-properties style:text-position="0% 100%"/></style:style>'
        '<style:style style:name="PH" style:family="paragraph"><style:text-properties text:display="none"/></style:style>'
        '<style:style style:name="Show" style:family="text"><style:text-properties text:display="true"/></style:style>'
    )
    body = (
        p('共1<text:span text:style-name="H">9</text:span><text:span text:style-name="H2">8</text:span>2')
        + p("件<text:note><text:note-citation>3</text:note-citation><text:note-body><text:p>注</text:p></text:note-body></text:note>")
        + p(
            '方<text:span text:style-name="Up">2</text:span><text:span text:style-name="Low">3</text:span>'
            '<text:span text:style-name="Base">4</text:span>'
        )
        + p('藏<text:span text:style-name="Show">露</text:span>', "PH")
        + p('没<text:hidden-paragraph text:is-hidden="true"/>有')
        + p('有<text:hidden-text text:is-hidden="true">无</text:hidden-text><text:hidden-paragraph text:is-hidden="false"/>')
        + f'<text:section text:display="none">{p("秘密")}</text:section>'
        + f'<text:section text:display="condition" text:is-hidden="true">{p("条件")}</text:section>'
        + p("批<office:annotation><text:p>批注5</text:p></office:annotation>")
        + p("<text:ruby><text:ruby-base>汉</text:ruby-base><text:ruby-text>han</text:ruby-text></text:ruby>")
        + p("<text:placeholder>点此输入</text:placeholder>")
    )
    assert texts(both(body, automatic=automatic)) == ["共12", "件", "方²₃4", "露", "有", "批", "汉"]


def test_deletions_that_are_tracked_are_not_text() -> None:
    put_away = (
        '<text:tracked-changes><text:changed-region text:id="d"><text:deletion><text:p>9</text:p></text:deletion></text:changed-region>'
        '<text:changed-region text:id="i"><text:insertion/></text:changed-region></text:tracked-changes>'
    )
    inserted = '<text:change-start text:change-id="i"/>2<text:change-end text:change-id="i"/>'
    document = both(put_away + p(f'1<text:change text:change-id="d"/>{inserted}'))
    assert texts(document) == ["12"]
    assert [each.kind for each in document.notices] == ["remark"]
    # As flat files have it: what is deleted still stands in its place, here over the end of a paragraph and a whole table.
    region = '<text:tracked-changes><text:changed-region xml:id="d"><text:deletion/></text:changed-region></text:tracked-changes>'
    start, end = '<text:change-start text:change-id="d"/>', '<text:change-end text:change-id="d"/>'
    deleted = region + p(f"1{start}7<text:tab/>") + table(cell("8") + cell("8"), cell("8") + cell("8")) + p(f"7{end}2") + p("3")
    assert texts(both(deleted)) == ["12", "3"]
    assert list(both(deleted).grids()) == []


def test_lists_and_the_outline_are_numbered() -> None:
    number, bullet = "text:list-level-style-number", "text:list-level-style-bullet"
    automatic = (
        f'<text:list-style style:name="L"><{number} text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"/>'
        f'<{number} text:level="2" style:num-format="1" style:num-suffix="." text:display-levels="2"/></text:list-style>'
        f'<text:list-style style:name="M"><{number} text:level="1" style:num-format="1" loext:num-list-format="第%1%项"/></text:list-style>'
        f'<text:list-style style:name="B"><{bullet} text:level="1" text:bullet-char="•"/></text:list-style>'
    )
    styles = (
        '<text:outline-style><text:outline-level-style text:level="1" style:num-format="①"/>'
        '<text:outline-level-style text:level="2" style:num-format=""/></text:outline-style>'
    )

    def listed(style: str, *items: str, more: str = "") -> str:
        inside = "".join(f"<text:list-item>{item}</text:list-item>" for item in items)
        return f'<text:list text:style-name="{style}" {more}>{inside}</text:list>'

    inner = f"<text:list><text:list-item>{p('细')}</text:list-item></text:list>"
    body = (
        listed("L", p("甲") + p("续"), more='xml:id="a"')
        + p("隔")
        + listed("B", p("点"))
        + listed("L", inner, p("乙") + inner, more='text:continue-list="a"')
        + listed("L", p("新"))
        + listed("L", p("接"), more='text:continue-numbering="true"')
        + listed("M", p("五")).replace("<text:list-item>", '<text:list-item text:start-value="5">')
        + f'<text:list text:style-name="M"><text:list-header>{p("头")}</text:list-header></text:list>'
        + '<text:h text:outline-level="1">章</text:h><text:h text:outline-level="2">节</text:h>'
        + '<text:h text:outline-level="1" text:is-list-header="true">无</text:h><text:h text:outline-level="1">章</text:h>'
    )
    assert texts(both(body, automatic=automatic, styles=styles)) == [
        *("一、甲", "续", "隔", "点", "一.1.细", "二、乙", "二.1.细", "一、新", "二、接", "第5项五"),
        *("头", "①章", "节", "无", "②章"),
    ]


def test_merged_repeated_and_nested_cells() -> None:
    assert grid_of(table(cell("甲", WIDE) + COVERED + cell("乙", HIGH), cell("1") + cell("2") + COVERED, columns=3)) == [
        ("甲", 0, 0, 1, 2),
        ("乙", 0, 2, 2, 1),
        ("1", 1, 0, 1, 1),
        ("2", 1, 1, 1, 1),
    ]
    # Some programs leave out the cells that others cover.
    assert grid_of(table(cell("甲", HIGH) + cell("乙", WIDE), cell("1") + cell("2"), columns=3))[2:] == [
        ("1", 1, 1, 1, 1),
        ("2", 1, 2, 1, 1),
    ]
    repeated = 'table:number-columns-repeated="{}"'
    blank = f"<table:table-cell {repeated.format(16384)}/>"
    lines = table(cell("0", repeated.format(3)) + blank, cell("x") + blank, columns=4)
    lines = lines.replace("<table:table-row>", '<table:table-row table:number-rows-repeated="2">', 1)
    lines = lines.replace(
        "</table:table>", f'<table:table-row table:number-rows-repeated="1048576">{blank}</table:table-row></table:table>'
    )
    assert rows(only_grid(read_bytes(odt(lines)))) == [["0", "0", "0", ""], ["0", "0", "0", ""], ["x", "", "", ""]]
    header = table(cell("a") + cell("b"), cell("c") + cell("d")).replace(
        "<table:table-row>", "<table:table-header-rows><table:table-row>", 1
    )
    header = header.replace("</table:table-row>", "</table:table-row></table:table-header-rows>", 1)
    assert rows(only_grid(read_bytes(odt(header)))) == [["a", "b"], ["c", "d"]]
    framed = table(f"<table:table-cell>{table(cell('1') + cell('2'), cell('3') + cell('4'))}{p('尾')}</table:table-cell>")
    document = both(framed)
    assert rows(only_grid(document)) == [["1", "2"], ["3", "4"]]
    assert texts(document) == ["尾"]
    box = p(f"前<draw:frame><draw:text-box>{p('框')}{table(cell('1') + cell('2'))}</draw:text-box></draw:frame>后")
    assert texts(both(box)) == ["前后", "框"]
    assert rows(only_grid(both(box + f"<draw:frame>{p('页')}</draw:frame>"))) == [["1", "2"]]


def test_rows_that_do_not_fit_their_merged_cells_say_so() -> None:
    overlapping = table(cell("甲") + cell("乙", f"{WIDE} {HIGH}") + COVERED, cell("1") + cell("2") + COVERED, columns=3)
    orphan = table(cell("甲") + COVERED + cell("乙"), cell("1") + cell("2") + cell("3"), columns=3)
    for body in (overlapping, orphan):
        document = both(body)
        assert only_grid(document).ragged
        assert [each.kind for each in document.notices] == ["uncertain"]
    assert rows(only_grid(both(orphan))) == [["甲", "乙"], ["1", "2", "3"]]
    hidden = table(cell("甲") + cell("1"), cell("乙") + cell("2")).replace(
        "<table:table-row>", '<table:table-row table:visibility="collapse">', 1
    )
    assert [each.kind for each in both(hidden).notices] == ["uncertain"]


def test_hostile_texts_are_refused_with_the_limit() -> None:
    many = "table:number-{}-repeated='1000000'"
    bomb = table(cell("1", many.format("columns"))).replace("<table:table-row>", f"<table:table-row {many.format('rows')}>")
    wide = table(*[cell("1", 'table:number-columns-spanned="900" table:number-rows-spanned="900"')] * 3000)
    long = table(cell("字" * 2000, "table:number-columns-repeated='1000'"))
    empty_rows = table("").replace("<table:table-row>", f"<table:table-row {many.format('rows')}>") * 3
    empty_rows = empty_rows.replace("</table:table>", f"<table:table-row>{cell('x')}</table:table-row></table:table>")
    for body, kind in (
        (bomb, "cells"),
        (wide, "cells"),
        (long, "characters"),
        (empty_rows, "cells"),
        (p("<text:s text:c='99999999'/>" * 20_000), "characters"),
    ):
        assert refusal(odt(body)).kind == f"limit_{kind}"
        assert refusal(fodt(body)).kind == f"limit_{kind}"
    deep = "<text:section>" * 250 + p("x") + "</text:section>" * 250
    assert refusal(odt(deep)).kind == refusal(fodt(deep)).kind == "limit_depth"
    nested = p("x")
    for _ in range(60):
        nested = table(f"<table:table-cell>{nested}</table:table-cell>{cell('1')}")
    assert read_bytes(odt(nested)).blocks
    assert refusal(odt(table(cell("1", "table:number-columns-spanned='two'")))).kind == "damaged"
    assert refusal(fodt(p("x" * 100)), Limits(max_text_bytes=50)).kind == "limit_text_bytes"
    circle = '<style:style style:name="A" style:family="text" style:parent-style-name="A"/>'
    assert texts(both(p('<text:span text:style-name="A">1</text:span>'), automatic=circle)) == ["1"]


def test_entities_and_packages_that_are_locked_or_broken() -> None:
    entity = '<!DOCTYPE office:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    assert refusal(fodt(p("&x;")).replace(b"<office:document ", entity.encode() + b"<office:document ")).kind in {"unsafe", "unknown_kind"}
    content = f"{entity}<office:document-content {NAMESPACES}><office:body><office:text/></office:body></office:document-content>"
    assert refusal(packed({"mimetype": TYPE, "content.xml": content})).kind == "unsafe"
    locked = refusal(odt(p("x"), **{"META-INF_manifest.xml": "<manifest:encryption-data/>"}))
    assert (locked.kind, "年报.odt" in locked.zh) == ("encrypted", True)
    assert refusal(packed({"mimetype": TYPE, "a.xml": "x"})).kind == "damaged"
    assert refusal(packed({"mimetype": TYPE, "content.xml": "<x/>"})).kind == "damaged"
    picture = f"<draw:frame><draw:image><office:binary-data>{'A' * 11_000_000}</office:binary-data></draw:image></draw:frame>"
    assert texts(read_bytes(fodt(p(picture + "图")))) == ["图"]


def test_a_report_reads_the_same_as_from_word() -> None:
    """The body of a Word file of the project, written anew as OpenDocument: cells, spans and text are the same."""
    from pathlib import Path

    for path in sorted((Path(__file__).parents[2] / "fixtures" / "reports").glob("*.docx")):
        word = read_bytes(path.read_bytes())
        data = odt("".join(_written(block) for block in word.blocks))
        report, found = api.read(path), api.read(data, name=path.name)
        assert {key: each.value for key, each in found.cells.items()} == {key: each.value for key, each in report.cells.items()}
        assert len(found.cells) >= len(report.edition.cells) - 20
        place = next(each.place for each in found.cells.values() if each.place)
        assert place.kind == "odt"
        assert place.row is not None
        assert place.table is not None


def _written(block: object) -> str:
    from xml.sax.saxutils import escape

    from gkrules.model.document import Grid, Paragraph

    if isinstance(block, Paragraph):
        return p(re.sub("\n", "<text:line-break/>", escape(block.text)))
    assert isinstance(block, Grid)
    taken: set[tuple[int, int]] = set()
    lines: list[str] = []
    for index, line in enumerate(block.rows()):
        starting = {each.column: each for each in line}
        pieces = []
        for column in range(max((each.column + each.colspan for each in block.cells), default=0)):
            if column in starting:
                each = starting[column]
                taken |= {(index + down, column + right) for down in range(each.rowspan) for right in range(each.colspan)}
                spans = f'table:number-columns-spanned="{each.colspan}" table:number-rows-spanned="{each.rowspan}"'
                pieces.append(cell(escape(each.text).replace("\n", "<text:line-break/>"), spans))
            elif (index, column) in taken:
                pieces.append(COVERED)
        lines.append("".join(pieces))
    return table(*lines)
