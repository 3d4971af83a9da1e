"""Damaged tables: what cannot be told must stay unread. No number may ever land in another cell."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from forms import (
    EDITION,
    Builder,
    FormRow,
    applications_grid,
    as_ragged,
    disclosure_grid,
    document,
    form_rows,
    noisy,
    numbers,
    put_header,
    put_rows,
    review_grid,
)

from gkrules.align import align
from gkrules.model.cells import CellState
from gkrules.model.document import Grid, GridCell
from gkrules.model.errors import DocumentError
from gkrules.model.report import Report

VALUES = numbers()


def read(*grids: Grid, section: str = "applications") -> Report:
    return align(document({section: list(grids)}), [EDITION])


def wrong(report: Report, values: dict[str, int] = VALUES) -> dict[str, object]:
    """Cells with a number that is not theirs."""
    return {key: cell.value for key, cell in report.cells.items() if cell.value is not None and cell.value != values[key]}


def unread(report: Report, table: str = "applications") -> list[str]:
    return [key for key in EDITION.cells if key.startswith(f"{table}.") and report.cell(key).state is not CellState.NUMBER]


def kinds(report: Report) -> list[str]:
    return sorted(note.kind for note in report.notes)


def test_whole_form_is_read() -> None:
    report = align(document(), [EDITION])
    assert {key: cell.value for key, cell in report.cells.items()} == {key: VALUES[key] for key in EDITION.cells}
    assert report.notes == ()
    assert report.absent == []


def test_every_cell_keeps_raw_and_place() -> None:
    report = align(document(), [EDITION])
    assert all(cell.place and cell.raw == str(cell.value) for cell in report.cells.values())
    place = report.cell("applications.new.natural_person").place
    assert place
    assert (place.table, place.row, place.column) == (2, 4, 4)


def test_ragged_dump_is_read() -> None:
    grids = {
        "proactive_disclosure": [as_ragged(disclosure_grid(VALUES))],
        "applications": [as_ragged(applications_grid(form_rows(VALUES)))],
        "review_litigation": [as_ragged(review_grid(VALUES))],
    }
    report = align(document(grids), [EDITION])
    assert {key: cell.value for key, cell in report.cells.items()} == {key: VALUES[key] for key in EDITION.cells}


@pytest.mark.parametrize("shape", [lambda grid: grid, as_ragged], ids=["regular", "ragged"])
@pytest.mark.parametrize("seed", range(40))
def test_rows_dropped_and_labels_damaged(seed: int, shape: Callable[[Grid], Grid]) -> None:
    chance = random.Random(seed)  # noqa: S311
    rows = [row for row in form_rows(VALUES) if chance.random() > 0.08]
    report = read(shape(noisy(applications_grid(rows), chance, rows_only=True)))
    assert wrong(report) == {}


@pytest.mark.parametrize("seed", range(60))
def test_all_labels_damaged(seed: int) -> None:
    chance = random.Random(1000 + seed)  # noqa: S311
    grids = {
        "proactive_disclosure": [noisy(disclosure_grid(VALUES), chance, 0.15)],
        "applications": [noisy(applications_grid(form_rows(VALUES)), chance)],
        "review_litigation": [noisy(review_grid(VALUES), chance, 0.15)],
    }
    report = align(document(grids), [EDITION])
    assert wrong(report) == {}


def test_noise_loses_few_cells() -> None:
    lost = 0
    for seed in range(30):
        chance = random.Random(seed)  # noqa: S311
        lost += len(unread(read(noisy(applications_grid(form_rows(VALUES)), chance, rows_only=True))))
    assert lost / (30 * 175) < 0.04


@pytest.mark.parametrize("index", range(25))
def test_one_row_dropped(index: int) -> None:
    rows = form_rows(VALUES)
    del rows[index]
    report = read(applications_grid(rows))
    assert wrong(report) == {}
    assert len(report.absent) == 7
    assert report.notes == ()


@pytest.mark.parametrize("index", range(24))
def test_neighbours_swapped(index: int) -> None:
    rows = form_rows(VALUES)
    rows[index], rows[index + 1] = rows[index + 1], rows[index]
    report = read(applications_grid(rows))
    assert wrong(report) == {}
    assert report.absent == []
    assert kinds(report) == ["moved_row"]


FOREIGN = [
    "9.属于国家安全事项",
    "不予公开",
    "2.其他法律法规禁止",
    "其他",
    "小计",
    "（三）不予公开",
    "补充说明",
    "行政许可",
    "总计",
    "6.属于五类过程信息",
]


@pytest.mark.parametrize("label", FOREIGN)
@pytest.mark.parametrize("at", [0, 2, 4, 9, 15, 22, 25])
def test_foreign_row(label: str, at: int) -> None:
    rows = form_rows(VALUES)
    under = rows[at - 1].under if 3 <= at <= 22 else ()
    rows.insert(at, FormRow(label, under, ["7"] * 7))
    report = read(applications_grid(rows))
    assert wrong(report) == {}
    assert set(kinds(report)) & {"extra_row", "repeated_row"}


@pytest.mark.parametrize("seed", range(40))
def test_foreign_row_in_place_of_a_dropped_one(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    rows = form_rows(VALUES)
    at = chance.randrange(25)
    rows[at] = FormRow(chance.choice(["五、其他事项", "9.属于咨询事项", "小计", "备注", "涉及行政复议的"]), rows[at].under, ["7"] * 7)
    report = read(applications_grid(rows))
    assert wrong(report) == {}
    assert len(report.absent) == 7
    assert kinds(report) == ["extra_row"]


def test_row_twice_is_undecided() -> None:
    rows = form_rows(VALUES)
    rows.insert(6, FormRow(rows[5].label, rows[5].under, ["7"] * 7))
    report = read(applications_grid(rows))
    cell = report.cell("applications.denied_forbidden_by_law.natural_person")
    assert cell.state is CellState.TEXT
    assert cell.raw == f"{VALUES['applications.denied_forbidden_by_law.natural_person']} / 7"
    assert kinds(report) == ["repeated_row"]
    assert wrong(report) == {}


def test_other_handling_as_one_row() -> None:
    rows = form_rows(VALUES)
    one = FormRow(
        "（六）其他处理",
        ("三、本年度办理结果",),
        [str(VALUES[f"applications.other.{c.key}"]) for c in EDITION.table_by_key["applications"].columns],
    )
    rows[20:23] = [one]
    for shape in (lambda grid: grid, as_ragged):
        report = read(shape(applications_grid(rows)))
        assert wrong(report) == {}
        assert report.cell("applications.other.total").value == VALUES["applications.other.total"]
        assert len(report.absent) == 21
        assert report.notes == ()


def test_empty_third_level_cell_beside_the_label() -> None:
    build = Builder(table=2)
    put_header(build)
    rows = form_rows(VALUES)
    put_rows(build, rows[:20])
    build.put(
        (0, "", 1, 1),
        (1, "（六）其他", 1, 1),
        (2, "", 1, 1),
        *((3 + at, str(VALUES[f"applications.other.{c.key}"]), 1, 1) for at, c in enumerate(EDITION.table_by_key["applications"].columns)),
    )
    put_rows(build, rows[23:])
    for shape in (lambda grid: grid, as_ragged):
        report = read(shape(build.grid()))
        assert wrong(report) == {}
        assert report.cell("applications.other.natural_person").value == VALUES["applications.other.natural_person"]


def test_subtotal_of_a_group_is_no_row() -> None:
    rows = form_rows(VALUES)
    rows.insert(20, FormRow("（六）其他处理", ("三、本年度办理结果",), ["7"] * 7))
    report = read(applications_grid(rows))
    assert wrong(report) == {}
    assert "applications.other.total" not in report.cells
    assert kinds(report) == ["extra_row"]


@pytest.mark.parametrize("cut", [3, 8, 13, 18, 23])
@pytest.mark.parametrize("header", [True, False])
@pytest.mark.parametrize("shape", [lambda grid: grid, as_ragged], ids=["regular", "ragged"])
def test_table_over_two_pages(cut: int, header: bool, shape: Callable[[Grid], Grid]) -> None:
    rows = form_rows(VALUES)
    report = read(shape(applications_grid(rows[:cut])), shape(applications_grid(rows[cut:], table=3, header=header)))
    assert wrong(report) == {}
    assert report.absent == []
    assert unread(report) == []


def test_two_complete_tables_are_refused() -> None:
    rows = form_rows(VALUES)
    with pytest.raises(DocumentError) as caught:
        read(applications_grid(rows), applications_grid(form_rows(numbers(start=900)), table=3))
    assert caught.value.kind == "several_reports"


def test_two_tables_across_are_refused() -> None:
    with pytest.raises(DocumentError) as caught:
        read(review_grid(VALUES), review_grid(numbers(start=900)), section="review_litigation")
    assert caught.value.kind == "several_reports"


def test_missing_column() -> None:
    grid = applications_grid(form_rows(VALUES))
    kept = [cell for cell in grid.cells if not (cell.column == 6 and cell.colspan == 1)]
    moved = [
        cell if cell.column <= 6 else GridCell(cell.text, cell.row, cell.column - 1, cell.rowspan, cell.colspan, cell.place)
        for cell in kept
    ]
    report = read(Grid(tuple(moved), grid.place))
    assert wrong(report) == {}
    assert {key.rsplit(".", 1)[1] for key in report.absent} == {"public_welfare"}


def test_extra_column() -> None:
    build = Builder(table=2)
    put_header(build)
    put_rows(build, form_rows(VALUES))
    extra = [GridCell("备注", 1, 10, 2), *(GridCell("7", row, 10) for row in range(3, build.row))]
    report = read(Grid((*build.cells, *extra), build.grid().place))
    assert wrong(report) == {}
    assert [note.label for note in report.notes if note.kind == "extra_column"] == ["备注"]
    assert unread(report) == []


@pytest.mark.parametrize("shift", [-2, -1, 1, 2])
def test_shifted_row_is_realigned_or_left_unread(shift: int) -> None:
    grid = applications_grid(form_rows(VALUES))
    cells = [GridCell(c.text, c.row, max(0, c.column + shift), c.rowspan, c.colspan, c.place) if c.row == 3 + 9 else c for c in grid.cells]
    assert wrong(read(Grid(tuple(cells), grid.place))) == {}


@pytest.mark.parametrize("lost", range(7))
def test_lost_value_cell_leaves_the_row_unread(lost: int) -> None:
    grid = applications_grid(form_rows(VALUES))
    cells = [c for c in grid.cells if not (c.row == 12 and c.column == 3 + lost)]
    closed = [
        GridCell(c.text, c.row, c.column - 1, c.rowspan, c.colspan, c.place) if c.row == 12 and c.column > 3 + lost else c for c in cells
    ]
    for variant in (cells, closed):
        for shape in (lambda one: one, as_ragged):
            report = read(shape(Grid(tuple(variant), grid.place)))
            assert wrong(report) == {}
            assert kinds(report) == ["unread_row"]
            assert report.cell("applications.denied_process_information.total").state is CellState.TEXT


def test_header_without_rowspans() -> None:
    grid = applications_grid(form_rows(VALUES))
    header = {
        0: [("勾稽关系", 3), ("申请人情况", 7)],
        1: [("自然人", 1), ("法人或其他组织", 5), ("总计", 1)],
        2: [(c.label, 1) for c in EDITION.table_by_key["applications"].columns[1:6]],
    }
    build = Builder(table=2)
    for entries in header.values():
        column, row = 0, []
        for text, span in entries:
            row.append((column, text, span, 1))
            column += span
        build.put(*row)
    body = [cell for cell in grid.cells if cell.row >= 3]
    report = read(Grid((*build.cells, *body), grid.place))
    assert wrong(report) == {}
    assert unread(report) == []


def test_header_lost() -> None:
    report = read(applications_grid(form_rows(VALUES), header=False))
    assert wrong(report) == {}
    assert unread(report) == []  # each row has as many numbers as the form; that its order was taken is said
    assert kinds(report) == ["remark"]


@pytest.mark.parametrize("lost", range(7))
def test_header_and_a_column_lost(lost: int) -> None:
    rows = [replace(row, values=[*row.values[:lost], *row.values[lost + 1 :]]) for row in form_rows(VALUES)]
    report = read(applications_grid(rows, header=False))
    assert wrong(report) == {}
    assert len(unread(report)) == 175


def test_columns_swapped_in_the_header() -> None:
    grid = applications_grid(form_rows(VALUES))
    other = {4: 5, 5: 4}
    cells = [
        GridCell(c.text, c.row, other[c.column], c.rowspan, c.colspan, c.place) if c.colspan == 1 and c.column in other else c
        for c in grid.cells
    ]
    report = read(Grid(tuple(cells), grid.place))
    assert wrong(report) == {}
    assert unread(report) == []


def test_blocks_of_section_two_in_grids_of_their_own() -> None:
    whole = disclosure_grid(VALUES)
    starts = [cell.row for cell in whole.cells if cell.colspan == 4]
    grids = []
    for start, end in zip(starts, [*starts[1:], 99], strict=True):
        grids.append(
            Grid(
                tuple(GridCell(c.text, c.row - start, c.column, 1, c.colspan, c.place) for c in whole.cells if start <= c.row < end),
                whole.place,
            )
        )
    for shape in (lambda grid: grid, as_ragged):
        report = read(*map(shape, grids), section="proactive_disclosure")
        assert report.absent == []
        assert wrong(report) == {}


def test_metadata_table_is_ignored() -> None:
    build = Builder(table=9)
    build.put((0, "名称", 1, 1), (1, "2024年政府信息公开工作年度报告", 3, 1))
    build.put((0, "索引号", 1, 1), (1, "014314799/2024", 1, 1), (2, "分类", 1, 1), (3, "其他", 1, 1))
    report = align(document({"overview": [build.grid()]}), [EDITION])
    assert report.absent == []
    assert report.notes == ()
    assert wrong(report) == {}


def test_known_variant_is_noted() -> None:
    grid = disclosure_grid(VALUES)
    cells = tuple(GridCell("规范性文件", c.row, c.column, 1, c.colspan, c.place) if c.text == "行政规范性文件" else c for c in grid.cells)
    report = read(Grid(cells, grid.place), section="proactive_disclosure")
    (note,) = report.notes
    assert (note.kind, note.label, note.official, len(note.cells)) == ("other_label", "规范性文件", "行政规范性文件", 3)


def test_footnote_under_section_four() -> None:
    grid = review_grid(VALUES)
    note = GridCell("注：本表统计口径为全区。", 4, 0, 1, 15)
    report = read(Grid((*grid.cells, note), grid.place), section="review_litigation")
    assert wrong(report) == {}
    assert unread(report, "review_litigation") == []


def test_section_four_over_two_pages() -> None:
    grid = review_grid(VALUES)
    head = Grid(tuple(c for c in grid.cells if c.row < 3), grid.place)
    body = Grid(tuple(GridCell(c.text, 0, c.column, place=c.place) for c in grid.cells if c.row == 3), grid.place)
    report = read(head, body, section="review_litigation")
    assert wrong(report) == {}
    assert report.absent == []


def test_figures_in_the_narrative_are_no_second_table() -> None:
    build = Builder(table=9)
    build.put((0, "项目", 1, 1), (1, "数量", 1, 1))
    build.put((0, "行政处罚", 1, 1), (1, "7", 1, 1))
    build.put((0, "行政强制", 1, 1), (1, "7", 1, 1))
    for section in ("overview", "problems"):
        report = align(document({section: [build.grid()]}), [EDITION])
        assert wrong(report) == {}
        assert report.absent == []
        assert report.notes == ()


def test_item_is_not_taken_for_its_group() -> None:
    """A document of the newer form read with an edition that has （六）其他处理 as one row."""
    table = EDITION.table_by_key["applications"]
    rows = tuple(replace(row, replaces=()) for row in table.rows if not row.key.startswith("other_"))
    older = replace(EDITION, tables=tuple(replace(one, rows=rows) if one is table else one for one in EDITION.tables))
    report = align(document(), [older])
    assert "applications.other.total" not in report.cells
    assert kinds(report) == ["extra_row"] * 3
