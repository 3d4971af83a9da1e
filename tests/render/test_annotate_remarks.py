"""Where a problem is told: at its likeliest cells, in its sentence, at its heading, or nowhere that is known."""

from __future__ import annotations

from dataclasses import replace

from render_builders import blank_finding, make_report, make_result, review_finding, ruleset

from gkrules.model.cells import Cell, CellState
from gkrules.model.findings import Cause, Finding, Repair, Suspect
from gkrules.model.places import Place
from gkrules.model.report import Report, SectionText
from gkrules.render.word.remarks import Remark, Sentence, remarks_of

ROW = tuple(f"review_litigation.review.{name}" for name in ("upheld", "corrected", "other", "pending", "total"))


def at(column: int) -> Place:
    return Place("docx", table=3, row=4, column=column)


def report(**parts: object) -> Report:
    return make_report({key: Cell(0, CellState.NUMBER, "0", at(column)) for column, key in enumerate(ROW, 1)}, **parts)


def caused(finding: Finding, *cells: str, status: str = "found") -> Finding:
    suspects = tuple(Suspect(cell, 0, 1, "likely") for cell in cells)
    return replace(finding, cause=Cause(1, status, (Repair(suspects, None, "likely", 1.0),) if cells else (), "" if cells else "limit"))


def remarks(*findings: Finding, of: Report | None = None, lang: str = "zh") -> list[Remark]:
    return remarks_of(make_result(*findings, report=of or report()).reports, ruleset(), lang)


def test_a_suspect_is_told_at_its_cell() -> None:
    (found,) = remarks(review_finding())
    assert (found.place, found.sentence, found.problem, found.again) == (at(5), None, 1, False)
    assert found.lines[0] == "问题 1（共 1 个）　错误　GK404"
    assert found.lines[1] == "行政复议：四类结果合计 11，总计填报 0，相差 -11。"
    assert found.lines[2] == "结果维持 10 + 结果纠正 1 + 其他结果 0 + 尚未审结 0 = 11，总计填报 0"
    assert found.lines[-1].startswith("依据：国办公开办函〔2021〕30号")
    assert found.where == "位置：第3张表第4行第5列"


def test_findings_of_one_cause_are_one_remark_and_each_further_cell_points_to_it() -> None:
    first, second = (caused(each, ROW[0], ROW[4]) for each in (review_finding(), replace(review_finding(), scope={})))
    told, again = remarks(first, second)
    assert (told.place, told.again) == (at(1), False)
    assert (again.place, again.again, again.lines) == (at(5), True, ("同问题 1，见该处批注。",))
    assert any("建议值 1" in line for line in told.lines)
    assert len([line for line in told.lines if line.startswith("依据")]) == 1
    assert len(set(told.lines)) == len(told.lines)


def test_a_repair_of_very_many_cells_is_told_once() -> None:
    columns = range(1, 20)
    many = [key for key in make_report().cells if key.startswith("applications.")][:19]
    cells = {key: Cell(0, CellState.NUMBER, "0", at(column)) for key, column in zip(many, columns, strict=True)}
    assert len(remarks(caused(review_finding(), *many), of=make_report(cells))) == 1
    assert len(remarks(caused(review_finding(), *many[:12]), of=make_report(cells))) == 12


def test_a_sentence_is_told_where_it_stands_and_twice_the_same_is_told_apart() -> None:
    place = Place("docx", paragraph=7)
    section = SectionText(
        "overview", "一、总体情况", "没有。收到 3 件。没有。\n没有。", 1, Place("docx", paragraph=6), (place, Place("docx", paragraph=8))
    )
    stated = replace(review_finding(), suspects=(), sentence=2, quote="没有。", place=place)
    (found,) = remarks(stated, of=report(sections=(section,), preamble="标题"))
    # Sentence 2 of the report is the second one of the section: the title is the first.
    assert (found.place, found.sentence) == (place, Sentence("收到 3 件。", 0))
    (found,) = remarks(replace(stated, sentence=3), of=report(sections=(section,), preamble="标题"))
    assert found.sentence == Sentence("没有。", 1)
    (found,) = remarks(replace(stated, sentence=4), of=report(sections=(section,), preamble="标题"))
    assert (found.place, found.sentence) == (Place("docx", paragraph=8), Sentence("没有。", 0))


def test_a_row_that_is_missing_is_told_at_the_heading_of_its_table() -> None:
    heading = Place("docx", paragraph=5)
    key = make_report().edition.cell_by_key["applications.new.total"].table.section
    section = SectionText(key, "三、收到和处理", "", 1, heading)
    (found,) = remarks(blank_finding(["new"], ["total"]), of=make_report(sections=(section,)))
    assert found.place == heading


def test_what_is_known_nowhere_has_no_place() -> None:
    (found,) = remarks(blank_finding(["new"], ["total"]), of=make_report())
    assert (found.place, found.where) == (None, "")


def test_reports_of_one_file_are_numbered_through() -> None:
    one = make_result(review_finding(), report=report()).reports[0]
    assert [each.lines[0][:9] for each in remarks_of([one, one], ruleset(), "en")] == ["Problem 1", "Problem 2"]
