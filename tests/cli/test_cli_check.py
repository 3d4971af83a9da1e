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
    assert "合计：" in result.stdout


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
