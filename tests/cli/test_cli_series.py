"""``gkrules series``: the table, the data, the picture."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result

from gkrules.cli import cli
from gkrules.render.lines import width_of

REPORTS = Path(__file__).resolve().parents[2] / "fixtures" / "reports"
TWO_YEARS = [str(REPORTS / "hongze_2023.docx"), str(REPORTS / "hongze_2024.docx")]
OLD = [str(REPORTS / "qinglan_2016.docx"), str(REPORTS / "qinglan_2020.docx")]


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, ["series", *args, "--no-isolate"])


def changed(tmp_path: Path, **cells: int | None) -> str:
    """The report of 2024 with other numbers, named ``a__b__c`` for ``a.b.c``; ``None`` is blank."""
    data = json.loads(CliRunner().invoke(cli, ["extract", TWO_YEARS[1], "--format", "json", "--no-isolate"]).stdout)
    for name, value in cells.items():
        data["cells"][name.replace("__", ".")].update(value=value, raw=str(value or ""), state="blank" if value is None else "number")
    file = tmp_path / "changed.json"
    file.write_text(json.dumps(data), "utf-8")
    return str(file)


def test_a_table_of_years_in_eighty_columns() -> None:
    result = run(*TWO_YEARS)
    assert result.exit_code == 0
    name, head, first, second, *_ = result.stdout.splitlines()
    assert name == "淮安市洪泽区人民政府"
    assert head.split() == ["新收申请", "上年结转", "办理总计", "结转下年", "行政复议", "行政诉讼"]
    assert first.split() == ["2023年度", "21", "0", "21", "0", "0", "0"]
    assert second.split() == ["2024年度", "95", "0", "95", "0", "2", "4"]
    assert len({width_of(line) for line in (head, first, second)}) == 1
    assert max(map(width_of, result.stdout.splitlines())) <= 100


def test_what_the_form_does_not_ask_for_and_missing_years_are_said() -> None:
    result = run(*OLD)
    assert "2016年度        9        —        9        —        1        0" in result.stdout
    assert "缺2017至2019年度的报告。" in result.stdout
    assert "There are no reports for 2017 to 2019." in run(*OLD, "--lang", "en").stdout


def test_a_break_is_marked_and_told(tmp_path: Path) -> None:
    result = run(TWO_YEARS[0], changed(tmp_path, applications__carried_in__total=3))
    assert "≠3" in result.stdout
    assert "2024年度上年结转 3，2023年度结转下年 0，相差 3。" in result.stdout


def test_two_reports_of_one_year_that_differ_are_not_used(tmp_path: Path) -> None:
    result = run(*TWO_YEARS, changed(tmp_path, applications__new__total=3, applications__carried_in__total=3))
    assert result.stdout.count("不采用") == 7
    assert "2024年度有 2 份报告，数字不同（2 格），都不采用" in result.stdout


def test_blank_is_said(tmp_path: Path) -> None:
    file = changed(tmp_path, applications__new__total=None)
    assert run(file).stdout.splitlines()[2].split()[1] == "空白"
    data = json.loads(run(file, "--format", "json").stdout)
    assert data["series"][0]["years"][0]["values"]["received"] == {"value": None, "state": "blank"}


def test_json_and_csv_hold_the_same() -> None:
    data = json.loads(run(*OLD, "--format", "json").stdout)
    (series,) = data["series"]
    assert series["years"][0]["values"]["carried_in"] is None
    assert series["breaks"][0]["message"]["zh"] == "缺2017至2019年度的报告。"
    rows = list(csv.reader(io.StringIO(run(*OLD, "--format", "csv").stdout)))
    assert rows[1] == ["青岚县市场监督管理局", "2016", "2014", "9", "—", "9", "—", "1", "0", ""]
    assert rows[2][-1] == "缺2017至2019年度的报告。"


def test_an_unreadable_file_is_told_and_the_others_are_shown(tmp_path: Path) -> None:
    bad = tmp_path / "bad.docx"
    bad.write_bytes(b"PK\x03\x04nothing")
    result = run(*TWO_YEARS, str(bad))
    assert result.exit_code == 2
    assert str(bad) in result.stderr
    assert "2024年度" in result.stdout


def test_without_matplotlib_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    result = run(*TWO_YEARS, "--plot", str(tmp_path / "a.svg"))
    assert result.exit_code == 2
    assert "gkrules[plot]" in result.stderr
    assert not (tmp_path / "a.svg").exists()


def test_the_picture_keeps_its_text_and_runs_nothing(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    file = changed(tmp_path, applications__carried_in__total=3)
    data = json.loads(Path(file).read_text("utf-8"))
    data["unit"] = "乙县<script>alert(1)</script>$x_1$教育局"
    Path(file).write_text(json.dumps(data), "utf-8")
    picture = tmp_path / "a.svg"
    result = run(*TWO_YEARS, file, "--plot", str(picture))
    assert result.exit_code == 0, result.output
    root = ET.fromstring(picture.read_text("utf-8"))  # noqa: S314 - made by ourselves
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "淮安市洪泽区人民政府" in texts
    assert data["unit"] in texts
    assert not list(root.iter("{http://www.w3.org/2000/svg}script"))
    again = tmp_path / "b.svg"
    run(*TWO_YEARS, file, "--plot", str(again))
    assert picture.read_bytes() == again.read_bytes()


def test_too_many_organs_for_one_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gkrules.render.series_plot.MOST_ORGANS", 1)
    result = run(*TWO_YEARS, *OLD, "--plot", str(tmp_path / "a.svg"))
    assert result.exit_code == 2
    assert "一张图最多画 1 个机关" in result.stderr
