from __future__ import annotations

import time

import pytest
from read_helpers import only_grid, real_report, rows, texts

from gkrules.model.document import Document, Grid, Paragraph
from gkrules.model.errors import DocumentError
from gkrules.reading import Limits, read_bytes, read_document


def read(body: str) -> Document:
    return read_bytes(f"<!doctype html><html><head><title> 年 报 </title></head><body>{body}</body></html>".encode())


def spans(grid: Grid) -> list[tuple[str, int, int, int, int]]:
    return [(cell.text, cell.row, cell.column, cell.rowspan, cell.colspan) for cell in grid.cells]


def test_a_real_page():
    document = read_document(real_report("shuyang_fgj_2023.html"))
    assert document.kind == "html"
    assert document.title == "沭阳县发展和改革局2023年政府信息公开年度报告-沭阳县发改局"
    assert not document.notices
    meta, published, applications, disputes = document.grids()
    assert meta.cells[0].text == "名称"
    assert rows(published)[3] == ["规范性文件", "8", "0", "18"]
    for row in applications.rows()[3:]:
        assert [cell.column for cell in row[-7:]] == [3, 4, 5, 6, 7, 8, 9]
    results = next(cell for cell in applications.cells if cell.text == "三、本年度办理结果")
    assert (results.row, results.column, results.rowspan) == (5, 0, 22)
    assert rows(disputes)[-1] == ["0", "0", "0", "1", "1", *["0"] * 10]
    assert "三、收到和处理政府信息公开申请情况" in texts(document)


def test_text_of_cells():
    grid = only_grid(
        read(
            "<table><tr><td><font>自然</font><font>人</font></td><td><p>商业</p>\n <p>企业</p></td></tr>"
            "<tr><td>共\n  收到 12\n 件</td><td>&nbsp;<o:p>　</o:p></td></tr><tr><td>甲<br>乙</td><td> 1 </td></tr></table>"
        )
    )
    assert rows(grid) == [["自然人", "商业\n企业"], ["共收到 12 件", "\xa0\u3000"], ["甲\n乙", "1"]]


def test_blocks_keep_their_order_and_places():
    document = read("一、<b>总体</b><div>甲<p>乙</p>丙</div><table><tr><td>1<td>2</table><p>末</p>")
    assert [block.text if isinstance(block, Paragraph) else "|" for block in document.blocks] == ["一、总体", "甲", "乙", "丙", "|", "末"]
    assert [block.place.paragraph for block in document.paragraphs()] == [1, 2, 3, 4, 5]
    cell = only_grid(document).cells[1]
    assert cell.place is not None
    assert cell.place.to_dict() == {"kind": "html", "table": 1, "row": 1, "column": 2}
    assert document.title == "年 报"


def test_spans_are_laid_out_and_clipped():
    grid = only_grid(
        read(
            "<table><tbody><tr><td rowspan=0>甲<td colspan=2>乙<tr><td>1<td rowspan=99>2<tr><td>3</tbody>"
            "<tbody><tr><td>丙<td>丁</tbody></table>"
        )
    )
    assert spans(grid) == [
        ("甲", 0, 0, 3, 1),
        ("乙", 0, 1, 1, 2),
        ("1", 1, 1, 1, 1),
        ("2", 1, 2, 2, 1),
        ("3", 2, 1, 1, 1),
        ("丙", 3, 0, 1, 1),
        ("丁", 3, 1, 1, 1),
    ]


def test_the_foot_comes_last_and_the_head_first():
    grid = only_grid(read("<table><tfoot><tr><td>末<td>3</tfoot><tr><td>中<td>2</tr><thead><tr><td>首<td>1</thead></table>"))
    assert rows(grid) == [["首", "1"], ["中", "2"], ["末", "3"]]


def test_what_is_hidden_is_not_read():
    document = read(
        "<script>var a = '<p>脚本</p>'</script><style>p{}</style><template><p>模</p></template><noscript>无</noscript>"
        "<p hidden>一</p><p style='DISPLAY : none'>二</p><p style='mso-hide:all'>三</p><!-- 注 -->"
        "<p>四<span style='visibility:hidden'>五</span></p>"
        "<table><tr><td style='display:none'>隐</td><td>甲</td><td style='visibility:hidden'>乙</td><td>丙</td></tr>"
        "<tr style='display:none'><td>丁</td></tr></table>"
    )
    assert texts(document) == ["四"]
    assert rows(only_grid(document)) == [["甲", "", "丙"]]


def test_layout_tables_give_way_to_what_they_hold():
    document = read(
        "<table><tr><td>栏目</td><td><p>前文</p><table><tr><td>甲</td><td>1</td></tr></table>后文</td></tr></table>"
        "<table><tr><td>框中文字</td></tr></table>"
    )
    assert texts(document) == ["栏目", "前文", "后文", "框中文字"]
    assert rows(only_grid(document)) == [["甲", "1"]]


def test_a_frame_inside_a_cell_is_text_of_the_cell():
    grid = only_grid(read("<table><tr><td>甲</td><td><table><tr><td>框</td></tr></table>尾</td><td>乙</td></tr></table>"))
    assert rows(grid) == [["甲", "框\n尾", "乙"]]


