"""Section headings and the text under them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from forms import EDITION, OLD, Builder, disclosure_grid, document, numbers, paragraph

import gkrules
from gkrules.align import align
from gkrules.align.headings import headings_of
from gkrules.align.sections import find_sections, is_sentence, lines_of
from gkrules.model.document import Document, Grid
from gkrules.model.edition import Edition
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


HEADINGS = {
    "overview": """
        一、总体情况|一、总体概述|一、概述|一、概况|一、基本情况|一、2019年政府信息公开工作的总体情况|一、二〇二三年总体情况|一、总体情况概述
        一、工作总体情况|一、政府信息公开工作总体情况|一、某县财政局2023年政府信息公开工作总体情况|一、我局政府信息公开工作基本情况|一、整体情况
        一、全县政府信息公开工作总体情况|一、2022年度工作开展情况|一、总体情况：|一、总体情况……|一、总体情况。
        第一部分 总体情况|第一部分、概述|一 概述|一．总体工作情况|**一、总体情况**|## 一、概述|一、总体情況|一、总体情况（2023年度）""",
    "proactive_disclosure": """
        二、主动公开情况|二、政府信息主动公开情况|二、主动公开政府信息的情况|二、主动公开政府信息工作情况|二、行政机关主动公开政府信息情况|二、主动公开
        二、本年度主动公开政府信息情况|二、2023年主动公开情况|第二部分 主动公开情况
        二、主动公开政府信息情况（单位：件）|二、公开政府信息主动公开情况""",
    "applications": """
        三、依申请公开情况|三、依申请公开政府信息情况|三、收到和处理政府信息公开申请的情况|三、政府信息公开申请收到和处理情况|三、依申请公开工作情况
        三、受理和办理政府信息公开申请情况|三、依申请公开办理情况|三、政府信息依申请公开工作情况|三、收到及处理政府信息公开申请情况：""",
    "review_litigation": """
        四、行政复议和行政诉讼情况|四、行政复议、行政诉讼情况|四、政府信息公开行政复议及行政诉讼情况|四、因政府信息公开工作引发的行政复议、行政诉讼情况
        四、复议和诉讼情况|四、政府信息公开工作被申请行政复议、提起行政诉讼的情况|四、政府信息公开行政复议、诉讼和申诉情况""",
    "problems": """
        五、存在的不足及改进措施|五、存在的主要问题及改进措施|五、存在问题及下一步工作打算|五、存在的问题和不足|五、主要问题和改进情况|五、问题与不足
        五、政府信息公开工作中存在的问题及下一步改进措施|五、存在的主要问题、原因分析及整改措施|五、存在的困难和今后努力方向|五、工作中存在的主要问题及改进情况
        五、2023年存在的主要问题及2024年改进方向|五、我镇政府信息公开工作存在的不足及改进措施""",
    "other_matters": """
        六、其他事项|六、其它需要报告的事项|六、其他|六、其他情况|六、需要报告的其他事项|六、其他需要说明的事项|六、其他需报告事项|六、其它事宜
        六、其他需要报告的事项……12|六、其他需要报告的情况""",
}
NO_HEADINGS = """
    一、本年新收政府信息公开申请数量|二、上年结转政府信息公开申请数量|三、本年度办理结果|四、结转下年度继续办理|（一）主动公开|（二）依申请公开|（三）政府信息管理
    （四）平台建设|（五）监督保障|（一）予以公开|（二）部分公开|（三）不予公开|（六）其他处理|（七）总计|1.属于国家秘密|2.重复申请|3.其他|1.存在的问题|2.改进措施
    一、加强组织领导|二、强化主动公开意识|三、规范依申请公开办理流程|四、拓宽公开渠道|五、严格监督考核|一、提高认识，落实责任|一是主动公开政府信息800条
    二是依申请公开工作扎实推进|第二十条第（一）项|第二十条第（五）项|行政复议|行政诉讼|未经复议直接起诉|复议后起诉|信息内容|申请人情况|其他|总计
    主动公开情况|依申请公开|存在问题|概况|概述|基本情况|公开指南|政府信息公开年报|2023年政府信息公开工作年度报告|某县财政局2023年政府信息公开工作年度报告
    二、主动公开情况：全年公开政府信息800条|三、依申请公开政府信息12件|四、行政复议0件，行政诉讼0件|五、问题整改落实到位率100%|六、其他组织提出申请3件
    一、总体情况良好|一、全年公开情况稳中有进|二、主动公开力度不断加大|五、下一步工作计划|六、附件|三、建议提案办理情况|四、政策解读情况|二、依申请公开
    本报告由总体情况、主动公开政府信息情况等六个部分组成|一、推进行政审批局改革情况|五、不存在问题的单位有3家|四、复议机关为市政府|六、其他各股室要认真学习
"""


def each(texts: str) -> list[str]:
    return [text.strip() for text in texts.replace("\n", "|").split("|") if text.strip()]


