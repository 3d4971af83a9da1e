"""The page of the commands has every command, option and argument in both languages, and its examples run."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import cli_page
import click
import pytest
from bilingual import in_language, is_chinese
from bilingual_pages import ROOT
from click.testing import CliRunner

from gkrules.cli import cli

COMMANDS = dict(cli_page.commands())
TEXTS = [*cli_page.texts("", cli), *(each for name, command in COMMANDS.items() for each in cli_page.texts(name, command))]


@pytest.mark.parametrize(("about", "text"), TEXTS, ids=[about for about, _ in TEXTS])
def test_every_help_is_there_in_both_languages(about: str, text: str) -> None:
    chinese, english = in_language(text, "zh"), in_language(text, "en")
    assert chinese, about
    assert english, about
    assert is_chinese(chinese)
    assert not is_chinese(english)
    # Nothing of the text is lost.
    assert len(re.sub(r"\W", "", chinese + english)) >= len(re.sub(r"\W", "", text)) - len("".join(re.findall(r"\d", text)))


@pytest.mark.parametrize(
    ("text", "chinese", "english"),
    [
        ("只用这些规则。 Only these rules.", "只用这些规则。", "Only these rules."),
        ("写成“名称.批注.docx”。 The copy; NAME.批注.docx.", "写成“名称.批注.docx”。", "The copy; NAME.批注.docx."),
        ("甲。乙。\n    丙 x，\n    丁。\n\n    One. Two\n    three.", "甲。乙。丙 x，丁。", "One. Two three."),
        ("退出码 Exit code: 0 没有 none; 1 有 some.", "退出码：0 没有；1 有。", "Exit code: 0 none; 1 some."),
        ("只有中文。", "只有中文。", ""),
        ("English only.", "", "English only."),
    ],
)
def test_a_help_is_split_by_language(text: str, chinese: str, english: str) -> None:
    assert (in_language(text, "zh"), in_language(text, "en")) == (chinese, english)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_has_every_command_and_option(lang: str) -> None:
    page = cli_page.pages(lang)["cli"]
    sections = dict(re.findall(r"^## gkrules ([a-z ]+?) \{.*?\}\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL))
    assert list(sections) == list(COMMANDS)
    for name, command in COMMANDS.items():
        for option in cli_page.options(command):
            assert f"`{option.opts[-1]}`" in sections[name]
            if isinstance(option.type, click.Choice):
                assert all(f"`{choice}`" in sections[name] for choice in option.type.choices)
        for called, _ in cli_page.arguments(command):
            assert called in sections[name]


def test_what_stands_beside_is_about_commands_there_are() -> None:
    assert set(cli_page.BESIDE["examples"]) == set(COMMANDS)
    called = {name for command in COMMANDS.values() for name, _ in cli_page.arguments(command)}
    assert set(cli_page.BESIDE["arguments"]) == called


@pytest.mark.parametrize("command", cli_page.BESIDE["examples"].values())
def test_the_examples_run(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(ROOT / "fixtures" / "reports" / "yongan_2024.docx", "report.docx")
    shutil.copy(ROOT / "fixtures" / "reports" / "hongze_2023.docx", "draft.docx")
    done = CliRunner().invoke(cli, shlex.split(command)[1:])
    assert done.exit_code in (0, 1), done.output
    assert done.exception is None or isinstance(done.exception, SystemExit)