def test_captions_stand_before_their_table():
    document = read("<table><caption>表一</caption><tr><td>甲</td><td>1</td></tr></table>")
    assert [type(block) for block in document.blocks] == [Paragraph, Grid]


def test_preformatted_text_keeps_its_lines():
    assert texts(read("<pre>甲\n乙  丙</pre>")) == ["甲\n乙 丙"]


def test_a_page_that_was_cut_short_is_read_with_a_notice():
    document = read_bytes("<html><body><p>一、总体情况</p><table><tr><td>甲<td>1".encode())
    assert rows(only_grid(document)) == [["甲", "1"]]
    assert len(document.notices) == 1
    assert document.notices[0].kind == "remark"
    assert "没有结束标记" in document.notices[0].zh
    cut = read_bytes("<p>甲</p><table bor".encode()).notices[0]
    assert cut.kind == "incomplete"
    assert "标签中间" in cut.zh
    assert read_bytes("<p>甲</p>".encode()).notices == ()


@pytest.mark.parametrize("tag", ["div", "span", "table><tr><td", "b", "x:y"])
def test_depth_is_refused_before_parsing(tag: str):
    started = time.monotonic()
    with pytest.raises(DocumentError) as caught:
        read_bytes((f"<html><{tag}>" + f"<{tag}>" * 50_000).encode())
    assert caught.value.kind == "limit_markup_depth"
    assert time.monotonic() - started < 5


def test_unclosed_formatting_cannot_multiply_the_tree():
    with pytest.raises(DocumentError) as caught:
        read("".join(f"<p><b id={number}>" for number in range(900)) + "<p>x" * 50_000)
    assert caught.value.kind == "limit_markup_depth"


def test_unclosed_elements_of_a_long_page_are_not_depth():
    rows_of_page = "<tr><td><p><span>甲<td><p>1" * 3_000
    grid = only_grid(read(f"<ul>{'<li>项' * 3_000}</ul><table>{rows_of_page}</table>"))
    assert len(grid.rows()) == 3_000


def test_a_page_just_within_the_depth_does_not_exhaust_the_stack():
    assert texts(read("<div>" * 900 + "底")) == ["底"]


def test_spans_cannot_blow_up_the_grid():
    bomb = "<table>" + "<tr>" + "<td colspan=1000 rowspan=65534>x" * 50 + "<tr><td>y" * 3_000 + "</table>"
    with pytest.raises(DocumentError) as caught:
        read(bomb)
    assert caught.value.kind == "limit_cells"
    grid = only_grid(read("<table><tr><td colspan=99999999999 rowspan=-3>甲<td colspan=x>乙</table>"))
    assert spans(grid) == [("甲", 0, 0, 1, 1000), ("乙", 0, 1000, 1, 1)]


def test_too_many_cells():
    with pytest.raises(DocumentError) as caught:
        read_bytes(("<table><tr>" + "<td>1" * 60 + "</table>").encode(), limits=Limits(max_cells=50))
    assert caught.value.kind == "limit_cells"


def test_raised_and_lowered_digits_are_no_part_of_a_number():
    document = read_bytes(b"<table><tr><td>5<sup>2</sup></td><td>5<sub><b>1</b></sub></td><td>52</td></tr></table>")
    assert rows(only_grid(document)) == [["5²", "5₁", "52"]]


@pytest.mark.parametrize("depth", [1_500, 5_000])
def test_pages_of_few_and_of_many_tags_are_refused_alike_when_nested_too_deeply(depth: int) -> None:
    with pytest.raises(DocumentError) as caught:
        read("<div>" * depth + "text")
    assert caught.value.kind == "limit_markup_depth"


@pytest.mark.parametrize("layout", ["", "<table><tr><td><table><tr><td>框</td></tr></table></td></tr></table>"])
def test_which_tables_hold_data_does_not_depend_on_tables_elsewhere(layout: str) -> None:
    tables = """
        <table><tr><td>甲</td><td>1</td></tr></table>
        <table><tr><td>只有一格</td></tr></table>
        <table style="display: none"><tr><td>不可见</td><td>2</td></tr></table>
        <table><tr><td>一格可见</td><td hidden>3</td></tr></table>
        <table><tr><th>乙</th></tr><tr><td>4</td></tr></table>"""
    assert [rows(grid) for grid in read(tables + layout).grids()] == [[["甲", "1"]], [["乙"], ["4"]]]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<s>5</s>3", "3"),
        ("<strike>5</strike> 3", "3"),
        ("<del>5</del>3", "3"),
        ("<span style='text-decoration: line-through'>5</span>3", "3"),
        ("<s>5</s>", "[已划去]"),
        ("<s>&nbsp;</s>", ""),
        ("<input value='5'>", "5"),
        ("<input type=number value=5 disabled>件", "5件"),
        ("<input type=hidden value=5>", ""),
        ("<input type=checkbox value=5>3", "3"),
        ("<textarea>5</textarea>", "5"),
        ("<textarea style='display:none'>5</textarea>", ""),
        ("<select><option>4<option selected>5</select>", "5"),
        ("<ruby>12<rp>(</rp><rt>3</rt><rp>)</rp></ruby>", "12"),
        ("<span style='display:block'>1</span><span style='DISPLAY:block'>2</span>", "1\n2"),
        ("<img src=5.png>", "[图片]"),
        ("1<img data-src=5.png>", "1[图片]"),
        ("<svg><text>5</text></svg>", "[图片]"),
        ("行政许可<img src=icon.png>", "行政许可"),
        ("<img src=dot.gif width=1 height=1>", ""),
        ("<img src=5.png style='display:none'>", ""),
        ("5<span style='vertical-align: super'>2</span>", "5²"),
        ("5<span style='vertical-align:sub'>2</span>", "5₂"),
        ("<bdo dir=rtl>12</bdo>", "\u202e12"),
        ("&#8207;1&#8207;2", "\u202e\u200f1\u200f2"),
        ("&#8207;合计", "\u200f合计"),
    ],
)
def test_a_cell_is_what_a_reader_of_the_page_sees(cell: str, text: str) -> None:
    assert rows(only_grid(read(f"<table><tr><td>甲</td><td>{cell}</td><td>9</td></tr></table>"))) == [["甲", text, "9"]]


