"""What is not run by default is run before every merge, and within a time."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import settings
from strategies import TIER, examples

ROOT = Path(__file__).resolve().parents[2]
SLOW_STEP = re.compile(r'^timeout (\d+) "\$python" -m pytest (?!.*--collect-only)(?:.* )?-m slow$', re.MULTILINE)


def test_ci_runs_the_slow_tier_within_a_time() -> None:
    (seconds,) = SLOW_STEP.findall((ROOT / ".ci" / "run").read_text("utf-8"))
    assert 60 <= int(seconds) <= 900


def test_the_default_leaves_out_the_slow_tier_and_nothing_else() -> None:
    options = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["pytest"]["ini_options"]["addopts"]
    assert re.findall(r"-m ('[^']*'|\S+)|--(?:ignore|deselect)\S*|-k \S+", options) == ["'not slow'"]


def test_the_slow_tier_holds_the_fuzz_and_the_property_tests() -> None:
    arguments = [sys.executable, "-m", "pytest", "-q", "--collect-only", "-m", "slow", "tests/fuzz", "tests/locate"]
    found = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    assert "test_fuzz.py::test_damaged_files_are_read_or_refused" in found
    assert "test_locate_causes.py::test_" in found
    assert "test_locate_search.py::test_" in found


@pytest.mark.parametrize(("slow", "expected"), [(False, 25), (True, 60)])
def test_property_tests_have_all_their_examples_in_the_slow_tier(slow: bool, expected: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def test(number: int) -> None:
        """Holds always."""

    monkeypatch.setattr(TIER, "slow", slow)
    found = examples(60)(test)
    assert found._hypothesis_internal_use_settings.max_examples == expected
    assert settings.default.max_examples == 100
    assert ("slow" in {mark.name for mark in getattr(found, "pytestmark", [])}) == slow
