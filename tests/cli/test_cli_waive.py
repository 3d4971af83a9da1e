"""`gkrules waive`: the entry does what it says, and all else that stands in the file stays as it is."""

from __future__ import annotations

import datetime
import json
import shutil
import stat
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gkrules import load_ruleset
from gkrules.cli import cli
from gkrules.model.errors import UsageError
from gkrules.model.findings import Waiver
from gkrules.render.cell_keys import key_patterns
from gkrules.render.cell_names import patterns_of
from gkrules.render.safe import clean
from gkrules.rulefiles.waiver_entry import with_entry
from gkrules.rulefiles.waivers import load_waivers

sys.path.append(str(Path(__file__).resolve().parents[1] / "render"))
from hostile_texts import HOSTILE

REPORTS = Path(__file__).resolve().parents[2] / "fixtures" / "reports"
WRONG = REPORTS / "hongze_2023.docx"
BLANK = REPORTS / "shuyang_fgj_2023.docx"
NEXT_YEAR = (datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(365)).isoformat()
ENTRY = "  - rule: GK404\n    files: report.docx\n    reason: 正在核对\n"


def run(*args: object) -> Result:
    return CliRunner().invoke(cli, [str(each) for each in args])


def waive(report: Path, *args: object, reason: str = "正在核对") -> Result:
    return run("waive", report, *args, "--reason", reason, "--no-isolate")


@pytest.fixture
def report(tmp_path: Path) -> Path:
    return Path(shutil.copy(WRONG, tmp_path / "report.docx"))


@pytest.fixture
def config(report: Path) -> Path:
    return report.with_name("gkrules.yaml")


def codes_left(report: Path) -> list[str]:
    data = json.loads(run("check", report, "--format", "json", "--no-isolate").stdout)
    return [finding["code"] for each in data["reports"] for finding in each["findings"]]


def test_a_new_file_beside_the_report(report: Path, config: Path) -> None:
    assert run("check", report, "--select", "GK404").exit_code == 1
    result = waive(report, "GK404")
    assert (result.exit_code, result.stderr) == (0, "")
    assert config.read_text("utf-8") == f"waivers:\n{ENTRY}"
    assert result.stdout.splitlines()[0].endswith("gkrules.yaml 第 2 行，豁免 2 处：")
    assert result.stdout.splitlines()[-1] == "没有豁免的问题还有 2 处。"
    assert run("check", report, "--select", "GK404").exit_code == 0


def test_waivers_make_a_check_pass(report: Path) -> None:
    assert run("check", report).exit_code == 1
    for code in ("GK404", "gk201", "GK202"):
        assert waive(report, code).exit_code == 0
    assert run("check", report, "--fail-on", "info").exit_code == 0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", f"waivers:\n{ENTRY}"),
        ("# 本局的豁免\n", f"# 本局的豁免\nwaivers:\n{ENTRY}"),
        ("# 本局的豁免", f"# 本局的豁免\nwaivers:\n{ENTRY}"),
        ("---\nwaivers:\n", f"---\nwaivers:\n{ENTRY}"),
        ("waivers: # 以下\n# 完\n", f"waivers: # 以下\n{ENTRY}# 完\n"),
        ("waivers:", f"waivers:\n{ENTRY}"),
        ("waivers: []  # 空\n", f"waivers:  # 空\n{ENTRY}"),
        (
            "# 头\nwaivers:\n  - rule: \"GK301\"   # 空白\n    reason: 'a: b'\n    # 到三月\n\n# 尾\n",
            f"# 头\nwaivers:\n  - rule: \"GK301\"   # 空白\n    reason: 'a: b'\n    # 到三月\n{ENTRY}\n# 尾\n",
        ),
        ("waivers:\n- {rule: GK301, reason: x}", "waivers:\n- {rule: GK301, reason: x}\n" + ENTRY.replace("\n  ", "\n").removeprefix("  ")),
        (
            "waivers:\n  - rule: GK301\n    reason: |\n      第一行\n      第二行\n",
            f"waivers:\n  - rule: GK301\n    reason: |\n      第一行\n      第二行\n{ENTRY}",
        ),
        ("waivers:\n  - rule: GK301\n    cells:\n      - applications.*\n    reason: >-\n      长\n\n\n# 尾", None),
        (
            "\ufeffwaivers:\r\n  - rule: GK301\r\n    reason: x  # y",
            "\ufeffwaivers:\r\n  - rule: GK301\r\n    reason: x  # y\r\n" + ENTRY.replace("\n", "\r\n"),
        ),
        (
            "waivers:\r\n  - rule: GK301\r\n    reason: x\r\n...\r\n",
            "waivers:\r\n  - rule: GK301\r\n    reason: x\r\n" + ENTRY.replace("\n", "\r\n") + "...\r\n",
        ),
        (
            'waivers:\n  - {rule: GK301,\n     reason: "x\n     y"} # z\n',
            f'waivers:\n  - {{rule: GK301,\n     reason: "x\n     y"}} # z\n{ENTRY}',
        ),
    ],
)
def test_what_stands_there_stays(report: Path, config: Path, before: str, after: str | None) -> None:
    config.write_bytes(before.encode())
    result = waive(report, "GK404")
    assert (result.exit_code, result.stderr) == (0, "")
    now = config.read_bytes().decode()
    if after is not None:
        assert now == after
    old = before.removesuffix("\n").splitlines(keepends=True)
    assert [line for line in old if line.strip("\r\n") not in now] == ["waivers: []  # 空"] * before.startswith("waivers: []")
    assert "GK404" not in codes_left(report)


