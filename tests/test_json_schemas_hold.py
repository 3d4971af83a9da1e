"""Every JSON that the package writes is as its schema says, for every report among the fixtures, every rule and every edition.

What the linter writes is held against its schema beside its fixtures, in ``tests/lint``, and SARIF, whose schema is not ours, in
``tests/render``.
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
from corpus.documents import Recipe
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


def diagnosis(path: Path, *arguments: str) -> Any:
    data = json.loads(written("doctor", str(path), "--format", "json", *arguments))
    assert faults(data, "doctor-result") == []
    return data


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_what_doctor_writes(path: Path) -> None:
    data = diagnosis(path)
    assert data["error"] is None
    assert data["grids"]
    assert data["edition_by"]


def test_what_doctor_writes_of_sentences() -> None:
    several = [diagnosis(path, "--text")["sentences"] for path in FIXTURES if path.suffix == ".docx"]
    segments = [segment for sentences in several for sentence in sentences for segment in sentence["segments"]]
    assert {said["kept"] for segment in segments for said in segment["says"]} == {True, False}
    assert any(segment["stopped"] for segment in segments)


@pytest.mark.parametrize("kind", ["pdf", "xlsx", "csv"])
def test_what_doctor_writes_of_other_kinds(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{kind}"
    path.write_bytes(Recipe(kind, "official-balanced", "2021", 3).make().data)
    assert diagnosis(path)["kind"] in (kind, "text")


def test_what_doctor_writes_of_data(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(small_report(gkrules.load_ruleset().editions["2021"]).to_json(), "utf-8")
    data = diagnosis(path)
    assert (data["error"], data["kind"], data["identity"]) == (None, "json", None)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.html", b"<html><body><table><tr><td>a<td>b<tr><td>c<td>3</table></body></html>", "no_matching_table"),
        ("a.txt", b"", "empty_file"),
        ("a.docx", (ROOT / "fixtures" / "reports" / "hongze_2023.docx").read_bytes()[:2000], "damaged"),
        ("a.bin", bytes(range(256)), "unknown_kind"),
    ],
)
def test_what_doctor_writes_of_what_is_no_report(name: str, content: bytes, kind: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert diagnosis(path)["error"]["kind"] == kind


CONFIGURATION = """\
select: [GK4, GK101]
ignore: [GK404]
severities: {GK4: warning, GK101: info}
edition: 2021
rules: []
preview: true
limits: {seconds: 90, bytes: 20M}
fail-on: never
format: sarif
lang: en
waivers:
- {rule: GK401, reason: r}
"""


@pytest.mark.parametrize("text", [None, CONFIGURATION, "waivers: []\n"], ids=["none", "all", "only waivers"])
@pytest.mark.parametrize("arguments", [(), ("a", "b", "--lang", "en"), ("--no-config",)], ids=str)
def test_what_config_writes(text: str | None, arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "sub").mkdir()
    (tmp_path / "pyproject.toml").write_text("[tool.gkrules]\nlang = 'zh'\n", "utf-8")
    if text is not None:
        (tmp_path / "gkrules.yaml").write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path / "sub")
    data = json.loads(of_rules("config", "--format", "json", *arguments))
    assert faults(data, "config-result") == []
    holds = text == CONFIGURATION and "--no-config" not in arguments
    assert data["settings"]["select"]["value"] == (["GK4", "GK101"] if holds else [])
    assert bool(data["passed_over"]) == holds


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("rule-result", {"assert": None}),
        ("rules-result", {"rules": [{}]}),
        ("diff-result", {"tables": {"added": [], "removed": [], "changed": []}}),
        ("lint-result", {"findings": [{"code": "L001"}]}),
        ("doctor-result", {"grids": [{"number": 1, "place": {}, "ragged": False, "rows": 1, "cells": [[0, 0, 1, 1]]}]}),
        ("config-result", {"settings": {"lang": {"value": "zh", "file": None, "line": None}}}),
    ],
)
def test_a_schema_refuses_what_is_not_written(name: str, change: dict[str, Any]) -> None:
    properties = set(validator(name).schema["properties"])
    wrong = next(iter(change))
    assert wrong in properties
    assert any(fault.startswith(wrong) for fault in faults(change, name))
    assert any("'schema_version' is a required property" in fault for fault in faults({}, name))
