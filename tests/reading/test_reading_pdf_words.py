"""Tables without walls: read by where their words stand, or left as lines."""

from __future__ import annotations

import pytest
from pdf_helpers import line, only, pdf, shape, text, values

from gkrules.model.document import Document
from gkrules.reading import read_bytes


def row(y: float, *words: tuple[float, str]) -> str:
    return "".join(text(x, y, word) for x, word in words)


HEADER = row(370, (150, "all")) + row(345, (90, "one"), (150, "two"), (210, "three"))
BODY = row(320, (20, "a"), (96, "1"), (156, "22"), (220, "3")) + row(300, (20, "b"), (96, "4"), (156, "5"), (220, "667"))


def lines(document: Document) -> list[str]:
    assert list(document.grids()) == []
    return [paragraph.text for paragraph in document.paragraphs()]


def test_columns_and_header_by_position():
    document = read_bytes(pdf(text(20, 390, "before; this") + HEADER + BODY + text(20, 200, "after")))
    assert shape(only(document)) == [
        [("one", 3, 2, 1), ("all", 4, 1, 1), ("three", 5, 2, 1)],
        [("two", 4, 1, 1)],
        [("a", 2, 1, 1), ("1", 3, 1, 1), ("22", 4, 1, 1), ("3", 5, 1, 1)],
        [("b", 2, 1, 1), ("4", 3, 1, 1), ("5", 4, 1, 1), ("667", 5, 1, 1)],
    ]
    cell = only(document).rows()[3][3]
    assert cell.place is not None
    assert (cell.place.page, cell.place.row, cell.place.column) == (1, 4, 6)
    assert cell.place.box is not None
    assert cell.place.box[0] == 220
    assert [paragraph.text for paragraph in document.paragraphs()] == ["before; this", "after"]


def test_a_number_that_is_missing_leaves_a_blank_in_its_column():
    grid = only(read_bytes(pdf(HEADER + BODY + row(280, (20, "c"), (96, "7"), (220, "9")))))
    assert values(grid)[-1] == ["c", "7", "", "9"]


def test_labels_of_several_lines_and_groups():
    content = HEADER + BODY
    content += text(20, 285, "long") + row(280, (96, "7"), (156, "8"), (220, "9")) + text(20, 275, "er")
    content += text(20, 255, "grp") + row(250, (50, "d"), (96, "1"), (156, "1"), (220, "1")) + text(20, 245, "oup")
    rows = [[(cell.text, cell.column) for cell in cells if cell.column < 3] for cells in only(read_bytes(pdf(content))).rows()]
    assert rows[4] == [("long\ner", 2)]
    assert rows[5] == [("grp\noup", 1), ("d", 2)]


def test_a_row_of_numbers_alone_has_no_label():
    grid = only(read_bytes(pdf(HEADER + row(325, (96, "1"), (156, "22"), (220, "3")))))
    assert values(grid)[-1] == ["1", "22", "3"]


def test_horizontal_rules_part_the_lines_of_labels():
    # Without the rules the lines of the label would be as far from each other as the rows are.
    content = HEADER + "".join(line(10, y, 260, y) for y in (338, 312, 286, 260))
    content += row(325, (20, "a"), (96, "1"), (156, "2"), (220, "3"))
    content += text(20, 303, "lo") + row(296, (96, "4"), (156, "5"), (220, "6")) + text(20, 289, "ng")
    content += row(270, (20, "c"), (96, "7"), (156, "8"), (220, "9"))
    assert values(only(read_bytes(pdf(content))))[2:] == [["a", "1", "2", "3"], ["lo\nng", "4", "5", "6"], ["c", "7", "8", "9"]]


@pytest.mark.parametrize(
    "more",
    [
        row(280, (96, "7"), (156, "8"), (220, "9")),  # numbers without a label
        row(280, (20, "c"), (120, "777777"), (220, "9")),  # a number across two columns
        row(280, (20, "c"), (90, "7"), (102, "7"), (156, "8"), (220, "9")),  # two numbers in one column
        row(280, (20, "c"), (96, "7"), (156, "8"), (220, "9"), (270, "0")) + row(260, (20, "d"), (96, "7"), (250, "8")),  # over no column
        row(280, (20, "label over it"), (96, "7"), (156, "8"), (220, "9")),
    ],
)
def test_what_has_no_certain_place_makes_lines(more: str):
    found = lines(read_bytes(pdf(HEADER + BODY + more)))
    assert "a 1 22 3" in found
    assert "b 4 5 667" in found


@pytest.mark.parametrize("header", [row(345, (30, "zero")), row(345, (90, "one"), (120, "x"), (150, "two"), (210, "three"), (270, "four"))])
def test_a_header_over_no_numbers_makes_lines(header: str):
    # Which of the columns is which cannot be told: one of them may have lost its numbers.
    found = lines(read_bytes(pdf(header + BODY + text(12, 318, ""))))
    assert "a 1 22 3" in found


def test_prose_with_numbers_is_no_table():
    document = read_bytes(pdf(text(20, 300, "In 2023 there were 12 and 13 of them") + text(20, 280, "and 4.") + text(140, 15, "- 7 -")))
    assert lines(document) == ["In 2023 there were 12 and 13 of them", "and 4."]


def test_a_heading_between_two_tables_is_text():
    second = row(250, (96, "one"), (160, "two")) + row(230, (20, "x"), (100, "1"), (160, "2"))
    document = read_bytes(pdf(HEADER + BODY + text(20, 275, "A sentence; with an end") + second))
    assert [values(grid)[-1] for grid in document.grids()] == [["b", "4", "5", "667"], ["x", "1", "2"]]
    assert [paragraph.text for paragraph in document.paragraphs()] == ["A sentence; with an end"]
