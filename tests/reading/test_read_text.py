from __future__ import annotations

import pytest
from read_helpers import only_grid, real_report, rows, texts

from gkrules.model.document import Document, Grid, Paragraph
from gkrules.model.errors import DocumentError
from gkrules.reading import Limits, read_bytes, read_document


def read(text: str) -> Document:
    return read_bytes(text.encode())


def test_a_real_dump_keeps_its_seven_values_in_every_row_of_applications():
    document = read_document(real_report("yongan_2024.txt"))
    assert document.kind == "text"
    published, applications, disputes = document.grids()
    assert [len(grid.rows()) for grid in (published, applications, disputes)] == [14, 28, 4]
    for row in rows(applications)[3:]:
        assert row[-8] == "" or not row[-8].isdigit()
        assert all(cell.isdigit() for cell in row[-7:])
    assert rows(applications)[5] == ["三、本年度办理结果", "（一）予以公开", "3", "0", "0", "0", "0", "0", "3"]
    assert ["", "", "5.要求行政机关确认或重新\n出具已获取信息", *["0"] * 7] in rows(applications)
    assert rows(disputes)[-1] == ["0"] * 15
    assert not any("bookmark" in cell.text for cell in applications.cells)


def test_a_heading_right_after_the_last_cell_is_a_paragraph_with_its_line():
    document = read_document(real_report("yongan_2024.txt"))
    heading = next(block for block in document.paragraphs() if block.text.startswith("四、"))
    assert heading.text == "四、政府信息公开行政复议、行政诉讼情况"
    assert heading.place.line == 352
    assert [type(block) for block in document.blocks if block.place.line in {68, 352, 353}] == [Grid, Paragraph, Grid]


def test_one_cell_per_line():
    grid = only_grid(read("前文\n\t甲\n\t1\n\n\t乙\n\t\n\n\n\n后文\n"))
    assert grid.ragged
    assert rows(grid) == [["甲", "1"], ["乙", ""]]
    assert [cell.place.line for cell in grid.cells if cell.place] == [2, 3, 5, 6]


def test_a_label_goes_on_in_the_next_line_but_a_value_does_not():
    document = read("\t甲的\n标签\n\t1\n\n\t乙\n\t2\n余文\n")
    assert rows(only_grid(document)) == [["甲的\n标签", "1"], ["乙", "2"]]
    assert texts(document) == ["余文"]


@pytest.mark.parametrize("value", ["0", "　0", "１２", "3.50", "-", "", "12%"])
def test_no_value_is_continued(value: str):
    document = read(f"\t甲\n\t1\n\n\t乙\n\t{value}\n后文\n")
    assert texts(document) == ["后文"]


def test_a_section_heading_ends_a_table_even_after_a_label():
    document = read("\t甲\n\t乙\n\n\t丙\n\t丁\n四、下一节\n\t1\n\t2\n\n\t3\n\t4\n")
    assert texts(document) == ["四、下一节"]
    assert [rows(grid) for grid in document.grids()] == [[["甲", "乙"], ["丙", "丁"]], [["1", "2"], ["3", "4"]]]


def test_tab_separated_lines_keep_an_empty_first_cell():
    grid = only_grid(read("规章\t0\t1\t2\n\t其他\t3\t4\n合计\t\t\t6\n"))
    assert rows(grid) == [["规章", "0", "1", "2"], ["", "其他", "3", "4"], ["合计", "", "", "6"]]


def test_led_lines_with_several_cells_are_rows():
    assert rows(only_grid(read("\t甲\t1\t2\n\t乙\t3\t4\n"))) == [["甲", "1", "2"], ["乙", "3", "4"]]


def test_indented_prose_and_contents_are_no_tables():
    document = read("\t第一段文字。\n\n\t第二段文字。\n目录\n一、总体情况\t1\n二、主动公开\t2\n")
    assert not list(document.grids())
    assert texts(document)[:3] == ["第一段文字。", "第二段文字。", "目录"]
    long = "这是一段很长的叙述文字，" * 8
    assert texts(read(f"\t{long}\n\t{long}\n\n\t{long}\n\t{long}\n")) == [long] * 4


