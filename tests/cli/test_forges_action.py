"""The action for workflows of GitHub: its file, and its script in bash with an environment that stands for the runner's."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
ACTION = ROOT / ".ci" / "action"
WRONG = ROOT / "fixtures" / "reports" / "hongze_2023.txt"
RIGHT = ROOT / "fixtures" / "reports" / "yongan_2024.txt"
bash = pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")

# In place of python3: `-m venv` makes a folder whose python "installs", and whose gkrules is the one of this test.
FAKE = """#!{shell}
printf '%s\\n' "$*" >>"{log}"
case "$*" in
  "-m venv "*)
    mkdir -p "$3/bin"
    cp "$0" "$3/bin/python"
    printf '#!/bin/sh\\nexec "%s" -m gkrules "$@"\\n' "{python}" >"$3/bin/gkrules"
    chmod +x "$3/bin/gkrules" ;;
  "-m pip "*) ;;
  *) exec "{python}" "$@" ;;
esac
"""


class Runner:
    """Runs the script as a runner does."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.log = folder, folder / "log"
        self.summary, self.output = folder / "summary.md", folder / "output"
        (folder / "bin").mkdir()
        (folder / "temp").mkdir()
        python = folder / "bin" / "python3"
        python.write_text(FAKE.format(shell=shutil.which("sh"), log=self.log, python=sys.executable), "utf-8")
        python.chmod(0o755)
        shutil.copy(WRONG, folder / "wrong.txt")
        shutil.copy(RIGHT, folder / "right one.txt")

    def run(self, **inputs: str) -> subprocess.CompletedProcess[str]:
        environment = {
            **os.environ,
            "PATH": f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "PYTHONUTF8": "1",
            "RUNNER_TEMP": str(self.folder / "temp"),
            "GITHUB_ACTION_PATH": str(ACTION),
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "GITHUB_OUTPUT": str(self.output),
            **{f"GKRULES_{name.upper()}": value for name, value in inputs.items()},
        }
        return subprocess.run(
            ["bash", str(ACTION / "run.sh")],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    def outputs(self) -> dict[str, str]:
        return dict(line.split("=", 1) for line in self.output.read_text("utf-8").splitlines())


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    return Runner(tmp_path)


def test_the_file_is_as_github_wants_it_and_no_input_is_in_a_script() -> None:
    text = (ACTION / "action.yml").read_text("utf-8")
    action = yaml.safe_load(text)
    assert {"name", "description", "inputs", "outputs", "runs"} <= action.keys()
    assert action["runs"]["using"] == "composite"
    used = set()
    for step in action["runs"]["steps"]:
        assert "${{" not in step["run"]
        assert step["shell"] == "bash"
        used |= {match for value in step["env"].values() for match in re.findall(r"^\$\{\{ inputs\.([a-z-]+) \}\}$", value)}
    assert used == set(action["inputs"])
    script = (ACTION / "run.sh").read_text("utf-8")
    assert {name for step in action["runs"]["steps"] for name in step["env"]} == set(re.findall("GKRULES_[A-Z_]+", script)) - {"GKRULES_"}
    assert "eval" not in script
    ids = {step["id"] for step in action["runs"]["steps"]}
    assert all(
        re.fullmatch(rf"\$\{{\{{ steps\.({'|'.join(ids)})\.outputs\.[a-z]+ \}}\}}", each["value"]) for each in action["outputs"].values()
    )


@bash
def test_what_is_wrong_is_annotated_summed_up_and_handed_over(runner: Runner) -> None:
    done = runner.run(paths="wrong.txt\nright one.txt\n", lang="en")
    assert done.returncode == 1, done.stderr
    annotations = [line for line in done.stdout.splitlines() if line.startswith("::error ")]
    assert annotations
    assert all(line.startswith("::error file=wrong.txt,") for line in annotations)
    assert any(line.startswith("::error file=wrong.txt,line=") for line in annotations)
    assert "| GK404 | error |" in runner.summary.read_text("utf-8")
    outputs = runner.outputs()
    assert outputs["status"] == "1"
    run = json.loads(Path(outputs["sarif"]).read_text("utf-8"))["runs"][0]
    assert {each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in run["results"]} == {"wrong.txt"}
    assert f"-m pip install --quiet --disable-pip-version-check {ROOT}" in runner.log.read_text("utf-8")


@bash
def test_nothing_wrong_is_no_annotation(runner: Runner) -> None:
    done = runner.run(paths="right one.txt", version="1.2.3", extras="doc,excel")
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"::stop-commands::([0-9a-f]{32})\n::\1::\n", done.stdout)
    assert runner.outputs()["status"] == "0"
    assert "install --quiet --disable-pip-version-check gkrules[doc,excel]==1.2.3" in runner.log.read_text("utf-8")


@bash
def test_no_path_is_the_folder_of_the_workflow(runner: Runner) -> None:
    assert runner.run(paths=" \n").returncode == 1
    uris = re.findall('"uri": "([^"]+)"', Path(runner.outputs()["sarif"]).read_text("utf-8"))
    assert set(uris) == {"wrong.txt"}


@bash
def test_options_and_severities_are_passed_on(runner: Runner) -> None:
    done = runner.run(paths="wrong.txt", options="--select=GK404\n\n--no-waivers\r\n", fail_on="never", annotations="false")
    assert done.returncode == 0, done.stderr
    assert "::error" not in done.stdout
    run = json.loads(Path(runner.outputs()["sarif"]).read_text("utf-8"))["runs"][0]
    assert {each["ruleId"] for each in run["results"]} == {"GK404"}


@bash
@pytest.mark.parametrize(
    ("inputs", "status"),
    [
        ({"paths": "$(touch owned)"}, 2),
        ({"paths": "; touch owned"}, 2),
        ({"paths": "--output=owned\nright one.txt"}, 2),
        ({"paths": "`touch owned`\n'; touch owned; '"}, 2),
        ({"lang": "zh; touch owned"}, 2),
        ({"fail_on": "$(touch owned)"}, 2),
        ({"version": "1.0 --index-url=http://evil.invalid"}, 2),
        ({"version": "$(touch owned)"}, 2),
        ({"extras": "doc] @ http://evil.invalid"}, 2),
        ({"options": "$(touch owned)"}, 2),
    ],
)
def test_no_input_is_a_command(runner: Runner, inputs: dict[str, str], status: int) -> None:
    done = runner.run(**{"paths": "right one.txt", **inputs})
    assert done.returncode == status, done.stdout + done.stderr
    assert not (runner.folder / "owned").exists()


@bash
def test_a_name_that_is_a_command_annotates_a_file_and_nothing_else(runner: Runner) -> None:
    name = "::set-output name=x::y,line=1.txt"
    shutil.copy(WRONG, runner.folder / name)
    done = runner.run(paths=f"./{name}")
    assert done.returncode == 1, done.stderr
    written = done.stdout.splitlines()
    assert {line.split(" ")[0] for line in written if not re.search("stop-commands|^::[0-9a-f]{32}::$", line)} <= {
        "::error",
        "::warning",
        "::notice",
    }
    assert all("file=%3A%3Aset-output name=x%3A%3Ay%2Cline=1.txt," in line for line in written[2:])
