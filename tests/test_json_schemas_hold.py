"""Every JSON that the package writes is as its schema says, for every report among the fixtures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

import gkrules
from gkrules import Report
from gkrules.cli import cli
from gkrules.testing import small_report

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = sorted(
    path for path in (ROOT / "fixtures" / "reports").iterdir() if path.suffix in (".html", ".txt", ".docx", ".json", ".pdf", ".csv")
)


@cache
def validator(*arguments: str) -> Draft202012Validator:
    result = CliRunner().invoke(cli, ["schema", *arguments])
    assert result.exit_code == 0, result.output
    schema = json.loads(result.stdout)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def faults(data: Any, *schema: str) -> list[str]:
    return [f"{'/'.join(map(str, error.path))}: {error.message[:200]}" for error in validator(*schema).iter_errors(data)]


def written(*arguments: str) -> str:
    return CliRunner().invoke(cli, [*arguments, "--no-isolate"], catch_exceptions=False).stdout


def printed(*arguments: str) -> str:
    return CliRunner().invoke(cli, list(arguments), catch_exceptions=False).stdout


def reports_in(text: str) -> Iterator[Any]:
    data = json.loads(text)
    yield from data if isinstance(data, list) else [data]


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_what_extract_writes(path: Path) -> None:
    for data in reports_in(written("extract", "--format", "json", str(path))):
        assert faults(data, "report") == []
        assert faults(data, "report", "--edition", data["edition"]) == []
        assert Report.from_json(data).to_json() == json.dumps(data, ensure_ascii=False, indent=2) + "\n"


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_what_check_writes(path: Path) -> None:
    result = gkrules.check(path)
    assert faults(result.to_dict(), "check-result") == []
    lines = result.render("jsonl")
    assert isinstance(lines, str)
    assert [faults(json.loads(line), "finding-line") for line in lines.splitlines() if line] == [[] for line in lines.splitlines() if line]


def test_what_series_and_rollup_write() -> None:
    folder = [str(path) for path in FIXTURES if path.name.startswith("hongze_202") and path.suffix == ".docx"]
    assert len(folder) > 1
    assert faults(json.loads(written("series", "--format", "json", *folder)), "series-result") == []
    assert faults(json.loads(written("rollup", "--format", "json", "--unit", "某市", *folder[:1])), "rollup-result") == []


@pytest.mark.parametrize("key", ["2014", "2019", "2021"])
def test_what_to_json_writes(key: str) -> None:
    report = small_report(gkrules.load_ruleset().editions[key])
    assert faults(json.loads(report.to_json()), "report", "--edition", key) == []


def test_a_wrong_key_is_refused_by_the_schema_of_the_edition() -> None:
    data = json.loads(small_report(gkrules.load_ruleset().editions["2021"]).to_json())
    data["cells"]["applications.new.totl"] = {"value": 1, "state": "number"}
    assert faults(data, "report") == []
    assert faults(data, "report", "--edition", "2021") != []


def test_what_explain_and_the_list_of_rules_write() -> None:
    for rule in gkrules.load_ruleset(preview=True).rules:
        assert faults(json.loads(printed("explain", rule.code, "--format", "json")), "explain-result") == []
    for key in ("2014", "2019", "2021"):
        listed = json.loads(printed("rules", "list", "--edition", key, "--format", "json"))
        assert faults(listed, "rules-result") == []
        assert listed["rules"]


@pytest.mark.parametrize(("before", "after"), [("2014", "2019"), ("2019", "2021"), ("2021", "2014")])
def test_what_the_difference_of_editions_writes(before: str, after: str) -> None:
    assert faults(json.loads(printed("rules", "diff", before, after, "--format", "json")), "diff-result") == []


def test_what_lint_writes() -> None:
    folders = [path for path in sorted((ROOT / "fixtures" / "lint").iterdir()) if path.is_dir()]
    assert len(folders) > 30
    for folder in folders[::8]:  # each takes seconds: it weighs all rules against each other
        assert faults(json.loads(printed("lint", str(folder), "--format", "json")), "lint-result") == []


@pytest.mark.parametrize(
    "path", [path for path in FIXTURES if path.name.startswith(("hongze_2023", "qinglan"))], ids=lambda path: path.name
)
def test_what_doctor_writes(path: Path) -> None:
    assert faults(json.loads(written("doctor", "--format", "json", str(path))), "doctor-result") == []


def test_what_config_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert faults(json.loads(printed("config", "--format", "json")), "config-result") == []
    (tmp_path / "gkrules.yaml").write_text("select: [GK4]\nseverities: {GK404: warning}\nlimits: {seconds: 5}\npreview: true\n", "utf-8")
    held = json.loads(printed("config", "--format", "json"))
    assert faults(held, "config-result") == []
    assert held["settings"]["select"]["value"] == ["GK4"]