@pytest.mark.parametrize(
    "before",
    [
        "waivers: [{rule: GK301, reason: x}]\n",
        "waivers: [\n  {rule: GK301, reason: x}\n]\n",
        "{waivers: [{rule: GK301, reason: x}]}\n",
        "waivers:\n  - rule: GK301\n    reason: 'x'\n--- \nwaivers: []\n",
        "waivers: 3\n",
        "waivers: ~\n",
        "other: 1\n",
        "- 1\n",
        "waivers:\n  - rule: GK999\n    reason: x\n",
        "waivers: &a\n  - rule: GK301\n    reason: x\n",
        "waivers:\n\t- rule\n",
        "\x00",
        "waivers:\n  - rule: GK301\n    reason: 无".encode("gb18030").decode("latin-1"),
        "[" * 5000,
    ],
)
def test_what_cannot_be_added_to_is_refused_and_stays(report: Path, config: Path, before: str) -> None:
    data = before.encode("latin-1") if "\x96" in before or "\xce" in before else before.encode()
    config.write_bytes(data)
    result = waive(report, "GK404")
    assert result.exit_code == 2
    assert result.stderr.startswith("错误：")
    assert len(result.stderr.splitlines()) == 1
    assert config.read_bytes() == data


def test_the_nearest_file_counts_and_keeps_its_rights(tmp_path: Path) -> None:
    folder = tmp_path / "年报" / "2023"
    folder.mkdir(parents=True)
    report = Path(shutil.copy(WRONG, folder / "a.docx"))
    config = tmp_path / "gkrules.yaml"
    config.write_text("waivers:\n", "utf-8")
    config.chmod(0o640)
    assert waive(report, "GK404").exit_code == 0
    assert not (folder / "gkrules.yaml").exists()
    assert "files: 年报/2023/a.docx\n" in config.read_text("utf-8")
    assert stat.S_IMODE(config.stat().st_mode) == 0o640
    assert "GK404" not in codes_left(report)
    # A file that a nearer one takes the place of would do nothing.
    (folder / "gkrules.yaml").write_text("waivers:\n", "utf-8")
    for place in (tmp_path, config):
        assert "离它更近" in waive(report, "GK201", "--config", place).stderr
    assert waive(report, "GK201", "--config", folder).exit_code == 0
    assert "GK201" in (folder / "gkrules.yaml").read_text("utf-8")


