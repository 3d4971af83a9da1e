"""Tables made of ``div``: what is certain of their geometry is read as such, the rest as rows of cells; layout stays text."""

from __future__ import annotations

import time
from html import escape
from pathlib import Path

import pytest
from read_helpers import only_grid, rows, texts

from gkrules import api
from gkrules.model.document import Document, Grid
from gkrules.reading import read_bytes
from gkrules.reading.limits import DEFAULT_LIMITS
from gkrules.reading.web.box_grid import placed

PAGE = (Path(__file__).parents[2] / "fixtures" / "reports" / "hongze_2023.html").read_bytes()


def read(body: str, style: str = "") -> Document:
    return read_bytes(f"<html><head><style>{style}</style></head><body>{body}</body></html>".encode())


def spans(grid: Grid) -> list[tuple[str, int, int, int, int]]:
    return [(cell.text, cell.row, cell.column, cell.rowspan, cell.colspan) for cell in grid.cells]


def _shown(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _css_grid(grid: Grid) -> str:
    width = max(cell.column + cell.colspan for cell in grid.cells)
    cells = (
        f'<div style="grid-column: span {cell.colspan}; grid-row: span {cell.rowspan}"><p>{_shown(cell.text)}</p></div>'
        for row in grid.rows()
        for cell in row
    )
    return f'<div class="other tbl" style="grid-template-columns: repeat({width}, minmax(0, 1fr))">{"".join(cells)}</div>'


def _aria(grid: Grid) -> str:
    lines = (
        '<div role="row">'
        + "".join(
            f'<span role="gridcell" aria-colspan="{cell.colspan}" aria-rowspan="{cell.rowspan}">{_shown(cell.text)}</span>' for cell in row
        )
        + "</div>"
        for row in grid.rows()
    )
    return f'<div role="table"><div role="rowgroup">{"".join(lines)}</div></div>'


def _display(grid: Grid) -> str:
    lines = ('<div class="r">' + "".join(f'<div class="c">{_shown(cell.text)}</div>' for cell in row) + "</div>" for row in grid.rows())
    return f'<div style="display:table">{"".join(lines)}</div>'


def _flex(grid: Grid) -> str:
    """Without merged cells: blank where one goes on."""
    width = max(cell.column + cell.colspan for cell in grid.cells)
    slots = [[""] * width for _ in grid.rows()]
    for cell in grid.cells:
        slots[cell.row][cell.column] = cell.text
    lines = (f'<div class="f">{"".join(f"<div>{_shown(text)}</div>" for text in row)}</div>' for row in slots)
    return f"<div>{''.join(lines)}</div>"


DRAWN = {
    "css grid": (_css_grid, ".tbl { display: grid }"),
    "aria": (_aria, ""),
    "display": (_display, "/* a */ .t .r{display:table-row} .c,.x{display:table-cell} @media print{.r{display:block}}"),
    "flex": (_flex, "div.f{display:flex;border:1px solid}"),
}


@pytest.mark.parametrize("how", DRAWN)
def test_a_report_without_tables_is_read_like_the_one_with(how: str):
    draw, style = DRAWN[how]
    document = read_bytes(PAGE)
    body = "".join(draw(block) if isinstance(block, Grid) else f"<p>{escape(block.text)}</p>" for block in document.blocks)
    made = f"<html><head><title>{document.title}</title><style>{style}</style></head><body><div>{body}</div></body></html>".encode()
    expected, report = api.read(PAGE, name="a.html"), api.read(made, name="b.html")
    assert {key: (cell.state, cell.value) for key, cell in report.cells.items()} == {
        key: (cell.state, cell.value) for key, cell in expected.cells.items()
    }
    assert report.sections == expected.sections
    assert len(report.cells) > 100
    if how in {"css grid", "aria"}:
        assert [spans(grid) for grid in read_bytes(made).grids()] == [spans(grid) for grid in document.grids()]
    assert all(grid.ragged is (how == "display") for grid in read_bytes(made).grids())


def test_items_of_a_grid_are_placed_by_lines_and_spans():
    grid = only_grid(
        read(
            '<div style="display:grid; grid-template-columns: 2fr 1fr [end] 1fr">'
            '<div style="grid-row: 1 / span 2; grid-column: 1">甲</div><div style="grid-column: 2 / -1">乙</div>'
            "<div>1</div><div>2</div><div>丙</div><div style='grid-column-start:2;grid-column-end:4'>3</div></div>"
        )
    )
    assert spans(grid) == [
        ("甲", 0, 0, 2, 1),
        ("乙", 0, 1, 1, 2),
        ("1", 1, 1, 1, 1),
        ("2", 1, 2, 1, 1),
        ("丙", 2, 0, 1, 1),
        ("3", 2, 1, 1, 2),
    ]
    place = grid.cells[-1].place
    assert place is not None
    assert place.to_dict() == {"kind": "html", "table": 1, "row": 3, "column": 2}


@pytest.mark.parametrize(
    ("columns", "item"),
    [
        ("repeat(auto-fill, 100px)", {}),
        ("var(--n)", {}),
        ("1fr", {}),
        ("none", {}),
        ("1fr 1fr", {"grid-column": "label"}),
        ("1fr 1fr", {"grid-column": "span 3"}),
        ("1fr 1fr", {"grid-column": "2 / 4"}),
        ("1fr 1fr", {"grid-area": "a"}),
        ("1fr 1fr", {"order": "2"}),
        ("1fr 1fr", {"grid-row": "2"}),
        ("1fr 1fr", {"grid-row": "1", "grid-column": "1"}),
    ],
)
def test_what_a_grid_does_not_tell_is_not_guessed(columns: str, item: dict[str, str]):
    fixed = {"grid-row": "1", "grid-column": "1"}
    assert placed({"grid-template-columns": columns}, [fixed, item], DEFAULT_LIMITS) is None
    assert placed({"grid-template-columns": "1fr 1fr"}, [fixed, {}], DEFAULT_LIMITS) == [(0, 0, 1, 1), (0, 1, 1, 1)]
    assert placed({"grid-template-columns": "1fr 1fr", "grid-auto-flow": "column"}, [{}, {}], DEFAULT_LIMITS) is None


def test_flex_boxes_of_other_widths_tell_no_columns():
    wide = _flexes("", ["甲", "1"], ["乙", "2"]).replace("<div>甲", '<div class="wide">甲')
    assert not only_grid(read(_flexes("", ["甲", "1"], ["乙", "2"]))).ragged
    assert only_grid(read(wide)).ragged


CELL = "display:table-cell"


def _flexes(style: str, *lines: list[str]) -> str:
    drawn = (f'<div style="display:flex{style}">{"".join(f"<div>{text}</div>" for text in line)}</div>' for line in lines)
    return f"<div>{''.join(drawn)}</div>"


def test_rows_of_flex_boxes_are_a_table():
    assert rows(only_grid(read(_flexes("", ["甲", "1"], ["乙", "2"])))) == [["甲", "1"], ["乙", "2"]]


@pytest.mark.parametrize(
    "body",
    [
        # One row; rows of one cell; a page laid out in boxes; rows of different lengths; text between; columns; turned rows.
        _flexes("", ["甲", "1"]),
        _flexes("", ["甲"], ["乙"]),
        _flexes("", ["标志", "搜索"], ["<ul><li>栏目</ul>", "正文。"]),
        _flexes("", ["标志", "搜索"], ["栏目", "正文。" * 90]),
        _flexes("", ["甲", "1"], ["乙"]),
        "<div>又" + _flexes("", ["甲", "1"], ["乙", "2"])[5:],
        _flexes(";flex-direction:column", ["甲", "1"], ["乙", "2"]),
        _flexes(";flex-flow:row-reverse", ["甲", "1"], ["乙", "2"]),
    ],
)
def test_layout_stays_text(body: str):
    document = read(body)
    assert not list(document.grids())
    assert len(texts(document)) > 1


def test_rows_of_different_lengths_tell_no_columns():
    lines = "".join(
        f'<div style="display:table-row">{"".join(f"<div style={CELL}>{text}</div>" for text in row)}</div>'
        for row in (["甲", "乙", "丙"], ["丁", "1"], ["戊", "2", "3"])
    )
    grid = only_grid(read(f'<div style="display:table">{lines}</div>'))
    assert grid.ragged
    assert rows(grid) == [["甲", "乙", "丙"], ["丁", "1"], ["戊", "2", "3"]]


def test_hidden_cells_and_pictures_are_what_a_reader_sees():
    lines = (
        '<div class="f"><div>甲</div><div>乙</div></div>'
        '<div class="f"><div>丙</div><div style="display:none">7</div><div>1<sup>2</sup></div></div>'
        '<div class="f"><div>丁</div><div><img src="a.png"></div></div>'
    )
    assert rows(only_grid(read(f"<div>{lines}</div>", ".f{display:flex}"))) == [["甲", "乙"], ["丙", "1²"], ["丁", "[图片]"]]


def test_real_tables_go_before():
    table = "".join(f"<tr><td>规章</td><td>{number}</td></tr>" for number in range(3))
    document = read(
        f'<table>{table}</table><div><div class="f"><p>甲</p><p>1</p></div><div class="f"><p>乙</p><p>2</p></div></div>', ".f{display:flex}"
    )
    assert len(list(document.grids())) == 1


@pytest.mark.parametrize(
    "body",
    [
        '<div style="display:flex">' * 900 + "x",
        ('<div><div style="display:flex"><b>1</b><b>2</b></div>' * 400) + "x",
        '<div style="display:grid;grid-template-columns:repeat(999,1fr)">' + '<i style="grid-row:span 1000">1</i>' * 15_000,
        '<div style="display:grid;grid-template-columns:repeat(2,1fr)">' + '<i style="grid-column:2">1</i>' * 15_000,
        "<style>" + ".a{display:flex}" * 100_000 + "</style><div class=a>x",
        "<style>" + "@media{" * 300_000 + "</style><div style=display:flex>x",
        "<style>" + "{" * 600_000 + "/*" * 300_000 + "</style><div style=display:flex>x",
        f'<div style="display:grid;grid-template-columns:{"repeat(1," * 10_000}">x',
        f'<div class="{"a " * 500_000}" style="display:flex">x',
    ],
    ids=range(9),
)
def test_hostile_boxes_take_no_time(body: str):
    started = time.process_time()
    read(body)
    assert time.process_time() - started < 5
