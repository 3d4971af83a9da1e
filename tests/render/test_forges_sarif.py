"""SARIF by its own JSON Schema, and by what code scanning makes of it."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import category

import pytest
from gold import check_gold
from hostile_texts import HOSTILE
from jsonschema import Draft4Validator, FormatChecker
from render_builders import FakeResult, make_finding, make_report, review_finding, ruleset
from small_set import hostile_checked, small_checked, small_report

from gkrules.model.findings import Outcome, ReportFindings
from gkrules.render.fingerprints import fingerprints
from gkrules.render.forges.sarif import checked_sarif
from gkrules.render.inputs import Checked

BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"
SCHEMA = Path(__file__).parent / "schemas" / "sarif-2.1.0.json"


@cache
def validator() -> Draft4Validator:
    return Draft4Validator(json.loads(SCHEMA.read_text("utf-8")), format_checker=FormatChecker())


def run_of(checked: Checked, lang: str = "zh") -> dict[str, Any]:
    """The run, after the whole was validated."""
    data = json.loads(checked_sarif(checked, lang))
    assert [error.message for error in validator().iter_errors(data)] == []
    (run,) = data["runs"]
    return dict(run)


def of_finding(finding: Any, **report: Any) -> dict[str, Any]:
    checked = Checked(FakeResult((ReportFindings(make_report(**report), (finding,), Counter()),)))
    (result,) = run_of(checked)["results"]
    return dict(result)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_small_set(lang: str) -> None:
    text = checked_sarif(small_checked(), lang).replace(ruleset().digest, f"sha256:{'0' * 64}")
    data = json.loads(text)
    assert [error.message for error in validator().iter_errors(data)] == []
    for rule in data["runs"][0]["tool"]["driver"]["rules"]:
        # What the rules explain changes with them, and is looked at below.
        assert rule.pop("help")["markdown"]
        assert rule.pop("fullDescription")["text"]
    check_gold(f"small.{lang}.sarif", json.dumps(data, ensure_ascii=False, indent=1) + "\n")


def test_the_schema_finds_what_is_wrong() -> None:
    data = json.loads(checked_sarif(small_checked(), "zh"))
    data["runs"][0]["results"][0]["level"] = "info"
    assert list(validator().iter_errors(data))


def test_levels_are_those_of_the_findings() -> None:
    findings = [replace(review_finding(), severity=severity) for severity in ("error", "warning", "info")]
    levels = [of_finding(replace(each, severity=type(review_finding().severity)(each.severity)))["level"] for each in findings]
    assert levels == ["error", "warning", "note"]


def test_a_rule_explains_itself() -> None:
    rules = {rule["id"]: rule for rule in run_of(small_checked(), "en")["tool"]["driver"]["rules"]}
    rule = ruleset().rule("GK404")
    assert rules["GK404"]["name"] == "OutcomesDoNotAddUp"
    assert rules["GK404"]["shortDescription"]["text"] == rule.title["en"]
    assert rule.explain["en"].mend in rules["GK404"]["help"]["text"]
    assert rules["GK404"]["help"]["markdown"].startswith("**What it checks**\n\n")


def test_a_rule_that_is_not_known_is_named_all_the_same() -> None:
    finding = replace(review_finding(), code="GK999", name="of-a-stored-result")
    run = run_of(Checked(FakeResult((ReportFindings(make_report(), (finding,), Counter()),))))
    assert run["tool"]["driver"]["rules"] == [{"id": "GK999", "name": "OfAStoredResult", "defaultConfiguration": {"level": "error"}}]


def test_results_point_at_their_rules() -> None:
    run = run_of(small_checked())
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in run["results"])


def test_fingerprints_have_a_version_and_not_the_name_that_github_computes_itself() -> None:
    results = run_of(small_checked())["results"]
    mine, waived = fingerprints(small_checked().result.reports[0])
    assert [each["partialFingerprints"]["gkrules/v1"] for each in results][:5] == [*mine, *waived]
    assert all("primaryLocationLineHash" not in each["partialFingerprints"] for each in results)


def test_only_what_is_waived_is_suppressed() -> None:
    results = run_of(small_checked())["results"]
    (waived,) = [each for each in results if "suppressions" in each]
    (suppression,) = waived["suppressions"]
    assert (suppression["kind"], suppression["justification"]) == ("external", "已报上级，三月补正")
    assert waived["properties"]["scope"]["row"] == "direct_litigation"


def test_what_was_not_read_is_said() -> None:
    (invocation,) = run_of(small_checked())["invocations"]
    assert invocation["executionSuccessful"] is False
    (notification,) = invocation["toolExecutionNotifications"]
    assert (notification["descriptor"]["id"], notification["level"]) == ("no_text_layer", "error")
    assert notification["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].endswith(".pdf")
    assert run_of(Checked(small_checked().result))["invocations"][0]["executionSuccessful"] is True


def test_a_rule_that_broke_is_no_fault_of_the_report() -> None:
    broken = replace(review_finding(), outcome=Outcome.ERROR)
    run = run_of(Checked(FakeResult((ReportFindings(make_report(), (broken,), Counter()),))))
    assert run["results"] == []
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    assert (notification["descriptor"]["id"], notification["properties"]["rule"]) == ("broken_rule", "GK404")


@pytest.mark.parametrize(
    ("file", "uri", "base"),
    [
        ("年报/a b.docx", "%E5%B9%B4%E6%8A%A5/a%20b.docx", "%SRCROOT%"),
        ("./x/../a#?.docx", "a%23%3F.docx", "%SRCROOT%"),
        ("a.zip!/b/c.docx", "a.zip!/b/c.docx", "%SRCROOT%"),
        ("c:evil.docx", "c%3Aevil.docx", "%SRCROOT%"),
        ("/else where/a.docx", "file:///else%20where/a.docx", None),
        ("../a.docx", None, None),
    ],
)
def test_files_are_addresses(file: str, uri: str | None, base: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in").mkdir()
    monkeypatch.chdir(tmp_path / "in")
    artifact = of_finding(review_finding(), file=file)["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact["uri"] == (uri or (tmp_path / "a.docx").as_uri())
    assert artifact.get("uriBaseId") == base


@pytest.mark.parametrize("file", ["", "-"])
def test_what_is_read_from_no_file_has_no_address(file: str) -> None:
    assert "physicalLocation" not in of_finding(review_finding(), file=file)["locations"][0]


def test_a_line_is_told_only_where_there_are_lines() -> None:
    (location,) = of_finding(review_finding())["locations"]
    assert "region" not in location["physicalLocation"]
    assert location["message"]["text"] == "第3张表第4行第5列"
    lines = [each["locations"][0]["physicalLocation"]["region"]["startLine"] for each in run_of(small_checked())["results"]]
    assert lines == [32, 41, 13, 20, 41, 7]


def test_the_cell_is_a_logical_place_and_the_others_are_related() -> None:
    result = run_of(small_checked())["results"][1]
    assert result["locations"][0]["logicalLocations"] == [
        {"name": "行政复议·总计", "fullyQualifiedName": "review_litigation.review.total", "kind": "cell"}
    ]
    related = [each["logicalLocations"][0]["fullyQualifiedName"] for each in result["relatedLocations"]]
    assert related == [f"review_litigation.review.{each}" for each in ("upheld", "corrected", "other", "pending")]
    assert result["relatedLocations"][0]["physicalLocation"]["region"] == {"startLine": 30}


def test_a_sentence_is_in_its_section() -> None:
    result = run_of(small_checked())["results"][2]
    assert result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "section.overview"
    assert result["relatedLocations"][0]["logicalLocations"][0]["name"] == "一、本年新收政府信息公开申请数量·商业企业"


def test_many_cells_are_cut_and_kept_among_the_properties() -> None:
    cells = [key for key in small_report().edition.cell_by_key if key.startswith("applications.")]
    result = of_finding(make_finding("GK301", cells=tuple(cells), values=dict.fromkeys(cells)))
    assert len(cells) > len(result["relatedLocations"]) == 20
    assert result["properties"]["cells"] == cells


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_neither_a_link_nor_an_argument(text: str) -> None:
    run = run_of(hostile_checked(text), "en")
    messages = [each["message"]["text"] for each in (*run["results"], *run["invocations"][0]["toolExecutionNotifications"])]
    assert len(messages) > 6
    for message in messages:
        assert "](" not in message
        assert "{" not in message.replace("{{", "")
        assert not [char for char in message if char != "\n" and (category(char) in {"Cc", "Cs"} or char in BIDI)]
        assert len(message) <= 4000
    for each in run["results"]:
        location = each["locations"][0].get("physicalLocation")
        assert location is None or location["artifactLocation"]["uri"].isascii()
