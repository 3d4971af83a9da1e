"""Numbers broken over lines in a cell: read where row and column say so, and never as anything but what they are."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import examples

import gkrules
from gkrules.model.cells import Cell, CellState
from gkrules.model.places import Place
from gkrules.model.report import Note, Report
from gkrules.pipeline.confirm import equations_of, joined, with_wrapped
from gkrules.testing import valid_report

RULES = gkrules.load_ruleset()
EDITIONS = ("2019", "2021")
TOTAL = "applications.new.total"


def wrapped(text: str, at: int = 1) -> str:
    return f"{text[:at]}\n{text[at:]}"


def text(raw: str, row: int = 1, column: int = 1) -> Cell:
    return Cell(None, CellState.TEXT, raw, Place("docx", table=1, row=row, column=column))


def number(value: int) -> Cell:
    return Cell(value, CellState.NUMBER, str(value))


def report(edition: str = "2021", seed: int = 3) -> Report:
    return valid_report(edition, size="large", seed=seed, ruleset=RULES)


def damaged(base: Report, **cells: Cell) -> Report:
    return replace(base, cells=base.cells | {f"applications.{key.replace('__', '.')}": cell for key, cell in cells.items()})


def assert_unread(report: Report, key: str) -> None:
    """The cell is not read, and that is said of us and not of the document."""
    assert report.cell(key).state is CellState.TEXT
    assert [note.kind for note in report.notes if key in note.cells] == ["unread_row"]
    found = gkrules.check(report, select=["GK203", "GK302"]).findings
    assert [finding.code for finding in found] == ["GK203"]


def long_numbers(base: Report) -> list[str]:
    """Cells of section three whose numbers have several digits."""
    return [key for key, cell in base.cells.items() if key.startswith("applications.") and (cell.value or 0) >= 10]


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("1\n1", 11),
        ("12\n3", 123),
        (" 12 \r\n 3\n", 123),
        ("1\n0\n5", 105),
        ("11", None),
        ("1 1", None),
        ("0\n5", None),
        ("1\n\n1", None),
        ("1\n.5", None),
        ("1\n-", None),
        ("１\n１", None),
        ("1\n²", None),
        ("1\nx", None),
        ("", None),
        ("\n", None),
        ("9\n" * 16, None),
    ],
)
def test_only_digits_and_line_breaks_are_joined(raw: str, value: int | None) -> None:
    assert joined(raw) == value


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_equations_of_rows_and_columns_are_those_of_the_compiled_schema(edition: str) -> None:
    found = equations_of(RULES, RULES.editions[edition])
    compiled = [form.residual() for form in RULES.schema_for(edition).equations]
    assert [(each.factors, each.constant) for each in found] == compiled
    applications = [each for each in found if all(key.startswith("applications.") for key in each.factors)]
    both = {key: {each.direction for each in applications if key in each.factors} for each in applications for key in each.factors}
    assert all(directions == {"row", "column"} for directions in both.values())


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_wrapped_number_is_read_where_row_and_column_confirm_it(edition: str) -> None:
    base = report(edition)
    keys = long_numbers(base)
    assert len(keys) > 20
    for key in keys:
        cell = base.cells[key]
        shown = text(wrapped(str(cell.value)))
        found = with_wrapped(replace(base, cells=base.cells | {key: shown}), RULES)
        assert found.cell(key) == replace(shown, value=cell.value, state=CellState.NUMBER), key
        (note,) = [note for note in found.notes if note not in base.notes]
        assert note.kind == "remark"
        assert note.cells == (key,)
        assert note.place == shown.place
        assert "印证" in note.zh
        assert str(cell.value) in note.zh
        assert "confirm" in note.en


def test_nothing_is_touched_where_no_number_is_wrapped() -> None:
    base = report()
    assert with_wrapped(base, RULES) is base
    other = replace(base, cells=base.cells | {TOTAL: text("约5")})
    assert with_wrapped(other, RULES) is other


def test_a_number_that_no_equation_has_stays_unread() -> None:
    base = report()
    key = "licensing.licences.decisions"
    lone = replace(base, cells=base.cells | {key: text("1\n1")})
    assert_unread(with_wrapped(lone, RULES), key)


def test_a_row_alone_confirms_nothing() -> None:
    base = report()
    cells = {
        f"review_litigation.review.{key}": number(value) for key, value in {"upheld": 8, "corrected": 3, "other": 0, "pending": 0}.items()
    }
    alone = replace(base, cells=base.cells | cells | {"review_litigation.review.total": text("1\n1")})
    assert_unread(with_wrapped(alone, RULES), "review_litigation.review.total")


@pytest.mark.parametrize("lost", [Cell(None, CellState.BLANK), Cell(None, CellState.NOT_APPLICABLE, "/"), text("无", 2), None])
def test_what_an_unread_cell_leaves_open_confirms_nothing(lost: Cell | None) -> None:
    base = report()
    cells = base.cells | {TOTAL: text(wrapped(str(base.cell(TOTAL).value)))}
    key = "applications.new.business"
    cells = {each: cell for each, cell in cells.items() if each != key} | ({key: lost} if lost else {})
    assert with_wrapped(replace(base, cells=cells), RULES).cell(TOTAL).state is CellState.TEXT


@pytest.mark.parametrize("key", ["applications.new.business", "applications.carried_out.total", "applications.handled_total.total"])
def test_an_error_in_its_row_or_column_is_not_covered_up(key: str) -> None:
    base = report()
    wrong = number(int(base.cell(key).value or 0) + 1)
    cells = base.cells | {TOTAL: text(wrapped(str(base.cell(TOTAL).value))), key: wrong}
    assert with_wrapped(replace(base, cells=cells), RULES).cell(TOTAL).state is CellState.TEXT


def test_wrapped_numbers_of_one_row_are_read_where_all_of_them_hold_together() -> None:
    base = report()
    keys = [key for key in long_numbers(base) if key.startswith("applications.new.")]
    assert len(keys) > 2
    shown = {key: text(wrapped(str(base.cell(key).value)), row) for row, key in enumerate(keys)}
    assert with_wrapped(replace(base, cells=base.cells | shown), RULES).cells == base.cells | {
        key: replace(cell, value=base.cell(key).value, state=CellState.NUMBER) for key, cell in shown.items()
    }
    wrong = shown | {keys[0]: text(wrapped(str(int(base.cell(keys[0]).value or 0) + 1)), 99)}
    assert with_wrapped(replace(base, cells=base.cells | wrong), RULES).cells == base.cells | wrong


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_table_of_narrow_columns_is_read_whole(edition: str) -> None:
    base = report(edition)
    shown = {key: text(wrapped(str(base.cell(key).value)), row) for row, key in enumerate(long_numbers(base))}
    found = with_wrapped(replace(base, cells=base.cells | shown), RULES)
    assert {key: found.cell(key).value for key in shown} == {key: base.cell(key).value for key in shown}


@pytest.mark.parametrize("kind", ["unread_row", "repeated_row"])
def test_a_row_that_was_not_read_stays_so(kind: str) -> None:
    base = report()
    cells = base.cells | {TOTAL: text(wrapped(str(base.cell(TOTAL).value)))}
    told = replace(base, cells=cells, notes=(*base.notes, Note(kind, "applications", cells=(TOTAL,))))
    assert with_wrapped(told, RULES) is told


def test_a_text_that_stands_for_several_cells_is_none_of_them() -> None:
    base = report()
    shown = text(wrapped(str(base.cell(TOTAL).value)))
    several = replace(base, cells=base.cells | {TOTAL: shown, "applications.carried_in.business": shown})
    assert with_wrapped(several, RULES) is several


def test_cells_of_a_text_line_share_its_place_and_are_read() -> None:
    base = report()
    keys = [key for key in long_numbers(base) if key.startswith("applications.new.")]
    line = Place("text", line=40)
    shown = {key: Cell(None, CellState.TEXT, wrapped(str(base.cell(key).value)), line) for key in keys}
    found = with_wrapped(replace(base, cells=base.cells | shown), RULES)
    assert {key: found.cell(key).value for key in keys} == {key: base.cell(key).value for key in keys}


def _damage(base: Report, chance: random.Random) -> tuple[Report, dict[str, int]]:
    """A report with cells wrapped and with others lost, exchanged, moved or shown twice; and what the wrapped cells truly hold."""
    cells, table = dict(base.cells), [key for key in base.cells if key.startswith("applications.")]
    truth: dict[str, int] = {}
    for row, key in enumerate(chance.sample(long_numbers(base), min(len(long_numbers(base)), chance.choice((1, 1, 2, 3, 10, 99))))):
        value = str(base.cell(key).value)
        truth[key] = int(value)
        cells[key] = text(wrapped(value, chance.randrange(1, len(value))), row)
    for row, key in enumerate(chance.sample(table, chance.choice((0, 1, 2))), 10):
        # Two numbers of two rows in one cell: the first is its own.
        truth[key] = int(base.cell(key).value or 0)
        cells[key] = text(f"{truth[key]}\n{chance.choice((0, 1, 5, 12))}", row)
    for key in chance.sample(table, chance.choice((0, 0, 1, 2, 7))):
        other = chance.choice(table)
        if key in truth or other in truth:
            continue
        what = chance.choice(("lost", "blank", "exchanged", "changed", "repeated"))
        if what == "lost":
            cells.pop(key, None)
        elif what == "blank":
            cells[key] = Cell(None, CellState.BLANK)
        elif what == "exchanged" and key in cells and other in cells:
            cells[key], cells[other] = cells[other], cells[key]
        elif what == "changed":
            cells[key] = number(chance.choice((0, 1, 10, chance.randrange(9999))))
        elif other in cells:
            cells[key] = cells[other]
    return replace(base, cells=cells), truth


@examples(400, 60)
@given(st.sampled_from(EDITIONS), st.integers(0, 30), st.randoms(use_true_random=False))
def test_a_damaged_table_never_gives_a_joined_number_that_is_not_the_true_one(edition: str, seed: int, chance: random.Random) -> None:
    shown, truth = _damage(report(edition, seed), chance)
    found = with_wrapped(shown, RULES)
    for key, cell in found.cells.items():
        if cell != shown.cell(key):
            assert cell.value == truth[key], key
            assert (cell.raw, cell.place) == (shown.cell(key).raw, shown.cell(key).place)
    changed = {key for key, cell in found.cells.items() if cell != shown.cell(key)}
    notes = [note for note in found.notes if note not in shown.notes]
    assert {key for note in notes if note.kind == "remark" for key in note.cells} == changed
    assert not any(key in changed for note in notes if note.kind == "unread_row" for key in note.cells)
