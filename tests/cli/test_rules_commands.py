from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

import gkrules
from gkrules.cli import cli


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, ["rules", *args])


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize("form", ["table", "json", "markdown"])
def test_list_of_an_edition(edition: str, form: str) -> None:
    result = run("list", "--edition", edition, "--format", form)
    assert result.exit_code == 0
    serving = {rule.code: edition in rule.editions for rule in gkrules.load_ruleset().rules}
    for code, serves in serving.items():
        assert (code in result.stdout) == serves
    if form == "json":
        assert [rule["code"] for rule in json.loads(result.stdout)["rules"]] == [code for code, serves in serving.items() if serves]


def test_list_of_an_unknown_edition() -> None:
    result = run("list", "--edition", "2020")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "2019" in result.stderr


def test_markdown_is_the_same_list() -> None:
    codes = [line.split("|")[1].strip() for line in run("list", "--format", "markdown").stdout.splitlines()[2:] if line.startswith("|")]
    assert codes == [rule["code"] for rule in json.loads(run("list", "--format", "json").stdout)["rules"]]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("form", ["text", "markdown"])
def test_diff(lang: str, form: str) -> None:
    result = run("diff", "2019", "2021", "--lang", lang, "--format", form)
    assert result.exit_code == 0
    assert "规范性文件 → 行政规范性文件" in result.stdout
    assert ("取消表" if lang == "zh" else "table removed") in result.stdout


def test_diff_as_json() -> None:
    data = json.loads(run("diff", "2019", "2021", "--format", "json").stdout)
    assert data["schema_version"] == "1"
    assert data["tables"]["removed"] == ["procurement"]
    assert len(data["cells"]["added"]) == 28


def test_diff_with_an_unknown_edition() -> None:
    result = run("diff", "2019", "2020", "--lang", "en")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Error: there is no edition '2020'")
