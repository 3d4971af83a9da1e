from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from gkrules.cli import cli
from gkrules.rulefiles.location import rules_folder

REPORTS = Path(__file__).resolve().parents[2] / "fixtures" / "reports"
CLEAN = str(REPORTS / "yongan_2024.txt")
WRONG = str(REPORTS / "hongze_2023.txt")


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, list(args))


def run_json(*args: str) -> Any:
    return json.loads(run(*args, "--format", "json").stdout)


def test_clean_report() -> None:
    result = run("check", CLEAN)
    assert result.exit_code == 0
    assert result.stdout.startswith(CLEAN)
    assert "未发现错误" in result.stdout
    assert result.stderr == ""


def test_report_with_errors() -> None:
    result = run("check", WRONG)
    assert result.exit_code == 1
    assert "GK404 错误 " in result.stdout
    assert "\x1b" not in result.stdout


def test_english() -> None:
    assert "GK404 error " in run("check", WRONG, "--lang", "en").stdout


def test_json_is_one_document_that_keeps_its_schema() -> None:
    result = run("check", WRONG, CLEAN, "nowhere.docx", "--format", "json")
    data = json.loads(result.stdout)
    schema = json.loads((rules_folder() / "schemas" / "check-result.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(data)
    assert result.exit_code == 2
    assert result.stderr == ""
    assert [report["file"] for report in data["reports"]] == [WRONG, CLEAN]
    assert [failed["file"] for failed in data["failed"]] == ["nowhere.docx"]
    broken = [finding for finding in data["reports"][0]["findings"] if finding["code"] == "GK404"]
    assert {finding["scope"]["row"] for finding in broken} == {"review", "litigation_after_review"}


@pytest.mark.parametrize(
    ("select", "ignore", "codes"),
    [
        (["GK404"], [], {"GK404"}),
        (["gk4", "GK201"], [], {"GK404", "GK201"}),
        (["GK4,GK201"], ["GK404"], {"GK201"}),
        (["GK401，GK404"], [], {"GK404"}),
    ],
)
def test_select_and_ignore(select: list[str], ignore: list[str], codes: set[str]) -> None:
    options = [part for prefix in select for part in ("--select", prefix)] + [part for prefix in ignore for part in ("--ignore", prefix)]
    findings = run_json("check", WRONG, *options)["reports"][0]["findings"]
    assert {finding["code"] for finding in findings} == codes


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--select", "GK202"], 0),
        (["--select", "GK202", "--fail-on", "warning"], 1),
        (["--select", "GK202", "--fail-on", "info"], 1),
        (["--fail-on", "never"], 0),
        (["--select", "GK404"], 1),
    ],
)
def test_exit_code_follows_severity(options: list[str], code: int) -> None:
    assert run("check", WRONG, *options).exit_code == code


@pytest.mark.parametrize(
    "args",
    [
        ["check"],
        ["check", CLEAN, "--format", "xml"],
        ["check", CLEAN, "--select", "XX9"],
        ["check", CLEAN, "--edition", "1999"],
        ["check", CLEAN, "--year", "no"],
        ["check", "nowhere.docx"],
        ["frobnicate"],
    ],
)
def test_unusable_input_is_exit_code_2(args: list[str]) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_an_error_is_one_line_in_the_asked_language() -> None:
    zh, en = run("check", CLEAN, "--select", "XX9"), run("check", CLEAN, "--select", "XX9", "--lang", "en")
    assert zh.stderr.startswith("错误：")
    assert en.stderr.startswith("Error: ")
    assert len(zh.stderr.splitlines()) == len(en.stderr.splitlines()) == 1
    assert zh.stdout == en.stdout == ""


