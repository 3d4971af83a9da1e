from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import gkrules
from gkrules.cli import cli
from gkrules.rulefiles.location import rules_folder


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


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a rule and an edition of its own."""
    own = (rules_folder() / "editions" / "2021.yaml").read_text("utf-8")
    changed = own.replace('edition: "2021"', 'edition: "2030"').replace("first: 2021", "first: 2030")
    assert changed != own
    (tmp_path / "editions").mkdir()
    (tmp_path / "editions" / "2030.yaml").write_text(changed, "utf-8")
    (tmp_path / "GKX901.yaml").write_text("extends: GK401\ncode: GKX901\nname: a-name-of-its-own\neditions: ['2030']\n", "utf-8")
    return tmp_path


@pytest.mark.parametrize("asked", ["GKX901", "gkx901", "a-name-of-its-own"])
def test_explain_takes_rules_of_ones_own(folder: Path, asked: str) -> None:
    result = CliRunner().invoke(cli, ["explain", asked, "--rules", str(folder)])
    assert result.exit_code == 0, result.output
    assert "GKX901" in result.stdout
    assert CliRunner().invoke(cli, ["explain", asked]).exit_code == 2


def test_explain_takes_a_name() -> None:
    by_name, by_code = (CliRunner().invoke(cli, ["explain", each]) for each in ("received-and-handled-do-not-balance", "GK403"))
    assert by_name.exit_code == 0, by_name.output
    assert gkrules.load_ruleset().rule("received-and-handled-do-not-balance").code in by_name.stdout
    assert by_code.exit_code == 0


def test_list_diff_and_schema_take_rules_of_ones_own(folder: Path) -> None:
    listed = json.loads(run("list", "--rules", str(folder), "--edition", "2030", "--format", "json").stdout)["rules"]
    assert [rule["code"] for rule in listed] == ["GKX901"]
    assert run("list", "--edition", "2030").exit_code == 2
    diff = json.loads(run("diff", "2021", "2030", "--rules", str(folder), "--format", "json").stdout)
    assert diff["tables"]["added"] == diff["tables"]["removed"] == []
    schema = CliRunner().invoke(cli, ["schema", "report", "--edition", "2030", "--rules", str(folder)])
    assert json.loads(schema.stdout)["properties"]["edition"] == {"const": "2030"}
    assert (
        json.loads(CliRunner().invoke(cli, ["schema", "answer", "--rules", str(folder)]).stdout)["properties"]["edition"]["const"] == "2030"
    )


@pytest.mark.parametrize("command", [["explain", "GK401"], ["rules", "list"], ["rules", "diff", "2019", "2021"], ["schema", "report"]])
def test_a_folder_that_is_not_there(command: list[str]) -> None:
    result = CliRunner().invoke(cli, [*command, "--rules", "nowhere"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "nowhere" in result.stderr
