"""The configuration of a run: what counts, what beats it, and what of it is refused, with its place."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from gkrules.cli import cli
from gkrules.cli.config import _DEFAULTS
from gkrules.reading.limits import LIMIT_NAMES
from gkrules.render.formats import formats
from gkrules.render.lines import width_of
from gkrules.rulefiles.location import rules_folder
from gkrules.rulefiles.shapes.configuration import FORMATS, LIMITS, SETTINGS

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout whose report breaks GK404 and GK201; the current folder is where the report is, below the root."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "sub").mkdir()
    shutil.copy(FIXTURES / "reports" / "hongze_2023.docx", tmp_path / "sub" / "a.docx")
    monkeypatch.chdir(tmp_path / "sub")
    return tmp_path


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, list(args))


def codes(result: Result) -> set[str]:
    return {finding["code"] for report in json.loads(result.stdout)["reports"] for finding in report["findings"]}


def check(*args: str) -> Result:
    return run("check", "a.docx", "--format", "json", "--no-isolate", *args)


def configure(folder: Path, text: str, name: str = "gkrules.yaml") -> Path:
    (folder / name).write_text(text, "utf-8")
    return folder / name


def test_the_names_are_those_of_the_rooms_above() -> None:
    assert tuple(LIMIT_NAMES) == LIMITS
    assert formats("result") == FORMATS
    assert tuple(_DEFAULTS) == SETTINGS


def test_the_configuration_of_the_checkout_counts_and_is_named(checkout: Path) -> None:
    assert codes(check()) == {"GK201", "GK202", "GK404"}
    configure(checkout, "select: [GK4]\n")
    result = check()
    assert codes(result) == {"GK404"}
    assert result.stderr == f"使用上级文件夹的配置：{os.path.join('..', 'gkrules.yaml')}\n"  # noqa: PTH118
    assert "folder above" in check("--lang", "en").stderr
    assert codes(check("--no-config")) == {"GK201", "GK202", "GK404"}


def test_that_of_the_folder_itself_goes_first_and_needs_no_naming(checkout: Path) -> None:
    configure(checkout, "select: [GK4]\n")
    configure(checkout / "sub", "select: [GK201]\n")
    result = check()
    assert (codes(result), result.stderr) == ({"GK201"}, "")


def test_outside_of_a_checkout_nothing_above_is_looked_at(checkout: Path) -> None:
    (checkout / ".git").rmdir()
    configure(checkout, "select: [GK4]\n")
    assert "GK201" in codes(check())


def test_a_configuration_beside_the_reports_does_not_count(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may be anybody's; its waivers count, as always."""
    configure(checkout / "sub", "select: [GK4]\nlimits: {bytes: 1}\nwaivers:\n- {rule: GK404, reason: 已核实}\n")
    monkeypatch.chdir(checkout)
    result = run("check", "sub", "--format", "json", "--no-isolate")
    assert codes(result) == {"GK201", "GK202"}
    assert [each["finding"]["code"] for each in json.loads(result.stdout)["reports"][0]["waived"]] == ["GK404", "GK404"]


def test_a_file_with_waivers_only_is_passed_over(checkout: Path) -> None:
    configure(checkout, "select: [GK4]\n")
    configure(checkout / "sub", "waivers:\n- {rule: GK404, reason: 已核实}\n")
    assert codes(check()) == set()
    configure(checkout / "sub", "# 还没有内容\n")
    assert codes(check("--no-waivers")) == {"GK404"}


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ((), {"GK404"}),
        (("--select", "GK2"), {"GK201", "GK202"}),
        (("--select", "GK4,GK202"), {"GK404", "GK202"}),
        (("--ignore", "GK404"), set()),
    ],
)
def test_the_command_line_beats_it(checkout: Path, args: tuple[str, ...], expected: set[str]) -> None:
    """`--select` takes the place of both lists, for what is asked for is wanted; `--ignore` adds."""
    configure(checkout, "select: [GK4, GK2]\nignore: [GK2]\n")
    assert codes(check(*args)) == expected


def test_severities_change_findings_exit_code_and_the_name_of_the_rules(checkout: Path) -> None:
    configure(checkout, "select: [GK404]\nseverities: {GK4: error, GK404: warning}\n")
    result = check()
    found = json.loads(result.stdout)
    assert result.exit_code == 0
    findings = found["reports"][0]["findings"]
    assert {each["severity"] for each in findings} == {"warning"}
    assert all(each["suspects"] for each in findings)  # the equations still serve for finding the cells
    plain = json.loads(check("--no-config", "--select", "GK404").stdout)
    assert found["ruleset"]["name"] == plain["ruleset"]["name"] + "+severities"
    assert found["ruleset"]["digest"] != plain["ruleset"]["digest"]
    assert check("--fail-on", "warning").exit_code == 1


def test_a_name_of_a_rule_is_the_most_exact(checkout: Path) -> None:
    name = json.loads(run("explain", "GK404", "--format", "json", "--no-config").stdout)["name"]
    configure(checkout, f"select: [GK404]\nseverities: {{GK4: warning, {name}: info}}\n")
    assert {each["severity"] for each in json.loads(check().stdout)["reports"][0]["findings"]} == {"info"}


