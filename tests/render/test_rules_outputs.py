from __future__ import annotations

import re
from dataclasses import replace

import pytest
from render_builders import ruleset

from gkrules.render.rules_markdown import diff_markdown, rules_markdown
from gkrules.render.text.rules import diff_text
from gkrules.rulefiles.diff import EditionDiff, diff_editions


@pytest.fixture(scope="module")
def diff() -> EditionDiff:
    return diff_editions(ruleset(), "2019", "2021")


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def test_difference_in_words(diff: EditionDiff) -> None:
    lines = diff_text(diff, "zh").splitlines()
    assert lines[:2] == ["2019年试行格式 → 2021年版格式", "单元格：198 → 200，相同 172，增加 28，取消 26。"]
    assert "  取消表：第二十条第（九）项（政府集中采购）" in lines
    assert "  行名称改变：规范性文件 → 行政规范性文件" in lines
    assert "  取消列：本年新制作数量、本年新公开数量、对外公开总数量" in lines
    assert "  取消行：（六）其他处理" in lines
    assert any(line.startswith("  增加行：（六）1.") for line in lines)
    assert any(line.startswith("  两版都适用：GK") for line in lines)
    assert len(lines) < 50


def test_difference_in_english_has_no_chinese_but_official_labels(diff: EditionDiff) -> None:
    lines = diff_text(diff, "en").splitlines()
    assert "  table removed: Article 20 (9) (centralised government procurement)" in lines
    assert "  row label changed: normative documents: 规范性文件 → 行政规范性文件" in lines
    assert not any(re.search("[\u4e00-\u9fff]", line) for line in lines if "label changed" not in line)


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "列单位改变：采购总金额：写在单元格内 → 万元"), ("en", "column unit changed: total amount")]
)
def test_change_of_a_unit(lang: str, words: str) -> None:
    old = ruleset().editions["2019"]
    table = old.table_by_key["procurement"]
    columns = (table.columns[0], replace(table.columns[1], unit="万元"))
    new = replace(old, key="x", tables=tuple(replace(table, columns=columns) if each is table else each for each in old.tables))
    found = diff_editions(replace(ruleset(), editions={"2019": old, "x": new}), "2019", "x")
    assert words in diff_text(found, lang)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_difference_as_markdown(diff: EditionDiff, lang: str) -> None:
    lines = diff_markdown(diff, lang).splitlines()
    assert lines[0].startswith("## ")
    table = [line for line in lines if line.startswith("|")]
    assert {len(cells(line)) for line in table} == {3}
    words = [line for line in diff_text(diff, lang).splitlines() if line.startswith("  ")]
    assert len(table) == len(words) + 2


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_rules_as_markdown(lang: str) -> None:
    lines = rules_markdown(ruleset(), lang).splitlines()
    table = [cells(line) for line in lines if line.startswith("|")]
    assert {len(line) for line in table} == {7}
    assert [line[0] for line in table[2:]] == [rule.code for rule in ruleset().rules]
    assert [line[1] for line in table[2:]] == [rule.name for rule in ruleset().rules]
    assert str(len(ruleset().rules)) in lines[-1]


def test_markdown_is_not_broken_by_what_rules_say() -> None:
    rule = replace(ruleset().rules[0], title={"zh": "甲|乙\n*丙* <b>", "en": "a"})
    line = rules_markdown(replace(ruleset(), rules=(rule,)), "zh").splitlines()[2]
    assert len(cells(line)) == 7
    assert cells(line)[4] == r"甲\|乙 \*丙\* \<b\>"
