from __future__ import annotations

import pytest
from read_helpers import STRICT_W, W, docx, only_grid, p, package, real_report, relationships, rows, tbl, tc, texts, tr

from gkrules.model.document import Document, Grid, GridCell, Paragraph
from gkrules.model.errors import DocumentError
from gkrules.reading import Limits, read_bytes, read_document


def read(body: str, **parts: str) -> Document:
    return read_bytes(docx(body, **parts))


def spans(grid: Grid) -> list[tuple[str, int, int, int, int]]:
    return [(cell.text, cell.row, cell.column, cell.rowspan, cell.colspan) for cell in grid.cells]


RESTART, CONTINUE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def test_the_blank_form():
    document = read_document(real_report("template_2021_blank.docx"))
    assert document.kind == "docx"
    published, applications, disputes = document.grids()
    assert [len(grid.rows()) for grid in (published, applications, disputes)] == [14, 28, 4]
    for row in applications.rows()[3:]:
        assert [cell.column for cell in row[-7:]] == [3, 4, 5, 6, 7, 8, 9]
    assert [cell.column for cell in disputes.rows()[3]] == list(range(15))
    assert [text for text in texts(document) if text[1] == "、"][2] == "三、收到和处理政府信息公开申请情况"


def test_blocks_in_order_with_places():
    document = read(p("一、甲") + p("") + tbl(tr(tc("a"), tc("1"))) + p("二、乙"))
    assert [type(block) for block in document.blocks] == [Paragraph, Grid, Paragraph]
    assert [block.place.paragraph for block in document.paragraphs()] == [1, 2]
    cell: GridCell = only_grid(document).cells[1]
    assert cell.place is not None
    assert cell.place.to_dict() == {"kind": "docx", "table": 1, "row": 1, "column": 2}


def test_merged_cells():
    grid = only_grid(
        read(
            tbl(
                tr(tc("甲", RESTART), tc("乙", '<w:gridSpan w:val="2"/>')),
                tr(tc("", CONTINUE), tc("1"), tc("2")),
                tr(tc("", CONTINUE), tc("3", RESTART), tc("4")),
                tr(tc("丙"), tc("", '<w:vMerge w:val="continue"/>'), tc("5")),
            )
        )
    )
    assert spans(grid) == [
        ("甲", 0, 0, 3, 1),
        ("乙", 0, 1, 1, 2),
        ("1", 1, 1, 1, 1),
        ("2", 1, 2, 1, 1),
        ("3", 2, 1, 2, 1),
        ("4", 2, 2, 1, 1),
        ("丙", 3, 0, 1, 1),
        ("5", 3, 2, 1, 1),
    ]


def test_a_continuation_without_a_start_is_a_cell():
    grid = only_grid(read(tbl(tr(tc("甲"), tc("1")), tr(tc("乙", CONTINUE), tc("2")), tr(tc("", CONTINUE), tc("3")))))
    assert spans(grid)[2] == ("乙", 1, 0, 2, 1)


def test_horizontal_merge_and_grid_before():
    grid = only_grid(
        read(
            tbl(
                tr(tc("甲", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), tc("1")),
                tr(tc("乙"), tc("2"), properties='<w:gridBefore w:val="1"/>'),
            )
        )
    )
    assert spans(grid) == [("甲", 0, 0, 1, 2), ("1", 0, 2, 1, 1), ("乙", 1, 1, 1, 1), ("2", 1, 2, 1, 1)]


def test_spans_are_clamped():
    grid = only_grid(read(tbl(tr(tc("甲", '<w:gridSpan w:val="1000000000"/>'), tc("乙", '<w:gridSpan w:val="-2"/>')))))
    assert spans(grid) == [("甲", 0, 0, 1, 1000), ("乙", 0, 1000, 1, 1)]


def test_tracked_changes_are_accepted():
    document = read(
        "<w:p><w:r><w:t>共</w:t></w:r><w:ins><w:r><w:t>12</w:t></w:r></w:ins><w:del><w:r><w:delText>11</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>件</w:t></w:r></w:moveTo></w:p>"
        + tbl(
            tr(tc("甲"), "<w:tc><w:p><w:ins><w:r><w:t>5</w:t></w:r></w:ins></w:p></w:tc>"),
            tr(tc("删"), tc("9"), properties="<w:del/>"),
            tr(tc("乙"), tc("6"), properties="<w:ins/>"),
        )
    )
    assert texts(document) == ["共12件"]
    assert rows(only_grid(document)) == [["甲", "5"], ["乙", "6"]]


def test_a_deleted_paragraph_end_joins_two_paragraphs():
    assert texts(read(p("四、政府信息", "<w:rPr><w:del/></w:rPr>") + p("公开行政复议") + p("五"))) == ["四、政府信息公开行政复议", "五"]


