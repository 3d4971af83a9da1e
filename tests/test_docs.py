"""Every code block of the documentation runs, page by page, in a folder that has the project's fixtures."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from gkrules.rulefiles.rulebook import own_rulebook

ROOT = Path(__file__).resolve().parents[1]
FENCE = re.compile(r'^```([a-z]+)(?: title="([^"]+)")?\n(.*?)^```$', re.MULTILINE | re.DOTALL)
PAGES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md"))
SHOWN = {"text", "console", "json"}
"""Blocks that show something; what they show of our output is tested where it is made."""


class Block(NamedTuple):
    language: str
    title: str
    code: str


def blocks(page: str) -> list[Block]:
    return [Block(*match) for match in FENCE.findall((ROOT / page).read_text("utf-8"))]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "fixtures").symlink_to(ROOT / "fixtures")
    shutil.copy(ROOT / "fixtures" / "reports" / "yongan_2024.docx", tmp_path / "report.docx")
    return tmp_path


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    scripts = Path(sys.executable).parent
    environment = {**os.environ, "PYTHONUTF8": "1", "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", env=environment, check=False)


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page)])
def test_the_code_of_a_page_runs(page: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the order of the page: files are written, commands run with exit code 0 or 1, Python must not raise or warn.

    Python runs in this process, each block in a namespace of its own: to load pandas anew for each takes longer than all that they do.
    """
    monkeypatch.chdir(folder)
    for language, title, code in blocks(page):
        if title:
            (folder / title).parent.mkdir(parents=True, exist_ok=True)
            (folder / title).write_text(code, "utf-8")
        elif language == "bash":
            done = run(["bash", "-euo", "pipefail", "-c", code], folder)
            assert done.returncode in (0, 1), done.stdout + done.stderr
        elif language == "python":
            exec(compile(code, page, "exec"), {"__name__": "__main__"})  # noqa: S102 - our own pages
        else:
            assert language in SHOWN, f"{page}: a block of '{language}' without a title is not tested"


def test_every_slot_of_the_lexicon_is_explained_with_its_values() -> None:
    """Of the rows of results and the columns of applicants, which the form names, the page gives examples."""
    page = (ROOT / "docs" / "claims.md").read_text("utf-8")
    lines = {name: line for line in page.splitlines() if line.startswith("| `") for name in re.findall(r"`(\w+)`", line.split("|")[1])}
    for slot, values in own_rulebook().claims_of("2021").lexicon.values.items():
        assert slot in lines, slot
        told = lines[slot].split("|")[2]
        if "…" not in told and re.search(r"`\w+`", told):
            assert {slot: values} == {slot: set(re.findall(r"`(\w+)`", told))}


def test_links_of_the_readme_lead_somewhere() -> None:
    """Those between the pages are checked where the site is built (`.ci/run`), for some pages are made there."""
    for link in re.findall(r"\]\((?!https?://|#)([^)#]+)", (ROOT / "README.md").read_text("utf-8")):
        assert (ROOT / link).exists(), link