@pytest.mark.parametrize(("key", "line"), [(key, line) for key, texts in HEADINGS.items() for line in each(texts)])
@pytest.mark.parametrize("edition", [EDITION, OLD], ids=["2021", "2019"])
def test_headings_say_what_the_section_is_about(key: str, line: str, edition: Edition) -> None:
    found = headings_of(edition).recognise(line)
    assert found
    assert (found.key, found.sure) == (key, True)


@pytest.mark.parametrize("line", each(NO_HEADINGS))
def test_labels_sentences_and_sub_headings_are_no_headings(line: str) -> None:
    assert sections(line, "正文") == ()


USUAL = ["总体情况", "主动公开情况", "依申请公开情况", "行政复议和行政诉讼情况", "存在的不足及改进措施", "其他事项"]


@pytest.mark.parametrize("marks", ["（一） （二） （三） （四） （五） （六）", "1、 2、 3、 4、 5、 6、", "1. 2. 3. 4. 5. 6.", ""])
def test_other_enumerators_where_all_headings_have_them(marks: str) -> None:
    numbers = marks.split() or [""] * 6
    lines = [text for mark, heading in zip(numbers, USUAL, strict=True) for text in (mark + heading, "（七）加强管理", "正文")]
    found = sections(*lines)
    assert [section.key for section in found] == list(EDITION.section_by_key)
    assert {section.text for section in found} == {"（七）加强管理\n正文"}


def test_sub_headings_of_the_same_words() -> None:
    found = sections("一、概述", "（一）总体情况", "（二）主动公开情况", "（三）依申请公开情况", "正文", "二、主动公开情况", "表")
    assert [(section.key, section.text.count("\n")) for section in found] == [("overview", 3), ("proactive_disclosure", 0)]


def test_headings_in_another_order_need_their_usual_enumerators() -> None:
    assert sections("3、依申请公开情况", "1、总体情况", "2、主动公开情况", "正文") == ()


def test_a_line_of_many_short_words_takes_no_time() -> None:
    words = "一、" + "信息公开工作情况" * 4 + "公"
    assert sections(*[words[: 38 - number % 3] + "甲" for number in range(2000)]) == ()


def tables_only(*between: str) -> Document:
    grids = [block for block in document().blocks if isinstance(block, Grid)]
    texts = [paragraph(text) for text in between]
    return Document("xlsx", (paragraph("某县水利局2024年政府信息公开工作年度报告——二、主动公开政府信息情况"), *texts, *grids))


def test_tables_with_captions_are_no_report_without_headings() -> None:
    report = align(tables_only("填报单位：某县水利局", "二、主动公开政府信息情况"), [EDITION])
    assert (report.unit, report.has_text) == ("某县水利局", False)
    assert report.notes == ()
    assert all(finding.code != "GK101" for finding in gkrules.check(report).findings)


def test_sentences_without_any_heading_are_a_text_whose_headings_are_missing() -> None:
    report = align(tables_only("本局全年公开政府信息800条，没有收到申请。"), [EDITION])
    assert report.has_text
    assert sum(finding.code == "GK101" for finding in gkrules.check(report).findings) == 6
    assert "本局全年公开政府信息800条" in report.preamble


def test_text_before_an_unknown_heading_is_read_and_said_to_be_unchecked() -> None:
    made = document()
    blocks = [paragraph("一、谱写新篇章", 3) if getattr(block, "text", "") == "一、总体情况" else block for block in made.blocks]
    report = align(replace(made, blocks=tuple(blocks)), [EDITION])
    assert "一、谱写新篇章\n总体情况的文字。" in report.preamble
    (note,) = report.notes
    assert note.kind == "remark"
    assert "“一、总体情况”" in note.zh
    assert "五、" not in note.zh


def test_text_of_a_page_set_in_a_table() -> None:
    build = Builder()
    for text in (
        "某局2024年政府信息公开工作年度报告",
        "前言的一句话，没有序号。",
        "一、总体情况",
        "第一段的文字。\n第二段",
        "二、主动公开情况",
    ):
        build.put((0, text, 1, 1))
    menu = Builder(table=2)
    for text in ("栏目导航", "机构职能", "统计数据"):
        menu.put((0, text, 1, 1))
    made = Document("html", (menu.grid(), build.grid(), disclosure_grid(numbers())))
    found = find_sections(lines_of(made, EDITION), EDITION)
    assert [(section.key, section.text) for section in found] == [("overview", "第一段的文字。\n第二段"), ("proactive_disclosure", "")]
    assert all(line.text != "机构职能" for line in lines_of(made, EDITION))


def test_a_long_line_without_a_full_stop_takes_no_longer_than_its_length() -> None:
    # A quadratic search took a minute for this.
    assert not is_sentence("年" * 200_000)
    assert is_sentence("年" * 200_000 + "。")


def test_bars_about_a_whole_line_are_no_part_of_it() -> None:
    """As ``get_text("|")`` writes them behind every text of a page."""
    first, last = sections("一、总体情况|", "推进公开。|", "|", "首页|指南|", "|六、其他需要报告的事项 |", "没有。|")
    assert (first.heading, first.text) == ("一、总体情况", "推进公开。\n首页|指南|")
    assert (last.heading, last.text) == ("六、其他需要报告的事项", "没有。")
