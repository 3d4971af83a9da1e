"""The same through whole documents: what the reader hands on of a wrapped number, and what a check says of it."""

from __future__ import annotations

import random

import pytest
from corpus.documents import EDITIONS
from corpus.form import VALUE, Form
from corpus.official import filled
from corpus.writers import WRITERS

import gkrules
from gkrules.api import read
from gkrules.doctor import examine
from gkrules.model.cells import CellState
from gkrules.render.lines import plain
from gkrules.render.notes import note_lines

KINDS = ("html", "docx", "pdf", "xlsx", "ods")


def _form(edition: str, seed: int) -> Form:
    return filled(gkrules.load_ruleset().editions[edition], random.Random(seed), "balanced")  # noqa: S311


def _wrapped(form: Form, section: str) -> str:
    """Break the longest number of a table over lines; the key of its cell."""
    boxes = [box for box in form.sheet(section).of(VALUE) if box.text.isdigit() and len(box.text) > 1]
    box = max(boxes, key=lambda box: len(box.text))
    box.text = "\n".join(box.text)
    return box.key


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_number_wrapped_in_a_document_is_read(kind: str, edition: str) -> None:
    form = _form(edition, 5)
    key = _wrapped(form, "applications")
    report = read(WRITERS[kind](form), name=f"a.{kind}")
    assert report.cell(key).value == form.facts[key].value
    assert {each: report.cell(each).value for each in form.facts} == {each: fact.value for each, fact in form.facts.items()}
    said = plain(note_lines(report.notes, report, "zh"))
    assert "拼接" in said
    assert str(form.facts[key].value) in said


def test_a_number_wrapped_where_only_a_row_adds_up_is_unread_and_said_to_be() -> None:
    form = _form("2021", 5)
    key = _wrapped(form, "review_litigation")
    report = read(WRITERS["html"](form), name="a.html")
    assert report.cell(key).state is CellState.TEXT
    assert any(key in finding.cells for finding in gkrules.check(report, select=["GK203"]).findings)


def test_an_error_in_the_row_is_not_covered_up() -> None:
    form = _form("2021", 5)
    key = _wrapped(form, "applications")
    row = key.rpartition(".")[0]
    other = next(box for box in form.sheet("applications").of(VALUE) if box.key.startswith(f"{row}.") and box.key != key)
    other.text = str(int(other.text) + 1)
    assert read(WRITERS["html"](form), name="a.html").cell(key).state is CellState.TEXT


def test_a_table_drawn_with_plus_and_minus_and_the_doctor_see_it_alike() -> None:
    form = _form("2021", 5)
    key = _wrapped(form, "applications")
    lines = [f"# {form.title}", "", "## 三、收到和处理政府信息公开申请情况", "", *_drawn(form)]
    data = "\n".join(lines).encode()
    report = read(data, name="a.txt")
    assert report.cell(key).value == form.facts[key].value
    found = examine("a.txt", data=data).report
    assert found is not None
    assert found.cells == report.cells
    assert found.notes == report.notes


def _drawn(form: Form) -> list[str]:
    """Section three as a grid table of Markdown, each column as wide as its longest line."""
    table = form.edition.table_by_key["applications"]
    boxes = {box.key: box.text for box in form.sheet("applications").of(VALUE)}
    rows = [["", "", *(column.label for column in table.columns)]]
    rows += [
        [row.under[-1] if row.under else "", row.label, *(boxes[table.cell(row.key, column.key)] for column in table.columns)]
        for row in table.rows
        if not row.replaces
    ]
    size = max(2 * len(line) for row in rows for text in row for line in text.split("\n"))
    rule = "+" + "+".join("-" * (size + 2) for _ in rows[0]) + "+"
    drawn = [rule]
    for row in rows:
        parts = [text.split("\n") for text in row]
        for at in range(max(map(len, parts))):
            texts = [part[at] if at < len(part) else "" for part in parts]
            drawn.append("|" + "|".join(f" {text}{' ' * (size - sum(1 + (ord(c) > 255) for c in text))} " for text in texts) + "|")
        drawn.append(rule)
    return drawn
