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
