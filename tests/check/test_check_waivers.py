from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

import gkrules
from gkrules import Report, Ruleset
from gkrules.cli import cli
from gkrules.model.errors import RuleError
from gkrules.rulefiles.location import rules_folder
from gkrules.rulefiles.waivers import load_waivers, nearest_waiver_file
from gkrules.testing import small_report

TODAY = datetime.date(2026, 11, 23)
WRONG = {"review_litigation.review.upheld": 10, "review_litigation.direct_litigation.upheld": 2}
REVIEW = "review_litigation.review.total"


def write(folder: Path, *entries: str) -> Path:
    file = folder / "gkrules.yaml"
    file.write_text("waivers:\n" + "".join(f"  - {{{entry}}}\n" for entry in entries), "utf-8")
    return file


def report(ruleset: Ruleset, cells: dict[str, int | float | str | None], file: str = "") -> Report:
    made = small_report(ruleset.editions["2021"], cells)
    made.file = file
    return made


def checked(ruleset: Ruleset, file: Path, cells: dict[str, int | float | str | None] | None = None, name: str = "a.docx") -> gkrules.Result:
    made = report(ruleset, WRONG if cells is None else cells, str(file.parent / name))
    return gkrules.check(made, waivers=[file], today=TODAY)


def rows(result: gkrules.Result) -> set[str]:
    return {finding.scope["row"] for finding in result.findings}


def about(result: gkrules.Result) -> list[str]:
    return [finding.code for each in result.waiver_files for finding in each.findings]


@pytest.mark.parametrize(
    ("entry", "left"),
    [
        ("rule: GK404, reason: r", set()),
        (f"rule: GK404, reason: r, cells: [{REVIEW}]", {"direct_litigation"}),
        ("rule: GK404, reason: r, cells: ['review_litigation.*.total']", set()),
        ("rule: gk404, reason: r, files: '*.docx'", set()),
        ("rule: GK404, reason: r, files: '*.pdf'", {"review", "direct_litigation"}),
        ("rule: GK404, reason: r, unit: 某市某局", set()),
        ("rule: GK404, reason: r, unit: 某市", {"review", "direct_litigation"}),
        ("rule: GK404, reason: r, until: 2026-11-23", set()),
        ("rule: GK404, reason: r, until: 2026-11-22", {"review", "direct_litigation"}),
    ],
)
def test_what_a_waiver_accepts(ruleset: Ruleset, tmp_path: Path, entry: str, left: set[str]) -> None:
    result = checked(ruleset, write(tmp_path, entry))
    assert rows(result) == left
    assert {each.finding.scope["row"] for each in result.reports[0].waived} == {"review", "direct_litigation"} - left
    assert result.ok is not bool(left)


def test_blank_cells_must_all_be_named(ruleset: Ruleset, tmp_path: Path) -> None:
    blank: dict[str, int | float | str | None] = {"review_litigation.review.upheld": None, "review_litigation.review.pending": None}
    one = checked(ruleset, write(tmp_path, "rule: GK301, reason: r, cells: [review_litigation.review.upheld]"), blank)
    assert [finding.code for finding in one.findings] == ["GK301"]
    assert about(one) == ["GK902"]
    both = checked(ruleset, write(tmp_path, "rule: GK301, reason: r, cells: ['review_litigation.review.*']"), blank)
    assert both.findings == ()
    assert about(both) == []


def test_expired_and_unused_waivers_are_findings(ruleset: Ruleset, tmp_path: Path) -> None:
    expired, used, unused = "rule: GK404, reason: r, until: 2026-01-01", "rule: GK404, reason: r", "rule: GK403, reason: r"
    elsewhere = "rule: GK403, reason: r, files: other.docx"
    result = checked(ruleset, write(tmp_path, expired, used, unused, elsewhere))
    (file,) = result.waiver_files
    assert [(each.code, each.place.line if each.place else None) for each in file.findings] == [("GK901", 2), ("GK902", 4)]
    assert all(each.message["zh"] and each.message["en"] for each in file.findings)
    assert result.findings == ()


def test_a_waiver_whose_rule_was_not_used_is_not_unused(ruleset: Ruleset, tmp_path: Path) -> None:
    file = write(tmp_path, "rule: GK403, reason: r", "rule: GK802, reason: of a rule in preview")
    made = report(ruleset, {}, str(tmp_path / "a.docx"))
    assert about(gkrules.check(made, waivers=[file], ignore=["GK403"], today=TODAY)) == []
    assert about(gkrules.check(made, waivers=[file], ignore=["GK9"], today=TODAY)) == []
    assert about(gkrules.check(made, waivers=[file], today=TODAY)) == ["GK902"]


def test_rules_about_waivers_are_not_run_on_reports(ruleset: Ruleset) -> None:
    codes = {code for code, _ in gkrules.check(report(ruleset, {})).reports[0].passed}
    assert codes
    assert not codes & {rule.code for rule in ruleset.about_waivers()}
    assert [rule.code for rule in ruleset.about_waivers()] == ["GK901", "GK902"]


