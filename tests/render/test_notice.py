"""Notices to organs: what they say, templates of one's own, and that no text of a document acts in them."""

from __future__ import annotations

import datetime
import os
import zipfile
from dataclasses import replace
from io import BytesIO
from typing import Any

import docx
import pytest
from hostile_texts import HOSTILE
from lxml import etree
from render_builders import blank_finding, make_finding, make_report, make_result, review_finding, ruleset

from gkrules.model.errors import UsageError
from gkrules.model.findings import ReportFindings, Suspect
from gkrules.render.word.notice import check_template, file_names, rendered_notice
from gkrules.render.word.notice_data import NoticeSettings, by_organ, notice_data
from gkrules.render.word.notice_template import default_template

SETTINGS = NoticeSettings("某市政务公开办公室", datetime.date(2026, 1, 5), datetime.date(2026, 1, 20))


def told(**report: Any) -> ReportFindings:
    return make_result(review_finding(), blank_finding(["new"], ["natural_person"]), report=make_report(**report)).reports[0]


def data_of(*reports: ReportFindings, lang: str = "zh") -> dict[str, Any]:
    return notice_data(reports, ruleset(), SETTINGS, lang)


def words(made: bytes) -> str:
    document = docx.Document(BytesIO(made))
    return "\n".join(
        [
            *(paragraph.text for paragraph in document.paragraphs),
            *(cell.text for table in document.tables for row in table.rows for cell in row.cells),
        ]
    )


def template(*paragraphs: str) -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def test_the_notice_says_place_content_suggestion_source_and_last_day() -> None:
    made = rendered_notice(default_template("zh"), data_of(told(), told(year=2023, file="/srv/秘密/b.docx")))
    document = docx.Document(BytesIO(made))
    lines = [paragraph.text for paragraph in document.paragraphs if paragraph.text]
    assert lines == [
        "政府信息公开工作年度报告整改通知",
        "某县人民政府：",
        "经核对，你单位政府信息公开工作年度报告存在以下 4 个问题，请核实并更正。",
        "1. 2024 年度报告（文件：a.docx）",
        "2. 2023 年度报告（文件：b.docx）",
        "请于 2026 年 1 月 20 日 前完成更正，并反馈更正情况。",
        "“应为”一栏由程序按勾稽关系推算，只供核实时参考，以实际情况为准。",
        "某市政务公开办公室",
        "2026 年 1 月 5 日",
    ]
    first, second = document.tables
    rows = [[cell.text for cell in row.cells] for row in first.rows]
    assert rows[0] == ["序号", "问题和位置", "现填", "应为（建议，待核实）", "依据"]
    assert rows[1][0] == "1"
    assert "第3张表第4行第5列" in rows[1][1]
    assert rows[1][2:4] == ["行政复议·总计：0", "行政复议·总计：11"]
    assert rows[1][4].startswith("国办公开办函〔2021〕30号")
    assert rows[2][2:4] == ["—", "—"]
    assert (len(rows), len(second.rows)) == (3, 3)


def test_the_notice_in_english_and_without_a_last_day() -> None:
    made = rendered_notice(default_template("en"), notice_data([told()], ruleset(), replace(SETTINGS, until=None), "en"))
    assert "Please correct them soon" in words(made)
    assert "2026-01-05" in words(made)


def shape(made: bytes) -> list[str]:
    """The names of the elements of a notice."""
    with zipfile.ZipFile(BytesIO(made)) as archive:
        return [str(element.tag) for element in etree.fromstring(archive.read("word/document.xml")).iter()]


def noticed(text: str) -> tuple[bytes, dict[str, Any]]:
    """A notice with a text wherever a document, or its name, has one."""
    key = "applications.new.natural_person"
    bad = make_finding("GK302", cells=(key,), values={key: None}, raw={key: text}, suspects=(Suspect(key, None, 3, "likely"),), quote=text)
    found = make_result(bad, report=make_report(unit=text, file=f"{text}.docx")).reports[0]
    data = notice_data([found], ruleset(), replace(SETTINGS, issuer=text), "zh")
    return rendered_notice(default_template("zh"), data), data


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_a_document_acts(text: str) -> None:
    made, data = noticed(text)
    plain, _ = noticed("普通")
    assert shape(made) == shape(plain)
    said = words(made)
    (report,) = data["reports"]
    for each in (data["issuer"], data["unit"], report["file"], report["problems"][0]["what"], report["problems"][0]["changes"][0]["now"]):
        assert each in said


