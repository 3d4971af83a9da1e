"""What can be read: paths, bytes, open files, text with its kind; and what can be checked."""

from __future__ import annotations

import io
import json
import tempfile
from pathlib import Path

import pytest

import gkrules
from gkrules import DocumentError, Limits, Report, UsageError
from gkrules.model.relations import LAST_YEAR
from gkrules.pipeline.sources import TEXT_KINDS

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures" / "reports"
HONGZE = FIXTURES / "hongze_2023.html"
DOCX = FIXTURES / "yongan_2024.docx"


def values(report: Report) -> dict[str, float | None]:
    return {key: cell.value for key, cell in report.cells.items()}


EXPECTED = values(gkrules.read(DOCX))


def test_path_bytes_and_files_hold_the_same_report() -> None:
    data = DOCX.read_bytes()
    for source in (DOCX, str(DOCX), data, bytearray(data), memoryview(data), io.BytesIO(data)):
        assert values(gkrules.read(source)) == EXPECTED
    with DOCX.open("rb") as file:
        report = gkrules.read(file)
        assert not file.closed
    assert report.file == str(DOCX)
    assert gkrules.read(data).file == ""
    assert gkrules.read(data, name="年报.docx").file == "年报.docx"
    with tempfile.SpooledTemporaryFile() as spooled:  # its name is None
        spooled.write(data)
        spooled.seek(0)
        assert values(gkrules.read(spooled)) == EXPECTED


def test_text_is_read_as_the_kind_that_is_named() -> None:
    page = HONGZE.read_text("utf-8")
    expected = values(gkrules.read(HONGZE))
    assert values(gkrules.read(page, kind="html")) == expected
    assert values(gkrules.read(io.StringIO(page))) == expected
    # The page says that it is of another encoding; text has none.
    assert values(gkrules.read(page.replace("utf-8", "gb2312").replace("UTF-8", "gb2312"), kind="HTML")) == expected
    text = (FIXTURES / "yongan_2024.txt").read_text("utf-8")
    for kind in ("text", "txt", "markdown", ".md"):
        assert values(gkrules.read(text, kind=kind)) == EXPECTED
    assert gkrules.read('{"year": 2024, "cells": {"applications.new.total": 5}}', kind="json").year == 2024
    assert set(TEXT_KINDS.values()) == {"html", "text", "json"}


@pytest.mark.parametrize("text", ["<table><tr><td>1</td></tr></table>", '{"cells": {}}', "一、总体情况\n无", "[1]"])
def test_text_without_a_kind_is_said_to_be_no_path(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        gkrules.read(text)
    assert caught.value.kind == "text_as_path"


def test_a_file_whose_name_looks_like_text_is_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "{1}.docx").write_bytes(DOCX.read_bytes())
    assert values(gkrules.read("{1}.docx")) == EXPECTED
    with pytest.raises(DocumentError) as caught:
        gkrules.read("没有.docx")
    assert caught.value.kind == "not_found"


class Endless(io.RawIOBase):
    """A file that does not end."""

    taken = 0

    def read(self, size: int = -1) -> bytes:
        assert size > 0, "it must not be read to its end"
        size = min(size, 1 << 20)
        self.taken += size
        return b"a" * size


def test_no_more_is_taken_from_a_file_than_its_limit() -> None:
    endless = Endless()
    with pytest.raises(DocumentError) as caught:
        gkrules.read(endless, limits=Limits(max_bytes=5_000_000))
    assert caught.value.kind == "limit_bytes"
    assert endless.taken == 5_000_001


class Broken(io.RawIOBase):
    def read(self, size: int = -1) -> bytes:
        raise OSError(5, "Input/output error")


def test_a_file_that_cannot_be_read_says_so() -> None:
    with pytest.raises(DocumentError) as caught:
        gkrules.read(Broken())
    assert caught.value.kind == "cannot_read"
    closed = io.BytesIO(b"1")
    closed.close()
    with pytest.raises(DocumentError) as caught:
        gkrules.read(closed)
    assert caught.value.kind == "cannot_read"


def test_isolated_reading_takes_the_same() -> None:
    page = HONGZE.read_text("utf-8")
    expected = values(gkrules.read(HONGZE))
    assert values(gkrules.read(page, kind="html", isolated=True)) == expected
    assert values(gkrules.read(HONGZE.read_bytes(), isolated=True, name="a.html")) == expected


def test_check_reads_what_is_not_read_yet() -> None:
    report = gkrules.read(DOCX)
    for given in (DOCX, str(DOCX), DOCX.read_bytes(), [str(DOCX)], (each for each in [report]), io.BytesIO(DOCX.read_bytes())):
        result = gkrules.check(given, select=["GK4"])
        assert [values(each.report) for each in result.reports] == [EXPECTED]
    mixed = gkrules.check([report, str(HONGZE)])
    assert len(mixed.reports) == 2
    last = gkrules.check(FIXTURES / "hongze_2024.docx", previous=FIXTURES / "hongze_2023.docx")
    assert last.reports[0].related.known(LAST_YEAR)


def test_every_report_of_a_file_is_checked(tmp_path: Path) -> None:
    both = [json.loads(gkrules.read(FIXTURES / f"hongze_{year}.docx").to_json()) for year in (2023, 2024)]
    file = tmp_path / "两年.json"
    file.write_text(json.dumps(both), "utf-8")
    assert [each.report.year for each in gkrules.check(file).reports] == [2023, 2024]


def test_one_line_says_what_a_noun_is() -> None:
    report = gkrules.read(HONGZE)
    result = gkrules.check(report)
    ruleset = gkrules.load_ruleset()
    nouns = [report, result, result.reports[0], result.findings[0], report.cell("applications.new.total"), report.edition]
    for noun in [*nouns, ruleset, ruleset.rules[0], gkrules.check([report] * 40)]:
        assert "\n" not in repr(noun)
        assert len(repr(noun)) < 400
    assert "GK404" in repr(result)
    assert "1 report:" in repr(result)
