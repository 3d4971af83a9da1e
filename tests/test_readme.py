"""What the README shows is what happens."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_the_example_is_what_the_command_prints() -> None:
    command, expected = blocks("console")[0].split("\n", 1)
    environment = {**os.environ, "PYTHONUTF8": "1"}
    arguments = [sys.executable, "-m", *command.removeprefix("$ ").split()]
    run = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", env=environment, check=False)
    # The digest changes with every edit of a rule.
    assert re.sub(r"（[0-9a-f]{12}）", "（…）", run.stdout) == expected
    assert run.returncode == 1


def test_the_python_example_runs() -> None:
    (code,) = blocks("python")
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout.count("GK404") == 2
