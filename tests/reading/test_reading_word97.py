from __future__ import annotations

import struct

import pytest
from read_helpers import only_grid, rows, texts
from test_reading_doc import contents, refused, words
from word97_writer import DELETED, HIDDEN, SECTOR, Piece, cell, row_end, word

from gkrules.reading import read_bytes
from gkrules.reading.word.word97.formatting import T_DELETE, T_INSERT, T_MERGE, T_SPLIT, T_VERTICAL, T_WIDTH
from gkrules.reading.word.word97.rows import CONTINUED, FIRST, RowDefinition, columns

MERGED_SIDE_FIRST, MERGED_SIDE, MERGED_DOWN, MERGED_DOWN_FIRST = 1, 2, 0x20, 0x60


def test_a_fast_saved_file_is_read_in_the_order_of_its_pieces():
    pieces = [Piece("一、总体\r"), Piece(b"2024\r"), cell("甲"), cell("12"), row_end(0, 1000, 2000), Piece("末\r")]
    document = read_bytes(word(*pieces, physical=[5, 3, 1, 4, 0, 2], flags=0x0044))
    assert contents(document) == ["一、总体", "2024", [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "12")], "末"]
    assert document.notices == ()


def test_eight_bit_text_is_windows_1252():
    assert texts(read_bytes(word(Piece(b"\x93a\x94 \x85 \xb7 \xe9\r")))) == ["“a” … · é"]
    assert texts(read_bytes(word(Piece(b"\xb7\xb7\xb7\xb7 12\r")))) == ["···· 12"]


def test_eight_bit_hanzi_are_said_to_be_guessed():
    raw = "总计12件".encode("gb2312") + b"\r"
    document = read_bytes(word(Piece("前\r"), Piece(raw), Piece("后\r")))
    assert texts(document) == ["前", "总计12件", "后"]
    assert [notice.kind for notice in document.notices] == ["uncertain"]
    assert "GB 2312" in words(document)
    assert texts(read_bytes(word(Piece(raw), language=0x0409))) == [raw[:-1].decode("cp1252")]


def test_modifiers_of_pieces():
    hidden = (0x5C << 1) | (1 << 8)
    assert texts(read_bytes(word(Piece("显"), Piece("隐", modifier=hidden), Piece("\r")))) == ["显"]
    assert texts(read_bytes(word(Piece("显"), Piece("隐", modifier=1), Piece("\r"), modifiers=(HIDDEN,)))) == ["显"]
    assert refused(word(Piece("隐\r", modifier=5))).kind == "damaged"


def test_merges_and_rows_that_start_later():
    flags = (MERGED_DOWN_FIRST, MERGED_SIDE_FIRST, MERGED_SIDE)
    document = read_bytes(
        word(
            *[cell("甲"), cell("乙"), cell(""), row_end(0, 1000, 2000, 3000, flags=flags)],
            *[cell(""), cell("1"), cell("2"), row_end(5, 1003, 2000, 3002, flags=(MERGED_DOWN, 0, 0))],
            *[cell("3"), row_end(1000, 3000)],
            Piece("末\r"),
        )
    )
    expected = [(0, 0, 2, 1, "甲"), (0, 1, 1, 2, "乙"), (1, 1, 1, 1, "1"), (1, 2, 1, 1, "2"), (2, 1, 1, 2, "3")]
    assert contents(document) == [expected, "末"]
    assert document.notices == ()


def test_text_under_merged_cells_is_mentioned():
    document = read_bytes(word(cell("甲"), cell("9"), row_end(0, 1000, 2000, flags=(MERGED_SIDE_FIRST, MERGED_SIDE))))
    assert "被合并掉的单元格" in words(document)


@pytest.mark.parametrize("edges", [(0, 1000), (0, 1000, 2000, 3000), (0, 1000, 1000), (0, 1000, 500)])
def test_a_row_that_does_not_fit_its_definition_has_no_columns(edges: tuple[int, ...]):
    document = read_bytes(word(cell("甲"), cell("1"), row_end(*edges), Piece("末\r")))
    grid = only_grid(document)
    assert grid.ragged
    assert rows(grid) == [["甲", "1"]]
    assert [notice.kind for notice in document.notices] == ["uncertain"]


def test_a_row_without_end():
    assert only_grid(read_bytes(word(cell("甲"), cell("1"), Piece("末\r")))).ragged


