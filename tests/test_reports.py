"""Whole reports: what is read from a document, and what is found in it."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from strategies import EQUATION_CELLS, Values, equations_of

from gkrules import Cell, CellState, Edition, Report, Severity, check, read

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "fixtures" / "reports"
EXPECTED: dict[str, dict[str, Any]] = {
    file.name.removesuffix(".expected.yaml"): yaml.safe_load(file.read_text(encoding="utf-8"))
    for file in sorted(FOLDER.glob("*.expected.yaml"))
}
DOCUMENTS = [(name, kind) for name, expected in EXPECTED.items() for kind in expected["kinds"]]
REAL = ["yongan_2024.txt", "shuyang_fgj_2023.html"]
APPLICANTS_BUT_PERSONS = ("business", "research", "public_welfare", "legal_service", "other_organisation")
RESULT_SCHEMA: dict[str, Any] = json.loads((ROOT / "rules" / "schemas" / "check-result.schema.json").read_text(encoding="utf-8"))
REPORT_SCHEMA: dict[str, Any] = json.loads((ROOT / "rules" / "schemas" / "report.schema.json").read_text(encoding="utf-8"))

on_documents = pytest.mark.parametrize(("name", "kind"), DOCUMENTS, ids=[f"{name}.{kind}" for name, kind in DOCUMENTS])


def matching(patterns: list[str], edition: Edition) -> set[str]:
    """The cells of patterns; every pattern must mean some."""
    found = {pattern: {key for key in edition.cell_by_key if fnmatchcase(key, pattern)} for pattern in patterns}
    assert all(found.values()), found
    return set().union(*found.values())


@dataclass
class Whole:
    """A document that has been read, and what must be in it."""

    report: Report
    expected: dict[str, Any]


@pytest.fixture
def whole(name: str, kind: str) -> Whole:
    return Whole(read(FOLDER / f"{name}.{kind}"), EXPECTED[name])


def test_every_document_is_expected() -> None:
    files = {file.name for file in FOLDER.iterdir() if file.suffix in {".doc", ".docx", ".html", ".txt", ".pdf", ".ofd"}}
    assert files == {f"{name}.{kind}" for name, kind in DOCUMENTS}
    assert len(files) >= 10


@on_documents
def test_unit_year_and_edition(whole: Whole) -> None:
    report, expected = whole.report, whole.expected
    assert report.unit == expected["unit"] or (report.unit and report.unit in expected["unit"])
    assert (report.year, report.edition.key) == (expected["year"], expected["edition"])
    assert report.title_year == expected["year"]
    assert report.period_years == (expected["year"], expected["year"])


@on_documents
def test_every_cell(whole: Whole) -> None:
    report, expected, edition = whole.report, whole.expected, whole.report.edition
    absent = matching(expected["absent"], edition)
    there = (set(edition.cells) - absent) | matching(expected["in_place"], edition)
    blank = matching(expected["blank"], edition) & there
    wanted = {key: None if key in blank else expected["cells"].get(key, expected["default"]) for key in edition.cell_by_key if key in there}
    assert {key: cell.value for key, cell in report.cells.items()} == wanted
    assert {key for key, cell in report.cells.items() if cell.state is CellState.BLANK} == blank
    assert {cell.state for cell in report.cells.values()} <= {CellState.NUMBER, CellState.BLANK}
    assert set(report.absent) == absent


@on_documents
def test_sections(whole: Whole) -> None:
    assert [section.key for section in whole.report.sections] == whole.expected["sections"]
    assert all(section.text.strip() for section in whole.report.sections if section.key in {"overview", "problems"})


@on_documents
def test_findings(whole: Whole) -> None:
    wanted: dict[str, set[str]] = {}
    for entry in whole.expected["findings"]:
        cells = matching(entry["cells"], whole.report.edition)
        # A pattern means the cells that the document has; only a missing row is about others.
        wanted.setdefault(entry["code"], set()).update(cells if entry["code"] == "GK201" else cells & set(whole.report.cells))
    found: dict[str, set[str]] = {}
    for finding in check(whole.report).findings:
        found.setdefault(finding.code, set()).update(finding.cells)
    assert found == wanted


@on_documents
def test_every_place_is_known(whole: Whole, kind: str) -> None:
    named = {"txt": "text"}.get(kind, kind)
    assert {cell.place.kind if cell.place else None for cell in whole.report.cells.values()} == {named}
    places = [cell.place for cell in whole.report.cells.values()]
    assert len(set(places)) == len(places)
    assert all(finding.place is not None for finding in check(whole.report).findings if finding.code != "GK201")


@on_documents
def test_json_forms(whole: Whole) -> None:
    report = whole.report
    data = json.loads(report.to_json())
    jsonschema.Draft202012Validator(REPORT_SCHEMA).validate(data)
    again = Report.from_json(report.to_json())
    assert again == report
    result = check(report)
    jsonschema.Draft202012Validator(RESULT_SCHEMA).validate(json.loads(result.to_json()))
    assert check(again).to_json() == result.to_json()


@on_documents
def test_a_report_is_read_back_from_a_file(whole: Whole, tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    file.write_text(whole.report.to_json(), encoding="utf-8")
    report = read(file)
    assert report.file == str(file)
    assert report.cells == whole.report.cells
    assert (report.unit, report.year, report.sections, report.notes) == (
        whole.report.unit,
        whole.report.year,
        whole.report.sections,
        whole.report.notes,
    )
    assert [(each.code, each.cells) for each in check(report).findings] == [
        (each.code, each.cells) for each in check(whole.report).findings
    ]


@on_documents
def test_the_document_is_left_alone(name: str, kind: str, tmp_path: Path) -> None:
    file = tmp_path / f"{name}.{kind}"
    content = (FOLDER / file.name).read_bytes()
    file.write_bytes(content)
    os.utime(file, ns=(10**18, 10**18))
    file.chmod(0o444)
    check(read(file))
    assert file.read_bytes() == content
    assert file.stat().st_mtime_ns == 10**18
    assert [each.name for each in tmp_path.iterdir()] == [file.name]


@pytest.mark.parametrize("name", [name for name, expected in EXPECTED.items() if len(expected["kinds"]) > 1])
def test_all_kinds_of_a_document_say_the_same(name: str) -> None:
    reports = [read(FOLDER / f"{name}.{kind}") for kind in EXPECTED[name]["kinds"]]

    def contents(report: Report) -> dict[str, tuple[CellState, int | float | None]]:
        return {key: (cell.state, cell.value) for key, cell in report.cells.items()}

    assert all(contents(report) == contents(reports[0]) for report in reports)
    assert len({tuple((finding.code, finding.cells) for finding in check(report).findings) for report in reports}) == 1


@pytest.mark.parametrize("file", REAL)
def test_real_reports_cell_by_cell(file: str, real_reports: Path) -> None:
    report = read(real_reports / file)
    expected = json.loads((real_reports / "expected" / f"{file.partition('.')[0]}.json").read_text(encoding="utf-8"))
    assert (report.year, report.edition.key) == (expected["year"], expected["edition"])
    assert report.unit
    assert report.unit in expected["unit"]
    assert {key: report.cell(key).value for key in expected["cells"]} == expected["cells"]
    assert len(report.cells) == 200


def test_the_real_report_of_yongan_has_no_findings(real_reports: Path) -> None:
    result = check(read(real_reports / "yongan_2024.txt"))
    assert result.findings == ()
    assert result.ok
    assert {
        outcome.value: count for outcome, count in result.outcomes.items() if count and outcome.value in {"fail", "unknown", "error"}
    } == {}


def test_the_real_report_of_shuyang(real_reports: Path) -> None:
    report = read(real_reports / "shuyang_fgj_2023.html")
    result = check(report)
    assert {finding.code for finding in result.findings} == {"GK202", "GK301"}
    (blank,) = (finding for finding in result.findings if finding.code == "GK301")
    assert len(blank.cells) == 125
    assert set(blank.cells) == matching([f"applications.*.{column}" for column in APPLICANTS_BUT_PERSONS], report.edition) & set(
        report.cells
    )
    assert result.ok


@pytest.mark.parametrize("file", REAL)
def test_real_documents_are_left_alone(file: str, real_reports: Path) -> None:
    path = real_reports / file
    before = path.read_bytes(), path.stat().st_mtime_ns
    check(read(path))
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


@pytest.fixture(scope="module")
def original(real_reports: Path) -> tuple[list[str], Report]:
    path = real_reports / "yongan_2024.txt"
    return path.read_bytes().decode("utf-8-sig").split("\n"), read(path)


def with_line_changed(lines: list[str], cell: Cell, new: int) -> str:
    """The text with another number on the line of a cell."""
    assert cell.place is not None
    assert cell.place.line is not None
    line = lines[cell.place.line - 1]
    assert re.findall(r"\d+", line) == [str(cell.value)], line
    changed = list(lines)
    changed[cell.place.line - 1] = re.sub(r"\d+", str(new), line)
    return "\n".join(changed)


@pytest.mark.parametrize("key", EQUATION_CELLS)
def test_a_number_changed_in_the_real_text_is_reported(key: str, original: tuple[list[str], Report], tmp_path: Path) -> None:
    lines, report = original
    value = report.cells[key].value
    assert value is not None
    new = int(value) + 13
    file = tmp_path / "changed.txt"
    file.write_text(with_line_changed(lines, report.cells[key], new), encoding="utf-8")
    changed = read(file)
    assert {each for each in report.cells if changed.cells[each].value != report.cells[each].value} == {key}
    values: Values = {each: cell.value for each, cell in changed.cells.items() if cell.value is not None}
    result = check(changed).findings
    # The text speaks of some of these numbers; then it contradicts the table, too.
    assert all(key in each.cells for each in result if each.code == "GK501")
    findings = [each for each in result if each.code != "GK501"]
    found = {(each.code, each.scope.get("row") or each.scope.get("column"), each.left, each.right, each.difference) for each in findings}
    wanted = equations_of(key, values)
    assert found == {(code, place, left, right, left - right) for code, place, left, right in wanted}
    assert {abs(each.difference) for each in findings if each.difference is not None} == {13}
    assert all(key in each.cells and each.severity is Severity.ERROR and each.values[key] == new for each in findings)
    assert all(each.place is not None and each.place.line is not None for each in findings)
