from __future__ import annotations

from pathlib import Path

import pytest
from corpus.writers.sheets import Spot, delimited
from sheet_helpers import entries

from gkrules import api, read
from gkrules.model.document import Grid, Paragraph
from gkrules.model.errors import DocumentError
from gkrules.reading import Limits, read_bytes, read_document

FIXTURES = Path(__file__).parents[2] / "fixtures" / "reports"
WORD_FILES = sorted(file.name for file in FIXTURES.glob("*.docx"))


def rows_of(cells: list[Spot], *, padded: bool) -> list[list[str]]:
    """A sheet as rows: of one width, as Office writes them, or without the empty fields at the end of each."""
    width = 1 + max(column for _, column, text, _, _ in cells if text)
    rows = [[""] * width for _ in range(1 + max(row for row, *_ in cells))]
    for row, column, text, _, _ in cells:
        if column < width:
            rows[row][column] = text
    return rows if padded else [row[: max((at for at, text in enumerate(row, 1) if text), default=0)] for row in rows]


@pytest.mark.parametrize(
    ("delimiter", "encoding", "padded"),
    [(",", "gb18030", True), (",", "utf-8-sig", False), (";", "utf-8", True), ("\t", "utf-16", True), (",", "utf-16", False)],
)
@pytest.mark.parametrize("name", WORD_FILES)
def test_a_report_reads_the_same_from_delimited_text_as_from_word(name: str, delimiter: str, encoding: str, padded: bool):
    report = read(FIXTURES / name)
    rows = rows_of(entries(read_document(FIXTURES / name)), padded=padded)
    data = delimited(rows, encoding, delimiter)
    assert read_bytes(data).kind == "csv"
    found = api.read(data, name="年报.csv")
    keys = report.edition.cell_by_key
    assert {key: (found.cell(key).state, found.cell(key).value) for key in keys} == {
        key: (report.cell(key).state, report.cell(key).value) for key in keys
    }
    assert (found.unit, found.year) == (report.unit, report.year)
    assert [(each.key, each.text) for each in found.sections] == [(each.key, each.text) for each in report.sections]
    key = next(key for key in keys if found.cell(key).raw)
    place = found.cell(key).place
    assert place is not None
    assert place.row is not None
    assert place.column is not None
    assert rows[place.row - 1][place.column - 1] == found.cell(key).raw


def test_the_line_that_names_the_delimiter_is_no_content():
    data = b"sep=;\r\na;1;2\r\nb;3;4\r\n"
    (grid,) = read_bytes(data).grids()
    assert [[cell.text for cell in row] for row in grid.rows()] == [["a", "1", "2"], ["b", "3", "4"]]
    assert grid.cells[0].place is not None
    assert grid.cells[0].place.row == 2


def test_quoted_fields_keep_delimiters_and_line_breaks():
    data = '"甲,\n乙",1,2\n丙,3,4\n丁,"5",6\n'.encode()
    (grid,) = read_bytes(data).grids()
    assert [cell.text for cell in grid.rows()[0]] == ["甲,\n乙", "1", "2"]


@pytest.mark.parametrize(
    "text",
    [
        "一是加强领导,二是完善制度,三是强化培训,成效明显。\n" * 9,
        "收到申请5件,办结5件,结转0件。\n" * 9,
        "\t自然人\n\t5\n\n\t总计\n\t5\n" * 5,
        "\t一、本年新收\t1\t2\t3\n" * 9,
        "| a | b, c, d |\n|---|---|\n| 1 | 2, 3, 4 |\n" * 4,
        "1,234\n5,678\n9,012\n3,456\n",
        "",
    ],
)
def test_sentences_dumps_and_other_tables_are_not_taken_for_it(text: str):
    assert read_bytes(("总体情况\n" + text).encode()).kind == "text"


@pytest.mark.parametrize("file", sorted(FIXTURES.glob("*.txt")), ids=lambda file: file.name)
def test_text_dumps_stay_text(file: Path):
    assert read_document(file).kind == "text"


def test_limits():
    wide = ("a" + ",1" * 500 + "\n").encode() * 5
    with pytest.raises(DocumentError) as caught:
        read_bytes(wide, limits=Limits(max_cells=2000))
    assert caught.value.kind == "limit_cells"
    assert "2000" in caught.value.zh
    slanted = "".join("a" + "," * (3 * number) + "1,0,0\n" for number in range(60))
    with pytest.raises(DocumentError) as caught:
        read_bytes(slanted.encode(), limits=Limits(max_sheet_area=8000))
    assert caught.value.kind == "limit_sheet_area"


def test_a_field_that_never_ends():
    with pytest.raises(DocumentError) as caught:
        read_bytes(("a,1,2\n" * 5 + 'b,"' + "x" * 200_000).encode())
    assert caught.value.kind == "damaged"


def test_lines_beside_tables_are_paragraphs():
    document = read_bytes("标题\n说明文字。\n\n名称,甲,乙\n丙,1,2\n丁,3,4\n戊,5,6\n".encode())
    assert [type(block) for block in document.blocks] == [Paragraph, Paragraph, Grid]