def test_hidden_text():
    styles = (
        '<w:style w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style><w:style w:styleId="I"><w:basedOn w:val="H"/></w:style>'
        '<w:style w:styleId="L"><w:basedOn w:val="L"/></w:style>'
    )
    document = read(
        p("隐", run="<w:rPr><w:vanish/></w:rPr>")
        + p("显", run='<w:rPr><w:vanish w:val="0"/></w:rPr>')
        + p("样式隐", run='<w:rPr><w:rStyle w:val="I"/></w:rPr>')
        + p("段落隐", '<w:pStyle w:val="I"/>')
        + p("又显", '<w:pStyle w:val="I"/>', '<w:rPr><w:vanish w:val="false"/></w:rPr>')
        + p("循环", '<w:pStyle w:val="L"/>'),
        styles=styles,
    )
    assert texts(document) == ["显", "又显", "循环"]


def test_content_controls_everywhere():
    def sdt(inner: str, properties: str = "") -> str:
        return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    placeholder = "<w:showingPlcHdr/>"
    document = read(
        sdt(p("块"))
        + f"<w:p><w:r><w:t>行</w:t></w:r>{sdt('<w:r><w:t>内</w:t></w:r>')}</w:p>"
        + tbl(sdt(tr(tc("甲"), sdt(tc("1")))), tr(tc("乙"), f"<w:tc>{sdt(p('2'))}</w:tc>"), tr(tc("丙"), sdt(tc("单击此处"), placeholder)))
    )
    assert texts(document) == ["块", "行内"]
    assert rows(only_grid(document)) == [["甲", "1"], ["乙", "2"], ["丙", ""]]


def test_inline_marks():
    document = read(
        "<w:p><w:hyperlink><w:r><w:t>链</w:t></w:r></w:hyperlink><w:fldSimple><w:r><w:t>7</w:t></w:r></w:fldSimple>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:noBreakHyphen/><w:br/><w:tab/><w:t>尾</w:t><w:sym w:char='F0FE'/></w:r></w:p>"
        + tbl(tr(tc("a"), "<w:tc><w:p><w:r><w:t>商业</w:t><w:tab/><w:t>企业</w:t></w:r></w:p><w:p><w:r><w:t>二行</w:t></w:r></w:p></w:tc>"))
    )
    assert texts(document) == ["链7-\n\t尾\ufffd"]
    assert rows(only_grid(document)) == [["a", "商业 企业\n二行"]]


def test_text_boxes_follow_their_paragraph_once():
    box = f"<w:txbxContent>{p('框内')}{tbl(tr(tc('甲'), tc('1')))}</w:txbxContent>"
    shape = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
        f"{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    document = read(f"<w:p><w:r><w:t>前</w:t></w:r>{shape}<w:r><w:t>后</w:t></w:r></w:p>" + p("末"))
    assert texts(document) == ["前后", "框内", "末"]
    assert rows(only_grid(document)) == [["甲", "1"]]
    only_fallback = "<w:p><w:r><mc:AlternateContent><mc:Fallback><w:t>旧</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    assert texts(read(only_fallback)) == ["旧"]


def test_a_layout_table_gives_way_to_what_it_holds():
    inner = tbl(tr(tc("甲"), tc("1")), tr(tc("乙"), tc("2")))
    document = read(tbl(tr(tc("说明"), f"<w:tc>{p('前')}{inner}{p('后')}</w:tc>")) + tbl(tr(tc("单框"))))
    assert texts(document) == ["说明", "前", "后", "单框"]
    assert rows(only_grid(document)) == [["甲", "1"], ["乙", "2"]]


def test_a_data_table_with_a_table_in_a_cell_stays_a_table():
    inner = tbl(tr(tc("x"), tc("y")))
    document = read(tbl(tr(tc("甲"), tc("1")), tr(tc("乙"), tc("2")), tr(tc("丙"), f"<w:tc>{inner}<w:p/></w:tc>")))
    outer, small = document.grids()
    assert rows(outer) == [["甲", "1"], ["乙", "2"], ["丙", "x\ny"]]
    assert rows(small) == [["x", "y"]]
    assert small.place.table == 2


def test_strict_namespace_and_windows_part_names():
    body = p("严格") + tbl(tr(tc("甲", '<w:gridSpan w:val="2"/>'), tc("1")))
    document = read_bytes(docx(body, namespace=STRICT_W))
    assert texts(document) == ["严格"]
    assert spans(only_grid(document))[0] == ("甲", 0, 0, 1, 2)
    xml = f'<w:document xmlns:w="{W}"><w:body>{p("甲")}</w:body></w:document>'
    moved = package({"_rels\\.rels": relationships(officeDocument="/Word/main.xml"), "word\\main.xml": xml})
    assert texts(read_bytes(moved)) == ["甲"]


