"""Records of an ``.xls``, written one by one."""

from __future__ import annotations

import datetime
import random
import struct

import pytest
import xlwt
from corpus.writers.sheets import Spot, xls
from sheet_helpers import refused, saved, texts
from word97_writer import container

from gkrules.reading import Limits, read_bytes

BIFF5, BIFF8 = 0x0500, 0x0600
BOF, EOF, CONTINUE, STRINGS = 0x0809, 0x000A, 0x003C, 0x00FC
NUMBER, LABEL, RSTRING, RK, MULRK, FORMULA, STRING, BOOLERR, MERGES = 0x0203, 0x0204, 0x00D6, 0x027E, 0x00BD, 0x0006, 0x0207, 0x0205, 0x00E5


def record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def substream(content: bytes, type_: int = 0x10, version: int = BIFF8) -> bytes:
    return record(BOF, struct.pack("<HH12x", version, type_)) + content + record(EOF)


def workbook(cells: bytes, shared: bytes = b"", *, version: int = BIFF8, name: bytes = b"\x01\x00S", type_: int = 0) -> bytes:
    """A workbook with one sheet."""
    head = record(BOF, struct.pack("<HH12x", version, 5)) + shared
    listed = struct.pack("<IBB", len(head) + 4 + 6 + len(name) + 4, 0, type_) + name
    stream = head + record(0x0085, listed) + record(EOF) + substream(cells, version=version)
    return container({"Workbook" if version == BIFF8 else "Book": stream.ljust(4096, b"\x00")})


def at(row: int, column: int, content: bytes, style: int = 0) -> bytes:
    return struct.pack("<HHH", row, column, style) + content


def number(row: int, column: int, value: float, style: int = 0) -> bytes:
    return record(NUMBER, at(row, column, struct.pack("<d", value), style))


def test_numbers_in_four_bytes():
    rk = [(5 << 2) | 2, (-5 & 0x3FFFFFFF) << 2 | 2, (1234 << 2) | 3, 0x3FF80000, 0x40590001]
    many = b"".join(struct.pack("<HI", 0, value) for value in rk)
    cells = record(MULRK, struct.pack("<HH", 0, 0) + many + struct.pack("<H", 4)) + record(RK, at(0, 5, struct.pack("<I", rk[1])))
    assert texts(read_bytes(workbook(cells))) == [["5", "-5", "12.34", "1.5", "1", "-5"]]


def test_results_of_formulas():
    def formula(column: int, result: bytes) -> bytes:
        return record(FORMULA, at(0, column, result + bytes(8)))

    none = b"\xff\xff"
    cells = formula(0, struct.pack("<d", 7)) + formula(1, bytes([1, 0, 1, 0, 0, 0]) + none) + formula(2, bytes([2, 0, 7, 0, 0, 0]) + none)
    cells += formula(3, bytes(6) + none) + record(0x04BC, bytes(8)) + record(STRING, struct.pack("<HB", 2, 1) + "文字".encode("utf-16-le"))
    cells += record(BOOLERR, at(0, 4, b"\x2a\x01")) + record(BOOLERR, at(0, 5, b"\x00\x00")) + number(0, 6, 1)
    assert texts(read_bytes(workbook(cells))) == [["7", "TRUE", "#DIV/0!", "文字", "#N/A", "FALSE", "1"]]


def test_a_text_that_goes_on_in_further_records_changes_its_width_there():
    table = record(STRINGS, struct.pack("<II", 3, 3) + struct.pack("<HB", 5, 0) + b"abc")
    table += record(
        CONTINUE, b"\x01" + "文字".encode("utf-16-le") + struct.pack("<HBHI", 2, 0x0D, 1, 3) + "粗体".encode("utf-16-le") + b"\x00"
    )
    table += record(CONTINUE) + record(CONTINUE, b"\x00\x05\x00" + b"xyz" + struct.pack("<HB", 1, 0) + b"z")
    cells = b"".join(record(0x00FD, at(0, column, struct.pack("<I", column))) for column in range(3))
    assert texts(read_bytes(workbook(cells, table))) == [["abc文字", "粗体", "z"]]
    beyond = record(0x00FD, at(0, 0, struct.pack("<I", 3)))
    assert refused(workbook(beyond, table)).kind == "damaged"
    assert refused(workbook(cells, record(STRINGS, struct.pack("<II", 9, 9)) + record(CONTINUE) * 3000)).kind == "damaged"


@pytest.mark.parametrize(("page", "encoding"), [(936, "gb18030"), (950, "big5"), (None, "cp1252"), (9, "cp1252")])
def test_texts_of_excel_5_have_the_code_page_of_the_workbook(page: int | None, encoding: str):
    text = ("é" if encoding == "cp1252" else "年報").encode(encoding)
    shared = record(0x0042, struct.pack("<H", page)) if page else b""
    cells = record(LABEL, at(0, 0, struct.pack("<H", len(text)) + text))
    cells += record(RSTRING, at(0, 1, struct.pack("<H", len(text)) + text + b"\x01\x00\x00")) + number(1, 0, 1) + number(1, 1, 2)
    name = bytes([len(text)]) + text
    document = read_bytes(workbook(cells, shared, version=BIFF5, name=name))
    assert texts(document) == [[text.decode(encoding)] * 2, ["1", "2"]]
    assert document.blocks[0].place.sheet == text.decode(encoding)


