"""The way through the room: edition, year, errors, and the real reports."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from forms import EDITION, OLD, Builder, applications_grid, document, form_rows, numbers, paragraph

from gkrules.align import align
from gkrules.model.cells import CellState
from gkrules.model.document import Document, Notice
from gkrules.model.errors import DocumentError, UsageError
from gkrules.words import as_read

REPORTS = Path(__file__).parents[2].parent / "shared" / "reports"


def test_year_and_unit() -> None:
    report = align(document(), [OLD, EDITION], file="a.docx")
    assert (report.unit, report.year, report.title_year, report.period_years) == ("某县水利局", 2024, 2024, (2024, 2024))
    assert (report.edition.key, report.file) == ("2021", "a.docx")


def test_year_argument_wins_and_picks_the_edition() -> None:
    report = align(document(edition=OLD), [OLD, EDITION], year=2020)
    assert (report.year, report.title_year, report.edition.key) == (2020, 2024, "2019")


def test_edition_argument_wins() -> None:
    assert align(document(), [OLD, EDITION], edition="2019").edition.key == "2019"
    assert align(document(), [OLD, EDITION], edition="2021", year=2015).year == 2015


def test_year_from_the_period() -> None:
    assert align(document(title="政府信息公开工作年度报告"), [EDITION]).year == 2024


@pytest.mark.parametrize("edition", [OLD, EDITION])
def test_edition_by_labels_where_no_year_is_known(edition: object) -> None:
    made = document(edition=OLD if edition is OLD else EDITION, title="报告")
    blocks = tuple(block for block in made.blocks if "2024" not in getattr(block, "text", ""))
    report = align(replace(made, blocks=blocks), [EDITION, OLD])
    assert report.edition is edition
    assert report.absent == []
    assert report.year is None


def test_unknown_edition() -> None:
    with pytest.raises(UsageError, match="2019, 2021") as caught:
        align(document(), [OLD, EDITION], edition="2018")
    assert caught.value.kind == "unknown_edition"


def test_no_edition_for_the_year() -> None:
    with pytest.raises(UsageError, match="--edition") as caught:
        align(document(title="某局2016年政府信息公开工作年度报告"), [OLD, EDITION])
    assert caught.value.kind == "no_edition_for_year"
    assert "2016" in caught.value.zh
    assert "2021" in caught.value.en


def test_no_tables() -> None:
    with pytest.raises(DocumentError) as caught:
        align(Document("text", (paragraph("一、总体情况"), paragraph("正文"))), [EDITION])
    assert caught.value.kind == "no_tables"
    assert "2 " in caught.value.zh


def test_no_matching_table() -> None:
    build = Builder()
    build.put((0, "姓名", 1, 1), (1, "年龄", 1, 1))
    build.put((0, "甲", 1, 1), (1, "5", 1, 1))
    with pytest.raises(DocumentError, match="姓名") as caught:
        align(Document("docx", (paragraph("一、总体情况"), build.grid())), [EDITION])
    assert caught.value.kind == "no_matching_table"
    assert "规章" in caught.value.en


@pytest.mark.parametrize("blocks", [(), (paragraph("采购合同"),)])
def test_not_a_report(blocks: tuple[object, ...]) -> None:
    with pytest.raises(DocumentError) as caught:
        align(Document("text", blocks), [EDITION])  # type: ignore[arg-type]
    assert caught.value.kind == "not_a_report"


def test_one_table_is_enough() -> None:
    grid = applications_grid(form_rows(numbers()))
    report = align(Document("docx", (grid,)), [EDITION])
    assert len(report.cells) == 175
    assert len(report.absent) == 25
    assert not report.has_text


def test_edition_is_not_taken_from_python() -> None:
    """No rule code may stand in this room."""
    for file in (Path(__file__).parents[2] / "gkrules" / "align").glob("*.py"):
        text = file.read_text(encoding="utf-8")
        assert "GK1" not in text
        assert "GK2" not in text


@pytest.mark.skipif(not REPORTS.is_dir(), reason="the real reports are not beside the project")
@pytest.mark.parametrize(("name", "unit"), [("yongan_2024.txt", "市中区永安镇人民政府"), ("shuyang_fgj_2023.html", "沭阳县发展和改革局")])
def test_real_report(name: str, unit: str) -> None:
    read_document = pytest.importorskip("gkrules.reading").read_document
    report = align(read_document(REPORTS / name), [EDITION])
    expected = json.loads((REPORTS / "expected" / f"{Path(name).stem}.json").read_text(encoding="utf-8"))
    assert {key: cell.value for key, cell in report.cells.items()} == expected["cells"]
    assert {key for key, cell in report.cells.items() if cell.state is CellState.BLANK} == {
        k for k, v in expected["cells"].items() if v is None
    }
    assert all(cell.place for cell in report.cells.values())
    assert (report.unit, report.year, report.title_year, report.period_years) == (
        unit,
        expected["year"],
        expected["year"],
        (expected["year"],) * 2,
    )
    assert [section.key for section in report.sections] == [section.key for section in EDITION.sections]
    assert {note.kind for note in report.notes} <= {"other_label"}


@pytest.mark.skipif(not REPORTS.is_dir(), reason="the real reports are not beside the project")
def test_blank_form() -> None:
    read_document = pytest.importorskip("gkrules.reading").read_document
    report = align(read_document(REPORTS / "template_2021_blank.docx"), [EDITION])
    assert list(report.cells) == list(EDITION.cells)
    assert {cell.state for cell in report.cells.values()} == {CellState.BLANK}
    assert (report.unit, report.year, report.notes) == ("", None, ())


def without_tables(*texts: str) -> str:
    blocks = (paragraph("某县水利局2024年政府信息公开工作年度报告"), *(paragraph(text) for text in texts))
    with pytest.raises(DocumentError) as caught:
        align(Document("html", blocks, notices=(Notice("remark", as_read("第2页是图片", "page 2 is a picture")),)), [EDITION])
    assert caught.value.kind == "no_tables"
    return f"{caught.value.zh}\n{caught.value.en}"


def test_no_table_tells_of_attachments_and_notices() -> None:
    said = without_tables("附件：某县水利局2024年年报.xlsx", "详见 年报表格.pdf、年报表格.pdf")
    assert "3 段文字" in said
    assert "某县水利局2024年年报.xlsx、年报表格.pdf" in said
    assert "第2页是图片。" in said
    assert "Page 2 is a picture." in said
    assert "标签" not in said
    many = without_tables("、".join(f"{name}.pdf" for name in "甲乙丙丁戊"))
    assert "甲.pdf、乙.pdf、丙.pdf等 5 个；" in many
    assert "甲.pdf, 乙.pdf, 丙.pdf and 2 more;" in many


def test_no_table_tells_of_labels_and_numbers_without_one() -> None:
    said = without_tables("结果维持\n结果纠正\n其他结果\n尚未审结\n总计\n0\n1\n2\n3\n6")
    assert "5 行像表格的标签（结果维持、结果纠正、其他结果），5 行只有数字" in said
    assert "附件：" not in said