NUMBERING = (
    '<w:abstractNum w:abstractNumId="5">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="japaneseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%3"/><w:isLgl/></w:lvl>'
    '<w:lvl w:ilvl="3"><w:numFmt w:val="bullet"/><w:lvlText w:val=""/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="5"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)


def test_automatic_numbers_are_part_of_the_text():
    def item(text: str, level: int, list_id: int = 1) -> str:
        return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')

    body = (
        item("总体情况", 0)
        + item("主动", 1)
        + item("申请", 1)
        + item("主动公开", 0)
        + item("管理", 1)
        + item("细", 2)
        + item("点", 3)
        + item("", 0)
        + tbl(tr(tc("甲"), f"<w:tc>{item('处理', 0)}</w:tc>"))
        + item("重来", 0, 2)
        + item("接着", 0, 2)
        + item("无", 0, 9)
    )
    document = read(body, numbering=NUMBERING)
    assert texts(document) == [
        "一、总体情况",
        "（一）主动",
        "（二）申请",
        "二、主动公开",
        "（一）管理",
        "2.3细",
        "点",
        "一、重来",
        "二、接着",
        "无",
    ]
    assert rows(only_grid(document)) == [["甲", "四、处理"]]


def test_numbers_in_a_layout_table_are_counted_once():
    item = p("项", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    assert texts(read(tbl(tr(f"<w:tc>{item}</w:tc>")) + item, numbering=NUMBERING)) == ["一、项", "二、项"]


def test_numbering_by_style():
    styles = '<w:style w:styleId="1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    assert texts(read(p("总体情况", '<w:pStyle w:val="1"/>'), styles=styles, numbering=NUMBERING)) == ["一、总体情况"]
    off = '<w:pStyle w:val="1"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    assert texts(read(p("总体情况", off), styles=styles, numbering=NUMBERING)) == ["总体情况"]


@pytest.mark.parametrize(
    ("count", "shown"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九"), (105, "一百零五"), (110, "一百一十")]
)
def test_counting(count: int, shown: str):
    from gkrules.reading.word.numbering import counting

    assert counting(count) == shown


def test_title():
    core = '<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>年 报</dc:title></c>'
    xml = f'<w:document xmlns:w="{W}"><w:body>{p("甲")}</w:body></w:document>'
    assert read_bytes(package({"word/document.xml": xml, "docProps/core.xml": core})).title == "年 报"


def test_too_many_cells():
    with pytest.raises(DocumentError) as caught:
        read_bytes(docx(tbl(*[tr(tc("1"), tc("2"))] * 30)), limits=Limits(max_cells=50))
    assert caught.value.kind == "limit_cells"


def test_deep_nesting():
    nested = p("底")
    for _ in range(50):
        nested = tbl(tr(f"<w:tc>{nested}</w:tc>"))
    assert texts(read(nested)) == ["底"]
    for _ in range(30):
        nested = tbl(tr(f"<w:tc>{nested}</w:tc>"))
    with pytest.raises(DocumentError) as caught:
        read(nested)
    assert caught.value.kind == "limit_depth"


def test_raised_digits_are_no_part_of_a_number():
    raised = "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>2</w:t></w:r>"
    styled = "<w:r><w:rPr><w:rStyle w:val='note'/></w:rPr><w:t>3</w:t></w:r>"
    style = "<w:style w:type='character' w:styleId='note'><w:rPr><w:vertAlign w:val='superscript'/></w:rPr></w:style>"
    cells = [f"<w:tc><w:p><w:r><w:t>5</w:t></w:r>{run}</w:p></w:tc>" for run in (raised, styled)]
    assert rows(only_grid(read_bytes(docx(tbl(tr(*cells)), styles=style)))) == [["5²", "5³"]]


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def cell(*runs: str) -> str:
    return f"<w:tc><w:p>{''.join(runs)}</w:p></w:tc>"


def only_row(*cells: str, **parts: str) -> list[str]:
    (row,) = rows(only_grid(read(tbl(tr(*cells, tc("末"))), **parts)))
    return row[:-1]


@pytest.mark.parametrize(
    "line", ["<w:strike/>", "<w:dstrike/>", "<w:strike w:val='true'/><w:dstrike w:val='0'/>", "<w:rStyle w:val='gone'/>"]
)
def test_a_struck_number_is_not_the_value(line: str):
    style = "<w:style w:type='character' w:styleId='gone'><w:rPr><w:strike/></w:rPr></w:style>"
    assert only_row(cell(run("5", line), run("3")), styles=style) == ["3"]
    # Alone it is neither a number nor a blank.
    assert only_row(cell(run("5", line), run("12", line)), styles=style) == ["5̶1̶2̶"]
    assert only_row("<w:tc>" + p("") + f"<w:p>{run('5', line)}</w:p></w:tc>", styles=style) == ["5̶"]


def test_a_line_through_a_number_can_be_taken_back():
    style = "<w:style w:type='character' w:styleId='gone'><w:rPr><w:strike/></w:rPr></w:style>"
    assert only_row(cell(run("5", "<w:rStyle w:val='gone'/><w:strike w:val='0'/>")), styles=style) == ["5"]
    assert only_row(cell(run("5", "<w:strike w:val='false'/>"))) == ["5"]


def test_struck_text_is_no_part_of_a_paragraph():
    assert texts(read(f"<w:p>{run('收到')}{run('5', '<w:strike/>')}{run('3件')}</w:p><w:p>{run('删去的一段', '<w:strike/>')}</w:p>")) == [
        "收到3件"
    ]


def test_struck_text_of_another_cell_is_not_shown():
    assert only_row(cell(run("5", "<w:strike/>")), cell(), cell(run("3"))) == ["5̶", "", "3"]


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("F08C", "�"),
        ("F035", "�"),
        ("35", "�"),
        ("0035", "�"),
        ("FF15", "�"),
        ("2460", "�"),
        ("25A1", "□"),
        ("x", "�"),
        ("D800", "�"),
        ("", "�"),
    ],
)
def test_a_sign_of_a_font_is_neither_a_digit_nor_nothing(code: str, shown: str):
    sign = f"<w:r><w:sym w:font='Wingdings' w:char='{code}'/></w:r>"
    assert only_row(cell(sign), cell(run("5"), sign)) == [shown, f"5{shown}"]


def test_a_bullet_is_no_part_of_a_heading():
    assert texts(read(f"<w:p><w:r><w:sym w:font='Wingdings' w:char='F06C'/></w:r>{run('一、总体情况')}</w:p>")) == ["一、总体情况"]


def m(name: str, *parts: str) -> str:
    return f"<m:{name}>{''.join(parts)}</m:{name}>"


def test_formulas_are_no_plain_digits():
    five, two = m("r", m("t", "5")), m("r", m("t", "2"))
    formulas = {
        five: "5",
        five + two: "52",
        m("sSup", m("e", five), m("sup", two)): "5²",
        m("sSub", m("e", five), m("sub", two)): "5₂",
        m("sSubSup", m("e", five), m("sub", two), m("sup", two)): "5₂²",
        m("f", m("num", five), m("den", two)): "5/2",
        m("d", m("e", five)): "(5)",
        m("d", m("dPr", "<m:begChr m:val='['/><m:endChr m:val=''/>"), m("e", five)): "[5",
        m("rad", m("deg"), m("e", five)): "�5",
        m("rad", m("deg", two), m("e", five)): "�²5",
        m("r", "<w:rPr><w:strike/></w:rPr>", m("t", "5")): "5̶",
        m("r", "<w:rPr><w:vanish/></w:rPr>", m("t", "5")): "",
        m("r", "<w:rPr><w:vertAlign w:val='superscript'/></w:rPr>", m("t", "5")): "⁵",
    }
    for namespace in ("http://schemas.openxmlformats.org/officeDocument/2006/math", "http://purl.oclc.org/ooxml/officeDocument/math"):
        cells = [cell(f"<m:oMath xmlns:m='{namespace}'>{formula}</m:oMath>") for formula in formulas]
        assert only_row(*cells) == list(formulas.values())


@pytest.mark.parametrize("beside", ["", "<w:p><w:r><w:txbxContent/></w:r></w:p>"], ids=["listed", "walked"])
def test_properties_hold_no_text(beside: str):
    tabs = "<w:pPr><w:tabs><w:tab w:val='left' w:pos='1'/></w:tabs></w:pPr>"
    strange = "<w:r><w:rPr><w:t>9</w:t></w:rPr><w:t>2</w:t></w:r>"
    assert texts(read(f"<w:p>{tabs}<w:r><w:t>一</w:t><w:tab/><w:t>1</w:t></w:r></w:p>{beside}")) == ["一\t1"]
    assert texts(read(f"<w:p>{tabs}{strange}</w:p>{beside}")) == ["2"]
    math = "<m:t xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'>9</m:t>"
    assert texts(read(f"<w:p><w:pPr>{math}</w:pPr>{run('2')}</w:p>{beside}")) == ["2"]