def test_dates_by_the_formats_of_the_styles():
    formats = record(0x041E, struct.pack("<HHB", 164, 4, 0) + b"yyyy") + record(0x041E, struct.pack("<HHB", 165, 3, 0) + b'"d"')
    styles = b"".join(record(0x00E0, struct.pack("<HH16x", 0, each)) for each in (0, 14, 164, 165, 46))
    cells = b"".join(number(0, column, 45296, column) for column in range(6))
    dates = ["45296", "2024-01-05", "2024-01-05", "45296", "45296 days, 0:00:00", "45296"]
    assert texts(read_bytes(workbook(cells, formats + styles))) == [dates]
    since_1904 = record(0x0022, b"\x01\x00")
    assert texts(read_bytes(workbook(cells, since_1904 + styles)))[0][1] == "2028-01-06"


def test_a_chart_within_a_sheet_is_left_out_and_what_follows_it_is_read():
    chart = substream(number(0, 0, 99) + number(9, 9, 99), 0x20)
    merged = record(MERGES, struct.pack("<HHHHH", 1, 0, 0, 0, 1))
    document = read_bytes(workbook(number(0, 0, 1) + number(1, 0, 2) + number(1, 1, 3) + number(2, 1, 4) + chart + merged))
    assert [block.text for block in document.blocks[:1]] == ["1"]
    assert texts(document) == [["2", "3"], ["", "4"]]
    assert read_bytes(workbook(number(0, 0, 1), type_=2)).blocks == ()


def test_records_that_claim_too_much_or_end_early_are_refused():
    assert refused(workbook(number(60_000, 200, 1))).kind == "limit_sheet_area"
    assert refused(workbook(record(MERGES, struct.pack("<HHHHH", 1, 0, 65535, 0, 255)))).kind == "limit_sheet_area"
    many = b"".join(record(MERGES, struct.pack("<HHHHH", 1, 0, 999, 0, 99)) for _ in range(6))
    assert refused(workbook(many)).kind == "limit_sheet_area"
    text = record(STRINGS, struct.pack("<IIHB", 1, 1, 3000, 0) + b"x" * 3000)
    cells = b"".join(record(0x00FD, at(row, 0, bytes(4))) for row in range(100))
    assert refused(workbook(cells, text), Limits(max_sheet_bytes=100_000)).kind == "limit_sheet_bytes"
    for short in (
        record(NUMBER, b"\x00" * 7),
        record(BOOLERR, b"\x00" * 6),
        record(0x0208, b"\x00" * 4),
        record(STRING, b"\x05"),
        b"\x03\x02\xff",
    ):
        assert refused(workbook(short)).kind == "damaged"


@pytest.mark.parametrize("shift", [0, 20])
def test_sheets_that_share_their_records_are_refused(shift: int):
    inner = substream(number(0, 0, 1))
    outer = record(BOF, struct.pack("<HH12x", BIFF8, 0x10)) + inner + record(EOF)
    head = record(BOF, struct.pack("<HH12x", BIFF8, 5))
    start = len(head) + 2 * (4 + 9) + 4
    head += b"".join(record(0x0085, struct.pack("<IBB", at, 0, 0) + b"\x01\x00S") for at in (start, start + shift)) + record(EOF)
    assert head[start:] == b""
    assert refused(container({"Workbook": (head + outer).ljust(4096, b"\x00")})).kind == "damaged"


def test_workbooks_of_xlwt_read_as_they_were_written():
    chance = random.Random("xlwt")  # noqa: S311
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("一")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    expected = []
    for row in range(100):
        long = "长文abc"[: chance.randrange(1, 6)] * chance.randrange(1, 400)
        sheet.write(row, 0, long)
        sheet.write_rich_text(row, 1, [(f"{row}甲", xlwt.easyfont("bold true")), "乙" * chance.randrange(1, 90)])
        value = chance.randrange(-(10**6), 10**6) / chance.choice([1, 100, 7])
        sheet.write(row, 2, value)
        sheet.write(row, 3, datetime.date(2024, 1, 1) + datetime.timedelta(days=row), day)
        expected.append((long, value, str(datetime.date(2024, 1, 1) + datetime.timedelta(days=row))))
    rows = texts(read_bytes(saved(book)))
    assert [(row[0], row[3]) for row in rows] == [(long, shown) for long, _, shown in expected]
    assert [float(row[2]) for row in rows] == [pytest.approx(value, rel=1e-14) for _, value, _ in expected]
    assert all(row[1].startswith(f"{number}甲乙") for number, row in enumerate(rows))


def test_merged_cells_over_many_columns():
    assert texts(read_bytes(xls([Spot(0, 0, "甲", 2, 2), Spot(0, 2, "1"), Spot(1, 2, "2")]))) == [["甲", "1"], ["2"]]