def test_defaults_of_options(checkout: Path) -> None:
    configure(checkout, "lang: en\nformat: json\nfail-on: never\nedition: 2021\nselect: [GK4]\n")
    result = run("check", "a.docx", "--no-isolate")
    assert result.exit_code == 0
    assert "folder above" in result.stderr
    assert codes(result) == {"GK404"}
    assert run("check", "a.docx", "--no-isolate", "--format", "text", "--lang", "zh").stdout.startswith("a.docx")
    run("check", "a.docx", "--no-isolate", "-o", "a.md")
    assert Path("a.md").read_text("utf-8").startswith("#")


def test_limits_of_the_file_and_of_the_command_line_go_together(checkout: Path) -> None:
    configure(checkout, "limits: {bytes: 10, pages: 3}\n")
    assert json.loads(check("--limit", "pages=4").stdout)["failed"][0]["kind"] == "limit_bytes"
    assert json.loads(check("--limit", "bytes=10M").stdout)["failed"] == []


def test_rule_folders_are_relative_to_the_file(checkout: Path) -> None:
    text = "extends: GK404\ncode: GKX901\nname: own\ntitle: {zh: 自拟, en: own}\n"
    (checkout / "own").mkdir()
    configure(checkout / "own", text, "GKX901.yaml")
    configure(checkout, "rules: [own]\n")
    assert json.loads(check().stdout)["ruleset"]["name"] == "annual-report+own"
    configure(checkout, "rules: [none]\n")
    assert "gkrules.yaml:1:9" in check().stderr


def test_the_table_of_a_project(checkout: Path) -> None:
    configure(
        checkout, "[project]\nname = 'x'\n\n[tool.gkrules]\nselect = ['GK4']\n[tool.gkrules.severities]\nGK404 = 'info'\n", "pyproject.toml"
    )
    result = check()
    assert {each["severity"] for each in json.loads(result.stdout)["reports"][0]["findings"]} == {"info"}
    assert "pyproject.toml" in result.stderr
    configure(checkout, "ignore: [GK4]\n")
    assert codes(check()) == {"GK201", "GK202"}
    assert "[tool.gkrules] 不起作用" in run("config").stdout


@pytest.mark.parametrize("text", ["[tool.gkrules\n", "[tool]\nother = 1\n", "gkrules"])
def test_a_project_that_is_malformed(checkout: Path, text: str) -> None:
    configure(checkout, text, "pyproject.toml")
    result = check()
    assert "Traceback" not in result.output
    assert result.exit_code == (1 if "other" in text else 2)
    assert run("config", "--config", "../pyproject.toml").exit_code == 2


def test_a_project_that_does_not_speak_of_us_may_be_malformed(checkout: Path) -> None:
    configure(checkout, "[tool", "pyproject.toml")
    assert check().exit_code == 1


@pytest.mark.parametrize(
    ("text", "where", "words"),
    [
        ("slect: [GK4]\n", ":1:8", "“select”"),
        ("select: GK4\n", ":1:9", "列表"),
        ("select: [GK4, GK77]\n", ":1:15", "GK77"),
        ("severities: {GK404: fatal}\n", ":1:21", "warning"),
        ("severities:\n  GK404: off\n", ":2:10", "ignore"),
        ("severities: {GK99: info}\n", ":1:20", "GK99"),
        ("limits: {second: 3}\n", ":1:18", "“seconds”"),
        ("limits: {seconds: soon}\n", ":1:19", "seconds=soon"),
        ("edition: 1999\n", ":1:10", "2021"),
        ("preview: yes\n", ":1:10", "true"),
        ("fail-on: always\n", ":1:10", "never"),
        ("format: docx\n", ":1:9", "sarif"),
        ("lang: fr\n", ":1:7", "en"),
        ("- 1\n", ":1:1", "映射"),
        ("a: *b\n", "", ""),
        ("[" * 3000, "", ""),
    ],
)
def test_what_is_wrong_is_said_with_its_place(checkout: Path, text: str, where: str, words: str) -> None:
    file = configure(checkout, text)
    for command in (("check", "a.docx", "--no-isolate"), ("config",)):
        result = run(*command)
        assert result.exit_code == 2, result.output
        assert f"{file}{where}" in result.stderr
        assert words in result.stderr
        assert not result.stdout


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("[tool.gkrules]\nslect = 1\n", ":2: [tool.gkrules] slect："),
        ("[tool.gkrules]\nselect = [\n  'GK77',\n]\n", ":2: [tool.gkrules] select："),
        ("[tool.gkrules.severities]\nGK4 = 'off'\n", ":2: [tool.gkrules] severities.GK4："),
        ("[tool.gkrules]\nlimits = {seconds = 'x'}\n", ":2: [tool.gkrules] limits.seconds："),
        ("[[tool.gkrules.waivers]]\nrule = 'GK404'\n", ":1: [tool.gkrules] waivers："),
        ("tool.gkrules = 1\n", ":1: [tool.gkrules]："),
    ],
)
def test_errors_about_the_table_name_its_entry(checkout: Path, text: str, entry: str) -> None:
    file = configure(checkout, text, "pyproject.toml")
    result = check()
    assert result.exit_code == 2
    assert f"{file}{entry}" in result.stderr