def test_folders_are_walked_in_order_without_hidden_files(tmp_path: Path) -> None:
    text = Path(CLEAN).read_bytes()
    for name in ("b.txt", "a.TXT", "sub/c.txt", ".hidden.txt", ".git/d.txt", "~$a.docx", "e.png"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(text)
    data = run_json("check", str(tmp_path), str(tmp_path / "b.txt"))
    assert [Path(report["file"]).relative_to(tmp_path).as_posix() for report in data["reports"]] == ["a.TXT", "b.txt", "sub/c.txt"]
    assert data["failed"] == []


def test_an_empty_folder_is_a_failure(tmp_path: Path) -> None:
    result = run("check", str(tmp_path))
    assert result.exit_code == 2
    assert "文件夹里没有" in result.stdout


def test_a_failed_file_does_not_stop_the_others(tmp_path: Path) -> None:
    bad = tmp_path / "bad.docx"
    bad.write_bytes(b"PK\x03\x04 not a zip")
    result = run("check", str(bad), CLEAN)
    assert result.exit_code == 2
    assert "无法检查：" in result.stdout
    assert "未发现错误" in result.stdout
    assert "合计 2 份：有错误的 0 份，没有发现问题的 1 份，无法检查的 1 份。" in result.stdout


def test_output_goes_to_a_file(tmp_path: Path) -> None:
    target = tmp_path / "result.json"
    result = run("check", CLEAN, "--format", "json", "--output", str(target))
    assert (result.exit_code, result.stdout) == (0, "")
    assert json.loads(target.read_text("utf-8"))["failed"] == []


def test_colours_on_demand() -> None:
    assert "\x1b[" in run("check", WRONG, "--color", "always").stdout


def test_an_extracted_report_can_be_checked(tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    file.write_text(run("extract", WRONG, "--format", "json").stdout, "utf-8")
    found, direct = run_json("check", str(file)), run_json("check", WRONG)
    assert [(each["code"], each["cells"]) for each in found["reports"][0]["findings"]] == [
        (each["code"], each["cells"]) for each in direct["reports"][0]["findings"]
    ]


def test_the_program_failing_on_one_file_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    from gkrules.workers import Request, Worker

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("nought")

    monkeypatch.setattr(Request, "read", broken)
    monkeypatch.setattr(Worker, "read_all", broken)
    for option in ("--isolate", "--no-isolate"):
        data = run_json("check", CLEAN, option)
        assert data["failed"][0]["kind"] == "internal_error"
        assert "ZeroDivisionError: nought" in data["failed"][0]["message"]["zh"]


def test_interruption(monkeypatch: pytest.MonkeyPatch) -> None:
    from gkrules.workers import Worker

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Worker, "read_all", interrupted)
    result = run("check", CLEAN)
    assert result.exit_code == 130
    assert "已中断" in result.stderr


def _report(folder: Path, name: str, unit: str, year: int, received: int = 0) -> str:
    from dataclasses import replace

    from gkrules import load_ruleset
    from gkrules.testing import small_report

    cells = {
        f"applications.{row}.{column}": received for row in ("new", "granted", "handled_total") for column in ("natural_person", "total")
    }
    report = small_report(load_ruleset().editions["2021"], cells)
    file = folder / name
    file.write_text(replace(report, unit=unit, year=year, title_year=year, period_years=(year, year)).to_json(), "utf-8")
    return str(file)


def test_a_comparison_that_did_not_happen_does_not_pass(tmp_path: Path) -> None:
    now = _report(tmp_path, "a.json", "南州市东台区人民政府", 2024)
    other = _report(tmp_path, "b.json", "西台县人民政府", 2023)
    result = run("check", now, "--previous", other, "--fail-on", "never")
    assert result.exit_code == 2
    assert "GK603 错误 未能与上年核对：" in result.stdout
    assert "的单位是“西台县人民政府”，本报告的单位是“南州市东台区人民政府”。" in result.stdout
    result = run("check", now, "--below", other, "--lang", "en")
    assert result.exit_code == 2
    assert "is of 2023, this report of 2024." in result.stdout


def test_a_waived_comparison_is_accepted(tmp_path: Path) -> None:
    now = _report(tmp_path, "a.json", "南州市东台区人民政府", 2024)
    (tmp_path / "gkrules.yaml").write_text("waivers:\n  - {rule: GK603, reason: 机构新设}\n", "utf-8")
    other = _report(tmp_path, "b.json", "西台县人民政府", 2023)
    assert run("check", now, "--previous", other).exit_code == 0


def test_what_was_compared_is_named(tmp_path: Path) -> None:
    now, before = (_report(tmp_path, f"{year}.json", "南州市东台区人民政府", year) for year in (2024, 2023))
    below = [_report(tmp_path, f"{name}.json", f"南州市东台区{name}局", 2024, 13) for name in ("教育", "水利")]
    assert f"与上年核对：{before}（2023年度）。" in run("check", now, before).stdout
    assert "与上年核对" not in run("check", now, before, "--select", "GK4").stdout
    result = run("check", now, "--below", below[0], "--below", below[1], "--select", "GK7")
    assert f"下级合计 2 份：{below[0]}、{below[1]}。" in result.stdout
    assert "：自然人 填报 0，下级合计 26，相差 -26；总计 填报 0，下级合计 26，相差 -26。" in result.stdout
    data = run_json("check", now, before, "--below", below[0])
    assert data["reports"][0]["related"] == {
        "previous": {"file": before, "part": None, "unit": "南州市东台区人民政府", "year": 2023},
        "below": [{"file": below[0], "part": None, "unit": "南州市东台区教育局", "year": 2024}],
    }


def test_what_fits_none_of_several_is_told_under_its_own_name(tmp_path: Path) -> None:
    checked = [_report(tmp_path, f"{name}.json", f"{name}台县人民政府", 2024) for name in "东西"]
    given = [_report(tmp_path, f"{name}-2023.json", f"{name}台县人民政府", 2023) for name in "东西北"]
    options = [part for file in given for part in ("--previous", file)]
    result = run("check", *checked, *options)
    assert result.exit_code == 0
    assert f"{given[2]}  北台县人民政府  2023年度" in result.stdout
    assert result.stdout.count("GK604 警告") == 1
    data = run_json("check", *checked, *options)
    schema = json.loads((rules_folder() / "schemas" / "check-result.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(data)
    assert [(each["unit"], [found["code"] for found in each["findings"]]) for each in data["unmatched"]] == [("北台县人民政府", ["GK604"])]


def test_the_summary_adds_up(tmp_path: Path) -> None:
    data = run_json("check", str(REPORTS / "hongze_2023.docx"), CLEAN, str(REPORTS / "shuyang_fgj_2023.docx"), str(tmp_path / "none.docx"))
    summary = data["summary"]
    kinds = ("with_errors", "with_warnings", "clean", "not_checked", "unreadable")
    assert sum(summary[kind] for kind in kinds) == summary["files"] == 4
    assert (summary["unreadable"], summary["clean"]) == (1, sum(not each["findings"] for each in data["reports"]))
    found = [each["code"] for report in data["reports"] for each in report["findings"]]
    assert sum(each["count"] for each in summary["rules"]) == summary["findings"] == len(found)
    assert [each["count"] for each in summary["rules"]] == sorted((each["count"] for each in summary["rules"]), reverse=True)


def test_findings_with_one_cause_are_one_thing_to_mend(tmp_path: Path) -> None:
    from gkrules import Report

    file = Path(_report(tmp_path, "a.json", "南州市东台区人民政府", 2024, 13))
    report = json.loads(file.read_text("utf-8"))
    report["cells"]["applications.new.natural_person"] = {"value": 14, "state": "number", "raw": "14"}
    file.write_text(Report.from_json(report).to_json(), "utf-8")
    result = run("check", str(file), str(file), CLEAN, "--select", "GK4")
    assert "发现 2 处错误（1 个原因）。" in result.stdout
    assert "共 2 处错误（1 个原因）。" in result.stdout
