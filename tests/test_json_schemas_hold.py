"""Every JSON that the package writes is as its schema says, for every report among the fixtures, every rule and every edition.

SARIF, whose schema is not ours, is held against it in ``tests/render``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from itertools import permutations
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
EDITIONS = tuple(gkrules.load_ruleset().editions)
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
    return of_rules(*arguments, "--no-isolate")


def of_rules(*arguments: str) -> str:
    """What a command writes that reads no documents, and so has nothing to isolate."""
    return CliRunner().invoke(cli, [*arguments], catch_exceptions=False).stdout


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


def test_what_explain_writes_of_every_rule() -> None:
    codes = [rule.code for rule in gkrules.load_ruleset(preview=True).rules]
    assert codes == sorted(file.stem for file in (ROOT / "rules" / "checks").glob("*/*.yaml"))
    found = {code: json.loads(of_rules("explain", code, "--format", "json")) for code in codes}
    assert {code: faults(data, "rule-result") for code, data in found.items()} == {code: [] for code in codes}
    assert [data["code"] for data in found.values()] == codes


@pytest.mark.parametrize("arguments", [(), *(("--edition", key) for key in EDITIONS)], ids=" ".join)
def test_what_rules_list_writes(arguments: tuple[str, ...]) -> None:
    data = json.loads(of_rules("rules", "list", "--format", "json", *arguments))
    assert data["rules"]
    assert faults(data, "rules-result") == []


@pytest.mark.parametrize("pair", list(permutations(EDITIONS, 2)), ids="-".join)
def test_what_rules_diff_writes(pair: tuple[str, str]) -> None:
    data = json.loads(of_rules("rules", "diff", *pair, "--format", "json"))
    assert (data["before"], data["after"]) == pair
    assert faults(data, "diff-result") == []


def test_an_edition_does_not_differ_from_itself() -> None:
    data = json.loads(of_rules("rules", "diff", EDITIONS[0], EDITIONS[0], "--format", "json"))
    assert faults(data, "diff-result") == []
    assert data["tables"] == {"added": [], "removed": [], "changed": [], "inside": {}}