@pytest.mark.skipif(os.name == "nt", reason="no such pipes")
def test_pipes_and_what_is_too_large_are_not_read(checkout: Path) -> None:
    os.mkfifo(checkout / "gkrules.yaml")
    assert check().exit_code == 1  # no file of that name
    assert "不是文件" in check("--config", str(checkout / "gkrules.yaml")).stderr
    (checkout / "gkrules.yaml").unlink()
    configure(checkout, "#" * 1_000_001)
    assert "超过 1000000 字节" in check().stderr
    (checkout / "gkrules.yaml").unlink()
    configure(checkout, "#" * 1_000_001, "pyproject.toml")
    assert "超过 1000000 字节" in check().stderr


def test_a_file_that_is_named(checkout: Path) -> None:
    (checkout / "ci").mkdir()
    named = configure(checkout / "ci", "select: [GK201]\n", "strict.yaml")
    configure(checkout, "select: [GK4]\n")
    result = check("--config", str(named))
    assert (codes(result), result.stderr) == ({"GK201"}, "")
    both = check("--config", str(named), "--no-config")
    assert (both.exit_code, "--no-config" in both.stderr) == (2, True)
    assert check("--config", "none.yaml").exit_code == 2
    named.write_text("select: [GK201]\nwaivers:\n- {rule: GK201, reason: r}\n", "utf-8")
    (checkout / "sub" / "my.yaml").write_bytes(named.read_bytes())
    assert codes(check("--config", str(named))) == {"GK201"}  # the report is not below it
    assert codes(check("--config", "my.yaml")) == set()


def test_config_shows_what_holds_and_where_from(checkout: Path) -> None:
    configure(checkout, "select: [GK4]\nlimits: {seconds: 90}\nwaivers: []\n")
    shown = run("config", "--lang", "en").stdout
    rows = {line.split()[0]: line.split()[1:] for line in shown.splitlines() if line.strip()}
    above = os.path.join("..", "gkrules.yaml")  # noqa: PTH118
    assert rows["select"] == ["GK4", f"{above}:1"]
    assert rows["limits.seconds"] == ["90", f"{above}:2"]
    assert rows["fail-on"] == ["error", "default"]
    assert rows["lang"] == ["en", "--lang"]
    assert f"Waivers for .: {above}" in shown
    found = json.loads(run("config", "--format", "json", "..").stdout)
    assert found["settings"]["select"] == {"value": ["GK4"], "file": above, "line": 1}
    assert found["limits"] == {"seconds": {"value": "90", "file": above, "line": 2}}
    assert set(found["settings"]) == set(SETTINGS)
    assert found["waivers"] == {"..": above}
    assert json.loads(run("config", "--format", "json", "--no-config").stdout)["file"] is None


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_config_fits_a_terminal(checkout: Path, lang: str) -> None:
    configure(checkout, f"select: [{', '.join(['GK4'] + [f'GK{number}' for number in (101, 102, 201, 202, 203, 301, 401, 402)])}]\n")
    lines = run("config", "--lang", lang).stdout.splitlines()
    assert max(map(width_of, lines)) <= 80
    assert len(lines) > 12


def test_the_schema_takes_what_the_loader_takes() -> None:
    schema = json.loads((rules_folder() / "schemas" / "configuration.schema.json").read_text("utf-8"))
    validator = Draft202012Validator(schema)
    good = {
        "select": ["GK4"],
        "severities": {"GK404": "warning"},
        "edition": 2021,
        "limits": {"seconds": 90, "bytes": "200M"},
        "fail-on": "never",
    }
    assert not list(validator.iter_errors(good | {"waivers": [{"rule": "GK404", "reason": "r", "until": "2026-12-31"}]}))
    for bad in (
        {"slect": []},
        {"severities": {"GK4": "off"}},
        {"limits": {"second": 1}},
        {"waivers": [{"rule": "GK404"}]},
        {"format": "docx"},
    ):
        assert list(validator.iter_errors(bad)), bad
    assert json.loads(run("schema", "configuration").stdout) == schema


def test_a_waiver_is_added_to_settings(checkout: Path) -> None:
    file = configure(checkout, "select: [GK4]\n")
    result = run("waive", "a.docx", "GK404", "--reason", "已核实", "--no-isolate")
    assert result.exit_code == 0, result.output
    assert file.read_text("utf-8").startswith("select: [GK4]\nwaivers:\n  - rule: GK404\n")
    assert codes(check()) == set()


def test_help_does_not_need_a_configuration_that_is_right(checkout: Path) -> None:
    configure(checkout, "slect: []\n")
    assert run("check", "--help").exit_code == 0
