"""What a sentence of the text says wrong is one finding: with its words, the cells, and where both stand."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

import gkrules
from gkrules import Finding, Place, Ruleset
from gkrules.checking.examples import ABSENT
from gkrules.cli import cli
from gkrules.rulefiles.location import rules_folder
from gkrules.testing import small_report

DOCUMENT = Path(__file__).resolve().parents[2] / "fixtures" / "reports" / "yongan_2024.txt"
RECEIVED = "新收到政府信息公开申请5件"
CELLS = {
    "applications.new.total": 20,
    "applications.carried_in.total": 0,
    "applications.granted.total": 12,
    "applications.partly_granted.total": 5,
    "applications.denied_state_secret.total": 3,
    "applications.handled_total.total": 20,
    "applications.carried_out.total": 0,
}


def found(ruleset: Ruleset, *sentences: str, select: str = "GK5", known: bool = True) -> list[Finding]:
    edition = ruleset.editions["2021"]
    cells = CELLS if known else dict.fromkeys((key for key in edition.cells if key.startswith("applications.")), ABSENT)
    report = small_report(edition, dict(cells), text={"overview": "".join(sentences)})
    return list(gkrules.check(report, ruleset=ruleset.selected([select])).findings)


def test_two_faults_in_a_sentence_are_one_finding(ruleset: Ruleset) -> None:
    (finding,) = found(ruleset, "2024年新收政府信息公开申请21件，办结政府信息公开申请19件，结转下年度0件。")
    assert finding.code == "GK501"
    assert finding.message["zh"] == (
        "“一、总体情况”写明“2024年新收政府信息公开申请21件，办结政府信息公开申请19件，结转下年度0件。”："
        "新收申请写的是 21，表格为 20（一、本年新收政府信息公开申请数量·总计 20）；"
        "办结的申请写的是 19，表格为 20（（七）总计·总计 20）。"
    )
    assert finding.message["en"].count("applications newly received 21, in the table 20") == 1
    assert finding.message["en"].count("; applications concluded 19, in the table 20") == 1
    assert finding.cells == ("applications.new.total", "applications.handled_total.total")
    assert finding.quote == "2024年新收政府信息公开申请21件，办结政府信息公开申请19件，结转下年度0件。"
    assert [each.scope["claim"] for each in finding.also] == ["applications_new", "handled_total"]
    assert finding.values["claim.applications_new"] == 21
    assert finding.values["claim.handled_total"] == 19


def test_two_sentences_are_two_findings(ruleset: Ruleset) -> None:
    findings = found(ruleset, "2024年新收政府信息公开申请21件。", "2024年办结政府信息公开申请19件。")
    assert [(each.code, each.quote, each.also) for each in findings] == [
        ("GK501", "2024年新收政府信息公开申请21件。", ()),
        ("GK501", "2024年办结政府信息公开申请19件。", ()),
    ]


def test_each_rule_has_its_own_finding_of_a_sentence(ruleset: Ruleset) -> None:
    findings = found(ruleset, "办结政府信息公开申请20件，予以公开13件，占比70%。")
    assert sorted(each.code for each in findings) == ["GK501", "GK503"]


LIST = "办结政府信息公开申请20件，其中予以公开{}件，部分公开5件。"
SHARE = "办结政府信息公开申请20件，其中予以公开{}件，占{}%。"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        # The table refutes a part, so that the sum is wrong too: told once.
        (LIST.format(17), ["GK501"]),
        (SHARE.format(13, 60), ["GK501"]),
        # The table knows better than the text's own arithmetic.
        (SHARE.format(12, 70), ["GK503"]),
        (LIST.format(12), []),
        (SHARE.format(12, 60), []),
    ],
)
def test_arithmetic_is_silent_where_the_table_refutes_the_sentence(text: str, codes: list[str], ruleset: Ruleset) -> None:
    assert [each.code for each in found(ruleset, text)] == codes


def test_arithmetic_speaks_where_the_table_is_not_known(ruleset: Ruleset) -> None:
    assert [each.code for each in found(ruleset, LIST.format(17), known=False)] == ["GK502"]
    assert [each.code for each in found(ruleset, SHARE.format(12, 70), known=False)] == ["GK504"]
    # Where the other rule was not asked for, it told of nothing.
    assert [each.code for each in found(ruleset, LIST.format(17), select="GK502")] == ["GK502"]
    assert [each.code for each in found(ruleset, SHARE.format(12, 70), select="GK504")] == ["GK504"]


def test_arithmetic_speaks_of_another_sentence(ruleset: Ruleset) -> None:
    wrong = "2024年新收政府信息公开申请21件。"
    listed = "全年公开信息100条，其中网站60条、公众号45条。"
    findings = found(ruleset, wrong, listed)
    assert sorted((each.code, each.quote) for each in findings) == [("GK501", wrong), ("GK502", listed)]
    (told,) = (each for each in findings if each.code == "GK502")
    assert told.message["zh"] == f"“一、总体情况”写明“{listed}”：所列各项合计 105，总数写的是 100。"


def test_a_finding_per_place_stays_one_for_each(ruleset: Ruleset, tmp_path: Path) -> None:
    (tmp_path / "GK501.yaml").write_text("extends: GK501\nfinding_per: place\n", encoding="utf-8")
    text = "2024年新收政府信息公开申请21件，办结政府信息公开申请19件。"
    assert len(found(gkrules.load_ruleset(rules=[tmp_path]), text)) == 2
    assert len(found(ruleset, text)) == 1


def test_a_rule_of_users_can_yield_or_not(tmp_path: Path) -> None:
    (tmp_path / "GK502.yaml").write_text("extends: GK502\nyields_to: []\n", encoding="utf-8")
    assert sorted(each.code for each in found(gkrules.load_ruleset(rules=[tmp_path]), LIST.format(17))) == ["GK501", "GK502"]


def test_the_preamble_has_a_name(ruleset: Ruleset) -> None:
    from gkrules.render.messages import message

    (finding,) = found(ruleset, "2024年新收政府信息公开申请21件。")
    outside = replace(finding, scope={key: value for key, value in finding.scope.items() if key != "section"})
    assert message(outside, ruleset, "2021", "zh").startswith("“前言”写明")
    assert message(outside, ruleset, "2021", "en").startswith("preamble says")


def test_an_unknown_placeholder_of_each_is_an_error(ruleset: Ruleset) -> None:
    from gkrules.render.messages import message

    (finding,) = found(ruleset, "2024年新收政府信息公开申请21件。")
    rule = replace(ruleset.rule("GK501"), each={"zh": "{colour}", "en": "{each}"})
    changed = replace(ruleset, rules=tuple(rule if each.code == rule.code else each for each in ruleset.rules))
    for lang in ("zh", "en"):
        with pytest.raises(KeyError):
            message(finding, changed, "2021", lang)


def test_place_and_place_of_the_cells(ruleset: Ruleset, tmp_path: Path) -> None:
    """The sentence stands on line 11 of the document, the cell of the table on another."""
    text = DOCUMENT.read_text("utf-8")
    lines = text.splitlines()
    sentence = next(number for number, line in enumerate(lines, 1) if RECEIVED in line)
    (file := tmp_path / "report.txt").write_text(text.replace(RECEIVED, RECEIVED.replace("5", "6")), encoding="utf-8")
    (finding,) = gkrules.check(gkrules.read(file), ruleset=ruleset.selected(["GK501"])).findings
    assert isinstance(finding.place, Place)
    assert isinstance(finding.cells_place, Place)
    assert finding.place.line == sentence
    assert finding.cells_place == gkrules.read(file).cells["applications.new.total"].place
    told = CliRunner().invoke(cli, ["check", str(file), "--select", "GK501"]).stdout
    row = finding.cells_place.line
    assert f"位置：第{sentence}行；表格：第{row}行" in told
    english = CliRunner().invoke(cli, ["check", str(file), "--select", "GK501", "--lang", "en"]).stdout
    assert f"place: line {sentence}; table: line {row}" in english
    data: dict[str, Any] = json.loads(CliRunner().invoke(cli, ["check", str(file), "--select", "GK501", "--format", "json"]).stdout)
    schema = json.loads((rules_folder() / "schemas" / "check-result.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(data)
    (written,) = data["reports"][0]["findings"]
    assert written["place"]["line"] == sentence
    assert written["cells_place"]["line"] == row


def test_what_is_about_cells_only_has_no_second_place(ruleset: Ruleset, tmp_path: Path) -> None:
    text = "全年公开信息100条，其中网站60条、公众号45条。"
    (file := tmp_path / "report.txt").write_text(DOCUMENT.read_text("utf-8").replace("2024年，", f"{text}2024年，", 1), encoding="utf-8")
    result = json.loads(CliRunner().invoke(cli, ["check", str(file), "--select", "GK502,GK4", "--format", "json"]).stdout)
    assert [each["code"] for each in result["reports"][0]["findings"]] == ["GK502"]
    assert "cells_place" not in result["reports"][0]["findings"][0]


def test_half_of_a_character_in_json_is_no_error_and_joins_no_digits() -> None:

    data = json.loads(gkrules.testing.valid_report().to_json())
    text = "本年新收政府信息公开申请1\ud8005件。"
    data["sections"] = [{"key": "overview", "heading": "一、总体情况", "text": text, "position": 1, "place": {}}]
    report = gkrules.Report.from_json(json.dumps(data))
    assert not [finding for finding in gkrules.check(report).findings if "15" in finding.message["zh"]]
