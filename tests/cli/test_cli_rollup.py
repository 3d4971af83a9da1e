"""``gkrules rollup``: the form that the higher organ should hold, and what was added up."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from gkrules.cli import cli

REPORTS = Path(__file__).resolve().parents[2] / "fixtures" / "reports"
ONE, OTHER, AGAIN = (str(REPORTS / name) for name in ("hongze_2024.docx", "yongan_2024.docx", "yongan_2024.html"))


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, [*args, "--no-isolate"])


def test_the_tables_are_printed_with_what_was_added_up() -> None:
    result = run("rollup", ONE, OTHER, AGAIN, "--unit", "丙省人民政府")
    assert result.exit_code == 0
    assert result.stdout.startswith("2 份报告的合计\n丙省人民政府  2024年度（2021年版格式）\n")
    rows = {line.split()[0]: line.split()[1:] for line in result.stdout.splitlines() if line.strip()}
    assert rows["一、本年新收政府信息公开申请数量"][-1] == "100"
    assert "计入合计的报告（2 份）：" in result.stdout
    assert f"{AGAIN}  枣庄市市中区永安镇人民政府（与同一机关已计入的报告数字相同，只计一次）" in result.stdout


def test_the_json_can_be_checked(tmp_path: Path) -> None:
    file = tmp_path / "sum.json"
    assert run("rollup", ONE, OTHER, "--unit", "丙省人民政府", "-o", str(file)).exit_code == 0
    data = json.loads(file.read_text("utf-8"))
    assert [each["file"] for each in data["rollup"]["summed"]] == [ONE, OTHER]
    checked = json.loads(run("check", str(file), "--below", ONE, "--below", OTHER, "--select", "GK7,GK403", "--format", "json").stdout)
    (found,) = checked["reports"]
    assert (found["unit"], found["year"]) == ("丙省人民政府", 2024)
    assert found["findings"] == []
    assert found["outcomes"]["pass"] > 30


def test_csv() -> None:
    result = run("rollup", ONE, OTHER, "--format", "csv")
    assert ",applications.new.total," in result.stdout
    # One of the reports prints （六）其他处理 as one row, so that the sum has it, too: 200 cells, 7 more, and the head.
    assert len(result.stdout.splitlines()) == 208


def test_years_are_chosen_and_not_given_to_reports_of_others() -> None:
    last = str(REPORTS / "hongze_2023.docx")
    result = run("rollup", ONE, OTHER, last)
    assert result.exit_code == 2
    assert "（2023、2024），不能合计；请用 --year 指定其中一年" in result.stderr
    chosen = run("rollup", ONE, OTHER, last, "--year", "2024", "--lang", "en")
    assert chosen.exit_code == 0
    assert f"{last}  淮安市洪泽区人民政府 (for 2023)" in chosen.stdout


def test_an_unreadable_file_makes_the_sum_incomplete(tmp_path: Path) -> None:
    bad = tmp_path / "bad.docx"
    bad.write_bytes(b"PK\x03\x04nothing")
    result = run("rollup", ONE, OTHER, str(bad))
    assert result.exit_code == 2
    assert "计入合计的报告（2 份）：" in result.stdout
    assert str(bad) in result.stderr