def test_a_file_that_does_not_count_is_refused(report: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    assert "不在" in waive(report, "GK404", "--config", tmp_path / "other").stderr
    assert "名为 gkrules.yaml" in waive(report, "GK404", "--config", tmp_path / "my.yaml").stderr
    assert sorted(each.name for each in tmp_path.iterdir()) == ["other", "report.docx"]


@pytest.mark.parametrize(
    "name",
    [
        "[a]*b?.docx",
        "a'b: c #d.docx",
        "{a}, - b.docx",
        "&a !b %c.docx",
        "！（一）。.docx",
        "-.docx",
        "a\\b.docx",
        'a\n- "b\u202e\x1b.docx',
        "𠀀😀\u200b.docx",
    ],
)
def test_a_name_means_the_file_and_no_other(tmp_path: Path, name: str) -> None:
    report = Path(shutil.copy(WRONG, tmp_path / name))
    other = Path(shutil.copy(WRONG, tmp_path / "a-b1.docx"))
    assert waive(report, "GK404").exit_code == 0
    assert "GK404" not in codes_left(report)
    assert "GK404" in codes_left(other)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every name is Unicode")
def test_a_name_that_is_no_unicode(tmp_path: Path, report: Path, config: Path) -> None:
    odd = Path(shutil.copy(WRONG, tmp_path / "a\udcff.docx"))
    result = waive(odd, "GK404")
    assert result.exit_code == 2
    assert "请改名或用 --unit" in result.stderr
    assert not config.exists()
    assert waive(odd, "GK404", "--unit").exit_code == 0


def test_cells_by_label_or_key(report: Path, config: Path) -> None:
    assert waive(report, "GK404", "--cells", "行政复议 ・ 总计", "--until", NEXT_YEAR).exit_code == 0
    assert f"    cells: [review_litigation.review.total]\n    reason: 正在核对\n    until: {NEXT_YEAR}\n" in config.read_text("utf-8")
    assert codes_left(report).count("GK404") == 1
    assert waive(report, "GK404", "--cells", "review_litigation.litigation_after_review.*").exit_code == 0
    assert "GK404" not in codes_left(report)


@pytest.mark.parametrize(
    ("text", "patterns"),
    [
        ("行政复议·总计", ["review_litigation.review.total"]),
        ("行政复议 · ＊", ["review_litigation.review.*"]),
        ("（一）予以公开·商业企业", ["applications.granted.business"]),
        ("(一)予以公开•商业企业", ["applications.granted.business"]),
        ("予以公开·商业企业", ["applications.granted.business"]),
        ("（三）1.属于国家秘密·总计", ["applications.denied_state_secret.total"]),
        ("*·商业企业", ["applications.*.business"]),
        ("applications.new.total, applications.*.business", ["applications.new.total", "applications.*.business"]),
        ("*", ["*"]),
    ],
)
def test_what_cells_are_called(text: str, patterns: list[str]) -> None:
    assert list(patterns_of([text], load_ruleset().editions["2021"])) == patterns


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("行政复仪·总计", "unknown_label"),
        ("总计", "unknown_label"),
        ("", "unknown_label"),
        ("applications.new.totl", "unknown_label"),
        ("x" * 100_000, "unknown_label"),
        ("*a" * 100, "unknown_label"),
        ("*·总计", "several_labels"),
        ("*·*", "several_labels"),
        ("属*·总计", "ok"),
    ],
)
def test_a_label_means_one_thing(text: str, kind: str) -> None:
    edition = load_ruleset().editions["2021"]
    if kind == "ok":
        assert len(patterns_of([text], edition)) > 1
        return
    with pytest.raises(UsageError) as caught:
        patterns_of([text], edition)
    assert caught.value.kind == kind


def test_a_wrong_label_names_the_nearest() -> None:
    with pytest.raises(UsageError) as caught:
        patterns_of(["行政复仪·总计"], load_ruleset().editions["2021"])
    assert "相近的有：行政复议·总计" in caught.value.zh


def test_every_cell_is_found_by_its_label() -> None:
    from gkrules.render.words import cell_label

    for edition in load_ruleset().editions.values():
        for lang in ("zh", "en"):
            labels = {key: cell_label(edition, key, lang) for key in edition.cell_by_key}
            for key, label in labels.items():
                if list(labels.values()).count(label) == 1 and label.count("·") == 1:
                    assert patterns_of([label], edition) == (key,)


def test_whole_tables_rows_and_columns_are_one_pattern() -> None:
    edition = load_ruleset().editions["2021"]
    table = edition.tables[-1]
    keys = [ref.key for ref in table.refs()]
    assert key_patterns(keys, edition) == (f"{table.key}.*",)
    row = [key for key in keys if key.startswith(f"{table.key}.review.")]
    assert key_patterns(reversed(row), edition) == (f"{table.key}.review.*",)
    assert key_patterns(row[1:], edition) == tuple(row[1:])
    column = [key for key in keys if key.endswith(".total")]
    assert key_patterns(column, edition) == (f"{table.key}.*.total",)
    assert key_patterns([], edition) == ()


def test_what_has_no_finding_is_not_written(report: Path, config: Path) -> None:
    result = waive(report, "GK301")
    assert result.exit_code == 2
    assert "有问题的是 GK201、GK202、GK404" in result.stderr
    assert not config.exists()
    result = waive(report, "GK301", "--force")
    assert result.exit_code == 0
    assert "这份报告里现在没有这样的问题。" in result.stdout
    assert "GK301" in config.read_text("utf-8")


def test_what_is_waived_already_is_not_written_again(report: Path, config: Path) -> None:
    waive(report, "GK404")
    before = config.read_bytes()
    result = waive(report, "GK404", "--cells", "行政复议·*")
    assert result.exit_code == 2
    assert "已经豁免" in result.stderr
    assert "第 2 行" in result.stderr
    assert config.read_bytes() == before


