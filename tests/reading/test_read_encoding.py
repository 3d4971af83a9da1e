from __future__ import annotations

import codecs

import pytest
from read_helpers import rows, texts

from gkrules.model.errors import DocumentError
from gkrules.reading import read_bytes
from gkrules.reading.encoding import decode
from gkrules.reading.kinds.sniff import sniff

TEXT = "某市2024年政府信息公开工作年度报告\r\n一、总体情况\r\n共收到申请12件。\r\n规章\t0\t1\r\n合计\t2\t3\r\n"
TRADITIONAL = "政府資訊公開年度報告\n共收到申請12件\n總計\t2\t3\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("gb18030"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
    ],
    ids=["utf8", "utf8-bom", "gb18030", "utf16-bom", "utf16-le", "utf16-be", "utf16-be-bom"],
)
def test_text_in_every_encoding(data: bytes):
    document = read_bytes(data)
    assert sniff(data) == "text"
    assert texts(document) == ["某市2024年政府信息公开工作年度报告", "一、总体情况", "共收到申请12件。"]
    assert [rows(grid) for grid in document.grids()] == [[["规章", "0", "1"], ["合计", "2", "3"]]]
    assert not document.notices


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16", "utf-16-le"])
def test_a_page_with_the_wrong_charset_in_its_head(encoding: str):
    page = f"<html><head><meta charset='big5'><title>x</title></head><body><p>{TEXT}</p></body></html>"
    data = page.encode(encoding)
    assert sniff(data) == "html"
    assert "政府信息公开工作年度报告" in texts(read_bytes(data))[0]


def test_big5():
    assert decode(TRADITIONAL.encode("big5hkscs")).encoding == "big5hkscs"
    assert decode(TRADITIONAL.encode("big5hkscs")).text == TRADITIONAL


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_bad_byte_costs_one_character_and_a_notice(encoding: str):
    data = TEXT.encode(encoding)
    spoiled = data[:-4] + b"\xff\xff" + data[-4:]
    decoded = decode(spoiled)
    assert decoded.encoding == encoding
    assert "政府信息公开工作年度报告" in decoded.text
    assert len(decoded.notices) == 1


def test_a_file_cut_inside_a_character():
    assert decode(TEXT.encode()[:25]).encoding == "utf-8"


def test_the_hint_decides_between_equals():
    data = "甲乙".encode("big5hkscs")
    assert decode(data, "Big5").text == "甲乙"
    assert decode("甲乙".encode("gbk"), "gb2312").text == "甲乙"


@pytest.mark.parametrize("data", [b"abc" * 40 + b"\x00" + b"def" * 40, b"\xff" * 200, "甲�".encode() * 50])
def test_what_is_no_text(data: bytes):
    with pytest.raises(DocumentError) as caught:
        read_bytes(data)
    assert caught.value.kind == "wrong_encoding"
    assert "UTF-8" in caught.value.zh
