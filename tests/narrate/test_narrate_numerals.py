"""Numbers in figures and in Chinese numerals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from narratives import chinese

from gkrules.model.numerals import number, percentage, year


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("21", 21),
        ("1.2万", 12000),
        ("3亿", 300_000_000),
        ("〇", 0),
        ("零", 0),
        ("两", 2),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百二十三", 123),
        ("一百零三", 103),
        ("一百一十", 110),
        ("两千零二十", 2020),
        ("一万二千", 12000),
        ("三万零五", 30005),
        ("一亿零二十万", 100_200_000),
        ("一二〇", 120),
    ],
)
def test_numbers(text: str, value: float) -> None:
    assert number(text) == value


@pytest.mark.parametrize("text", ["", "万", "十十", "两三", "三五", "一百二", "三万二", "百", "一千百", "零十", "一零零百"])
def test_what_is_no_number(text: str) -> None:
    assert number(text) is None


@given(st.integers(0, 10**8 - 1))
def test_chinese_numerals_are_read_back(value: int) -> None:
    assert number(chinese(value)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("46.15%", (46.15, 0.01)), ("5%", (5, 1)), ("百分之四十六点二", (46.2, 0.1)), ("百分之百", (100, 1)), ("百分之5", (5, 1))],
)
def test_percentages(text: str, value: tuple[float, float]) -> None:
    assert percentage(text) == pytest.approx(value)


def test_years() -> None:
    assert (year("2024"), year("二〇二三"), year("二零二三")) == (2024, 2023, 2023)