def test_cells_that_take_nothing_are_told_with_those_that_would(tmp_path: Path) -> None:
    report = Path(shutil.copy(BLANK, tmp_path / "a.docx"))
    result = waive(report, "GK301", "--cells", "予以公开·商业企业")
    assert result.exit_code == 2
    assert "applications.*.business、applications.*.research" in result.stderr
    assert waive(report, "GK301", "--cells", "applications.*").exit_code == 0
    assert "GK301" not in codes_left(report)


def test_for_all_reports_of_an_organ(report: Path, config: Path) -> None:
    assert waive(report, "GK404", "--unit").exit_code == 0
    assert "    unit: 淮安市洪泽区人民政府\n" in config.read_text("utf-8")
    assert "files:" not in config.read_text("utf-8")
    other = Path(shutil.copy(WRONG, report.with_name("copy.docx")))
    assert "GK404" not in codes_left(other)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--reason", " \x1b[0m\u202e "], "要写理由"),
        (["--reason", "长" * 501], "最多 500"),
        (["--reason", "x", "--until", "明年"], "--until 要写日期"),
        (["--reason", "x", "--until", "2026-02-30"], "--until 要写日期"),
        (["--reason", "x", "--until", "2020-01-01"], "已经过去"),
        ([], "--reason"),
    ],
)
def test_what_an_entry_needs(report: Path, config: Path, args: list[str], words: str) -> None:
    result = run("waive", report, "GK404", *args)
    assert result.exit_code == 2
    assert words in result.stderr
    assert not config.exists()


def test_an_unknown_rule_and_an_unreadable_report(report: Path, tmp_path: Path) -> None:
    assert waive(report, "GK999").exit_code == 2
    result = waive(tmp_path / "none.docx", "GK404")
    assert result.exit_code == 2
    assert "none.docx" in result.stderr
    assert waive(tmp_path / "report.docx", "GK404", "--config", report).exit_code == 2
    assert report.read_bytes() == WRONG.read_bytes()


def test_what_cannot_be_written_is_one_line(report: Path, config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from gkrules.cli import writing

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    config.write_text(f"waivers:\n{ENTRY}", "utf-8")
    monkeypatch.setattr(writing, "write_whole", full)
    result = waive(report, "GK201")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert config.read_text("utf-8") == f"waivers:\n{ENTRY}"


@pytest.mark.parametrize(
    "text",
    [
        "a: b",
        "a #b",
        "- a",
        "'",
        '"',
        "''\"",
        "a: 'b' # \"c\"",
        "{a}",
        "[a, b]",
        "&a *b",
        "!t",
        "%",
        "a\nb",
        "~",
        "null",
        "2026",
        "a：",
        "：",
        "…",
        "*",
        *HOSTILE,
    ],
)
def test_a_reason_is_read_back_as_it_was_cleaned(tmp_path: Path, text: str) -> None:
    from gkrules.cli.waive import _reason

    ruleset = load_ruleset()
    file = tmp_path / "gkrules.yaml"
    file.write_text("waivers:\n  - {rule: GK301, reason: 'x'}\n# 尾\n", "utf-8")
    if len(text) > 500 or not clean(text):
        with pytest.raises(UsageError):
            _reason(text)
        return
    reason = _reason(text)
    assert reason.isprintable()
    content, written = with_entry(file, Waiver("GK404", reason, unit=reason, files=reason), ruleset)
    file.write_bytes(content)
    assert (written.reason, written.unit, written.files) == (reason, reason, reason)
    assert [each.reason for each in load_waivers(file, ruleset)] == ["x", reason]
    assert content.startswith(b"waivers:\n  - {rule: GK301, reason: 'x'}\n")
    assert content.endswith("\n# 尾\n".encode())


def test_in_english(report: Path) -> None:
    result = waive(report, "GK404", "--lang", "en")
    assert result.stdout.splitlines()[0].endswith("gkrules.yaml, line 2; waived: 2")
    assert "waived already" in waive(report, "GK404", "--lang", "en").stderr


def test_a_report_in_an_archive(tmp_path: Path) -> None:
    from zipfile import ZipFile

    archive = tmp_path / "a.zip"
    with ZipFile(archive, "w") as made:
        made.write(WRONG, "年报.docx")
    assert waive(archive, "GK404").exit_code == 0
    assert "files: 'a.zip!/年报.docx'\n" in (tmp_path / "gkrules.yaml").read_text("utf-8")
    assert "GK404" not in codes_left(archive)