def test_deleted_rows_and_paragraph_ends():
    document = read_bytes(
        word(
            *[cell("甲"), cell("1"), row_end(0, 1000, 2000)],
            *[cell("删"), cell("2"), row_end(0, 1000, 2000, characters=DELETED)],
            *[Piece("四、"), Piece("旧\r", characters=DELETED), Piece("公开\r")],
        )
    )
    assert contents(document) == [[(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "1")], "四、公开"]
    assert "修订" in words(document)


def test_fields():
    nested = "前\x13 IF \x13 PAGE \x141\x15 \x14结果\x15\x13 EQ \x15后\r"
    assert texts(read_bytes(word(Piece(nested)))) == ["前结果后"]
    open_ = read_bytes(word(Piece("共\x13 12件\r")))
    assert texts(open_) == ["共 12件"]
    assert "域" in words(open_)


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        ({"flags": 0x0100}, "encrypted"),
        ({"flags": 0x8100}, "encrypted"),
        ({"version": 0x68}, "too_old"),
        ({"ident": 0xA5DC, "version": 0x68}, "too_old"),
        ({"ident": 0x1234}, "damaged"),
        ({"characters": 100}, "damaged"),
        ({"characters": 0xFFFFFFFF}, "damaged"),
        ({"page": 0x3FFFFF}, "damaged"),
        ({"page": 0}, "damaged"),
    ],
)
def test_what_cannot_be_read_is_named(options: dict[str, int], kind: str):
    data = word(Piece("甲\r"), **options)  # type: ignore[arg-type]
    error = refused(data)
    assert error.kind == kind
    assert "请" in error.zh
    assert "WPS" in error.zh


def test_text_outside_the_file_and_text_used_again_and_again():
    data = word(Piece("甲" * 50 + "\r"))
    piece = struct.pack("<HIH", 0, 2048, 0)
    assert data.count(piece) == 1
    assert refused(data.replace(piece, struct.pack("<HIH", 0, 0x3FFFFFF0, 0))).kind == "damaged"
    again = struct.pack("<II", 0, 51)
    at = data.index(b"\x02\x10\x00\x00\x00" + again) + 5
    assert refused(data[:at] + struct.pack("<II", 0, 0x7FFFFFFF) + data[at + 8 :]).kind in {"damaged", "limit_characters"}


def test_circles_of_sectors_end():
    data = bytearray(word(Piece("甲\r")))
    fat = len(data) - SECTOR
    struct.pack_into("<I", data, fat, 0)  # the first sector is followed by itself
    assert refused(bytes(data)).kind == "damaged"
    entry = bytes(data).index("WordDocument".encode("utf-16-le"))
    struct.pack_into("<Q", data, entry + 120, 1 << 31)
    assert refused(bytes(data)).kind == "damaged"
    struct.pack_into("<I", data, 44, 0x00FFFFFF)  # a FAT of 16 million sectors
    assert refused(bytes(data)).kind == "damaged"


def test_definitions_of_rows_are_changed_in_order():
    row = RowDefinition([0, 1000, 2000, 3000], [0] * 3, [0] * 3)
    row.apply(T_MERGE, b"\x00\x02")
    assert row.side == [FIRST, CONTINUED, 0]
    row.apply(T_SPLIT, b"\x00\x02")
    row.apply(T_INSERT, b"\x01\x02" + struct.pack("<H", 300))
    assert row.edges == [0, 1000, 1300, 1600, 2600, 3600]
    row.apply(T_DELETE, b"\x00\x01")
    assert row.edges == [0, 300, 600, 1600, 2600]
    row.apply(T_WIDTH, b"\x00\x02" + struct.pack("<H", 500))
    assert row.edges == [0, 500, 1000, 2000, 3000]
    row.apply(T_VERTICAL, b"\x03\x03")
    assert (row.side, row.vertical) == ([0] * 4, [0, 0, 0, 3])


def test_edges_within_a_point_are_one_column():
    first, second = RowDefinition([0, 1000, 2000]), RowDefinition([-6, 1012, 1990, 3000])
    assert columns([first, second]) == {-6: 0, 0: 0, 1000: 1, 1012: 1, 1990: 2, 2000: 2, 3000: 3}
    assert columns([RowDefinition([0, 0])]) is None
