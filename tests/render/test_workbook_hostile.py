"""No text of a document acts in a workbook: in any field, none is a formula, a link or a number."""

from __future__ import annotations

import io
from collections import Counter

import openpyxl
import pytest
from book_builders import parts
from hostile_texts import HOSTILE
from lxml import etree
from render_builders import FakeResult, make_finding, make_report, review_finding

from gkrules.model.cells import Cell, CellState
from gkrules.model.findings import Outcome, ReportFindings
from gkrules.model.report import Note
from gkrules.render.book.workbook import checked_workbook
from gkrules.render.inputs import Checked, Detail, FailedFile
from gkrules.words import as_read


def checked_with(text: str) -> Checked:
    """A result that has a text in every place where a document, a file name or a waiver can have one."""
    key = "applications.new.research"
    report = make_report({key: Cell(None, CellState.TEXT, text)}, unit=text, file=f"{text}.docx")
    note = Note("extra_row", "applications", text, text)
    findings = (
        review_finding(),
        make_finding("GK202", note=note, notes=(note,), scope={"table": "applications"}),
        make_finding("GK302", cells=(key,), raw={key: text}, values={key: None}, scope={"table": "applications"}),
    )
    said = Note("unused_previous", said=as_read(f"{text}。", f"{text}."))
    stray = ReportFindings(make_report(unit=text, file=text), (make_finding("GK604", note=said, notes=(said,)),), Counter())
    result = FakeResult((ReportFindings(report, findings, Counter({Outcome.FAIL: 3})),), unmatched=(stray,), waiver_files=(stray,))
    return Checked(result, [FailedFile(text, "damaged", text, text)], Detail(passed=True))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_acts(text: str) -> None:
    made = checked_workbook(checked_with(text), "zh")
    for name, part in parts(made).items():
        root = etree.fromstring(part.encode("utf-8"), etree.XMLParser(resolve_entities=False, no_network=True))
        assert not [each for each in root.iter() if etree.QName(each).localname == "f"], name
        if name.endswith(".rels"):
            assert 'TargetMode="External"' not in part, name
    book = openpyxl.load_workbook(io.BytesIO(made))
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in book.sheetnames)
    for sheet in book.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            assert cell.data_type in ("s", "n"), cell.coordinate
            assert isinstance(cell.value, str | int | float | None)
            if cell.hyperlink is not None:
                assert cell.hyperlink.target is None
                assert cell.hyperlink.location.rpartition("!")[0].strip("'") in book.sheetnames
            if isinstance(cell.value, str):
                assert not set(cell.value) & {"\x00", "\x1b", "\u202e", "\ud800", "\r"}


def test_there_are_many_hostile_texts() -> None:
    assert len(HOSTILE) >= 40


def test_a_text_that_looks_like_a_number_stays_text() -> None:
    book = openpyxl.load_workbook(io.BytesIO(checked_workbook(checked_with("0123"), "zh")))
    found = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value == "0123"]
    assert found
    assert {cell.data_type for cell in found} == {"s"}
    assert all(cell._style.quotePrefix for cell in found if cell.coordinate.startswith("B"))
