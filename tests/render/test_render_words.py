from __future__ import annotations

import json
import math
import re
import unicodedata

import pytest
from hostile_texts import HOSTILE
from hypothesis import given
from hypothesis import strategies as st
from render_builders import edition, ruleset

from gkrules.model.edition import Source
from gkrules.model.places import Place
from gkrules.render.lines import Line, line, plain, width_of, wrap
from gkrules.render.safe import clean, escape_json, spreadsheet_text, strip_controls
from gkrules.render.words import cell_label, number, place_words, source_words


@pytest.mark.parametrize(
    ("key", "zh", "en"),
    [
        ("applications.granted.business", "（一）予以公开·商业企业", "(1) granted · businesses"),
        ("applications.partly_granted.total", "（二）部分公开·总计", "(2) partly granted · total"),
        ("applications.other_other.total", "（六）3.其他·总计", "(6) 3. other · total"),
        ("review_litigation.review.total", "行政复议·总计", "administrative review · total"),
        ("enforcement.penalties.decisions", "行政处罚·本年处理决定数量", "penalties · decisions this year"),
        ("fees.administrative_fees.amount", "行政事业性收费·本年收费金额", "administrative fees · fees charged this year (10,000 yuan)"),
        ("document.title_year", "标题", "title"),
        ("last_year.review_litigation.review.total", "上年行政复议·总计", "last year: administrative review · total"),
    ],
)
def test_label_of_a_cell(key: str, zh: str, en: str) -> None:
    assert cell_label(edition(), key, "zh", ruleset().facts) == zh
    assert cell_label(edition(), key, "en", ruleset().facts) == en


def test_labels_of_cells_differ() -> None:
    for lang in ("zh", "en"):
        labels = [cell_label(edition(), key, lang) for key in edition().cell_by_key]
        assert len(set(labels)) == len(labels)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (5, "5"),
        (5.0, "5"),
        (-3, "-3"),
        (59237.2449, "59237.2449"),
        (1e20, "100000000000000000000"),
        (1e-7, "0.0000001"),
        (0.1 + 0.2, "0.3"),
        (None, "空白"),
        (math.nan, "空白"),
    ],
)
def test_numbers_are_short_and_without_exponent(value: float | None, text: str) -> None:
    assert number(value, "zh") == text


@pytest.mark.parametrize(
    ("place", "zh", "en"),
    [
        (Place("docx", table=3, row=5, column=2), "第3张表第5行第2列", "table 3, row 5, column 2"),
        (Place("text", line=12), "第12行", "line 12"),
        (Place("docx", paragraph=8), "第8段", "paragraph 8"),
        (Place("pdf", page=4, box=(1, 2, 3, 4)), "第4页", "page 4"),
        (Place("json", path="cells.a"), "cells.a", "cells.a"),
    ],
)
def test_places_in_words(place: Place, zh: str, en: str) -> None:
    assert (place_words(place, "zh"), place_words(place, "en")) == (zh, en)


def test_only_names_of_documents_get_title_marks() -> None:
    assert source_words(Source("国办公开办函〔2021〕30号", "附件"), "zh") == "国办公开办函〔2021〕30号 附件"
    assert source_words(Source("政府信息公开条例", "第五十条"), "zh") == "《政府信息公开条例》 第五十条"


@pytest.mark.parametrize("hostile", ["\x1b[31m红\x1b[0m", "\x9b31m红", "\u202e红", "\x1b]0;title\x07红", "红\x00", "红\x85", "\ud800红"])
def test_text_of_a_document_cannot_steer_the_terminal(hostile: str) -> None:
    assert clean(hostile) == "红"


def test_unsafe_characters_stay_in_json_but_escaped() -> None:
    data = {"raw": "a\u202eb\x9b\ud800"}
    written = escape_json(json.dumps(data, ensure_ascii=False))
    assert re.search("[\u202e\x9b\ud800]", written) is None
    assert json.loads(written) == data


@pytest.mark.parametrize(
    ("text", "safe"),
    [("=1+1", "'=1+1"), ("+1036", "+1036"), ("-5", "-5"), ("-", "'-"), ("@x", "'@x"), ("＝1", "'＝1"), ("-1+cmd", "'-1+cmd"), ("无", "无")],
)
def test_spreadsheets_see_no_formula(text: str, safe: str) -> None:
    assert spreadsheet_text(text) == safe


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_formula_hides_behind_what_nobody_sees(text: str) -> None:
    """Told another way: what is seen of the text, with the full width and the small forms as the plain signs."""
    safe = spreadsheet_text(text)
    seen = [char for char in safe if not char.isspace() and unicodedata.category(char) not in {"Cc", "Cf", "Mn"}]
    assert unicodedata.normalize("NFKC", "".join(seen[:1])) not in {"=", "+", "-", "@"}


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("\u3000=1", "'\u3000=1"),
        ("\xa0＝1", "'\xa0＝1"),
        ("\u200d\u00ad@x", "'\u200d\u00ad@x"),
        ("\ufeff=1", "'=1"),
        ("﹦1", "'﹦1"),
        ("\n=1", "'\n=1"),
        (" -5", " -5"),
        ("\u3000甲县", "\u3000甲县"),
        ("a=1", "a=1"),
    ],
)
def test_formulas_behind_blanks(text: str, safe: str) -> None:
    assert spreadsheet_text(text) == safe


@given(st.text(alphabet="公开申请，。（）“”abc 12.,", max_size=80), st.integers(12, 40), st.integers(0, 8))
def test_wrapped_text_fits_and_loses_nothing(text: str, width: int, hang: int) -> None:
    pieces = wrap(text, width, hang)
    assert "".join(pieces) == text
    for index, piece in enumerate(pieces):
        limit = width if index == 0 else width - hang
        assert width_of(piece.rstrip()) <= limit


def test_no_line_starts_with_a_closing_mark() -> None:
    pieces = wrap("一二三四五六七八九十，一二三", 20)
    assert pieces == ["一二三四五六七八九", "十，一二三"]


def test_plain_lines_have_no_styles() -> None:
    assert plain([Line((("甲", "bold red"), ("乙", ""))), line("丙", "dim", indent=2)]) == "甲乙\n  丙\n"


def test_nothing_that_is_unsafe_is_printable() -> None:
    printable = [char for char in map(chr, range(0x110000)) if char.isprintable()]
    assert [char for char in printable if strip_controls(char) != char or len(f"a{char}b".splitlines()) > 1] == []
    assert clean("a\tb\u2028c\u202ed") == "a b cd"