def test_the_nearest_file_counts(ruleset: Ruleset, tmp_path: Path) -> None:
    below = tmp_path / "2024"
    below.mkdir()
    outer, inner = write(tmp_path, "rule: GK404, reason: outer"), write(below, f"rule: GK404, reason: inner, cells: [{REVIEW}]")
    assert nearest_waiver_file(below / "a.docx") == inner
    assert nearest_waiver_file(tmp_path / "a.docx") == outer
    assert nearest_waiver_file(tmp_path / "none" / "a.docx") == outer
    made = report(ruleset, WRONG, str(below / "a.docx"))
    result = gkrules.check(made, waivers=[outer, inner], today=TODAY)
    assert [each.waiver.reason for each in result.reports[0].waived] == ["inner"]
    assert rows(result) == {"direct_litigation"}


def test_a_report_without_a_file(ruleset: Ruleset, tmp_path: Path) -> None:
    by_file, any_file = write(tmp_path, "rule: GK404, reason: r, files: '*'"), "rule: GK404, reason: r"
    assert gkrules.check(report(ruleset, WRONG), waivers=[by_file], today=TODAY).findings
    assert not gkrules.check(report(ruleset, WRONG), waivers=[write(tmp_path, any_file)], today=TODAY).findings


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("waivers:\n  - {rule: GK404}\n", "reason"),
        ("waivers:\n  - {rule: GK404, reason: ' '}\n", "理由"),
        ("waivers:\n  - {rule: GK498, reason: r}\n", "GK498"),
        ("waivers:\n  - {rule: GK404, reason: r, cells: [review.total]}\n", "表.行.列"),
        ("waivers:\n  - {rule: GK404, reason: r, until: 明年}\n", "2026-12-31"),
        ("waivers:\n  - {rule: GK404, reason: r, file: a}\n", "files"),
        ("rule: []\n", "waivers"),
        ("waivers: GK404\n", "列表"),
    ],
)
def test_malformed_files(ruleset: Ruleset, tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "gkrules.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(RuleError, match=words) as caught:
        load_waivers(file, ruleset)
    assert str(file) in caught.value.text("zh")


def command(*args: str) -> Result:
    return CliRunner().invoke(cli, ["check", *args])


@pytest.fixture
def folder(ruleset: Ruleset, tmp_path: Path) -> Path:
    (tmp_path / "a.json").write_text(report(ruleset, WRONG).to_json(), "utf-8")
    write(tmp_path, "rule: GK404, reason: 三月补正, until: 2999-12-31", "rule: GK403, reason: 多余")
    return tmp_path


def test_the_command(folder: Path) -> None:
    file = str(folder / "a.json")
    result = command(file)
    assert result.exit_code == 0
    assert "GK404 已豁免" in result.stdout
    assert "三月补正（gkrules.yaml 第2行，至 2999-12-31）" in result.stdout
    assert "GK902 警告" in result.stdout
    assert command(file, "--fail-on", "warning").exit_code == 1
    assert command(file, "--no-waivers").exit_code == 1
    assert "GK902" not in command(file, "--no-waivers").stdout


def test_the_json_of_the_command(folder: Path) -> None:
    data = json.loads(command(str(folder / "a.json"), "--format", "json", "--show-passed").stdout)
    Draft202012Validator(json.loads((rules_folder() / "schemas" / "check-result.schema.json").read_text("utf-8"))).validate(data)
    waived = data["reports"][0]["waived"]
    assert [each["waiver"]["reason"] for each in waived] == ["三月补正", "三月补正"]
    assert {"code": "GK404", "scope": {"table": "review_litigation", "row": "litigation_after_review"}} in data["reports"][0]["passed"]
    assert [finding["code"] for finding in data["waiver_files"][0]["findings"]] == ["GK902"]


def test_a_malformed_file_ends_the_command(folder: Path) -> None:
    (folder / "gkrules.yaml").write_text("waivers: [\n", "utf-8")
    result = command(str(folder / "a.json"))
    assert result.exit_code == 2
    assert "gkrules.yaml" in result.stderr


def test_quiet_says_one_line_for_each_finding(folder: Path) -> None:
    file = str(folder / "a.json")
    lines = command(file, "--quiet", "--no-waivers").stdout.splitlines()
    assert [line.split(" ")[:2] for line in lines] == [[f"{file}:", "GK404"], [f"{file}:", "GK404"]]
    assert command(file, "-q", "--select", "GK403").stdout == ""


def test_verbose_and_passed_say_more(folder: Path) -> None:
    file = str(folder / "a.json")
    assert "GK404 怎样改正：" in command(file, "-v", "--no-waivers").stdout
    passed = command(file, "--show-passed").stdout
    assert "GK404 通过 查“四类结果之和不等于总计”：复议后起诉" in passed
    assert "通过 查" not in command(file).stdout
