"""The form of 2019 and 2020, and documents whose form is not that of their year."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from forms import EDITION, OLD, applications_grid, as_ragged, disclosure_grid, document, form_rows, numbers, paragraph, review_grid
from jsonschema import Draft202012Validator

import gkrules
from gkrules.align import align
from gkrules.model.cells import Cell, CellState
from gkrules.model.document import Block, Document, Grid
from gkrules.model.report import Report
from gkrules.reading import read_document
from gkrules.rulefiles.location import rules_folder
from gkrules.rulefiles.rulebook import own_rulebook

FIXTURES = Path(__file__).parents[2] / "fixtures" / "reports"
BOTH = [OLD, EDITION]
TITLE = "某县水利局2020年政府信息公开工作年度报告"
AMOUNT = "procurement.centralised_procurement.amount"


def printed(edition: object, year: int, **texts: str) -> Document:
    """A report in the form of an edition. `texts` replaces labels and numbers of its grids, by what they are."""
    made = document(edition=OLD if edition is OLD else EDITION, title=f"某县水利局{year}年政府信息公开工作年度报告")
    return relabelled(made, texts)


def relabelled(made: Document, texts: dict[str, str]) -> Document:
    blocks: list[Block] = []
    for block in made.blocks:
        if isinstance(block, Grid):
            blocks.append(replace(block, cells=tuple(replace(cell, text=texts.get(cell.text, cell.text)) for cell in block.cells)))
        else:
            blocks.append(block)
    return replace(made, blocks=tuple(blocks))


def notes(report: Report, kind: str = "other_edition") -> list[tuple[str, str, str]]:
    return [(note.table, note.label, note.official) for note in report.notes if note.kind == kind]


@pytest.mark.parametrize("ragged", [False, True])
def test_every_cell_of_the_old_form(*, ragged: bool) -> None:
    values = numbers(OLD)
    shape = as_ragged if ragged else lambda grid: grid
    grids = {
        "proactive_disclosure": [shape(disclosure_grid(values, OLD))],
        "applications": [shape(applications_grid(form_rows(values, OLD)))],
        "review_litigation": [shape(review_grid(values, OLD))],
    }
    report = align(document(grids, edition=OLD, title=TITLE), BOTH)
    assert report.edition is OLD
    assert len(report.cells) == 198
    assert {key: cell.value for key, cell in report.cells.items()} == values
    assert report.absent == []
    assert report.notes == ()
    assert [section.key for section in report.sections] == list(OLD.section_by_key)


@pytest.mark.parametrize("skip", list(OLD.table_by_key)[:5])
def test_a_table_of_the_old_form_is_missing(skip: str) -> None:
    values = numbers(OLD)
    report = align(document({"proactive_disclosure": [disclosure_grid(values, OLD, skip=skip)]}, edition=OLD, title=TITLE), BOTH)
    assert {key: cell.value for key, cell in report.cells.items()} == {k: v for k, v in values.items() if not k.startswith(f"{skip}.")}
    assert report.notes == ()


@pytest.mark.parametrize(
    ("raw", "value", "annotated"),
    [("+3", 3, False), ("-2", -2, False), ("0", 0, False), ("＋３", 3, False), ("－2", -2, False), ("−2", -2, False), ("-2项", -2, True)],
)
def test_signed_changes(raw: str, value: int, *, annotated: bool) -> None:
    key = "licensing.licences.change"
    cell = align(printed(OLD, 2020, **{str(numbers(OLD)[key]): raw}), BOTH).cell(key)
    assert (cell.value, cell.raw, cell.annotated, cell.unit) == (value, raw, annotated, "")


@pytest.mark.parametrize(
    ("raw", "value", "unit", "annotated"),
    [
        ("251.3万元", 251.3, "万元", False),
        ("2513000元", 2513000, "元", False),
        ("2,513,000 元", 2513000, "元", False),
        ("251.3（万元）", 251.3, "万元", False),
        ("251.3（单位：万元）", 251.3, "万元", False),
        ("3.2亿元", 3.2, "亿元", False),
        ("300元整", 300, "元", False),
        ("251.3", 251.3, "", False),
        ("251.3万元（其中工程120万元）", 251.3, "万元", True),
        ("251.3（含税）", 251.3, "", True),
    ],
)
def test_unit_stands_beside_the_number(raw: str, value: float, unit: str, *, annotated: bool) -> None:
    cell = align(printed(OLD, 2020, **{str(numbers(OLD)[AMOUNT]): raw}), BOTH).cell(AMOUNT)
    assert (cell.value, cell.unit, cell.annotated, cell.raw) == (value, unit, annotated, raw)


@pytest.mark.parametrize(("raw", "state"), [("无", "text"), ("/", "not_applicable"), ("", "blank"), ("251.3美元", "text"), ("5件", "text")])
def test_no_number_has_no_unit(raw: str, state: str) -> None:
    cell = align(printed(OLD, 2020, **{str(numbers(OLD)[AMOUNT]): raw, "采购总金额": "采购总金额（万元）"}), BOTH).cell(AMOUNT)
    assert (cell.state, cell.unit) == (CellState(state), "")


@pytest.mark.parametrize(
    ("header", "raw", "unit"),
    [
        ("采购总金额（万元）", "251.3", "万元"),
        ("采购总金额（单位：元）", "251.3", "元"),
        ("采购总金额（万元）", "251.3元", "元"),
        ("采购总金额（元、角）", "251.3", ""),
    ],
)
def test_unit_of_the_header_where_the_cell_has_none(header: str, raw: str, unit: str) -> None:
    cell = align(printed(OLD, 2020, **{str(numbers(OLD)[AMOUNT]): raw, "采购总金额": header}), BOTH).cell(AMOUNT)
    assert (cell.value, cell.unit) == (251.3, unit)


def test_columns_with_a_unit_are_converted_and_have_none_beside() -> None:
    key = "fees.administrative_fees.amount"
    cell = align(printed(EDITION, 2024, **{str(numbers()[key]): "251000元"}), BOTH).cell(key)
    assert (cell.value, cell.unit, cell.annotated) == (25.1, "", True)


def test_old_form_in_a_later_year_is_read_and_remarked() -> None:
    report = align(printed(OLD, 2022), BOTH)
    assert (report.edition, report.year) == (OLD, 2022)
    assert len(report.cells) == 198
    assert notes(report) == [("regulations", "本年新制作数量", "本年制发件数")]
    note = report.notes[0]
    assert note.cells == ()
    assert note.place
    assert (note.place.table, note.place.row, note.place.column) == (1, 2, 2)


def test_new_form_in_an_earlier_year_is_read_and_remarked() -> None:
    report = align(printed(EDITION, 2020), BOTH)
    assert report.edition is EDITION
    assert report.absent == []
    assert notes(report) == [("regulations", "本年制发件数", "本年新制作数量")]


def test_first_differing_table_may_be_one_that_the_due_form_has_not() -> None:
    values = numbers(OLD)
    grid = disclosure_grid(values, OLD)
    title = next(cell.row for cell in grid.cells if cell.text == "第二十条第（九）项")
    only = replace(grid, cells=tuple(cell for cell in grid.cells if cell.row >= title))
    report = align(document({"proactive_disclosure": [only]}, edition=OLD, title=TITLE.replace("2020", "2023")), BOTH)
    assert report.edition is OLD
    assert notes(report) == [("procurement", "采购项目数量", "")]


@pytest.mark.parametrize("key", ["2019", "2021"])
def test_no_remark_where_the_edition_was_chosen_by_hand(key: str) -> None:
    report = align(printed(OLD, 2022), BOTH, edition=key)
    assert report.edition.key == key
    assert notes(report) == []


def test_no_remark_without_a_year() -> None:
    made = printed(OLD, 2022)
    blocks = tuple(block for block in made.blocks if "2022" not in getattr(block, "text", "") and "2024" not in getattr(block, "text", ""))
    report = align(replace(made, blocks=blocks), BOTH)
    assert (report.edition, report.year, notes(report)) == (OLD, None, [])


def test_other_handling_as_one_row_is_not_the_old_form() -> None:
    """Section two decides; a row that real reports of the new form print is no sign of the old one."""
    values = numbers(OLD)
    report = align(document({"applications": [applications_grid(form_rows(values, OLD))]}), BOTH)
    assert report.edition is EDITION
    assert notes(report) == []
    assert report.cell("applications.other.total").value == values["applications.other.total"]


def test_a_table_left_over_from_the_old_form_is_not_enough() -> None:
    grid = disclosure_grid(numbers())
    old = disclosure_grid(numbers(OLD), OLD)
    start = next(cell.row for cell in old.cells if cell.text == "第二十条第（九）项")
    shift = max(cell.row for cell in grid.cells) + 1 - start
    extra = tuple(replace(cell, row=cell.row + shift) for cell in old.cells if cell.row >= start)
    report = align(document({"proactive_disclosure": [replace(grid, cells=(*grid.cells, *extra))]}), BOTH)
    assert report.edition is EDITION
    assert notes(report) == []
    assert [key for key in report.absent if not key.startswith("fees.")] == []


def test_three_rows_of_other_handling_do_not_become_the_one_of_the_old_form() -> None:
    rows = form_rows(numbers())
    for shape in (lambda grid: grid, as_ragged):
        report = align(document({"applications": [shape(applications_grid(rows))]}, edition=OLD, title=TITLE), BOTH)
        assert report.edition is OLD
        assert [key for key in report.absent if not key.startswith("applications.other.")] == []
        assert all(report.cell(f"applications.other.{column.key}").value is None for column in OLD.table_by_key["applications"].columns)
        assert {note.kind for note in report.notes} <= {"extra_row", "unread_row"}


@pytest.mark.parametrize("kind", ["docx", "html", "txt"])
def test_fixture_of_2020(kind: str) -> None:
    report = align(read_document(FIXTURES / f"qinglan_2020.{kind}"), BOTH)
    assert (report.unit, report.year, report.edition.key) == ("青岚县市场监督管理局", 2020, "2019")
    assert (len(report.cells), report.absent, report.notes) == (198, [], ())
    changes = {key: (cell.raw.strip(), cell.value) for key, cell in report.cells.items() if key.endswith(".change")}
    assert changes == {
        "licensing.licences.change": ("+3", 3),
        "licensing.other_services.change": ("-2", -2),
        "enforcement.penalties.change": ("0", 0),
        "enforcement.coercive_measures.change": ("+1", 1),
        "fees.administrative_fees.change": ("-1", -1),
    }
    cell = report.cell(AMOUNT)
    assert (cell.raw, cell.value, cell.unit) == ("251.3万元", 251.3, "万元")


def test_unit_goes_out_as_json_and_comes_back() -> None:
    report = align(read_document(FIXTURES / "qinglan_2020.docx"), BOTH)
    data = json.loads(report.to_json())
    assert data["cells"][AMOUNT]["unit"] == "万元"
    assert [key for key, cell in data["cells"].items() if "unit" in cell] == [AMOUNT]
    schema = json.loads((rules_folder() / "schemas" / "report.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(data)
    again = gkrules.Report.from_json(report.to_json())
    assert again.cells == report.cells


def test_remark_goes_out_as_json_and_comes_back() -> None:
    report = align(read_document(FIXTURES / "qinglan_slj_2022.docx"), BOTH)
    schema = json.loads((rules_folder() / "schemas" / "report.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(json.loads(report.to_json()))
    again = gkrules.Report.from_json(report.to_json())
    assert (again.edition.key, again.notes) == ("2019", report.notes)
    assert again.facts()["note.other_edition.count"] == 1


def test_unit_in_json_that_the_column_cannot_have() -> None:
    key = "fees.administrative_fees.amount"
    assert gkrules.Report.from_json({"year": 2024, "cells": {key: {"value": 25.1, "unit": "万元"}}}).cell(key).unit == ""
    with pytest.raises(gkrules.DocumentError, match="万元"):
        gkrules.Report.from_json({"year": 2024, "cells": {key: {"value": 251000, "unit": "元"}}})


def test_only_a_number_has_a_unit() -> None:
    blank = gkrules.Report.from_json({"year": 2020, "cells": {AMOUNT: {"value": None, "unit": "元"}}}).cell(AMOUNT)
    assert (blank.state, blank.unit) == (CellState.BLANK, "")
    with pytest.raises(ValueError, match="only a number"):
        Cell(None, CellState.BLANK, unit="元")


@pytest.mark.parametrize("file", sorted(file.name for kind in ("docx", "html", "txt") for file in FIXTURES.glob(f"*.{kind}")))
def test_only_the_fixture_in_the_old_form_is_remarked(file: str) -> None:
    report = align(read_document(FIXTURES / file), list(own_rulebook().editions.values()))
    assert report.edition.serves(report.year or 0) or file == "qinglan_slj_2022.docx"
    assert bool(notes(report)) == (file == "qinglan_slj_2022.docx")


def test_preamble_of_the_builder_is_not_the_year() -> None:
    """The builder states the period of 2024 whatever the title says: the title goes before."""
    report = align(replace(printed(OLD, 2020), blocks=(paragraph(TITLE), *printed(OLD, 2020).blocks[1:])), BOTH)
    assert (report.year, report.period_years) == (2020, (2024, 2024))


NEW_COLUMNS = ("本年新制作数量", "本年新公开数量", "对外公开总数量")


@pytest.mark.parametrize("columns", [NEW_COLUMNS, ("本年新", "本年新", "对外公开总数量"), ("本年新制作数量", "本年新公开数量", "总数")])
@pytest.mark.parametrize("ragged", [False, True])
def test_columns_of_the_old_form_in_the_new_one_are_remarked_once(columns: tuple[str, ...], *, ragged: bool) -> None:
    texts = dict(zip(("本年制发件数", "本年废止件数", "现行有效件数"), columns, strict=True))
    grid = disclosure_grid(numbers())
    grid = replace(grid, cells=tuple(replace(cell, text=texts.get(cell.text, cell.text)) for cell in grid.cells))
    report = align(document({"proactive_disclosure": [as_ragged(grid) if ragged else grid]}), BOTH)
    assert report.edition is EDITION
    ((table, label, _),) = notes(report)
    assert (table, label) == ("regulations", columns[0] if columns[0] != "本年新" else columns[2])
    regulations = {key: cell for key, cell in report.cells.items() if key.startswith("regulations.")}
    assert {cell.value for cell in regulations.values()} <= {None}
    assert notes(report, "unread_row") == []
    others = {key: value for key, value in numbers().items() if not key.startswith("regulations.")}
    read = {key: cell.value for key, cell in report.cells.items() if key not in regulations}
    assert read == {key: value for key, value in others.items() if not EDITION.cell_by_key[key].optional}


def test_a_column_of_the_old_form_beside_those_of_the_new_one_is_not_its_form() -> None:
    report = align(relabelled(document(), {"现行有效件数": "对外公开总数量"}), BOTH)
    assert notes(report) == []


def test_one_finding_says_what_the_columns_are() -> None:
    texts = dict(zip(("本年制发件数", "本年废止件数", "现行有效件数"), NEW_COLUMNS, strict=True))
    report = align(relabelled(document(), texts), BOTH)
    about = [
        f.code for f in gkrules.check(report).findings if any(key.startswith("regulations.") for key in f.cells) or f.code[:3] == "GK2"
    ]
    assert about == ["GK204"]
