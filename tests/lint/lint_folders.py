"""The fixtures of the linter: small broken folders, laid over ``_base`` unless they bring a ``rules`` folder of their own."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import yaml

from gkrules.lint.findings import LintFinding
from gkrules.lint.run import lint

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "lint"
BASE = FIXTURES / "_base"
FOLDERS = sorted(folder for folder in FIXTURES.iterdir() if folder.is_dir() and folder != BASE)


def laid_out(fixture: Path, into: Path) -> Path:
    """The folder that a fixture means."""
    if (fixture / "rules").is_dir():
        return fixture / "rules"
    shutil.copytree(BASE, into, dirs_exist_ok=True)
    shutil.copytree(fixture, into, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.yaml"))
    return into


def found(fixture: Path, into: Path) -> tuple[Path, tuple[LintFinding, ...]]:
    folder = laid_out(fixture, into)
    return folder, lint([folder]).findings


def expected(fixture: Path) -> list[dict[str, Any]]:
    data: list[dict[str, Any]] = yaml.safe_load((fixture / "expected.yaml").read_text("utf-8"))
    return data
