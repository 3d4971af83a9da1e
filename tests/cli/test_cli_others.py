from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from gkrules.cli import cli
from gkrules.model.report import Report
from gkrules.rulefiles.location import rules_folder

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


def test_extract_shows_places() -> None:
    words = run("extract", BLANKS, "--show-places").stdout
    assert "位置：" in words
    assert "    一、本年新收政府信息公开申请数量：第2张表第4行第4至10列" in words
    assert "    一、总体情况：第" in words
    assert "columns 4–10" in run("extract", BLANKS, "--show-places", "--lang", "en").stdout
    assert "位置：" not in run("extract", BLANKS).stdout


def test_what_was_read_of_a_file_that_was_cut_short_is_not_passed_off_as_whole(tmp_path: Path) -> None:
    page = (REPORTS / "hongze_2023.html").read_bytes()
    file = tmp_path / "cut.html"
    file.write_bytes(page[: page.rindex(b"</table>") + 4])
    checked = json.loads(run("check", str(file), "--format", "json", "--select", "GK205").stdout)["reports"][0]
    assert [(each["code"], each["severity"]) for each in checked["findings"]] == [("GK205", "warning")]
    assert "标签中间" in checked["findings"][0]["message"]["zh"]
    assert checked["notices"][0]["kind"] == "incomplete"
    assert "标签中间" in run("extract", str(file)).stdout
    extracted = run("extract", str(file), "--format", "json").stdout
    assert json.loads(extracted)["notes"][0]["code"] == "GK205"
    assert Report.from_json(extracted).notes[0].kind == "incomplete"


def test_a_remark_that_no_rule_speaks_of_is_shown_by_check(tmp_path: Path) -> None:
    file = tmp_path / "open.html"
    file.write_bytes((REPORTS / "hongze_2023.html").read_bytes().replace(b"</html>", b"").replace(b"</body>", b""))
    result = run("check", str(file))
    assert "注意：网页没有结束标记" in result.stdout
    assert "GK205" not in result.stdout


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
    result = run("explain", "GK4O4")
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
