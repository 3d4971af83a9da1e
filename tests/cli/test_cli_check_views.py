"""What the terminal says beside the plain list: counts, groups, suggested values, keys, hints, and how many findings were waived."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from gkrules.cli import cli
from gkrules.render.lines import width_of
from gkrules.rulefiles.location import rules_folder

REPORTS = Path(__file__).resolve().parents[2] / "fixtures" / "reports"
WRONG = str(REPORTS / "hongze_2023.docx")
NEXT = str(REPORTS / "hongze_2024.docx")
BLANK = str(REPORTS / "shuyang_fgj_2023.docx")
CLEAN = str(REPORTS / "yongan_2024.docx")


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, ["check", *args, "--no-isolate"])


def made(tmp_path: Path, name: str, cells: dict[str, int | None], *, unit: str = "南州市东台区人民政府") -> str:
    from dataclasses import replace

    from gkrules import load_ruleset
    from gkrules.testing import small_report

    report = small_report(load_ruleset().editions["2021"], cells)
    file = tmp_path / name
    file.write_text(replace(report, unit=unit, year=2024, title_year=2024, period_years=(2024, 2024)).to_json(), "utf-8")
    return str(file)


def findings_of(*args: str) -> list[dict[str, Any]]:
    data = json.loads(run(*args, "--format", "json").stdout)
    return [finding for report in data["reports"] for finding in report["findings"]]


def test_statistics_take_the_place_of_the_findings() -> None:
    result = run(WRONG, NEXT, CLEAN, "--statistics")
    assert result.exit_code == 1
    assert [title for title in ("按规则", "按机关", "按年度", "按原因") if f"{title}\n" not in result.stdout] == []
    assert "可能有误" not in result.stdout
    assert "合计 3 份" in result.stdout
    assert max(map(width_of, result.stdout.partition("合计 3 份")[0].splitlines())) <= 80
    found = len(findings_of(WRONG, NEXT, CLEAN))
    assert [int(line.split()[-1]) for line in result.stdout.splitlines() if re.match("合计  ", line)] == [found] * 4


def test_statistics_in_json_stand_beside_the_findings() -> None:
    data = json.loads(run(WRONG, CLEAN, "--statistics", "--format", "json").stdout)
    schema = json.loads((rules_folder() / "schemas" / "check-result.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(data)
    assert sum(each["findings"] for each in data["statistics"]["rules"]) == data["summary"]["findings"] > 0
    assert data["reports"][0]["findings"]
    assert "statistics" not in json.loads(run(CLEAN, "--format", "json").stdout)


def test_what_could_not_be_checked_is_told_with_the_statistics(tmp_path: Path) -> None:
    result = run(WRONG, str(tmp_path / "none.docx"), "--statistics")
    assert result.exit_code == 2
    assert "无法检查：" in result.stdout


@pytest.mark.parametrize("group", ["rule", "organ"])
def test_every_finding_stands_in_one_group(group: str) -> None:
    files = (WRONG, NEXT, BLANK, CLEAN)
    words = run(*files, "--group-by", group).stdout
    heads = re.findall(r"^ *(GK\d{3}) (?:错误|警告|提示) .*(?<!份）)$", words, re.MULTILINE)
    assert sorted(heads) == sorted(each["code"] for each in findings_of(*files))


def test_findings_by_rule() -> None:
    words = run(WRONG, NEXT, "--group-by", "rule", "--select", "GK2,GK404").stdout
    heads = re.findall(r"^(GK\d{3}) \S+ .*（(\d+) 处，(\d+) 份）$", words, re.MULTILINE)
    assert heads == [("GK201", "2", "2"), ("GK202", "2", "2"), ("GK404", "2", "1")]
    assert "核对 " in words


def test_findings_by_organ() -> None:
    words = run(NEXT, CLEAN, WRONG, "--group-by", "organ").stdout
    assert "淮安市洪泽区人民政府（2 份：2023年度、2024年度）\n" in words
    assert words.index("hongze_2023.docx") < words.index("hongze_2024.docx") < words.index("yongan_2024.docx")


def test_one_cause_of_several_rules_is_told_once(tmp_path: Path) -> None:
    a = "applications.{}.{}".format
    cells = {a(row, column): 5 for row in ("new", "granted", "handled_total") for column in ("natural_person", "total")}
    file = made(tmp_path, "a.json", {**cells, a("handled_total", "natural_person"): 7})
    found = findings_of(file, "--select", "GK4")
    codes = sorted({each["code"] for each in found})
    assert len(codes) > 1
    words = run(file, "--select", "GK4", "--group-by", "rule").stdout
    assert words.count(f"同一原因 {len(found)} 处：") == 1
    assert words.count("同一原因的另外 ") == 1
    assert words.count(f"原因见 {codes[0]}") == len(codes) - 1
    assert words.index("同一原因 ") < words.index(f"原因见 {codes[0]}")


def test_the_quiet_list_follows_the_group() -> None:
    lines = run(NEXT, WRONG, "-q", "--group-by", "rule").stdout.splitlines()
    codes = [line.split(": ")[1].split()[0] for line in lines]
    assert codes == sorted(codes)
    files = [line.split(":")[0] for line in run(NEXT, WRONG, "-q", "--group-by", "organ").stdout.splitlines()]
    assert files == sorted(files)


def test_suggested_values() -> None:
    result = run(WRONG, "--show-fixes")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[1].split() == ["规则", "现为", "建议值", "把握", "缘由"]
    assert lines[2].split() == ["行政复议·总计", "GK404", "0", "11", "很可能", "总计填为", "0"]
    assert "以下 2 种改法，只有一种对" in lines
    assert "建议值只供核对，文件没有改动。" in lines
    assert "有 1 处不止一种改法，请对照台账确定。" in lines
    assert "另有 2 件要改正的事没有建议值，不在表中。" in lines
    assert max(map(width_of, lines[1:])) <= 80
    assert "review_litigation.review.total" not in result.stdout
    assert "  review_litigation.review.total" in run(WRONG, "--show-fixes", "-v").stdout


def test_many_cells_alike_are_one_row() -> None:
    words = run(BLANK, "--show-fixes").stdout
    assert words.count("GK301") == 2  # the row, and the summary
    assert "空白应填 0" in words
    assert run(BLANK, "--show-fixes", "-v").stdout.count(" GK301 ") > 100


def test_no_suggested_values() -> None:
    assert "没有建议值。" in run(CLEAN, "--show-fixes").stdout


def test_keys_are_told_when_asked_for() -> None:
    assert "review_litigation" not in run(WRONG).stdout
    words = run(WRONG, "-v", "--lang", "en").stdout
    assert "keys of its cells: review_litigation.review.*\n" in words
    assert "applications.other_not_corrected.*, applications.other_fee_unpaid.*, applications.other_other.*\n" in words


def test_the_keys_that_are_told_make_a_waiver(tmp_path: Path) -> None:
    words = run(BLANK, "-v", "--select", "GK301").stdout
    keys = re.search("单元格的键：(.*)", words)
    assert keys
    report = tmp_path / "report.docx"
    report.write_bytes(Path(BLANK).read_bytes())
    lines = "".join(f"      - {key}\n" for key in keys[1].split(", "))
    (tmp_path / "gkrules.yaml").write_text(f"waivers:\n  - rule: GK301\n    reason: 按旧表\n    cells:\n{lines}", "utf-8")
    assert run(str(report), "--select", "GK301", "--fail-on", "info").exit_code == 0


def test_where_more_is_to_be_found() -> None:
    last = run(WRONG, NEXT).stdout.splitlines()[-1]
    assert [word for word in ("-v", "--show-fixes", "--statistics", "gkrules explain GK") if word not in last] == []
    last = run(WRONG, NEXT, "-v").stdout.splitlines()[-1]
    assert last.startswith("提示：")
    assert "-v " not in last
    single = (WRONG, CLEAN, "--select", "GK202")
    for args in ((WRONG,), (CLEAN, str(REPORTS / "yongan_2024.txt")), (WRONG, NEXT, "-q"), single, (WRONG, NEXT, "--format", "json")):
        assert "提示：" not in run(*args).stdout


def test_a_quiet_list_ends_with_what_was_waived(tmp_path: Path) -> None:
    report = tmp_path / "report.docx"
    report.write_bytes(Path(WRONG).read_bytes())
    (tmp_path / "gkrules.yaml").write_text("waivers:\n  - {rule: GK404, reason: 正在核对}\n", "utf-8")
    lines = run(str(report), "-q").stdout.splitlines()
    assert lines[-1] == "另有 2 处已豁免。"
    assert len(lines) == 3
    assert "豁免" not in run(str(report), "-q", "--no-waivers").stdout


def test_the_text_of_a_waiver_is_harmless(tmp_path: Path) -> None:
    report = tmp_path / "report.docx"
    report.write_bytes(Path(WRONG).read_bytes())
    reason = json.dumps("\x1b[2J\x1b[31m红\u202e\n::error file=x::假")
    (tmp_path / "gkrules.yaml").write_text(f"waivers:\n  - {{rule: GK404, reason: {reason}}}\n", "utf-8")
    for args in ((), ("-v",), ("--group-by", "rule"), ("--group-by", "organ"), ("--show-passed",), ("--format", "json")):
        words = run(str(report), *args).stdout
        assert [char for char in words if char in "\x1b\u202e"] == []
        assert [line for line in words.splitlines() if line.startswith("::")] == []
    assert "理由：红 ::error file=x::假（gkrules.yaml 第2行）" in run(str(report)).stdout


def test_patterns_of_a_waiver_are_harmless(tmp_path: Path) -> None:
    report = tmp_path / "report.docx"
    report.write_bytes(Path(WRONG).read_bytes())
    files = json.dumps("[\x1b\u202e\n:r]eport.docx")
    (tmp_path / "gkrules.yaml").write_text(f"waivers:\n  - {{rule: GK301, files: {files}, reason: x}}\n", "utf-8")
    for args in ((), ("-q",), ("--group-by", "rule"), ("--statistics",), ("--show-fixes",)):
        words = run(str(report), *args).stdout
        assert [char for char in words if char in "\x1b\u202e"] == []
    assert "GK902" in run(str(report)).stdout
