"""Documents with several reports: each is read as if it stood alone, or the document is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from forms import EDITION, OLD, applications_grid, disclosure_grid, document, form_rows, numbers, paragraph, review_grid

from gkrules.align import align, align_all
from gkrules.model.document import Block, Document, Grid
from gkrules.model.edition import Edition
from gkrules.model.errors import DocumentError, UsageError
from gkrules.model.places import Place
from gkrules.model.report import Report
from gkrules.words import as_read


def report_blocks(title: str, start: int, *, skip: Sequence[str] = (), edition: Edition = EDITION) -> tuple[Block, ...]:
    """A whole report whose every cell has a number of its own, counted from `start`."""
    values = numbers(edition, start)
    tables = {
        "proactive_disclosure": [disclosure_grid(values, edition)],
        "applications": [applications_grid(form_rows(values, edition))],
        "review_litigation": [review_grid(values, edition)],
    }
    made = document({key: [] if key in skip else grids for key, grids in tables.items()}, title=title, edition=edition)
    return tuple(block for block in made.blocks if "统计期限" not in getattr(block, "text", ""))


def title(name: str, year: int) -> str:
    return f"{name}{year}年政府信息公开工作年度报告"


def joined(*parts: Sequence[Block]) -> Document:
    return Document("docx", tuple(block for part in parts for block in part))


def in_sheet(name: str, *blocks: Block) -> tuple[Block, ...]:
    return tuple(replace(block, place=replace(block.place, sheet=name)) for block in blocks)


def tables(start: int) -> tuple[Grid, Grid, Grid]:
    values = numbers(start=start)
    return disclosure_grid(values), applications_grid(form_rows(values)), review_grid(values)


def assert_numbers(report: Report, start: int, edition: Edition = EDITION) -> None:
    """Every cell of the report is its own: none is missing, none comes from another report."""
    expected = {key: value for key, value in numbers(edition, start).items() if not edition.cell_by_key[key].optional}
    assert {key: cell.value for key, cell in report.cells.items()} == expected


def refused(made: Document) -> str:
    with pytest.raises(DocumentError) as caught:
        align_all(made, [OLD, EDITION])
    assert "每份报告" in caught.value.zh
    return caught.value.kind


def test_two_years_of_one_organ() -> None:
    made = joined(report_blocks(title("某县水利局", 2023), 1000), report_blocks(title("某县水利局", 2024), 5000))
    with pytest.raises(DocumentError, match="多张"):
        align(made, [OLD, EDITION])
    first, second = align_all(made, [OLD, EDITION], file="two.docx")
    assert [(each.unit, each.year, each.part, each.file) for each in (first, second)] == [
        ("某县水利局", 2023, 1, "two.docx"),
        ("某县水利局", 2024, 2, "two.docx"),
    ]
    assert_numbers(first, 1000)
    assert_numbers(second, 5000)
    assert [section.key for section in first.sections] == [section.key for section in second.sections] == [s.key for s in EDITION.sections]


def test_years_of_two_editions() -> None:
    old, new = (
        report_blocks(title("某县水利局", 2020), 1000, edition=OLD),
        report_blocks(title("某县水利局", 2021), 5000),
    )
    first, second = align_all(joined(old, new), [OLD, EDITION])
    assert (first.edition.key, second.edition.key) == ("2019", "2021")
    assert_numbers(first, 1000, OLD)
    assert_numbers(second, 5000)


def test_a_county_with_a_cover_and_a_list_of_contents() -> None:
    names = [f"某县{name}局" for name in ("水利", "教育", "民政", "司法")]
    titles = [title(name, 2024) for name in names]
    cover = [
        paragraph("某县2024年政府信息公开工作年度报告汇编"),
        *map(paragraph, titles),
        paragraph("一、总体情况"),
        paragraph("二、主动公开政府信息情况"),
    ]
    made = joined(cover, *(report_blocks(each, 1000 * number) for number, each in enumerate(titles, 1)))
    reports = align_all(made, [OLD, EDITION])
    assert [report.unit for report in reports] == names
    for number, report in enumerate(reports, 1):
        assert_numbers(report, 1000 * number)


def test_a_title_over_two_lines_begins_a_report_where_its_first_line_stands() -> None:
    second = (paragraph("某县教育局"), paragraph("2024年政府信息公开工作年度报告"), *report_blocks("", 5000)[1:])
    reports = align_all(joined(report_blocks(title("某县水利局", 2024), 1000), second), [OLD, EDITION])
    assert [report.unit for report in reports] == ["某县水利局", "某县教育局"]
    assert "某县教育局" not in reports[0].sections[-1].text


def test_section_one_again_separates_reports_whose_titles_say_nothing() -> None:
    made = joined(report_blocks("政府信息公开工作年度报告", 1000), report_blocks("政府信息公开工作年度报告", 5000))
    first, second = align_all(made, [OLD, EDITION], year=2022)
    assert_numbers(first, 1000)
    assert_numbers(second, 5000)
    assert (first.year, second.year) == (2022, 2022)


def test_the_year_that_is_given_does_not_overrule_titles() -> None:
    made = joined(report_blocks(title("某县水利局", 2023), 1000), report_blocks(title("某县水利局", 2024), 5000))
    assert [report.year for report in align_all(made, [OLD, EDITION], year=2022)] == [2023, 2024]


def test_a_report_that_lacks_a_table_keeps_to_itself() -> None:
    made = joined(
        report_blocks(title("某县水利局", 2024), 1000, skip=["review_litigation"]),
        report_blocks(title("某县教育局", 2024), 5000, skip=["proactive_disclosure"]),
    )
    first, second = align_all(made, [OLD, EDITION])
    assert {key.split(".")[0] for key in first.absent} == {"review_litigation"}
    assert {key.split(".")[0] for key in second.absent} == {
        table.key for table in EDITION.tables if table.section == "proactive_disclosure"
    }
    assert all(1000 <= cell.value < 5000 for cell in first.cells.values() if cell.value is not None)
    assert all(cell.value >= 5000 for cell in second.cells.values() if cell.value is not None)


def test_what_may_be_one_report_or_two_is_refused() -> None:
    """The second title may be a remark within the first report: section four would go to the wrong organ."""
    made = joined(
        report_blocks(title("某县水利局", 2024), 1000, skip=["review_litigation"]),
        report_blocks(title("某县教育局", 2024), 5000, skip=["proactive_disclosure", "applications"]),
        report_blocks(title("某县民政局", 2024), 9000),
    )
    assert refused(made) == "several_reports"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_report_without_tables_does_not_lend_its_name_to_another(order: tuple[int, int]) -> None:
    without = report_blocks(title("某县水利局", 2024), 1, skip=["proactive_disclosure", "applications", "review_litigation"])
    with_tables = [report_blocks(title(f"某县{name}局", 2024), 1000) for name in ("教育", "民政")]
    assert refused(joined(*[(without, with_tables[0])[at] for at in order], with_tables[1])) == "no_tables"


def test_tables_with_nothing_between_them_are_refused() -> None:
    one, two = tables(1000), tables(5000)
    top = paragraph(title("某县水利局", 2024))
    assert refused(Document("docx", (top, *one, *two))) == "several_reports"
    assert refused(Document("docx", (top, one[0], two[0], one[1], two[1], one[2], two[2]))) == "several_reports"


def test_an_error_names_the_report() -> None:
    made = joined(report_blocks(title("某县水利局", 2024), 1000), report_blocks(title("某县水利局", 2012), 5000))
    with pytest.raises(UsageError, match=r"第 2 份.*report 2") as caught:
        align_all(made, [OLD, EDITION])
    assert caught.value.kind == "no_edition_for_year"


def test_a_sheet_for_each_organ() -> None:
    sheets = [in_sheet(name, paragraph(title(name, 2024)), *tables(start)) for name, start in (("甲局", 1000), ("乙局", 5000))]
    reports = align_all(joined(*sheets), [OLD, EDITION])
    assert [report.unit for report in reports] == ["甲局", "乙局"]
    assert_numbers(reports[0], 1000)
    assert_numbers(reports[1], 5000)


def test_sheets_named_by_the_year() -> None:
    reports = align_all(joined(in_sheet("2023年", *tables(1000)), in_sheet("2024", *tables(5000))), [OLD, EDITION])
    assert [report.year for report in reports] == [2023, 2024]
    assert_numbers(reports[0], 1000)
    assert_numbers(reports[1], 5000)


def test_the_name_of_a_sheet_supplies_a_missing_year_only() -> None:
    assert align(joined(in_sheet("2023年度", *tables(1000))), [OLD, EDITION]).year == 2023
    assert align(joined(in_sheet("2023年度", paragraph("甲局2022年政府信息公开工作年度报告"), *tables(1))), [OLD, EDITION]).year == 2022
    assert align(joined(in_sheet("2022年", tables(1)[0]), in_sheet("2023年", tables(1)[1])), [OLD, EDITION]).year is None
    assert align(joined(in_sheet("Sheet1", *tables(1))), [OLD, EDITION]).year is None


def test_a_sheet_for_each_table_of_each_organ() -> None:
    sheets = [
        in_sheet(f"{name}{number}", grid) for name, start in (("甲", 1000), ("乙", 5000)) for number, grid in enumerate(tables(start), 1)
    ]
    first, second = align_all(joined(*sheets), [OLD, EDITION])
    assert_numbers(first, 1000)
    assert_numbers(second, 5000)


def test_sheets_that_can_be_put_together_in_two_ways_are_refused() -> None:
    one, two = tables(1000), tables(5000)
    # Section four of the first or of the second?
    made = joined(*(in_sheet(str(number), grid) for number, grid in enumerate((one[0], one[1], two[2], two[0], two[1]), 1)))
    assert refused(made) == "several_reports"


def test_a_sheet_with_two_sections_may_be_a_report_that_lacks_one() -> None:
    made = joined(in_sheet("甲", *tables(1000)[:2]), in_sheet("乙", tables(3000)[2]), in_sheet("丙", *tables(5000)))
    assert refused(made) == "several_reports"


def test_the_text_of_a_report_in_a_sheet_of_its_own_stays_with_it() -> None:
    text = (paragraph("五、存在的主要问题及改进情况"), paragraph("甲的问题。"))
    made = joined(in_sheet("甲", *tables(1000)), in_sheet("甲文字", *text), in_sheet("乙", *tables(5000)))
    first, second = align_all(made, [OLD, EDITION])
    assert [section.text for section in first.sections] == ["甲的问题。"]
    assert second.sections == ()


def test_one_report_is_no_part() -> None:
    (report,) = align_all(document(), [OLD, EDITION])
    assert report.part is None


def test_notices_go_to_every_report() -> None:
    from gkrules.model.document import Notice

    made = joined(report_blocks("甲局2023年政府信息公开工作年度报告", 1000), report_blocks("甲局2024年政府信息公开工作年度报告", 5000))
    made = replace(made, notices=(Notice("incomplete", as_read("残缺", "cut short"), Place("docx")),))
    assert [[note.kind for note in report.notes] for report in align_all(made, [OLD, EDITION])] == [["incomplete"], ["incomplete"]]


ALL = ("proactive_disclosure", "applications", "review_litigation")


@pytest.mark.parametrize("kept", range(3))
@pytest.mark.parametrize("other", [title("某县水利局", 2024), title("某县农业局", 2023)], ids=["year", "organ"])
def test_reports_that_share_no_table_are_not_taken_for_one(other: str, kept: int) -> None:
    without = [key for at, key in enumerate(ALL) if at != kept]
    made = joined(report_blocks(title("某县水利局", 2023), 1000, skip=without), report_blocks(other, 5000, skip=[ALL[kept]]))
    assert refused(made) == "several_reports"


def test_the_text_of_a_report_does_not_get_the_tables_of_another() -> None:
    made = joined(report_blocks(title("某县水利局", 2023), 1000, skip=ALL), report_blocks(title("某县农业局", 2023), 5000))
    assert refused(made) == "no_tables"
    made = joined(report_blocks(title("某县水利局", 2023), 1000), report_blocks(title("某县农业局", 2023), 5000, skip=ALL))
    assert refused(made) == "no_tables"


def test_a_list_of_contents_is_no_report() -> None:
    name = title("某县水利局", 2023)
    contents = [paragraph(name), *(paragraph(section.heading) for section in EDITION.sections)]
    (report,) = align_all(joined(contents, report_blocks(name, 1000)), [OLD, EDITION])
    assert report.part is None
    assert_numbers(report, 1000)
