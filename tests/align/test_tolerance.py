"""JSON as programs and language models write it: taken where it can mean one thing only, and counted; refused with its place otherwise."""

from __future__ import annotations

import contextlib
import json
import math
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import gkrules
from gkrules import CellState, DocumentError, Report

TOTAL = "applications.new.total"
OTHER = "applications.granted.total"
EXCHANGE = {"unit": "某县教育局", "year": 2024, "cells": {TOTAL: 5, OTHER: 3}}
BY_LABELS = {
    "单位": "某县教育局",
    "年度": 2024,
    "三、收到和处理政府信息公开申请情况": {"一、本年新收政府信息公开申请数量": {"总计": 5}, "（一）予以公开": {"总计": 3}},
}
ANSWER = json.dumps(EXCHANGE, ensure_ascii=False, indent=2)
SHAPES = pytest.mark.parametrize("data", [EXCHANGE, BY_LABELS], ids=["exchange", "labels"])


def told(report: Report) -> str:
    return "; ".join(note.en for note in report.notes)


def read(data: Any) -> Report:
    report = Report.from_json(data)
    assert (report.unit, report.year) == ("某县教育局", 2024)
    assert {key: cell.value for key, cell in report.cells.items()} == {TOTAL: 5, OTHER: 3}
    return report


def changed(data: dict[str, Any], **others: Any) -> str:
    return json.dumps({**data, **others}, ensure_ascii=False)


@SHAPES
def test_what_is_of_the_form_needs_no_remark(data: dict[str, Any]) -> None:
    assert read(data).notes == ()
    assert read(json.dumps(data)).notes == ()
    assert read(json.dumps(data).encode("utf-16")).notes == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"```json\n{ANSWER}\n```", "a code fence"),
        (f"```\n{ANSWER}\n```\n", "a code fence"),
        (f"这是提取的结果：\n\n```json\n{ANSWER}\n```\n\n请核对。", "a code fence"),
        (f"```json\n{ANSWER}", "a code fence"),
        (f"Here is the report:\n{ANSWER}\nAll values were taken from the tables.", "text around the JSON"),
        (ANSWER.replace("3\n", "3,\n"), "1 commas too many"),
        (ANSWER.replace("3\n", "3 // 予以公开\n"), "1 comments"),
        (ANSWER.replace("{\n", "{\n/* 表 */\n", 1), "1 comments"),
        (f"```json\n{ANSWER.replace('3' + chr(10), '3, // 一' + chr(10))}\n```", "a code fence, 1 commas too many, 1 comments"),
    ],
)
def test_what_stands_around_and_in_json_is_taken_off_and_told(text: str, said: str) -> None:
    assert said in told(read(text)).replace("、", ", ")


def test_what_looks_like_a_comment_in_a_text_stays() -> None:
    text = changed(EXCHANGE, preamble="见 https://example.org/a ,} /* 一 */").replace("3}", "3,}", 1)
    assert read(text).preamble == "见 https://example.org/a ,} /* 一 */"


@SHAPES
def test_numbers_and_years_as_text_are_counted(data: dict[str, Any]) -> None:
    text = json.dumps(data, ensure_ascii=False).replace(" 5", ' "5"').replace(" 3", ' "３件"').replace("2024", '"2024年"')
    said = told(read(text))
    assert "2 numbers given as text" in said
    assert "the year given as text" in said or data is BY_LABELS


def test_text_that_is_no_number_stays_text() -> None:
    report = Report.from_json({"year": 2024, "cells": {TOTAL: "约5", OTHER: "", "applications.new.business": "—"}})
    assert [cell.state for cell in report.cells.values()] == [CellState.TEXT, CellState.BLANK, CellState.NOT_APPLICABLE]
    assert report.cell(TOTAL).raw == "约5"
    assert report.notes == ()


@SHAPES
def test_other_entries_are_named_and_not_used(data: dict[str, Any]) -> None:
    assert "model, confidence" in told(read(changed(data, model="gpt", confidence={"all": "high"}))).replace("、", ", ")


@SHAPES
def test_nothing_is_a_blank_and_counted(data: dict[str, Any]) -> None:
    text = json.dumps(data).replace(" 3", " NaN")
    report = Report.from_json(text)
    assert report.cell(OTHER).state is CellState.BLANK
    assert "1 NaN" in told(report)


def test_numbers_of_numpy_are_numbers() -> None:
    cells: dict[str, Any] = {TOTAL: np.int64(5), OTHER: {"value": np.float32(3)}, "applications.new.business": np.float64(math.nan)}
    report = Report.from_json({"year": np.int64(2024), "cells": cells}, year=np.int64(2024))  # type: ignore[arg-type]
    assert [cell.value for cell in report.cells.values()] == [5, 3, None]


@pytest.mark.parametrize(
    "text",
    [
        f"```json\n{ANSWER}\n```\n```json\n{ANSWER}\n```",  # which one is meant?
        f"{ANSWER}\nor\n{ANSWER}",
        ANSWER[:-20],
        "```json\n" + ANSWER[:-20],
        str(EXCHANGE),
        ANSWER.replace(" 5", " 5 5"),
        changed(EXCHANGE, year="二四年"),
        changed(EXCHANGE, cells={"applications.new.totl": 5}),
        changed(EXCHANGE, cells={TOTAL: True}),
        changed(EXCHANGE, cells={TOTAL: [5]}),
        changed(EXCHANGE, cells={TOTAL: {"value": "5", "state": "blank"}}),
        f'{{"year": 2024, "cells": {{"{TOTAL}": 5, "{TOTAL}": 6}}}}',
        changed(EXCHANGE, cells={TOTAL: 5}).replace("5", "Infinity"),
        "我没有找到表格。",
        "```json\n```",
        "[]",
        "",
    ],
)
def test_what_can_mean_two_things_is_refused(text: str) -> None:
    with pytest.raises(DocumentError) as caught:
        Report.from_json(text)
    assert caught.value.kind in ("bad_json", "several_reports", "empty_file")


def test_a_file_with_an_answer_is_read(tmp_path: Path) -> None:
    file = tmp_path / "answer.json"
    file.write_text(f"```json\n{ANSWER}\n```", "utf-8")
    assert gkrules.read(file).cell(TOTAL).value == 5


@given(st.text(alphabet=st.sampled_from('{}[]",:/*\\\n 1a`'), max_size=60))
def test_any_text_is_json_or_said_to_be_none(text: str) -> None:
    with contextlib.suppress(DocumentError):
        Report.from_json(text)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=8), lambda inner: st.lists(inner, max_size=3)))
def test_commas_and_comments_change_nothing(data: Any) -> None:
    from gkrules.reading.data.json_text import parse

    plain = json.dumps([data], ensure_ascii=False, indent=1)
    dirty = re.sub(r"(?<=[^\[{,])\n( *[\]}])", r", // x\n\1", plain) if '"' not in plain else plain
    assert parse(dirty).data == [data]


def test_mending_is_quick_whatever_the_text() -> None:
    texts = [
        "{" + "/*" * 500_000,
        "{" + '"' * 500_001,
        "[" + ", " * 500_000,
        "```\n" * 200_000,
        "{" + "//\n" * 300_000,
        '{"a' + "\\" * 400_001,
    ]
    for text in texts:
        with pytest.raises(DocumentError):
            Report.from_json(text)
