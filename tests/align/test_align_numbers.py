"""The text of a cell → state, value, annotation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkrules.align.numbers import parse_cell, unit_in_label
from gkrules.model.cells import UNIT_IN_CELL, CellState

NUMBERS = [
    ("0", 0),
    ("5", 5),
    ("05", 5),
    (" 12 ", 12),
    ("１２", 12),
    ("\u3000\u30000", 0),
    ("\xa0 7\xa0", 7),
    ("\ufeff3\u200b", 3),
    ("1\u200b2", 12),
    ("1,234", 1234),
    ("1，234", 1234),
    ("1 234", 1234),
    ("1\xa0234", 1234),
    ("1\u2009234\u2009567", 1234567),
    ("12,345,678", 12345678),
    ("-3", -3),
    ("−3", -3),
    ("－3", -3),
    ("+1036", 1036),
    ("＋8", 8),
    ("-0", 0),
    ("7730.28", 7730.28),
    ("５．５", 5.5),
    ("2.5", 2.5),
    ("5.0", 5),
    ("59237.2449", 59237.2449),
    ("1,234.5", 1234.5),
    ("999999999999999", 999999999999999),
]

TEXTS = [
    "5²",
    "①",
    "⒈",
    "½",
    "٣",
    "𝟓",
    "㏠",
    "一",
    "一一",
    "无",
    "元",
    "12,34",
    "1,2345",
    "0,123",
    "2 1",
    "12 34",
    "1\n234",
    "2\n1",
    "约5件",
    "1e5",
    "1_000",
    "0x1",
    "NaN",
    "inf",
    "5.",
    ".5",
    "5。",
    "1.2.3",
    "5-3",
    "- 3",
    "--3",
    "5(2)",
    "(3)",
    "5万元",
    "5万件",
    "5（万件）",
    "5/6",
    "3、4",
    "1234567890123456",
    "5件6",
    "\u202e12",
    "1\x072",
    "见附件",
    "5 2件",
    "x" * 600,
]


@pytest.mark.parametrize(("raw", "value"), NUMBERS)
def test_numbers(raw: str, value: float) -> None:
    assert parse_cell(raw, "count", "件") == (CellState.NUMBER, value, False)


@pytest.mark.parametrize("raw", TEXTS)
def test_texts(raw: str) -> None:
    assert parse_cell(raw, "count", "件") == (CellState.TEXT, None, False)


@pytest.mark.parametrize("raw", ["", " ", "\n", "\u3000\xa0", "\u200b", "\ufeff", "\t\r\n", "\x07"])
def test_blanks(raw: str) -> None:
    assert parse_cell(raw, "count", "件") == (CellState.BLANK, None, False)


@pytest.mark.parametrize("raw", ["/", "\\", "-", "—", "——", "－", "―", "–", "−", "／", " - ", "- -", "--", "─"])
def test_not_applicable(raw: str) -> None:
    assert parse_cell(raw, "count", "件") == (CellState.NOT_APPLICABLE, None, False)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("5件", 5),
        ("5 件", 5),
        ("22（其中修订16件）", 22),
        ("55(含自然失效29件)", 55),
        ("5项", 5),
        ("5（件）", 5),
        ("22件（其中修订16件）", 22),
        ("-3件", -3),
    ],
)
def test_counts_with_text_around(raw: str, value: int) -> None:
    assert parse_cell(raw, "count", "件") == (CellState.NUMBER, value, True)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("3.2万元", 3.2),
        ("251000元", 25.1),
        ("20000元", 2),
        ("3.2亿元", 32000),
        ("251000（元）", 25.1),
        ("251000（单位：元）", 25.1),
        ("0.1元", 0.00001),
        ("300元整", 0.03),
        ("3.2（其中罚没1万元）", 3.2),
    ],
)
def test_amounts_in_ten_thousand_yuan(raw: str, value: float) -> None:
    assert parse_cell(raw, "amount", "万元") == (CellState.NUMBER, value, True)


@pytest.mark.parametrize("raw", ["5件", "3.2美元", "3万", "¥3.2", "3.2万元元", "3.2万元（元）"])
def test_amounts_in_other_units_are_text(raw: str) -> None:
    assert parse_cell(raw, "amount", "万元")[0] is CellState.TEXT


def test_whole_numbers_are_int_and_decimals_float() -> None:
    assert isinstance(parse_cell("5", "amount", "万元")[1], int)
    assert isinstance(parse_cell("5.5", "amount", "万元")[1], float)
    assert str(parse_cell("-0", "count", "件")[1]) == "0"


def test_amount_without_a_unit_of_the_column_is_taken_as_printed() -> None:
    assert parse_cell("251000元", "amount", "") == (CellState.NUMBER, 251000, True)


@pytest.mark.parametrize(
    ("raw", "annotated"), [("251.3万元", False), ("251.3（元）", False), ("251.3", False), ("251.3万元（含税）", True)]
)
def test_amount_whose_cell_states_the_unit_is_kept_as_printed(raw: str, *, annotated: bool) -> None:
    assert parse_cell(raw, "amount", UNIT_IN_CELL) == (CellState.NUMBER, 251.3, annotated)


@pytest.mark.parametrize(
    ("label", "unit"),
    [
        ("采购总金额（万元）", "万元"),
        ("采购总金额 ( 单位：元 )", "元"),
        ("采购总金额", ""),
        ("采购总金额（件）", ""),
        ("金额（见附件）（亿元）", "亿元"),
    ],
)
def test_unit_in_a_label(label: str, unit: str) -> None:
    assert unit_in_label(label) == unit


@given(
    st.text(st.characters(exclude_characters="0123456789０１２３４５６７８９"), max_size=12),
    st.sampled_from([("count", "件"), ("amount", "万元"), ("change", "项")]),
)
def test_no_number_without_a_digit(raw: str, column: tuple[str, str]) -> None:
    assert parse_cell(raw, *column)[1] is None


@given(st.text(max_size=40))
def test_any_text_has_a_state(raw: str) -> None:
    state, value, annotated = parse_cell(raw, "count", "件")
    assert (value is not None) == (state is CellState.NUMBER)
    assert not annotated or state is CellState.NUMBER


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_plain_numbers_are_exact(number: int) -> None:
    assert parse_cell(str(number), "count", "件")[1] == number
    assert parse_cell(f"{number:,}", "count", "件")[1] == number
