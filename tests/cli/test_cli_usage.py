"""Errors of usage: in both languages, or in the one that is asked for, with the nearest and the way to the help; exit code 2."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from gkrules.cli import cli

ENGLISH_OF_CLICK = re.compile(r"No such|Missing|Invalid value|Got unexpected|is not one of|requires an argument|Try '|does not take")


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, list(args), prog_name="gkrules")


def commands(group: click.Group = cli, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Every command, also those of groups."""
    found: list[tuple[str, ...]] = []
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        found += commands(command, (*path, name)) if isinstance(command, click.Group) else [(*path, name)]
    return found


def columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in line)


CASES = [
    (("chek", "x"), "没有命令“chek”，是否应为 check？", "there is no command 'chek'; did you mean check?"),
    (("zzz",), "没有命令“zzz”。命令有：check", "there is no command 'zzz'. Commands: check"),
    (("rules", "lst"), "没有命令“lst”，是否应为 list？", "did you mean list?"),
    (("--",), "没有写命令", "a command is missing"),
    (("--format", "json", "check", "x"), "命令的选项要写在命令后面", "go behind the command"),
    (("--versoin",), "是否应为 --version？", "did you mean --version?"),
    (("check", "x", "--selct", "GK4"), "没有选项“--selct”，是否应为 --select？", "did you mean --select?"),
    (("check", "x", "--selct=GK4"), "没有选项“--selct”，是否应为 --select？", "did you mean --select?"),
    (("check", "x", "-select", "GK4"), "没有选项“-select”，是否应为 --select？", "did you mean --select?"),
    (("check", "x", "-V"), "没有选项“-V”，是否应为 -v？", "did you mean -v?"),
    (("check", "x", "-Z"), "没有选项“-Z”", "there is no option '-Z'"),
    (("check", "x", "--no-isolat"), "是否应为 --no-isolate？", "did you mean --no-isolate?"),
    (("check", "x", "--format", "jsno"), "--format 不能是“jsno”，是否应为 json？", "did you mean json?"),
    (("check", "x", "--format", "text", "--format=jsno"), "--format 不能是“jsno”，是否应为 json？", "did you mean json?"),
    (("check", "x", "--format", "q"), "--format 不能是“q”。可以是：text", "It can be: text"),
    (("check", "x", "--fail-on", "ERROR"), "是否应为 error？", "did you mean error?"),
    (("check", "x", "--lang", "fr"), "--lang 不能是“fr”。可以是：zh、en", "It can be: zh, en"),
    (("schema", "repot"), "NAME 不能是“repot”，是否应为 report？", "did you mean report?"),
    (("check", "x", "--year", "abc"), "--year 应为 2008 至 2999 的整数，不能是“abc”", "from 2008 to 2999, not 'abc'"),
    (("check", "x", "--year", "1900"), "--year 应为 2008 至 2999 的整数，不能是“1900”", "from 2008 to 2999, not '1900'"),
    (("check", "x", "-o", "."), "--output 应为文件，“.”是文件夹", "--output is a file, and '.' is a folder"),
    (("check", "x", "-o."), "--output 应为文件，“.”是文件夹", "--output is a file, and '.' is a folder"),
    (("check", "x", "--quiet=3"), "选项 --quiet 后面不能写值", "the option --quiet takes no value"),
    (("check", "x", "--format"), "选项 --format 后面要写一个值", "the option --format needs a value"),
    (("check",), "缺少参数 PATHS...", "the argument PATHS... is missing"),
    (("explain",), "缺少参数 CODE", "the argument CODE is missing"),
    (("template", "-o", "a.docx"), "缺少选项 --unit", "the option --unit is missing"),
    (("explain", "GK401", "GK402"), "多出了“GK402”", "'GK402' is too much"),
    (("rules", "diff", "2019"), "缺少参数 AFTER", "the argument AFTER is missing"),
]


@pytest.mark.parametrize(("args", "zh", "en"), CASES, ids=[" ".join(each[0]) for each in CASES])
def test_in_both_languages(args: tuple[str, ...], zh: str, en: str) -> None:
    result = run(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    said = re.sub("\n  ", " ", result.stderr)
    assert zh in said.replace("、 ", "、")
    assert en in said
    assert said.index("错误：") < said.index("Error: ")
    assert not ENGLISH_OF_CLICK.search(said)
    assert re.search(r"^用法 Usage: gkrules", said, re.MULTILINE)
    assert re.search(r"^帮助 Help: gkrules.* --help$", said, re.MULTILINE)
    assert all(columns(line) <= 80 and line == line.rstrip() for line in result.stderr.splitlines())


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "args", [("check", "--lang", "LANG"), ("check", "x", "--selct", "a", "--lang=LANG"), ("chek", "x", "--lang", "LANG")]
)
def test_in_the_language_that_is_asked_for(args: tuple[str, ...], lang: str) -> None:
    result = run(*(each.replace("LANG", lang) for each in args))
    assert result.exit_code == 2
    assert ("错误" in result.stderr) == (lang == "zh")
    assert ("Error" in result.stderr) == (lang == "en")
    assert result.stderr.count("gkrules") == 2


def test_a_file_where_the_command_belongs(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    file.touch()
    result = run(str(file))
    assert "gkrules check" in re.sub(r"\n  ", " ", result.stderr)


@pytest.mark.parametrize("path", commands(), ids=" ".join)
def test_every_command_says_it_so(path: tuple[str, ...]) -> None:
    result = run(*path, "--no-such-option-anywhere")
    assert result.exit_code == 2
    assert "没有选项“--no-such-option-anywhere”" in result.stderr
    assert f"帮助 Help: gkrules {' '.join(path)} --help" in result.stderr


@pytest.mark.parametrize("args", [(), ("rules",)])
def test_no_arguments_are_answered_by_the_help(args: tuple[str, ...]) -> None:
    result = run(*args)
    assert "Commands:" in result.stderr + result.stdout
    assert "错误" not in result.stderr


def test_what_is_written_is_shown_cut_and_without_controls() -> None:
    result = run("x\x1b[31m" + "y" * 5000)
    assert result.exit_code == 2
    assert "\x1b" not in result.stderr
    assert len(result.stderr) < 1000


WORDS = st.sampled_from(["check", "rules", "schema", "--lang", "en", "--format", "-o", "--year", "--", "-", "--select", "", "=", "explain"])


@given(st.lists(st.one_of(WORDS, st.text(max_size=12)), max_size=5))
def test_whatever_is_written_first_is_answered_in_words(args: list[str]) -> None:
    # The command is unknown, whatever follows: nothing runs.
    result = run("no-such-command", *args)
    assert result.exit_code == 2
    assert "no-such-command" in result.stderr
    again = run("rules", "diff", *args, "--no-such-option")
    assert again.exit_code in (0, 2)
    assert not ENGLISH_OF_CLICK.search(again.stderr)