def test_markdown():
    document = read("## 一、总体情况\n\n| 信息内容 | 数量 |\n|:---|---:|\n| 规章<br>说明 | 0 |\n| 短行 |\n\n**二、主动公开**\n")
    grid = only_grid(document)
    assert rows(grid) == [["信息内容", "数量"], ["规章\n说明", "0"], ["短行"]]
    assert grid.ragged  # nothing says where in its row the missing cell stood
    assert texts(document) == ["一、总体情况", "二、主动公开"]
    assert [cell.place.line for cell in grid.cells if cell.place] == [3, 3, 5, 5, 6]
    assert not only_grid(read("| 信息内容 | 数量 |\n|---|---|\n| 规章 | 0 |\n")).ragged


def test_inline_markup_in_markdown_is_no_text():
    source = '| <span style="a">规章</span> | **0** |\n|---|---|\n| 甲&nbsp;乙 | <b>1</b> |\n\n**<span>二、主动公开</span>**\n'
    document = read(source)
    assert rows(only_grid(document)) == [["规章", "0"], ["甲\xa0乙", "1"]]
    assert texts(document) == ["二、主动公开"]
    assert texts(read("1 < 2 且 3 > 2，<某某> 不是标记")) == ["1 < 2 且 3 > 2，<某某> 不是标记"]


def test_a_row_of_dashes_in_a_pipe_table_is_data():
    assert rows(only_grid(read("| 甲 | 乙 |\n|---|---|\n| - | - |\n"))) == [["甲", "乙"], ["-", "-"]]


def test_markup_tables_in_a_text():
    document = read("一、总体\n\n<table><tr><td rowspan=2>甲</td><td>1</td></tr><tr><td>2</td></tr></table>\n二、主动\n")
    grid = only_grid(document)
    assert not grid.ragged
    assert (grid.place.kind, grid.place.line) == ("text", 3)
    assert [(cell.text, cell.row, cell.column, cell.rowspan) for cell in grid.cells] == [("甲", 0, 0, 2), ("1", 0, 1, 1), ("2", 1, 1, 1)]
    assert [(block.text, block.place.line) for block in document.paragraphs()] == [("一、总体", 1), ("二、主动", 4)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\f"])
def test_line_ends(end: str):
    assert [(block.text, block.place.line) for block in read(f"甲{end}{end}乙{end}").paragraphs()] == [("甲", 1), ("乙", 3)]


def test_bookmark_noise_is_dropped_in_linear_time():
    assert texts(read("甲[bookmark: _Hlk66973412]乙")) == ["甲乙"]
    assert len(texts(read("甲" + "[bookmark: " * 100_000))) == 1


def test_invisible_characters_are_kept():
    assert texts(read("甲\u200b乙\u3000")) == ["甲\u200b乙\u3000"]


def test_too_many_cells():
    with pytest.raises(DocumentError) as caught:
        read_bytes(("甲\t1\t2\n" * 40).encode(), limits=Limits(max_cells=100))
    assert caught.value.kind == "limit_cells"
    assert "100" in caught.value.zh


def test_one_long_line_of_pipes_does_not_make_all_of_them_long():
    grid = only_grid(read("|" * 10_000 + "\n" + "|a|b|\n" * 1_000))
    assert len(grid.cells) < 13_000
    with pytest.raises(DocumentError) as caught:
        read_bytes(("|a" * 60_000 + "|\n").encode() * 2, limits=Limits(max_cells=100_000))
    assert caught.value.kind == "limit_cells"


MARKDOWN_IN_A_PAGE = '<div id="x"\nclass="article">\n\n# 标题\n\n| 甲 | 乙 |\n|----|---:|\n| 丙 | 1 |\n\n</div>\n'


def test_markdown_that_begins_with_the_element_of_a_page_is_markdown():
    document = read(MARKDOWN_IN_A_PAGE)
    assert document.kind == "text"
    assert rows(only_grid(document)) == [["甲", "乙"], ["丙", "1"]]
    assert "标题" in texts(document)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("|----|---:|", "| -- | 2 |", id="no rule of a table"),
        pytest.param('class="article">\n\n', 'class="article">\n', id="no blank line behind the element"),
        pytest.param("# 标题", "<pre>", id="a page that shows Markdown"),
        pytest.param("# 标题", "<textarea>", id="a page in which Markdown is edited"),
        pytest.param('<div id="x"', '<html><div id="x"', id="a page"),
    ],
)
def test_a_page_with_pipes_is_a_page(old: str, new: str):
    assert old in MARKDOWN_IN_A_PAGE
    assert read(MARKDOWN_IN_A_PAGE.replace(old, new)).kind == "html"
