from __future__ import annotations

import datetime
import io
import random
import struct
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt
from corpus.writers.sheets import MAIN, Spot
from corpus.writers.sheets import ods_file as ods
from read_helpers import OFFICE, package, relationships
from sheet_helpers import as_ods, as_xls, as_xlsx, entries, refused, saved, texts, xlsx

from gkrules import CellState, api, read
from gkrules.model.document import Grid, Paragraph
from gkrules.model.errors import DocumentError
from gkrules.model.places import cell_name
from gkrules.reading import Limits, read_bytes, read_document, sniff
from gkrules.render.words import place_words

FIXTURES = Path(__file__).parents[2] / "fixtures" / "reports"
WORD_FILES = sorted(file.name for file in FIXTURES.glob("*.docx"))
WRITERS: dict[str, Callable[[Any], bytes]] = {"xlsx": as_xlsx, "xls": as_xls, "ods": as_ods}


def cell(name: str, value: str) -> str:
    return f'<row r="{name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}"><c r="{name}"><v>{value}</v></c></row>'


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("name", WORD_FILES)
def test_a_report_reads_the_same_from_a_sheet_as_from_word(name: str, kind: str):
    document, report = read_document(FIXTURES / name), read(FIXTURES / name)
    data = WRITERS[kind](entries(document))
    assert sniff(data) == kind
    found = api.read(data, name=f"{name}.{kind}")
    keys = report.edition.cell_by_key
    assert {key: (found.cell(key).state, found.cell(key).value) for key in keys} == {
        key: (report.cell(key).state, report.cell(key).value) for key in keys
    }
    assert (found.unit, found.year, found.period_years) == (report.unit, report.year, report.period_years)
    assert [(each.key, each.text) for each in found.sections] == [(each.key, each.text) for each in report.sections]
    assert [(each.kind, each.label, each.cells) for each in found.notes] == [(each.kind, each.label, each.cells) for each in report.notes]


def test_places_name_sheet_and_cell():
    report = api.read(as_xlsx(entries(read_document(FIXTURES / "yongan_2024.docx"))), name="年报.xlsx")
    places = [each.place for each in report.cells.values()]
    assert len(set(places)) == len(places) == 200
    place = report.cell("applications.new.natural_person").place
    assert place is not None
    assert (place.kind, place.sheet) == ("xlsx", "年报")
    assert place.row is not None
    assert place.column == 4
    assert place_words(place, "zh") == f"工作表“年报”D{place.row}"
    assert place_words(place, "en") == f"sheet “年报” D{place.row}"


@pytest.mark.parametrize(("column", "name"), [(1, "A7"), (26, "Z7"), (27, "AA7"), (702, "ZZ7"), (703, "AAA7"), (16384, "XFD7")])
def test_names_of_cells(column: int, name: str):
    assert cell_name(7, column) == name


def workbook_of_odd_values() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    values = [5.0, 0.1 + 0.2, 12345678901, -3, "1 234", True, datetime.date(2024, 1, 5), datetime.timedelta(days=5), "#REF!", "=1+1", 1e21]
    sheet.append(["label", *values])
    sheet.append(["二", *("x" for _ in values)])
    sheet["J1"].data_type = "e"
    sheet["B1"].number_format = "0.00"
    return saved(book)


def test_values_are_what_a_sheet_shows_and_only_numbers_are_numbers():
    (row, _) = texts(read_bytes(workbook_of_odd_values()))
    assert row[:6] == ["label", "5", "0.3", "12345678901", "-3", "1 234"]
    assert row[6] == "TRUE"
    assert row[7] == "2024-01-05"
    assert row[9] == "#REF!"
    assert row[10] == "（公式未计算）"
    assert row[11] == "1000000000000000000000"
    from gkrules.align.numbers import read_cell

    column = read(FIXTURES / "yongan_2024.docx").edition.table_by_key["applications"].columns[0]
    states = [read_cell(text, column).state for text in row[6:11]]
    assert states == [CellState.TEXT] * 5


def test_formulas_are_not_evaluated_and_their_kept_results_are_used():
    kept = '<row r="1"><c r="A1"><f>1+1</f><v>7</v></c><c r="B1"><f>NOW()</f></c><c r="C1" t="str"><f>""</f><v></v></c></row>'
    more = '<row r="2"><c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B2"><v>1</v></c></row>'
    document = read_bytes(xlsx(f"<sheetData>{kept}{more}</sheetData>"))
    assert [row[:2] for row in texts(document)] == [["7", "（公式未计算）"], ["#DIV/0!", "1"]]
    assert any("1 处公式没有保存计算结果" in notice.zh and "B1" in notice.en for notice in document.notices)


