"""Completion in the shell, and the hooks of pre-commit."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from gkrules.cli.files import SUFFIXES
from gkrules.rulefiles.scaffold import TO_FILL_IN

ROOT = Path(__file__).resolve().parents[2]
HOOKS: dict[str, Any] = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
KEYS = {"id", "name", "description", "entry", "language", "additional_dependencies", "args", "files", "require_serial", "pass_filenames"}
SCRIPT = Path(sys.executable).with_name("gkrules")


def run(arguments: list[str], folder: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [str(SCRIPT) if arguments[0] == "gkrules" else arguments[0], *arguments[1:]]
    return subprocess.run(
        command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True, encoding="utf-8", check=False
    )


def completed(line: str) -> list[str]:
    """What bash is offered at the end of a line, as ``type,word``."""
    words = f"gkrules {line}"
    count = len(shlex.split(words)) - (not line.endswith(" "))
    result = run(["gkrules"], _GKRULES_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=str(count))
    assert result.stderr == ""
    return result.stdout.split()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_for_a_shell(shell: str) -> None:
    result = run(["gkrules"], _GKRULES_COMPLETE=f"{shell}_source")
    assert result.returncode == 0
    assert f"_GKRULES_COMPLETE={shell}_complete" in result.stdout


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("ch", ["plain,check"]),
        ("check --fail-on w", ["plain,warning"]),
        ("check fix", ["file,fix"]),
        ("check --previous fix", ["file,fix"]),
        ("check --rules fix", ["dir,fix"]),
        ("extract fix", ["file,fix"]),
        ("lint fix", ["dir,fix"]),
        ("explain gk40", ["plain,GK401", "plain,GK402", "plain,GK403", "plain,GK404"]),
        ("check --select GK403,GK60", [f"plain,GK403,GK60{number}" for number in range(1, 7)]),
        ("check --edition ", ["plain,2014", "plain,2019", "plain,2021"]),
        ("rules diff 2019 202", ["plain,2021"]),
        ("schema report --edition 202", ["plain,2021"]),
        ("explain --rules fix", ["dir,fix"]),
        ("explain received-and-handled", ["plain,received-and-handled-do-not-balance"]),
        ("check --select GK401,received-and-handled", ["plain,GK401,received-and-handled-do-not-balance"]),
    ],
)
def test_what_is_completed(line: str, expected: list[str]) -> None:
    assert completed(line) == expected


def test_hooks_have_known_keys() -> None:
    assert set(HOOKS) == {"gkrules-check", "gkrules-lint"}
    for hook in HOOKS.values():
        assert {"id", "name", "entry", "language"} <= set(hook) <= KEYS
        assert hook["language"] == "python"


def test_the_hook_for_reports() -> None:
    hook = HOOKS["gkrules-check"]
    taken = [suffix for suffix in SUFFIXES if re.search(hook["files"], f"a/年报{suffix}")]
    assert {".docx", ".pdf", ".xlsx"} <= set(taken) < set(SUFFIXES)
    assert not re.search(hook["files"], "README.md")
    entry = [*shlex.split(hook["entry"]), *hook.get("args", ())]
    good, bad = (f"fixtures/reports/{name}.docx" for name in ("yongan_2024", "hongze_2023"))
    assert run([*entry, good]).returncode == 0
    result = run([*entry, good, bad])
    assert result.returncode == 1
    assert "GK404" in result.stdout


def test_the_hook_for_rules(tmp_path: Path) -> None:
    hook = HOOKS["gkrules-lint"]
    entry = [*shlex.split(hook["entry"]), *hook["args"]]
    assert run(["gkrules", "rules", "new", "GKX901", "--dir", "rules"], tmp_path).returncode == 0
    file = next((tmp_path / "rules").rglob("GKX901*.yaml"))
    assert re.search(hook["files"], file.name)
    untouched = run(entry, tmp_path)
    assert untouched.returncode == 1
    assert "not-filled-in" in untouched.stdout
    text = file.read_text("utf-8")
    for each in TO_FILL_IN:
        text = text.replace(each, "own words")
    file.write_text(text, "utf-8")
    assert run(entry, tmp_path).returncode == 0
    file.write_text(file.read_text("utf-8").replace("severity: ", "severities: "), "utf-8")
    assert run(entry, tmp_path).returncode == 1
    shutil.rmtree(tmp_path / "rules")
    assert run(entry, tmp_path).returncode == 2
