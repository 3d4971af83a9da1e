"""Tables below rules of dashes (gkrules/reading/text/ruled_table.py). Numbers are invented."""

from __future__ import annotations

import time

import pytest
from read_helpers import only_grid, rows, texts

from gkrules.model.document import Document
from gkrules.reading import Limits
from gkrules.reading.text.dumps import read as read_text
from gkrules.reading.text.ruled_table import ruled_tables


def read(*lines: str) -> Document:
    return read_text("\n".join(lines).encode())


RULE = "  -------- ---- ------"


def test_a_row_a_line_between_two_rules():
    document = read("前文。", "", RULE, "  甲       1    2", "  乙乙          ", "           3    4", RULE, "", "后文。")
    grid = only_grid(document)
    assert rows(grid) == [["甲", "1", "2"], ["乙乙", "", ""], ["", "3", "4"]]
    assert not grid.ragged
    assert not grid.loose
    assert [cell.place.line for cell in grid.cells if cell.place and cell.column == 0] == [4, 5, 6]
    assert texts(document) == ["前文。", "后文。"]


def test_blank_lines_between_rows_let_cells_have_several_lines():
    grid = only_grid(read(RULE, "  甲甲甲   1    2", "  丙       ", "", "  乙       3    4", RULE))
    assert rows(grid) == [["甲甲甲\n丙", "1", "2"], ["乙", "3", "4"]]


def test_one_row_of_several_lines_has_a_blank_line_behind_it():
    assert rows(only_grid(read(RULE, "  甲甲甲   1    2", "  丙       ", "", RULE))) == [["甲甲甲\n丙", "1", "2"]]


def test_a_header_stands_above_the_rule():
    grid = only_grid(read("  项目     数   总数", RULE, "  甲       1    2", "  乙       3    4", "", "后文。"))
    assert rows(grid) == [["项目", "数", "总数"], ["甲", "1", "2"], ["乙", "3", "4"]]


def test_a_header_of_several_lines_stands_between_a_stroke_and_the_rule():
    stroke = "  " + "-" * 20
    grid = only_grid(read(stroke, "  项目     个   总数", "           数", RULE, "  甲       1    2", "", "  乙       3    4", stroke))
    assert rows(grid) == [["项目", "个\n数", "总数"], ["甲", "1", "2"], ["乙", "3", "4"]]


def test_rules_of_equals_signs_with_and_without_a_header():
    rule = "======== ==== ======"
    document = read(
        rule, "项目     数   总数", rule, "甲       1    2", "\\        3    4", rule, "", "间", "", rule, "乙       5    6", rule
    )
    first, second = document.grids()
    assert rows(first) == [["项目", "数", "总数"], ["甲", "1", "2"], ["", "3", "4"]]
    assert rows(second) == [["乙", "5", "6"]]


def test_quotes_are_as_wide_as_the_program_takes_them():
    rule = "  ---------- ---- ------"
    for line in ("  “三”       1    2", "  “三”     1    2"):  # one column each, or two
        assert rows(only_grid(read(rule, line, rule))) == [["“三”", "1", "2"]]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([RULE, "  甲甲甲甲甲甲 1    2", RULE], id="a text reaches over its column"),
        pytest.param([RULE, "  甲\t1    2", RULE], id="a tab"),
        pytest.param([RULE, "  甲       1    2", "", "后文。"], id="no second rule"),
        pytest.param([RULE, "  甲       1    2", "  ------- ----- ------"], id="another rule"),
        pytest.param(["正文正文正文。", RULE, "  甲       1    2"], id="a sentence above"),
        pytest.param(["前文。", "  项目     数   总数", RULE, "  甲       1    2"], id="a text above the header"),
        pytest.param(["======== ====", "甲       1", "         2", "======== ===="], id="goes on in a line without its first cell"),
        pytest.param(["- - -", "甲 1", "- - -"], id="lines across the page"),
        pytest.param([RULE, "  1.甲     1    2", "  2.乙     ", "", "  3.丙     3    4", RULE], id="two items in one row"),
        pytest.param([RULE, "  甲            ", "  乙       5    6", "", "  丙       3    4", RULE], id="a number that begins below"),
    ],
)
def test_what_does_not_stand_in_columns_is_no_table(lines: list[str]):
    assert not list(read(*lines).grids())


def test_a_line_that_ends_early_may_have_lost_a_cell():
    rule = "---- ---- ---- ------"
    grid = only_grid(read(rule, "甲   1    2    3", "乙   5    6", "丙   7    8    ", rule, ""))
    assert grid.loose == {1}
    assert rows(grid)[1:] == [["乙", "5", "6"], ["丙", "7", "8", ""]]
    # Where all lines are filled up to one length, any that is shorter may have.
    grid = only_grid(read(rule, "甲   1    2    3     ", "丁   1    2    4     ", "乙   5    6    ", "丙   7    8          ", rule))
    assert grid.loose == {2}


def test_an_empty_row_is_a_line_of_blanks():
    assert rows(only_grid(read(RULE, "  甲       1    2", " " * 20, RULE))) == [["甲", "1", "2"], ["", "", ""]]


def test_hostile_rules_take_linear_time():
    rule, stroke = "--- " * 250, "-" * 999
    for lines in ([rule], [stroke, rule, "甲"], [rule, "甲"], [stroke, "甲", rule, "甲"], ["甲", "-- ---"]):
        took = []
        for count in (300, 1_200):
            start = time.perf_counter()
            assert sum(1 for _ in ruled_tables(lines * count, 1_000_000)) <= count
            took.append(time.perf_counter() - start)
        assert took[1] < 12 * took[0] + 0.2, lines


def test_more_cells_than_allowed_are_no_table():
    rule = "--- " * 100
    lines = [rule, *["1   " * 100] * 50, rule]
    assert list(read(*lines).grids())
    assert not list(read_text("\n".join(lines).encode(), Limits(max_cells=1_000)).grids())
