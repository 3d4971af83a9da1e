"""Tables whose cells are told by lone tabs alone, as a browser copies cells with paragraphs in them."""

from __future__ import annotations

import pytest
from corpus.damage import Case, wrong
from corpus.documents import EDITIONS, Recipe

from gkrules.model.document import Grid
from gkrules.reading.text import dumps as text
from gkrules.reading.text.lone_tabs import tables

CELLS = [["信息内容", "制发", "废止"], ["规章", "", "7"], ["文件", "5", ""], ["其他", "1", "2"]]


def copied(rows: list[list[str]], before: str = "二、情况", after: str = "三、情况") -> str:
    lines = [before]
    for row in rows:
        lines.append("")
        for at, cell in enumerate(row):
            lines += ["\t", "", cell, ""] if at else ["", cell, ""]
        lines.append("")
    return "\n".join([*lines, "", after, ""])


def found(dump: str) -> list[list[list[str]]]:
    return [[[cell for _, cell in row] for row in rows] for _, _, rows in tables(dump.split("\n"), 1)]


def test_two_tabs_with_nothing_between_them_are_a_blank_cell() -> None:
    assert found(copied(CELLS)) == [CELLS]


def test_every_cell_has_the_line_that_it_stands_on() -> None:
    dump = copied(CELLS)
    document = text.read(dump.encode())
    (grid,) = [block for block in document.blocks if isinstance(block, Grid)]
    assert grid.ragged
    lines = dump.split("\n")
    assert all(cell.place and lines[(cell.place.line or 0) - 1].strip() == cell.text for cell in grid.cells)
    assert [paragraph.text for paragraph in document.paragraphs()] == ["二、情况", "三、情况"]


def test_a_row_of_values_may_begin_with_a_blank_where_it_is_long() -> None:
    values = ["", *map(str, range(13)), ""]
    labels = [f"列{at}" for at in range(15)]
    assert found(copied([labels, values])) == [[labels, values]]
    assert found(copied([labels[:5], values[:5]])) == []


def test_a_table_without_blanks_tells_its_cells_by_itself() -> None:
    assert found(copied([["规章", "3", "7"], ["文件", "5", "2"]])) == []


@pytest.mark.parametrize("number", ["4", "0", "12.5", "/"])
def test_a_line_more_in_a_blank_cell_shows_by_the_gaps(number: str) -> None:
    lines = copied(CELLS).split("\n")
    blank = next(at for at in range(len(lines)) if lines[at] == "\t" and lines[at + 1 : at + 5] == ["", "", "", "\t"])
    for at in range(blank + 1, blank + 5):
        assert found("\n".join([*lines[:at], number, *lines[at:]])) == []


@pytest.mark.parametrize("line", ["\t", "5", ""])
def test_whatever_line_is_lost_or_more_nothing_moves(line: str) -> None:
    lines = copied(CELLS).split("\n")
    own = {(row[0], at, cell) for row in CELLS for at, cell in enumerate(row)}
    for at in range(1, len(lines) - 2):
        for dump in ([*lines[:at], *lines[at + 1 :]], [*lines[:at], line, *lines[at:]]):
            # What keeps its number of cells keeps them in place; a cell whose text went is blank.
            whole = [row for rows in found("\n".join(dump)) for row in rows if len(row) == len(CELLS[0])]
            assert all((row[0], at, cell) in own or not cell for row in whole for at, cell in enumerate(row)), dump


def test_what_stands_right_behind_the_last_tab_is_a_cell_and_no_blank() -> None:
    assert found(copied([["规章", "", "7"], ["文件", "5", "本年没有废止。"]])) == []
    assert found(copied(CELLS, after="").rstrip("\n").removesuffix("2") + "\n") == []


def test_dumps_of_word_files_have_lone_tabs_of_another_meaning() -> None:
    word = "\t规章\n\t\n\t3\n\n\t文件\n\t\n\t5\n"
    assert found(word) == []
    assert found("\n".join(["\t"] * 30)) == []


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_damaged_copy_is_never_read_wrongly(edition: str) -> None:
    for number in range(60):
        case = Case(Recipe("txt", "dump-browser-blanks", edition, 3_000 + number % 5), number)
        faults = wrong(case.make())
        assert not faults, (case.name, faults)