def test_an_uncalculated_formula_is_an_unread_cell_and_not_a_blank():
    cells = entries(read_document(FIXTURES / "yongan_2024.docx"))
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(cells)))
    report = api.read(saved(book), name="x.xlsx")
    place = report.cell("applications.new.total").place
    assert place is not None
    assert place.row is not None
    assert place.column is not None
    book.active.cell(place.row, place.column).value = "=SUM(D1:I1)"
    again = api.read(saved(book), name="x.xlsx")
    assert again.cell("applications.new.total").state is CellState.TEXT
    assert again.cell("applications.new.natural_person").value == report.cell("applications.new.natural_person").value


def test_hidden_rows_columns_and_sheets_are_left_out_and_said():
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["甲", 1, 99, 2], ["藏", 8, 8, 8], ["乙", 3, 99, 4]):
        sheet.append(row)
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["C"].hidden = True
    other = book.create_sheet("旧数据")
    other.append(["丙", 5])
    other.sheet_state = "veryHidden"
    document = read_bytes(saved(book))
    assert texts(document) == [["甲", "1", "2"], ["乙", "3", "4"]]
    (grid,) = document.grids()
    assert grid.cells[-1].place is not None
    assert (grid.cells[-1].place.row, grid.cells[-1].place.column) == (3, 4)
    assert any("旧数据" in notice.zh for notice in document.notices)
    assert any("6 个单元格" in notice.zh for notice in document.notices)


def test_hidden_rows_columns_and_sheets_of_an_xls():
    book = xlwt.Workbook()
    sheet = book.add_sheet("一")
    for row, values in enumerate((["甲", 1, 99, 2], ["藏", 8, 8, 8], ["乙", 3, 99, 4])):
        for column, value in enumerate(values):
            sheet.write(row, column, value)
    sheet.row(1).hidden = True
    sheet.col(2).hidden = True
    book.add_sheet("旧").write(0, 0, "丙")
    book.get_sheet(1).visibility = 1
    document = read_bytes(saved(book))
    assert texts(document) == [["甲", "1", "2"], ["乙", "3", "4"]]
    assert len(document.notices) == 2


def test_hidden_rows_and_columns_of_an_ods():
    row = "<table:table-row{}>{}</table:table-row>"
    cells = '<table:table-cell office:value-type="float" office:value="{0}"><text:p>{0}</text:p></table:table-cell>'
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/><table:table-column/>'
    body = "".join(
        row.format(hidden, "".join(cells.format(number) for number in numbers))
        for hidden, numbers in (("", (1, 2, 3)), (' table:visibility="collapse"', (4, 5, 6)), ("", (7, 8, 9)))
    )
    document = read_bytes(ods(f'<table:table table:name="一">{columns}{body}</table:table>'))
    assert texts(document) == [["1", "3"], ["7", "9"]]
    assert len(document.notices) == 1


def test_sheets_follow_each_other_in_one_document():
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = "总体"
    first.append(["某局2024年政府信息公开工作年度报告"])
    first.append(["一、总体情况"])
    first.append(["主动公开若干条。"])
    second = book.create_sheet("表二")
    second.append(["第二十条第（一）项"])
    second.append(["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"])
    second.append(["规章", 1, 2, 3])
    document = read_bytes(saved(book))
    assert [type(block) for block in document.blocks] == [Paragraph, Paragraph, Paragraph, Grid]
    assert [block.place.sheet for block in document.blocks] == ["总体"] * 3 + ["表二"]
    report = api.read(saved(book), name="x.xlsx")
    assert (report.unit, report.year) == ("某局", 2024)
    assert report.cell("regulations.rules.in_force").value == 3


@pytest.mark.parametrize(("line", "kinds"), [("注：截至年底", [Grid, Paragraph]), ("合计", [Grid])])
def test_a_remark_below_a_table_is_no_row_of_it(line: str, kinds: list[type]):
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["甲", "乙", "丙"], ["丁", 1, 2], [line]):
        book.active.append(row)
    assert [type(block) for block in read_bytes(saved(book)).blocks] == kinds


