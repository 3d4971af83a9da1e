"""`gkrules template`: the form to fill in, and what is no form of this year."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import gkrules
from gkrules.cli import cli
from gkrules.model.cells import CellState

YONGAN = "枣庄市市中区永安镇人民政府"
YONGAN_2024 = "fixtures/reports/yongan_2024.docx"


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, ["template", *args])


def test_both_kinds_at_once_for_last_year(tmp_path: Path) -> None:
    files = [tmp_path / "form.docx", tmp_path / "form.xlsx"]
    done = run("--unit", "某县人民政府", *(part for file in files for part in ("-o", str(file))))
    assert (done.exit_code, done.output) == (0, "")
    for file in files:
        report = gkrules.read(file)
        assert (report.unit, report.year, report.edition.key) == ("某县人民政府", datetime.datetime.now().astimezone().year - 1, "2021")
        assert {cell.state for cell in report.cells.values()} == {CellState.BLANK}


def test_the_edition_is_that_of_the_year(tmp_path: Path) -> None:
    file = tmp_path / "form.xlsx"
    assert run("--unit", "某县人民政府", "--year", "2020", "-o", str(file)).exit_code == 0
    assert gkrules.read(file).edition.key == "2019"


@pytest.mark.parametrize(("lang", "told"), [("zh", "从上年报告填入 7 格"), ("en", "7 cells were filled in")])
def test_last_years_report_gives_the_numbers_carried_in(tmp_path: Path, lang: str, told: str) -> None:
    file = tmp_path / "form.xlsx"
    done = run("--unit", YONGAN, "--year", "2025", "--previous", YONGAN_2024, "-o", str(file), "--lang", lang)
    assert (done.exit_code, told in done.stderr) == (0, True)
    before = gkrules.read(YONGAN_2024)
    assert gkrules.read(file).cell("applications.carried_in.total").value == before.cell("applications.carried_out.total").value


@pytest.mark.parametrize(
    ("unit", "year", "told"),
    [
        (YONGAN, "2024", "也是 2024 年度的报告"),
        (YONGAN, "2026", "2024"),
        ("某县人民政府", "2025", "单位是"),
    ],
)
def test_another_report_is_not_last_years(tmp_path: Path, unit: str, year: str, told: str) -> None:
    file = tmp_path / "form.docx"
    done = run("--unit", unit, "--year", year, "--previous", YONGAN_2024, "-o", str(file))
    assert (done.exit_code, told in done.stderr, "不能作为上年报告" in done.stderr) == (2, True, True)
    assert not file.exists()


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["--edition", "2019", "--year", "2024"], "2019 年版格式不用于 2024 年度"),
        (["--year", "2009"], "没有用于 2009 年度的格式"),
        (["--edition", "1999"], "1999"),
        (["--previous", "没有.docx"], "没有.docx"),
    ],
)
def test_what_does_not_fit_is_one_line(tmp_path: Path, args: list[str], told: str) -> None:
    done = run("--unit", "某县人民政府", *args, "-o", str(tmp_path / "form.docx"))
    assert (done.exit_code, told in done.stderr, done.stderr.count("\n")) == (2, True, 1)


def test_a_form_is_no_pdf(tmp_path: Path) -> None:
    done = run("--unit", "某县人民政府", "-o", str(tmp_path / "form.pdf"))
    assert (done.exit_code, ".docx、.xlsx" in done.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_last_years_report_is_never_written_over(tmp_path: Path) -> None:
    before = tmp_path / "last.docx"
    before.write_bytes(Path(YONGAN_2024).read_bytes())
    done = run("--unit", YONGAN, "--year", "2025", "--previous", str(before), "-o", str(before))
    assert (done.exit_code, before.read_bytes()) == (2, Path(YONGAN_2024).read_bytes())


def test_without_a_file_it_goes_to_the_pipe() -> None:
    done = run("--unit", "某县人民政府", "--format", "xlsx")
    assert done.stdout_bytes.startswith(b"PK")


def test_rules_of_ones_own_are_formulas_too(tmp_path: Path) -> None:
    import openpyxl

    own = Path("rules/checks/equations/GK404.yaml").read_text("utf-8").replace("GK404", "GKX901").replace("outcomes-do", "x-outcomes-do")
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "GKX901.yaml").write_text(own, "utf-8")
    file = tmp_path / "form.xlsx"
    done = run("--unit", "某县人民政府", "--rules", str(tmp_path / "own"), "-o", str(file))
    assert done.exit_code == 0, done.output
    codes = [row[0] for row in openpyxl.load_workbook(file)["核对"].iter_rows(min_row=6, values_only=True)]
    assert codes.count("GKX901") == 3
