"""The terminal's views of one small result, whole, beside those that were accepted."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from gold import check_gold
from render_builders import FakeResult, blank_finding, make_report, review_finding

from gkrules.model.findings import Cause, Finding, Outcome, Repair, ReportFindings, Slip, Suspect, Waived, Waiver
from gkrules.render.inputs import Checked, Detail, FailedFile
from gkrules.render.lines import plain
from gkrules.render.text.result import checked_lines

REVIEW = "review_litigation.review.{}".format
FAILED = FailedFile("坏.docx", "damaged", "文件已损坏", "the file is damaged")


def found(unit: str, year: int, file: str, *findings: Finding, waived: tuple[Waived, ...] = ()) -> ReportFindings:
    counts = Counter({Outcome.PASS: 200, Outcome.FAIL: len(findings) + len(waived)})
    return ReportFindings(make_report(unit=unit, year=year, file=file), findings, counts, waived=waived)


def result() -> FakeResult:
    total, upheld, corrected = (Suspect(REVIEW(key), now, to, "likely", slip) for key, now, to, slip in _CELLS)
    ways = (Repair((total,), Slip.TOTAL_EMPTY, "likely", 0.5), Repair((upheld, corrected), None, "possible", 2.0))
    tied = replace(review_finding(), cause=Cause(1, "tied", ways, more=2))
    one = replace(review_finding(), cause=Cause(1, "found", ways[:1]))
    blank = replace(
        blank_finding(["new"], ["business", "research"]),
        suspects=tuple(Suspect(f"applications.new.{key}", None, 0, "certain", Slip.BLANK_FOR_ZERO) for key in ("business", "research")),
    )
    other = replace(one, code="GK403", name="other")
    waived = Waived(review_finding(), Waiver("GK404", "已公布", file=Path("gkrules.yaml"), line=3))
    return FakeResult(
        (
            found("乙县人民政府", 2024, "b.docx", blank, tied),
            found("甲县人民政府", 2024, "a2.docx", one, other),
            found("甲县人民政府", 2023, "a1.docx", waived=(waived,)),
        )
    )


_CELLS = (("total", 0, 11, Slip.TOTAL_EMPTY), ("upheld", 10, 0, None), ("corrected", 1, 0, None))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("name", "detail"),
    [
        ("file", Detail()),
        ("rule", Detail(group="rule")),
        ("organ", Detail(group="organ")),
        ("quiet", Detail(quiet=True, group="rule")),
        ("keys", Detail(verbose=True)),
        ("statistics", Detail(statistics=True)),
        ("fixes", Detail(fixes=True)),
    ],
)
def test_a_view_is_as_it_was_accepted(name: str, detail: Detail, lang: str) -> None:
    lines = plain(checked_lines(Checked(result(), [FAILED], detail), lang)).splitlines(keepends=True)
    # The digest is another one whenever a rule changes.
    check_gold(f"view-{name}.{lang}.txt", "".join(line for line in lines if not line.startswith(("规则集 ", "ruleset "))))
