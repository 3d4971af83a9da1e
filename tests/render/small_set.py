"""The same few findings for every output: two reports, one of them clean, and everything else that a result can hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from render_builders import FakeResult, make_finding, make_report, review_finding

from gkrules.model.cells import Cell, CellState
from gkrules.model.findings import Cause, Equation, Finding, Outcome, Repair, ReportFindings, RosterFindings, Suspect, Waived, Waiver
from gkrules.model.places import Place
from gkrules.model.report import Note, Report, SectionText
from gkrules.render.inputs import Checked, FailedFile

SENTENCE = "2024年，本机关共收到政府信息公开申请12件，其中商业企业9件。"
_REVIEW = "review_litigation.review.{}".format
_APPLICATIONS = "applications.{}.total".format


def small_report(**parts: Any) -> Report:
    """A report read from a text file, whose places are lines, with findings in a table and in a sentence."""
    numbers = {_REVIEW("upheld"): 10, _REVIEW("corrected"): 1, _APPLICATIONS("new"): 10, _APPLICATIONS("carried_out"): 3}
    cells = {
        key: Cell(value, CellState.NUMBER, str(value), place=Place("text", line=30 + at)) for at, (key, value) in enumerate(numbers.items())
    }
    cells[_REVIEW("total")] = Cell(0, CellState.NUMBER, "0", place=Place("text", line=41))
    section = SectionText("overview", "一、总体情况", SENTENCE, 1, Place("text", line=12), (Place("text", line=13),))
    given = {"file": "年报/甲县 2024.txt", "unit": "某市甲县人民政府", "sections": (section,), "has_text": True}
    return make_report(cells, **{**given, **parts})


def shared_findings() -> tuple[Finding, Finding]:
    """Two equations that one wrong number breaks, and its repair."""
    keys = tuple(map(_APPLICATIONS, ("new", "carried_in", "handled_total", "carried_out")))
    values = dict(zip(keys, (10, 0, 10, 3), strict=True))
    wrong = Suspect(_APPLICATIONS("carried_out"), 3, 0, "likely")
    cause = Cause(1, "found", (Repair((wrong,), None, "likely", 1.0),))
    equation = Equation(((1, keys[0]), (1, keys[1])), ((1, keys[2]), (1, keys[3])))
    first = make_finding(
        "GK403",
        scope={"table": "applications", "column": "total"},
        cells=keys,
        values=values,
        left=10,
        right=13,
        difference=-3,
        equation=equation,
        suspects=(wrong,),
        cause=cause,
        place=Place("text", line=32),
    )
    second = replace(
        review_finding(),
        scope={"table": "review_litigation", "row": "review"},
        cause=cause,
        suspects=(),
        place=Place("text", line=41),
    )
    return first, second


def sentence_finding() -> Finding:
    """The text says 9 where the table says 0."""
    cell = "applications.new.business"
    return make_finding(
        "GK501",
        scope={"claim": "new_business", "section": "overview"},
        cells=(cell,),
        values={cell: 0, "claim.new_business": 9},
        left=9,
        right=0,
        difference=9,
        equation=Equation(((1, "claim.new_business"),), ((1, cell),)),
        quote=SENTENCE,
        sentence=4,
        place=Place("text", line=13),
        cells_place=Place("text", line=32),
    )


def warning() -> Finding:
    """Blank cells."""
    cells = tuple(f"applications.granted.{column}" for column in ("business", "research"))
    return make_finding("GK301", scope={"table": "applications"}, cells=cells, values=dict.fromkeys(cells), place=Place("text", line=20))


def waived() -> Waived:
    """A finding in another group of the same table that a waiver accepts."""
    keys = tuple(f"review_litigation.direct_litigation.{each}" for each in ("upheld", "corrected", "other", "pending", "total"))
    finding = make_finding(
        "GK404",
        scope={"table": "review_litigation", "row": "direct_litigation"},
        cells=keys,
        values=dict(zip(keys, (2, 0, 0, 0, 1), strict=True)),
        left=1,
        right=2,
        difference=-1,
        equation=Equation(((1, keys[-1]),), tuple((1, key) for key in keys[:-1])),
        place=Place("text", line=41),
    )
    waiver = Waiver("GK404", "已报上级，三月补正", until=date(2027, 3, 31), file=Path("gkrules.yaml"), line=2)
    return Waived(finding, waiver)


def about_waivers() -> ReportFindings:
    """A file of waivers with one that is past its last day."""
    note = Note("expired_waiver", "", "GK301 某市乙县人民政府", place=Place("text", line=7))
    finding = make_finding("GK901", scope={"note": "expired_waiver"}, note=note, notes=(note,), place=note.place)
    return ReportFindings(make_report(unit="", year=None, file="gkrules.yaml", cells={}, notes=(note,)), (finding,), Counter())


FAILED = FailedFile("年报/丙县.pdf", "no_text_layer", "没有文字层，是扫描件", "has no text layer")


def small_checked(**others: Any) -> Checked:
    """All of it."""
    wrong = ReportFindings(
        small_report(),
        (*shared_findings(), sentence_finding(), warning()),
        Counter({Outcome.PASS: 180, Outcome.FAIL: 5, Outcome.UNKNOWN: 1}),
        undecided=(("GK402", {"table": "applications", "column": "total"}),),
        passed=(("GK401", {"table": "applications", "row": "new"}), ("GK401", {"table": "applications", "row": "granted"})),
        waived=(waived(),),
    )
    clean = ReportFindings(
        make_report(unit="某市乙县人民政府", file="年报/乙县.docx"),
        (),
        Counter({Outcome.PASS: 2}),
        passed=(("GK401", {"table": "applications", "row": "new"}), ("GK404", {"table": "review_litigation", "row": "review"})),
    )
    return Checked(FakeResult((wrong, clean), (about_waivers(),)), [FAILED], **others)


def hostile_checked(text: str) -> Checked:
    """The same, with `text` in every field that a document, a file of waivers or a name of a file fills."""
    small = small_checked()
    report = small_report(unit=text, file=f"d/{text[:200]}.txt")
    report.cells[_REVIEW("total")] = Cell(None, CellState.TEXT, text, place=Place("xlsx", row=1, column=2, sheet=text))
    changed: Mapping[str, Any] = {
        "raw": {_REVIEW("total"): text},
        "quote": text,
        "message": {"zh": f"{text}：{text}", "en": f"{text}: {text}"},
        "place": Place("xlsx", row=1, column=2, sheet=text),
    }
    findings = tuple(replace(each, **changed) for each in small.result.reports[0].findings)
    note = Note("extra_row", "applications", text, text)
    extra = make_finding("GK202", scope={"table": "applications", "note": "extra_row"}, note=note, notes=(note,), raw={"x": text})
    broken = replace(findings[0], outcome=Outcome.ERROR, cause=None, raw={"error": text}, suspects=(), equation=None)
    one = waived()
    waiver = replace(one.waiver, reason=text, file=Path(f"d/{text[:200]}".replace("\0", "")))
    accepted = Waived(replace(one.finding, message={"zh": text, "en": text}), waiver)
    wrong = ReportFindings(report, (*findings, extra, broken), Counter({Outcome.FAIL: 5}), waived=(accepted,))
    roster = RosterFindings(make_report(unit=text, file=text, cells={}), findings[:1], Counter())
    failed = FailedFile(text, "damaged", text, text)
    return Checked(FakeResult((wrong,), (ReportFindings(report, findings[:1], Counter()),), rosters=(roster,)), [failed])
