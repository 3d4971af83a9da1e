"""Several outputs at once, and files that are written whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import stat
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result

from gkrules.cli import cli, writing
from gkrules.cli.outputs import chosen_outputs
from gkrules.model.errors import UsageError
from gkrules.render import formats

REPORTS = Path(__file__).resolve().parents[2] / "fixtures" / "reports"
WRONG = REPORTS / "hongze_2023.txt"


def run(*args: object) -> Result:
    return CliRunner().invoke(cli, [str(each) for each in args])


@pytest.fixture
def report(tmp_path: Path) -> Path:
    return Path(shutil.copy(WRONG, tmp_path / "report.txt"))


def test_each_file_gets_the_format_of_its_suffix(report: Path, tmp_path: Path) -> None:
    text, data = tmp_path / "out.txt", tmp_path / "out.json"
    result = run("check", report, "-o", text, "-o", data)
    assert (result.exit_code, result.output) == (1, "")
    assert "GK404 错误" in text.read_text("utf-8")
    assert json.loads(data.read_text("utf-8"))["reports"][0]["file"] == str(report)


def test_formats_that_are_named_go_with_the_files_in_their_order(report: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "a.json", tmp_path / "b"
    assert run("check", report, "--format", "text", "-o", first, "--format", "json", "-o", second).exit_code == 1
    assert first.read_text("utf-8").startswith(str(report))
    assert json.loads(second.read_text("utf-8"))["schema_version"] == "1"


@pytest.mark.parametrize("args", [["--format", "json", "-o", "a", "-o", "b"], ["--format", "json", "--format", "text"]])
def test_as_many_formats_as_files_or_none(report: Path, args: list[str]) -> None:
    result = run("check", report, *args)
    assert (result.exit_code, "每个文件写一个格式" in result.output) == (2, True)


@pytest.mark.parametrize("link", ["same", "symbolic", "hard", "dotted"])
@pytest.mark.parametrize("command", ["check", "extract", "doctor", "series", "rollup"])
def test_nothing_is_written_over_an_input(report: Path, command: str, link: str) -> None:
    target = report.with_name("out.txt")
    if link == "symbolic":
        target.symlink_to(report)
    elif link == "hard":
        target.hardlink_to(report)
    else:
        target = report if link == "same" else report.parent / "." / "x" / ".." / report.name
        (report.parent / "x").mkdir()
    before = report.read_bytes()
    result = run(command, report, "-o", target)
    assert (result.exit_code, report.read_bytes() == before) == (2, True)
    assert "没有写" in result.output


def test_a_file_of_a_folder_that_is_read_is_an_input_too(report: Path) -> None:
    before = report.read_bytes()
    assert run("check", report.parent, "-o", report).exit_code == 2
    assert run("check", WRONG, "--previous", report.parent, "-o", report).exit_code == 2
    assert report.read_bytes() == before


def test_two_outputs_are_not_one_file(report: Path, tmp_path: Path) -> None:
    result = run("check", report, "-o", tmp_path / "a.json", "-o", tmp_path / "x" / ".." / "a.json")
    assert (result.exit_code, "有两个输出" in result.output) == (2, True)


def test_what_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, report: Path) -> None:
    target = tmp_path / "out.json"
    target.write_text("old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing.os, "fsync", full)
    result = run("check", report, "-o", target)
    assert (result.exit_code, result.output) == (2, f"错误：{target}：无法写入（No space left on device）\n")
    assert target.read_text() == "old"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["out.json", "report.txt"]


def test_a_folder_that_is_not_there_is_said(report: Path, tmp_path: Path) -> None:
    result = run("check", report, "-o", tmp_path / "nowhere" / "out.json")
    assert (result.exit_code, result.output.count("\n")) == (2, 1)
    assert "无法写入" in result.output


def test_permissions_stay_and_new_files_get_the_usual_ones(tmp_path: Path) -> None:
    old, new, plain = tmp_path / "old", tmp_path / "new", tmp_path / "plain"
    old.write_text("x")
    old.chmod(0o640)
    plain.write_text("x")
    for target in (old, new):
        writing.write_whole(str(target), b"y")
        assert target.read_bytes() == b"y"
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    assert stat.S_IMODE(new.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "a", tmp_path / "link"
    target.write_text("old")
    link.symlink_to(target)
    writing.write_whole(str(link), b"new")
    assert (link.is_symlink(), target.read_bytes()) == (True, b"new")


def test_a_device_is_written_to_and_may_be_named_twice() -> None:
    writing.refuse_inputs([os.devnull, os.devnull], [os.devnull])
    writing.write_whole(os.devnull, b"x")
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)  # noqa: PTH116


def test_refused_is_a_usage_error(report: Path) -> None:
    with pytest.raises(UsageError) as caught:
        writing.refuse_inputs([str(report)], [str(report)])
    assert caught.value.kind == "output_is_input"


def test_a_file_of_waivers_is_an_input(report: Path) -> None:
    waivers = report.with_name("gkrules.yaml")
    waivers.write_text("waivers:\n  - {rule: GK404, reason: 已核实}\n", "utf-8")
    before = waivers.read_bytes()
    assert run("check", report, "-o", waivers).exit_code == 2
    assert waivers.read_bytes() == before


@pytest.mark.parametrize("name", ["out.docx", "out.PDF", "out.xls", "out.ods"])
def test_no_document_is_written_that_is_none(report: Path, name: str) -> None:
    target = report.with_name(name)
    result = run("check", report, "-o", target)
    assert (result.exit_code, target.exists()) == (2, False)
    assert ("gkrules annotate" in result.output) == (target.suffix.lower() in (".docx", ".pdf"))
    assert "不能写成这种文件；可以写成 .txt、.json" in result.output
    assert run("check", report, "--format", "text", "-o", target).exit_code == 1


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["--statistics", "--format", "csv"], 2),
        (["--statistics", "--format", "json"], 1),
        (["--show-fixes", "--format", "json"], 2),
        (["--group-by", "rule", "--format", "html"], 2),
        (["--group-by", "file", "--format", "html"], 1),
    ],
)
def test_what_no_output_shows_is_refused(report: Path, args: list[str], code: int) -> None:
    assert run("check", report, *args).exit_code == code


def test_a_missing_extra_is_said_before_anything_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(formats, "find_spec", lambda name: None if name == "jinja2" else object())
    for args in (["-o", tmp_path / "a.html"], ["--format", "html"], ["-o", tmp_path / "a.txt", "-o", tmp_path / "a.html"]):
        result = run("check", "no such file", *args)
        assert (result.exit_code, result.output) == (2, "错误：需要安装 html：pip install 'gkrules[html]'\n")


def test_what_is_no_text_goes_into_a_pipe_and_not_to_a_screen(monkeypatch: pytest.MonkeyPatch, report: Path) -> None:
    assert CliRunner().invoke(cli, ["check", str(report), "--format", "xlsx"]).stdout_bytes.startswith(b"PK")
    monkeypatch.setattr("gkrules.cli.outputs.sys", SimpleNamespace(stdout=SimpleNamespace(isatty=lambda: True)))
    with pytest.raises(UsageError) as caught:
        chosen_outputs("result", ["xlsx"], [])
    assert caught.value.kind == "needs_file"


@pytest.mark.parametrize("row", [row for row in formats.REPORTERS if row.extra], ids=lambda row: f"{row.takes}-{row.name}")
def test_extras_of_formats_are_those_of_the_package(row: formats.Reporter) -> None:
    extras = tomllib.loads((REPORTS.parents[1] / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    assert row.extra in extras
    row.require()


@pytest.mark.parametrize("name", ["out.html", "out.xlsx"])
def test_what_was_written_about_reports_is_no_report(report: Path, name: str) -> None:
    """A page and a workbook draw the form: taken for reports, they would be found to be copies of those that they are about."""
    target = report.with_name(name)
    assert run("check", report, "-o", target).exit_code == 1
    alone = run("check", target)
    assert (alone.exit_code, "是 gkrules 写的核对结果，不是报告" in alone.output) == (2, True)
    folder = run("check", report.parent, "--format", "json")
    assert [each["file"] for each in json.loads(folder.stdout)["reports"]] == [str(report)]
    assert json.loads(folder.stdout)["failed"] == []
    assert folder.stderr == f"{target}：是 gkrules 写的核对结果，没有当作报告\n"
    assert "not taken for one" in run("check", report.parent, "--lang", "en").stderr


def test_a_form_that_was_filled_in_is_a_report(tmp_path: Path) -> None:
    assert run("template", "--unit", "某县人民政府", "--year", "2025", "-o", tmp_path / "form.xlsx").exit_code == 0
    assert "没有当作报告" not in run("check", tmp_path).stderr


@pytest.mark.parametrize(("option", "in_file", "on_screen"), [([], True, False), (["--bom"], True, True), (["--no-bom"], False, False)])
@pytest.mark.parametrize("command", ["check", "extract"])
def test_the_mark_of_csv_is_asked_for(report: Path, command: str, option: list[str], in_file: bool, on_screen: bool) -> None:
    target = report.with_name("out.csv")
    run(command, report, "-o", target, *option)
    assert target.read_bytes().startswith(b"\xef\xbb\xbf") == in_file
    assert target.read_text("utf-8-sig").startswith(("file,", "type,"))
    assert run(command, report, "--format", "csv", *option).stdout.startswith("\ufeff") == on_screen