def test_a_name_that_is_not_there_is_told() -> None:
    with pytest.raises(UsageError, match="unit_name"):
        rendered_notice(template("{{ unit_name }}"), data_of(told()))


@pytest.mark.parametrize(
    "tags",
    [
        ["{% for x in reports %}"],
        ["{{ unit"],
        ["{{ ''.__class__.__mro__ }}"],
        ["{{ unit.__init__.__globals__ }}"],
        ["{%tr for x in reports %}"],
        ["{% include 'etc/passwd' %}"],
        ["{{ reports.append(1) }}"],
        ["{{ reports[7].file }}"],
        ["{{ 1 // 0 }}"],
        ["{% for a in range(10**9) %}x{% endfor %}"],
        ["{% bogus %}"],
        ["{{ unit|nofilter }}"],
        ["{{ unit() }}"],
    ],
)
def test_a_malformed_template_is_a_clear_error(tags: list[str]) -> None:
    with pytest.raises(UsageError) as caught:
        rendered_notice(template(*tags), data_of(told()))
    assert caught.value.kind == "bad_template"
    assert "\n" not in caught.value.zh


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x03\x04"])
def test_a_template_that_is_no_word_file_is_told_before_it_is_opened(data: bytes) -> None:
    with pytest.raises(UsageError) as caught:
        check_template(data)
    assert caught.value.kind == "bad_template"


def test_a_bomb_or_a_document_type_in_a_template_is_refused() -> None:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")
    with pytest.raises(UsageError, match=r"DOCTYPE|文档类型"):
        check_template(target.getvalue())


def test_every_name_of_the_page_is_given() -> None:
    text = "{{ unit }}|{{ unit_known }}|{{ issuer }}|{{ date }}|{{ until }}|{{ problem_count }}|{{ error_count }}"
    inner = "{{ r.file }}|{{ r.unit }}|{{ r.year }}|{{ r.edition }}"
    problem = "{{ p.number }}|{{ p.severity }}|{{ p.severity_key }}|{{ p.codes|join('+') }}|{{ p.what }}|{{ p.details|length }}"
    problem += "|{{ p.place }}|{{ p.quote }}|{{ p.source }}"
    change = "{{ c.cell }}|{{ c.now }}|{{ c.suggested }}|{{ c.confidence }}"
    own = template(
        text,
        "{%p for r in reports %}",
        inner,
        "{%p for p in r.problems %}",
        problem,
        "{%p for c in p.changes %}",
        change,
        "{%p endfor %}",
        "{%p endfor %}",
        "{%p endfor %}",
    )
    made = words(rendered_notice(own, data_of(told())))
    assert "某县人民政府|True|某市政务公开办公室|2026 年 1 月 5 日|2026 年 1 月 20 日|2|" in made
    assert "a.docx|某县人民政府|2024|2021年版格式" in made
    assert "行政复议·总计|0|11|很可能" in made


def test_reports_are_put_together_by_organ_and_clean_ones_left_out() -> None:
    clean = make_result(report=make_report(unit="乙局")).reports[0]
    organs = by_organ([told(), clean, told(year=2023), told(unit=""), told(unit="")])
    assert [len(each) for each in organs.values()] == [2, 1, 1]


@pytest.mark.parametrize("text", [*HOSTILE, "", "..", "../../etc/passwd", "C:\\x", "con", "a/b", "．．／", "\u3000"])
def test_names_of_files_stay_in_their_folder(text: str) -> None:
    (name,) = file_names({"a": text}).values()
    assert os.path.basename(name) == name  # noqa: PTH119
    assert len(name.encode()) < 255
    assert not name.startswith((".", "-"))
    assert not set(name) & set('\\/:*?"<>|\n\r\0')


def test_names_do_not_meet() -> None:
    names = file_names({"a": "某局", "b": "某局", "c": "某:局", "d": "某_局", "e": "某局_2"})
    assert len({name.casefold() for name in names.values()}) == 5
