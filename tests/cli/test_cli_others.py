from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from gkrules.cli import cli
from gkrules.ruleset.location import rules_folder

REPORTS = Path(__file__).resolve().parents[2] / "fixtures" / "reports"
CLEAN = str(REPORTS / "yongan_2024.txt")
BLANKS = str(REPORTS / "shuyang_fgj_2023.docx")


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, list(args))


def test_extract_as_tables() -> None:
    result = run("extract", CLEAN)
    assert result.exit_code == 0
    assert "三、收到和处理政府信息公开申请情况" in result.stdout
    assert "图例" in result.stdout


def test_extract_one_file_is_one_object_and_several_are_a_list() -> None:
    schema = json.loads((rules_folder() / "schemas" / "report.schema.json").read_text("utf-8"))
    one = json.loads(run("extract", BLANKS, "--format", "json").stdout)
    several = json.loads(run("extract", BLANKS, CLEAN, "--format", "json").stdout)
    for report in (one, *several):
        Draft202012Validator(schema).validate(report)
    assert several[0] == one
    assert sum(cell["state"] == "blank" for cell in one["cells"].values()) == 125


def test_extract_as_csv() -> None:
    lines = list(csv.DictReader(io.StringIO(run("extract", CLEAN, BLANKS, "--format", "csv").stdout)))
    assert len(lines) == 400
    assert {line["file"] for line in lines} == {CLEAN, BLANKS}


def test_extract_says_what_failed_on_standard_error() -> None:
    result = run("extract", "nowhere.docx", CLEAN, "--format", "json")
    assert result.exit_code == 2
    assert "nowhere.docx" in result.stderr
    assert len(json.loads(result.stdout)) == 1


def test_explain() -> None:
    result = run("explain", "gk404")
    assert result.exit_code == 0
    assert result.stdout.startswith("GK404 ")
    assert "outcome" in run("explain", "GK404", "--lang", "en").stdout


def test_explain_as_json() -> None:
    data = json.loads(run("explain", "GK404", "--format", "json").stdout)
    assert data["code"] == "GK404"
    assert data["line"] > 1
    assert Path(data["file"]).name == "GK404.yaml"


def test_explain_of_an_unknown_code_names_the_nearest() -> None:
    result = run("explain", "GK414")
    assert result.exit_code == 2
    assert "GK404" in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_rules_list(lang: str) -> None:
    table = run("rules", "list", "--lang", lang).stdout
    data = json.loads(run("rules", "list", "--lang", lang, "--format", "json").stdout)
    for rule in data["rules"]:
        assert f"{rule['code']}  " in table
        assert rule["title"][lang] in table
