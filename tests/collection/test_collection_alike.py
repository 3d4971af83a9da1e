"""Texts that are alike: copies are found, whatever their numbers, and what all offices write is not."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from click.testing import CliRunner
from collection_builders import report, with_text

import gkrules
from gkrules.cli import cli
from gkrules.collection.alike import alike, alike_notes
from gkrules.model.report import Report

REPORTS = Path(__file__).resolve().parents[2] / "fixtures" / "reports"
DICE = random.Random(18)  # noqa: S311
LETTERS = [chr(code) for code in range(0x4E00, 0x4E00 + 2000)]


def sentences(count: int) -> list[str]:
    return ["".join(DICE.choices(LETTERS, k=30)) + f"{DICE.randint(10, 99)}件。" for _ in range(count)]


OWN = sentences(10)
STOCK = sentences(4)


def reports(first: str, second: str, years: tuple[int, int] = (2024, 2024), section: str = "problems") -> list[Report]:
    return [with_text("甲县水利局", years[0], {section: first}), with_text("乙县教育局", years[1], {section: second})]


@pytest.mark.parametrize("section", ["overview", "problems", "other_matters"])
def test_a_copy_is_told_of_the_second_report(section: str) -> None:
    both = reports("".join(OWN), "".join(OWN), section=section)
    (found,) = alike(both)
    assert (found.report, found.other, found.section.key, found.share) == (both[1], both[0], section, 1.0)
    assert found.passage == "".join(OWN)


def test_the_later_year_is_told_whatever_the_order() -> None:
    both = reports("".join(OWN), "".join(OWN), years=(2024, 2023))
    (found,) = alike(both)
    assert found.report is both[0]


def test_last_years_report_that_is_only_compared_with_is_not_told() -> None:
    later, earlier = reports("".join(OWN), "".join(OWN), years=(2024, 2023))
    assert [each.report for each in alike([later], [earlier])] == [later]
    assert alike([earlier], [later]) == []


def test_other_numbers_spaces_and_marks_make_no_other_text() -> None:
    text = "今年共办理申请12件，比上年增加3.5%。" + "".join(OWN[:3])
    (found,) = alike(reports(text, text.replace("12", "２０８").replace("3.5", "7").replace("，", " ,\n")))
    assert found.share == 1.0
    assert found.passage.startswith("今年共办理申请２０８件 ,\n比上年增加7%")


def test_a_text_that_is_mostly_another_is_told_with_the_longest_passage() -> None:
    both = reports("".join(OWN), OWN[0] + "".join(sentences(2)) + "".join(OWN[2:9]))
    (found,) = alike(both)
    assert 0.6 < found.share < 0.9
    # The number before it is the same, too, once numbers are masked.
    assert "".join(OWN[2:9]).rstrip("。") in found.passage
    assert len(found.passage) <= len("".join(OWN[2:9])) + 6


def test_stock_phrases_among_own_sentences_are_not_told() -> None:
    one, other = ("".join(part for pair in zip(STOCK, each, strict=True) for part in pair) for each in (sentences(4), sentences(4)))
    assert alike(reports(one, other)) == []


def test_short_and_prescribed_texts_are_not_told() -> None:
    short = "".join(OWN)[:70]
    assert alike(reports(short, short)) == []
    asked = "无其他需要报告的事项。本年度没有按照《政府信息公开信息处理费管理办法》收取信息处理费的情况。" * 4
    assert alike(reports(asked, asked)) == []
    assert alike([with_text(unit, 2024, {"applications": "".join(OWN)}) for unit in ("甲局", "乙局")]) == []


def test_two_documents_of_one_report_are_no_copies() -> None:
    texts = {"problems": "".join(OWN)}
    assert alike([with_text("甲县水利局", 2024, texts), with_text("甲县 水利局", 2024, texts, file="b.pdf")]) == []
    assert len(alike([with_text("甲县水利局", 2024, texts), with_text("甲县水利局", 2023, texts)])) == 1


def test_each_of_many_copies_is_told_once() -> None:
    found = alike([with_text(f"第{number}局", 2024, {"problems": "".join(OWN)}) for number in range(40)])
    assert len(found) == 39
    assert {each.other.unit for each in found} == {"第0局"}


def test_hostile_text_is_compared_in_time() -> None:
    texts = ["甲" * 50_000, "1" * 50_000, "没有" * 20_000, "".join(map(chr, range(0x20, 0x3000))), "\ud800" * 100]
    assert isinstance(alike([with_text(f"第{number}局", 2024, {"problems": text}) for number, text in enumerate(texts * 2)]), list)


def test_a_remark_names_file_organ_year_share_and_passage() -> None:
    both = reports("".join(OWN), "".join(OWN), years=(2023, 2024))
    (none, (note,)) = alike_notes(both)
    assert none == ()
    passage = "".join(OWN)[:40]
    wording = "五、存在的主要问题及改进情况的正文与甲县水利局-2023.docx（甲县水利局，2023年度）的同一部分有 100% 相同（数字不计），相同的如"
    assert note.zh == f"{wording}“{passage}……”"


def test_it_is_looked_for_only_if_the_rule_is_used() -> None:
    both = reports("".join(OWN), "".join(OWN))
    preview = gkrules.load_ruleset(preview=True)
    found = gkrules.check(both, ruleset=preview, select=["GK508"])
    assert [[finding.code for finding in each.findings] for each in found.reports] == [[], ["GK508"]]
    assert [finding for finding in gkrules.check(both).findings if finding.code == "GK508"] == []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gkrules.collection.alike.alike_notes", lambda *_: pytest.fail("nobody asked"))
        gkrules.check(both)
        gkrules.check(both, ruleset=preview, ignore=["GK508"])
        gkrules.check(report("甲局", 2024), ruleset=preview)


def test_the_command_says_it(tmp_path: Path) -> None:
    file = str(REPORTS / "hongze_2024.docx")
    data = json.loads(CliRunner().invoke(cli, ["extract", file, "--format", "json", "--no-isolate"]).stdout)
    data["unit"] = "丙县教育局"
    next(each for each in data["sections"] if each["key"] == "overview")["text"] = "".join(OWN)
    for name, unit in (("a.json", "丙县教育局"), ("b.json", "丙县水利局")):
        (tmp_path / name).write_text(json.dumps({**data, "unit": unit}), "utf-8")
    result = CliRunner().invoke(cli, ["check", str(tmp_path), "--preview", "--select", "GK508", "--no-isolate"])
    assert result.exit_code == 0
    assert "GK508 警告 一、总体情况的正文与" in result.stdout


def test_real_reports_do_not_alarm(real_reports: Path) -> None:
    names = ("hongze_2023.pdf", "hongze_2024.pdf", "shuyang_fgj_2023.html", "yongan_2024.txt")
    assert alike([gkrules.read(real_reports / name) for name in names]) == []
