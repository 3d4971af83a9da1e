"""The documentation is complete in Chinese and in English, and its code runs, page by page, in a folder that has the project's fixtures."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pages as site
import pytest
from bilingual_pages import ROOT, SHOWN, Block, blocks, chinese_share, depths, english_of, english_paragraphs

from gkrules.rulefiles.rulebook import own_rulebook

WRITTEN = {path.relative_to(ROOT / "docs").as_posix(): path.read_text("utf-8") for path in sorted((ROOT / "docs").rglob("*.md"))}
CHINESE = [page for page in WRITTEN if not page.endswith(".en.md")]
IN_BOTH = [page for page in CHINESE if english_of(page) in WRITTEN]
MOST_CHINESE = 0.03
"""What of an English page may be Chinese outside code, quotes, brackets and official labels."""


@cache
def made() -> Mapping[str, str]:
    """The pages that are made when the site is built."""
    return site.pages()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "fixtures").symlink_to(ROOT / "fixtures")
    shutil.copy(ROOT / "fixtures" / "reports" / "yongan_2024.docx", tmp_path / "report.docx")
    return tmp_path


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    scripts = Path(sys.executable).parent
    environment = {**os.environ, "PYTHONUTF8": "1", "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", env=environment, check=False)


def run_blocks(page: str, found: list[Block], folder: Path) -> None:
    """In the order of the page: files are written, commands run with exit code 0 or 1, Python must not raise or warn.

    Python runs in this process, each block in a namespace of its own: to load pandas anew for each takes longer than all that they do.
    """
    for language, title, code in found:
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


@pytest.mark.parametrize("page", [page for page in CHINESE if blocks(WRITTEN[page])])
def test_the_code_of_a_page_runs(page: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """That of the English page is the same but for comments and the language asked for (`test_the_languages_have_the_same_code`)."""
    monkeypatch.chdir(folder)
    run_blocks(page, blocks(WRITTEN[page]), folder)


def test_each_page_is_there_in_both_languages() -> None:
    every = {*WRITTEN, *made()}
    chinese = {page for page in every if not page.endswith(".en.md")}
    assert {"only in Chinese": chinese - {page.replace(".en.md", ".md") for page in every - chinese}} == {"only in Chinese": set()}
    assert {"only in English": every - chinese - {english_of(page) for page in chinese}} == {"only in English": set()}


@pytest.mark.parametrize("page", IN_BOTH)
def test_the_languages_have_the_same_headings(page: str) -> None:
    assert depths(WRITTEN[english_of(page)]) == depths(WRITTEN[page])


@pytest.mark.parametrize("page", IN_BOTH)
def test_the_languages_have_the_same_code(page: str) -> None:
    english, chinese = ([block.same_in_both for block in blocks(WRITTEN[each])] for each in (english_of(page), page))
    assert english == chinese


@pytest.mark.parametrize("page", IN_BOTH)
def test_an_english_page_is_in_english(page: str) -> None:
    assert chinese_share(WRITTEN[english_of(page)]) < MOST_CHINESE


@pytest.mark.parametrize("page", CHINESE)
def test_a_chinese_page_is_in_chinese(page: str) -> None:
    assert english_paragraphs(WRITTEN[page]) == []


def test_pages_that_are_made_are_each_in_one_language() -> None:
    faults = []
    for page in (page for page in made() if not page.endswith(".en.md")):
        chinese, english = made()[page], made()[english_of(page)]
        faults += [f"{page}: headings"] if depths(chinese) != depths(english) else []
        faults += [f"{page}: code"] if [b.same_in_both for b in blocks(chinese)] != [b.same_in_both for b in blocks(english)] else []
        faults += [f"{english_of(page)}: Chinese"] if chinese_share(english) >= MOST_CHINESE else []
        # The changes are kept in English only, as the Chinese page says.
        faults += [f"{page}: English"] if page != "changelog.md" and english_paragraphs(chinese) else []
    assert faults == []


def test_no_line_begins_with_a_figure() -> None:
    """Markdown takes such a line for a block of HTML, and breaks the sentence."""
    assert [page for page, text in WRITTEN.items() if re.search(r"^ *<!--figure:", text, re.MULTILINE)] == []


def test_links_name_a_page_in_no_language() -> None:
    """The site finds the page in the language of the reader."""
    every = {**WRITTEN, **made()}
    assert [page for page, text in every.items() if re.search(r"\]\([^)]*\.en\.md", text)] == []


def test_every_slot_of_the_lexicon_is_explained_with_its_values() -> None:
    """Of the rows of results and the columns of applicants, which the form names, the page gives examples."""
    for page in WRITTEN.keys() & {"claims.md", "claims.en.md"}:
        table = [line for line in WRITTEN[page].splitlines() if line.startswith("| `")]
        lines = {name: line for line in table for name in re.findall(r"`(\w+)`", line.split("|")[1])}
        for slot, values in own_rulebook().claims_of("2021").lexicon.values.items():
            assert slot in lines, slot
            told = lines[slot].split("|")[2]
            if "…" not in told and re.search(r"`\w+`", told):
                assert {slot: values} == {slot: set(re.findall(r"`(\w+)`", told))}


def test_links_of_the_readme_lead_somewhere() -> None:
    """Those between the pages are checked where the site is built (`.ci/run`), for some pages are made there."""
    for link in re.findall(r"\]\((?!https?://|#)([^)#]+)", (ROOT / "README.md").read_text("utf-8")):
        assert (ROOT / link).exists(), link
