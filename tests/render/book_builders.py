"""What the tests of workbooks share: a small set of findings, and workbooks as text."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from render_builders import FakeResult, blank_finding, make_finding, make_report, review_finding

from gkrules.api import load_ruleset
from gkrules.model.cells import Cell, CellState
from gkrules.model.findings import Outcome, ReportFindings, RosterFindings
from gkrules.model.report import Note, Report
from gkrules.render.book.empty_form import EmptyForm
from gkrules.render.inputs import Checked, Detail, FailedFile
from gkrules.words import as_read

SOFFICE = shutil.which("soffice")
needs_soffice = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice, with calc and writer) is not installed")


def broken_report() -> Report:
    """A report with a cell in every state."""
    return make_report(
        {
            "applications.new.natural_person": Cell(5, CellState.NUMBER, "5"),
            "applications.new.business": Cell(None, CellState.BLANK, ""),
            "applications.new.research": Cell(None, CellState.TEXT, "=1+1"),
            "applications.new.legal_service": Cell(None, CellState.NOT_APPLICABLE, "/"),
            "fees.administrative_fees.amount": Cell(59237.2449, CellState.NUMBER, "59237.2449"),
            "review_litigation.review.upheld": Cell(10, CellState.NUMBER, "10"),
            "review_litigation.review.corrected": Cell(1, CellState.NUMBER, "1"),
        }
    )


def small_set(*, passed: bool = False) -> Checked:
    """Findings of every sort: in cells, about blanks, about the text, about others, waivers and rosters, and a file that failed."""
    no_place = make_finding("GK104", scope={"section": "other_matters"})
    first = ReportFindings(
        broken_report(),
        (review_finding(), blank_finding(["new"], ["business"]), no_place),
        Counter({Outcome.PASS: 40, Outcome.FAIL: 3}),
        undecided=(("GK401", {"table": "applications", "row": "new"}),),
        passed=(("GK404", {"table": "review_litigation", "row": "direct_litigation"}),),
    )
    clean = ReportFindings(make_report(unit="某镇人民政府", file="b.docx"), (), Counter({Outcome.PASS: 43}))
    stray = Note("unused_previous", said=as_read("年度不相连", "the years are apart"))
    unmatched = ReportFindings(make_report(file="old.docx"), (make_finding("GK604", note=stray, notes=(stray,)),), Counter())
    used = Note("unused_waiver", label="GK404", said=as_read("没有这样的问题", "there is none"))
    waiver = make_finding("GK902", note=used, notes=(used,))
    waivers = ReportFindings(Report(clean.report.edition, file="gkrules.yaml"), (waiver,), Counter())
    missing = Note("roster_missing", said=as_read("某局", "an office"))
    roster = make_finding("GK903", note=missing, notes=(missing,))
    rosters = RosterFindings(Report(clean.report.edition, file="名单.txt"), (roster,), Counter())
    result = FakeResult((first, clean), (waivers,), (unmatched,), rosters=(rosters,))
    return Checked(result, [FailedFile("c.pdf", "no_text_layer", "没有文字层", "no text layer")], replace(Detail(), passed=passed))


def empty_form(edition: str = "2021", year: int = 2025, previous: Report | None = None) -> EmptyForm:
    rules = load_ruleset()
    return EmptyForm(rules.editions[edition], "某市某县人民政府", year, rules, previous)


def dump(book: bytes) -> str:
    """What a workbook holds, sheet by sheet: contents with their types, links, comments, merged cells, formats by their colour."""
    lines = []
    for sheet in openpyxl.load_workbook(io.BytesIO(book)).worksheets:
        lines.append(f"== {sheet.title} {sheet.dimensions} frozen {sheet.freeze_panes} filter {sheet.auto_filter.ref}")
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is None and cell.comment is None and cell.hyperlink is None:
                    continue
                fill = cell.fill.fgColor.rgb if cell.fill.fill_type else "-"
                link = f" → {cell.hyperlink.location}" if cell.hyperlink else ""
                lines.append(f"{cell.coordinate} {cell.data_type} {fill} {cell.value!r}{link}")
                if cell.comment:
                    lines.append(f"    # {cell.comment.text!r}")
        lines.append(f"merged {' '.join(sorted(map(str, sheet.merged_cells.ranges)))}")
    # The digest of the rules is another one whenever any rule changes.
    return re.sub(r"(annual-report) [^\n]*?([)）]')", r"\1 …\2", "\n".join(lines) + "\n")


def parts(book: bytes) -> dict[str, str]:
    """The XML parts of a package."""
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        return {name: package.read(name).decode("utf-8") for name in package.namelist() if name.endswith((".xml", ".rels", ".vml"))}


def converted(file: Path, kind: str, folder: Path) -> Path:
    """The file as LibreOffice saves it, with every formula worked out."""
    assert SOFFICE is not None
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [SOFFICE, profile, "--headless", "--convert-to", kind, "--outdir", str(folder / "out"), str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    made = folder / "out" / f"{file.stem}.{kind}"
    assert made.is_file(), done.stdout + done.stderr
    return made
