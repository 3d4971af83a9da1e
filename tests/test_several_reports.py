"""Files with several reports, from the bytes to the commands: each is read as it is read alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import gkrules
from gkrules.cli import cli
from gkrules.workers import Request, Worker, read_files

REPORTS = Path(__file__).parent.parent / "fixtures" / "reports"
NAMES = ("hongze_2023", "yongan_2024", "qinglan_2020")


@pytest.fixture
def county(tmp_path: Path) -> Path:
    file = tmp_path / "county.txt"
    file.write_text("\n\n".join((REPORTS / f"{name}.txt").read_text(encoding="utf-8") for name in NAMES), encoding="utf-8")
    return file


@pytest.fixture
def two_years(tmp_path: Path) -> Path:
    text = (REPORTS / "hongze_2023.txt").read_text(encoding="utf-8")
    file = tmp_path / "two.txt"
    file.write_text(text + "\n" + text.replace("2023", "2024"), encoding="utf-8")
    return file


@pytest.mark.parametrize("isolated", [False, True])
def test_each_is_read_as_it_is_read_alone(county: Path, isolated: bool) -> None:
    alone = [gkrules.read(REPORTS / f"{name}.txt") for name in NAMES]
    together = gkrules.read_all(county, isolated=isolated)
    assert [report.part for report in together] == [1, 2, 3]
    assert {report.file for report in together} == {str(county)}
    for one, part in zip(alone, together, strict=True):
        assert (part.unit, part.year, part.edition.key, part.preamble) == (one.unit, one.year, one.edition.key, one.preamble)
        assert {key: (cell.value, cell.state) for key, cell in part.cells.items()} == {
            key: (cell.value, cell.state) for key, cell in one.cells.items()
        }
        assert [(section.key, section.text) for section in part.sections] == [(section.key, section.text) for section in one.sections]


def test_a_file_with_one_report_gives_a_list_of_one() -> None:
    (report,) = gkrules.read_all(REPORTS / "yongan_2024.txt")
    assert report == gkrules.read(REPORTS / "yongan_2024.txt")


@pytest.mark.parametrize("isolated", [False, True])
def test_read_refuses_several_and_says_how_to_read_them(county: Path, isolated: bool) -> None:
    with pytest.raises(gkrules.DocumentError, match="read_all") as caught:
        gkrules.read(county, isolated=isolated)
    assert caught.value.kind == "several_reports"
    assert "2023" in caught.value.zh
    assert "2024" in caught.value.en


def test_workers_give_all_reports_of_each_file(county: Path) -> None:
    editions = gkrules.load_ruleset().editions
    requests = [Request(str(county)), Request(str(REPORTS / "yongan_2024.txt"))]
    found = list(read_files(requests, editions, count=1))
    assert [len(each) for each in found if isinstance(each, tuple)] == [3, 1]
    with Worker() as worker, pytest.raises(gkrules.DocumentError, match="read_all"):
        worker.read(requests[0], editions)


def test_two_years_in_a_file_are_checked_against_each_other(two_years: Path) -> None:
    result = gkrules.check(gkrules.read_all(two_years))
    found = [{finding.code for finding in report.findings} for report in result.reports]
    assert "GK602" not in found[0]
    assert "GK602" in found[1]


def test_check_reports_each(two_years: Path) -> None:
    done = CliRunner().invoke(cli, ["check", "--format", "json", str(two_years)])
    assert done.exit_code == 1, done.output
    data = json.loads(done.stdout)
    assert [(each["file"], each["part"], each["year"]) for each in data["reports"]] == [
        (str(two_years), 1, 2023),
        (str(two_years), 2, 2024),
    ]
    assert data["failed"] == []
    shown = CliRunner().invoke(cli, ["check", str(two_years)]).stdout
    assert "two.txt（第 1 份）" in shown
    assert "two.txt（第 2 份）" in shown


def test_extract_prints_a_list(two_years: Path) -> None:
    done = CliRunner().invoke(cli, ["extract", "--no-isolate", "--format", "json", str(two_years)])
    assert done.exit_code == 0, done.output
    assert [each["part"] for each in json.loads(done.stdout)] == [1, 2]
    one = CliRunner().invoke(cli, ["extract", "--format", "json", str(REPORTS / "yongan_2024.txt")])
    assert json.loads(one.stdout)["part"] is None


def test_the_part_survives_the_exchange_form(two_years: Path) -> None:
    report = gkrules.read_all(two_years)[1]
    assert gkrules.Report.from_json(report.to_json()).part == 2


def test_sheets_named_by_the_year(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    report = gkrules.read(REPORTS / "yongan_2024.docx")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for year in (2022, 2023):
        sheet = book.create_sheet(f"{year}年")
        for table in report.edition.tables:
            if table.layout == "down":
                sheet.append([table.corner or "", *(column.label for column in table.columns)])
                for row in table.rows:
                    if not row.replaces:
                        sheet.append([row.label, *(year for _ in table.columns)])
                sheet.append([])
    book.save(tmp_path / "a.xlsx")
    first, second = gkrules.read_all(tmp_path / "a.xlsx")
    assert (first.year, second.year) == (2022, 2023)
    for part in (first, second):
        assert {cell.value for cell in part.cells.values()} == {part.year}


def test_lists_name_the_part(two_years: Path) -> None:
    reports = gkrules.read_all(two_years)
    found = gkrules.check(reports).to_frame()
    assert set(found["part"]) == {1, 2}
    assert set(gkrules.to_frame(reports, layout="tidy")["part"]) == {1, 2}
    done = CliRunner().invoke(cli, ["extract", "--no-isolate", "--format", "csv", str(two_years)])
    lines = [line.split(",") for line in done.stdout.splitlines()]
    assert lines[0][1] == "part"
    assert {line[1] for line in lines[1:]} == {"1", "2"}
    alone = gkrules.read(REPORTS / "yongan_2024.txt")
    assert gkrules.to_frame(alone, layout="tidy")["part"].isna().all()