def test_a_cell_at_the_far_corner_is_refused_before_anything_is_laid_out():
    for data in (
        xlsx(f"<sheetData>{cell('XFD1048576', '1')}</sheetData>"),
        xlsx(f"<sheetData>{cell('A1', '1')}{cell('XFD1048576', '1')}</sheetData>"),
        ods(
            '<table:table table:name="一"><table:table-row table:number-rows-repeated="1048576">'
            '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
            "</table:table-row></table:table>"
        ),
    ):
        error = refused(data)
        assert error.kind == "limit_sheet_area"
        assert "500000" in error.zh
        assert "500000" in error.en


def test_a_dimension_that_lies_and_empty_cells_far_away_cost_nothing():
    far = '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    data = xlsx(f'<dimension ref="A1:XFD1048576"/><sheetData>{cell("A1", "1")}<row r="2"><c r="A2"><v>2</v></c></row>{far}</sheetData>')
    assert [block.text for block in read_bytes(data).blocks if isinstance(block, Paragraph)] == ["1", "2"]


def test_merged_cells_are_bounded():
    merge = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    assert refused(xlsx(f"<sheetData>{cell('A1', '1')}</sheetData>{merge}")).kind == "limit_sheet_area"
    many = "".join(f'<mergeCell ref="A{row}:ZZ{row + 900}"/>' for row in range(1, 30))
    assert refused(xlsx(f"<sheetData>{cell('A1', '1')}</sheetData><mergeCells>{many}</mergeCells>")).kind == "limit_sheet_area"
    wrong = '<mergeCells><mergeCell ref="B2:A1"/></mergeCells>'
    assert read_bytes(xlsx(f"<sheetData>{cell('A1', '1')}</sheetData>{wrong}")).blocks


def test_each_limit_of_a_workbook_is_named():
    book = openpyxl.Workbook()
    for number in range(5):
        book.create_sheet(f"第{number}张").append([1, 2, 3])
    data = saved(book)
    for limits, word in (
        (Limits(max_sheets=3), "3 张"),
        (Limits(max_cells=8), "8 个"),
        (Limits(max_sheet_area=2), "2 格"),
        (Limits(max_sheet_bytes=50), "50 B"),
        (Limits(max_members=3), "3 个部件"),
    ):
        error = refused(data, limits)
        assert error.kind.startswith("limit_")
        assert word in error.zh
    old = as_xls([Spot(0, 0, "1"), Spot(9, 9, "1")])
    for limits, word in ((Limits(max_sheet_area=20), "20 格"), (Limits(max_sheet_bytes=50), "50 B"), (Limits(max_cells=1), "1 个")):
        error = refused(old, limits)
        assert error.kind.startswith("limit_")
        assert word in error.zh


def test_a_string_table_that_promises_too_much():
    strings = f'<sst xmlns="{MAIN}" count="4294967295" uniqueCount="4294967295"><si><t>甲</t></si></sst>'
    row = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>1</v></c></row>'
    assert texts(read_bytes(xlsx(f"<sheetData>{row}</sheetData>", strings=strings))) == [["甲", "1"]]
    outside = '<row r="1"><c r="A1" t="s"><v>7</v></c></row>'
    assert refused(xlsx(f"<sheetData>{outside}</sheetData>", strings=strings)).kind == "damaged"
    old = bytearray(as_xls([Spot(0, 0, "甲")]))
    at = old.find(struct.pack("<H", 0x00FC))
    while struct.unpack_from("<I", old, at + 8)[0] != 1:
        at = old.find(struct.pack("<H", 0x00FC), at + 1)
    struct.pack_into("<II", old, at + 4, 0xFFFFFFF, 0xFFFFFFF)
    assert refused(bytes(old)).kind == "damaged"


def test_outside_references_and_document_types():
    entity = f'<!DOCTYPE worksheet [<!ENTITY f SYSTEM "file:///etc/hostname">]><worksheet xmlns="{MAIN}"/>'
    assert refused(xlsx("", more={"xl/worksheets/sheet1.xml": entity})).kind == "unsafe"
    target = 'Target="http://example.org/x" TargetMode="External"'
    outside = f'<Relationships><Relationship Id="r1" Type="{OFFICE}/worksheet" {target}/></Relationships>'
    assert read_bytes(xlsx("", more={"xl/_rels/workbook.xml.rels": outside})).blocks == ()