def test_a_struck_cell_holds_its_place() -> None:
    grid = only_grid(read("<table><tr><td>甲<td style='text-decoration:line-through'>5<td>6</table>"))
    assert rows(grid) == [["甲", "[已划去]", "6"]]


def test_tables_that_only_hold_text_are_text() -> None:
    long = "2024年，本机关主动公开信息12条，收到政府信息公开申请5件，均已办结。"
    document = read(
        f"<table><tr><td class=p>一、总体情况</td></tr><tr><td class=p>{long}</td></tr><tr><td>12</td></tr></table>"
        "<table><tr><td>栏目导航</td></tr><tr><td>机构职能</td></tr></table>"
        f"<table><tr><td></td><td>{long}</td></tr><tr><td colspan=2>五、存在的问题</td></tr></table>"
    )
    assert not list(document.grids())
    assert texts(document) == ["一、总体情况", long, "12", "栏目导航", "机构职能", long, "五、存在的问题"]
    assert [block.place.paragraph for block in document.blocks] == list(range(1, 8))


def test_a_column_of_numbers_and_rows_of_blanks_stay_tables() -> None:
    number = only_grid(read("<table><tr><td>件数</td></tr><tr><td>12</td></tr></table>"))
    assert rows(number) == [["件数"], ["12"]]
    blank = only_grid(read("<table><tr><td>规章</td><td></td></tr><tr><td>规范性文件</td><td></td></tr></table>"))
    assert rows(blank) == [["规章", ""], ["规范性文件", ""]]


def test_tables_beside_each_other_and_within_stay_apart() -> None:
    two = "<table><tr><td>甲<td>1</table><table><tr><td>乙<td>2</table>"
    assert [rows(grid) for grid in read(two).grids()] == [[["甲", "1"]], [["乙", "2"]]]
    document = read(f"<table><tr><td>导航</td><td>正文{two}说明</td></tr></table>")
    assert [rows(grid) for grid in document.grids()] == [[["甲", "1"]], [["乙", "2"]]]
    assert texts(document) == ["导航", "正文", "说明"]


_ARTICLE = '<div class="rich_media_content" id="js_content" style="visibility: hidden; opacity: 0;">'


def test_the_article_of_an_official_account_is_read_though_a_script_has_not_shown_it() -> None:
    document = read(
        f"{_ARTICLE}<section><section><span>一、</span><span>总体情况</span></section><p>文字</p>"
        "<section><table><tbody><tr><td><section><span>甲</span></section></td><td><section><p><span>1</span></p></section></td></tr>"
        "</tbody></table></section></section></div><div style='visibility:hidden'>别处</div>"
    )
    assert texts(document) == ["一、总体情况", "文字"]
    assert rows(only_grid(document)) == [["甲", "1"]]


def test_a_page_whose_tables_are_pictures_says_so() -> None:
    document = read(f"{_ARTICLE}<p>一、总体情况</p><section><img data-src='https://a/1' data-type=png></section><img src=b></div>")
    assert [(notice.kind, "2 幅图片" in notice.zh, "2 pictures" in notice.en) for notice in document.notices] == [("remark", True, True)]
    assert not read("<p>一、总体情况</p>").notices
    table = "".join(f"<tr><td>规章<td>{number}" for number in range(3))
    assert not read(f"<p><img src=a></p><table>{table}</table>").notices


def test_pictures_of_links_and_heads_are_not_the_tables() -> None:
    assert not read("<header><img src=logo></header><p>甲</p><a href=x><img src=b></a>").notices


@pytest.mark.parametrize("style", ["display:none;" * 100_000, "a:b;" * 300_000, "/*" * 500_000, "x" * 1_000_000])
def test_long_styles_take_no_time(style: str) -> None:
    started = time.process_time()
    read(f"<p style='{style}'>甲</p>" * 3)
    assert time.process_time() - started < 3
