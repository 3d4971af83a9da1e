from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from lint_folders import BASE, FIXTURES, laid_out

from gkrules.cli import cli


def run(*args: object) -> Result:
    return CliRunner().invoke(cli, ["lint", *map(str, args)])


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    return laid_out(FIXTURES / "name-unknown", tmp_path / "rules")


def test_clean() -> None:
    result = run(BASE)
    assert (result.exit_code, result.stdout) == (0, "没有发现问题。\n")


def test_text(broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(broken)
    result = run(".", "--lang", "en")
    first, shown, caret, *_ = result.stdout.splitlines()
    assert result.exit_code == 1
    assert first.startswith("checks/BA001.yaml:11:17: L012 name-unknown: unknown name 'totale', did you mean 'total'?")
    assert shown[caret.index("^") : caret.rindex("^") + 1] == "totale"
    assert result.stdout.splitlines()[-1] == "2 errors, 0 warnings. See docs/lint.md"


def test_every_line_has_its_place(broken: Path) -> None:
    lines = [line for line in run(broken).stdout.splitlines() if " L0" in line]
    assert all(re.match(r".+:\d+:\d+: L\d{3} [a-z-]+: .", line) for line in lines)
    assert len(lines) == 2


def test_json(broken: Path) -> None:
    result = run(broken, BASE, "--format", "json")
    data = json.loads(result.stdout)
    assert result.exit_code == 1
    assert data["schema_version"] == "1"
    assert data["folders"] == [str(broken), str(BASE)]
    assert data["skipped"] == []
    first = data["findings"][0]
    assert {key: first[key] for key in ("code", "name", "severity", "line", "column", "rules")} == {
        "code": "L012",
        "name": "name-unknown",
        "severity": "error",
        "line": 11,
        "column": 17,
        "rules": ["BA001"],
    }
    assert set(first["message"]) == {"zh", "en"}


@pytest.mark.parametrize("what", ["missing", "empty", "file"])
def test_unusable(what: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("x", "utf-8")
    result = run(tmp_path / what)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert what in result.stderr


def test_no_usage_of_unknown_options() -> None:
    assert run("--frmat", "json").exit_code == 2
