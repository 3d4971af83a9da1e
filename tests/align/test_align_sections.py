"""Section headings and the text under them."""

from __future__ import annotations

import pytest
from forms import EDITION, Builder, document, paragraph

from gkrules.align import align
from gkrules.align.sections import find_sections, lines_of
from gkrules.model.document import Document
from gkrules.model.report import SectionText


def sections(*lines: str) -> tuple[SectionText, ...]:
    made = Document("docx", tuple(paragraph(line, number) for number, line in enumerate(lines, start=1)))
    return find_sections(lines_of(made, EDITION), EDITION)


def test_whole_report() -> None:
    report = align(document(), [EDITION])
    assert [section.key for section in report.sections] == [section.key for section in EDITION.sections]
    assert [section.position for section in report.sections] == [1, 2, 3, 4, 5, 6]
    assert report.sections[0].text == "总体情况的文字。"
    assert report.sections[1].text == ""
    assert report.has_text


@pytest.mark.parametrize(
    "line",
    [
        "一、总体情况",
        "　　一、总体情况",
        "一.总体情况",
        "一，总体情况",
        "一 总体情况",
        "总体情况",
        "一、 总 体 情 况",
        "一、总体情况：",
        "一、总体情況",
    ],
)
def test_forms_of_a_heading(line: str) -> None:
    (section,) = sections(line, "正文")
    assert (section.key, section.heading, section.text) == ("overview", line.strip(), "正文")


@pytest.mark.parametrize(
    "line",
    [
        "（一）主动公开",
        "一、主动公开情况如下，全年共公开信息八百余条。其中网站公开。",
        "1.总体情况",
        "三、加强平台建设",
        "（六）其他需要报告的事项",
        "一是总体情况良好",
        "主动公开情况",
        "二、依申请公开",
        "",
    ],
)
def test_no_heading(line: str) -> None:
    assert sections(line, "正文") == ()


def test_variants_and_order() -> None:
    found = sections("五、存在的主要问题及整改措施", "甲", "二、政府信息主动公开情况", "乙", "", "丙")
    assert [(section.key, section.position, section.text) for section in found] == [
        ("problems", 1, "甲"),
        ("proactive_disclosure", 2, "乙\n丙"),
    ]


def test_table_of_contents_is_passed_over() -> None:
    contents = [section.heading + "……1" for section in EDITION.sections]
    body = [line for section in EDITION.sections for line in (section.heading, "正文")]
    found = sections(*contents, *body)
    assert [section.text for section in found] == ["正文"] * 6
    assert found[0].place
    assert found[0].place.paragraph == 7


def test_first_of_two_headings_wins() -> None:
    found = sections("一、总体情况", "甲", "二、主动公开政府信息情况", "乙", "一、总体情况", "丙", "五、存在的主要问题及改进情况", "丁")
    assert [section.key for section in found] == ["overview", "proactive_disclosure", "problems"]
    assert found[0].text == "甲"


def test_heading_inside_a_paragraph_with_line_breaks() -> None:
    (section,) = sections("前言\n一、总体情况\n正文")
    assert section.text == "正文"


def test_heading_swallowed_by_a_grid() -> None:
    build = Builder()
    build.put((0, "四、政府信息公开行政复议、行政诉讼情况", 1, 1))
    made = Document("docx", (paragraph("一、总体情况"), build.grid(), paragraph("正文")))
    assert [section.key for section in find_sections(lines_of(made, EDITION), EDITION)] == ["overview", "review_litigation"]