def test_wrong_references_and_missing_parts_are_damage():
    for data in (
        xlsx(f"<sheetData>{cell('A0', '1')}</sheetData>"),
        xlsx('<sheetData><row r="1"><c r="ZZZZ1"><v>1</v></c></row></sheetData>'),
        xlsx('<sheetData><row r="1"><c r="A2"><v>1</v></c></row></sheetData>'),
        xlsx('<sheetData><row r="9999999"/></sheetData>'),
        xlsx("<sheetData/>", more={"xl/_rels/workbook.xml.rels": relationships(worksheet="worksheets/none.xml").replace("r0", "r1")}),
        xlsx("<sheetData>"),
        package({"xl/styles.xml": "<x/>", "[Content_Types].xml": "<x/>"}),
    ):
        assert refused(data).kind == "damaged"


def test_binary_workbooks_and_encrypted_ones_are_named():
    binary = package(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": relationships(officeDocument="xl/workbook.bin"),
            "xl/workbook.bin": b"\x00",
        }
    )
    error = refused(binary)
    assert error.kind == "unknown_kind"
    assert ".xlsb" in error.zh
    secret = ods("", manifest="<encryption-data/>")
    assert refused(secret).kind == "encrypted"
    old = bytearray(as_xls([Spot(0, 0, "甲")]))
    window = old.find(struct.pack("<HH", 0x003D, 18))
    old[window : window + 2] = struct.pack("<H", 0x002F)
    assert refused(bytes(old)).kind == "encrypted"


SAMPLE = [Spot(0, 0, "某局2024年政府信息公开工作年度报告", 1, 4), Spot(1, 0, "信息内容", 2, 1), Spot(1, 1, "1"), Spot(2, 1, "2")]


@pytest.mark.parametrize("kind", WRITERS)
def test_cut_and_changed_files_raise_nothing_foreign(kind: str):
    chance = random.Random(f"sheet {kind}")  # noqa: S311
    good = WRITERS[kind](SAMPLE)
    samples = [good[:length] for length in range(0, len(good), max(1, len(good) // 150))]
    for _ in range(150):
        data = bytearray(good)
        for _ in range(3):
            data[chance.randrange(len(data))] = chance.randrange(256)
        samples.append(bytes(data))
    if kind != "xls":  # the content, too, not only the container
        with zipfile.ZipFile(io.BytesIO(good)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        inner = next(name for name in parts if name in {"content.xml", "xl/worksheets/sheet1.xml"})
        for _ in range(150):
            content = bytearray(parts[inner])
            for _ in range(3):
                content[chance.randrange(len(content))] = chance.randrange(32, 127)
            samples.append(package(parts | {inner: bytes(content)}))
    whole = read_bytes(good).blocks
    refusals = 0
    for data in samples:
        try:
            read_bytes(data)
        except DocumentError:
            refusals += 1
    assert whole
    assert refusals > 100


def test_without_the_extra_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    from gkrules.reading.sheets import xls

    monkeypatch.setattr(xls, "find_spec", lambda _: None)
    error = refused(as_xls(SAMPLE))
    assert error.kind == "missing_extra"
    assert "pip install 'gkrules[excel]'" in error.zh
    assert "pip install 'gkrules[excel]'" in error.en


def test_xlsx_and_ods_need_no_optional_package(monkeypatch: pytest.MonkeyPatch):
    for name in ("olefile", "python_calamine"):
        monkeypatch.setitem(sys.modules, name, None)
    assert texts(read_bytes(as_xlsx(SAMPLE))) == texts(read_bytes(as_ods(SAMPLE)))


@pytest.mark.parametrize("at", [30, 44, 64, 72], ids=["size of sectors", "sectors", "small sectors", "further sectors"])
def test_a_container_that_promises_more_than_it_has_is_refused(at: int):
    data = bytearray(as_xls(entries(read_document(FIXTURES / "hongze_2023.docx"))))
    data[at : at + 2] = b"\xff\xff"
    with pytest.raises(DocumentError) as caught:
        read_bytes(bytes(data), "a.xls")
    assert caught.value.kind in {"damaged", "unknown_kind"}


def test_a_stream_larger_than_its_file_is_refused():
    data = bytearray(as_xls(entries(read_document(FIXTURES / "hongze_2023.docx"))))
    entry = bytes(data).index("Workbook".encode("utf-16-le"))
    data[entry + 120 : entry + 124] = b"\xff\xff\xff\x7f"
    with pytest.raises(DocumentError, match="超出文件范围"):
        read_bytes(bytes(data), "a.xls")
