"""How many causes are told of a report with one slip: ``python benchmarks/causes.py [REPORTS]``.

Valid reports of invented organs, with a text that states their numbers and last year's report beside them, each with one slip of a
kind. Right is one cause, however many equations, sentences and reports the slip breaks.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

import gkrules
from gkrules.model.report import SectionText
from gkrules.testing import valid_report

REPORTS = 300
SIZES = ("small", "medium", "large")
TEXT = (
    "{year}年，本机关共收到政府信息公开申请{new}件，上年结转{carried_in}件。全年办结{handled_total}件，结转下年度继续办理{carried_out}件。"
    "在办结的申请中，予以公开{granted}件，部分公开{partly_granted}件。"
    "全年因政府信息公开被申请行政复议{review}件，提起行政诉讼{litigation}件。"
)
OTHERS = {
    "problems": "公开内容的实用性还需要加强。下一步将加强对重点领域的梳理，完善审核程序，提高公开质量。",
    "other_matters": "本年没有收取信息处理费，没有其他需要报告的事项。",
}
Slipped = gkrules.Report | None


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else REPORTS
    rng = np.random.default_rng(0)
    pairs = [_pair(number, SIZES[number % len(SIZES)]) for number in range(count)]
    clean = sum(bool(gkrules.check(report, previous=before).findings) for report, before in pairs)
    print(f"{count} reports without a slip: {clean} with a finding")
    total, one = 0, 0
    for name, slip in _SLIPS.items():
        causes: Counter[int] = Counter()
        seconds = []
        for report, before in pairs:
            wrong = slip(report, before, rng)
            if wrong is None:
                continue
            start = time.perf_counter()
            (found,) = gkrules.check(wrong, previous=before).reports
            seconds.append(time.perf_counter() - start)
            if found.findings:
                causes[_causes(found.findings)] += 1
        seen = causes.total()
        total, one = total + seen, one + causes[1]
        others = ", ".join(f"{number}: {times}" for number, times in sorted(causes.items()) if number > 1)
        print(
            f"{name}: one cause {causes[1] / max(seen, 1):.1%} of {seen} that break a rule ({others or 'never more'}); "
            f"median {np.median(seconds) * 1e3:.1f} ms, worst {max(seconds) * 1e3:.0f} ms"
        )
    print(f"all kinds: one cause {one / max(total, 1):.1%} of {total}")


def _causes(findings: tuple[gkrules.Finding, ...]) -> int:
    return len({finding.cause.number for finding in findings if finding.cause}) + sum(finding.cause is None for finding in findings)


def _pair(seed: int, size: str) -> tuple[gkrules.Report, gkrules.Report]:
    """A report with a text, and the one of the year before that it continues."""
    report = valid_report("2021", seed=seed, size=size, year=2024)
    before = valid_report("2021", seed=seed + 1_000_000, size=size, year=2023)
    values = {key: cell.value or 0 for key, cell in report.cells.items()}
    joined = {key.replace("carried_in", "carried_out"): value for key, value in values.items() if ".carried_in." in key}
    for row in ("rules", "normative_documents"):
        in_force, issued, repealed = (values[f"regulations.{row}.{column}"] for column in ("in_force", "issued", "repealed"))
        joined[f"regulations.{row}.in_force"] = max(in_force - issued + repealed, 0)
    return _told(report), replace(_changed(before, joined), unit=report.unit)


def _told(report: gkrules.Report, stale: Mapping[str, int | float] | None = None) -> gkrules.Report:
    """The report with a text of its numbers, or of others."""
    text = {**OTHERS, "overview": TEXT.format(**{**_numbers(report), **(stale or {}), "year": report.year})}
    sections = [
        SectionText(each.key, each.heading, text.get(each.key, ""), position) for position, each in enumerate(report.edition.sections, 1)
    ]
    return replace(report, sections=tuple(sections), has_text=True)


def _numbers(report: gkrules.Report) -> dict[str, int | float]:
    rows = ("new", "carried_in", "handled_total", "carried_out", "granted", "partly_granted")
    numbers = {row: report.cell(f"applications.{row}.total").value or 0 for row in rows}
    numbers["review"] = report.cell("review_litigation.review.total").value or 0
    lawsuits = (report.cell(f"review_litigation.{row}.total").value or 0 for row in ("direct_litigation", "litigation_after_review"))
    return {**numbers, "litigation": sum(lawsuits)}


def _changed(report: gkrules.Report, values: Mapping[str, int | float]) -> gkrules.Report:
    cells = {key: replace(cell, value=values[key], raw=str(values[key])) if key in values else cell for key, cell in report.cells.items()}
    return replace(report, cells=cells)


def _keys(report: gkrules.Report) -> list[str]:
    return [key for key in report.cells if key.startswith(("applications.", "review_litigation."))]


def _wrong_cell(report: gkrules.Report, before: gkrules.Report, rng: np.random.Generator) -> Slipped:
    key = str(rng.choice(_keys(report)))
    value = report.cells[key].value or 0
    return _changed(
        report, {key: int(rng.integers(value + 1, 2 * value + 10)) if rng.random() < 0.5 or not value else int(rng.integers(0, value))}
    )


def _shifted_column(report: gkrules.Report, before: gkrules.Report, rng: np.random.Generator) -> Slipped:
    """One value of a column left out and those below it moved up."""
    table = report.edition.table_by_key["applications"]
    column = str(rng.choice([each.key for each in table.columns]))
    line = [f"applications.{row.key}.{column}" for row in table.rows if not row.replaces]
    gap = int(rng.integers(0, len(line) - 1))
    values = [report.cells[key].value or 0 for key in line]
    moved = dict(zip(line[gap:], [*values[gap + 1 :], 0], strict=True))
    return _changed(report, moved) if any(moved[key] != (report.cells[key].value or 0) for key in moved) else None


def _last_year_left(report: gkrules.Report, before: gkrules.Report, rng: np.random.Generator) -> Slipped:
    differing = [key for key in _keys(report) if before.cells[key].value != report.cells[key].value]
    if not differing:
        return None
    key = str(rng.choice(differing))
    return _changed(report, {key: before.cells[key].value or 0})


def _text_not_updated(report: gkrules.Report, before: gkrules.Report, rng: np.random.Generator) -> Slipped:
    now, then = _numbers(report), _numbers(before)
    differing = [name for name in now if now[name] != then[name]]
    if not differing:
        return None
    name = str(rng.choice(differing))
    return _told(report, {name: then[name]})


def _carried_in_wrong(report: gkrules.Report, before: gkrules.Report, rng: np.random.Generator) -> Slipped:
    """Another number carried in, with the total that goes with it."""
    kind = str(rng.choice(report.edition.table_by_key["applications"].column_groups["applicants"]))
    added = int(rng.integers(1, 6))
    keys = (f"applications.carried_in.{kind}", "applications.carried_in.total")
    return _changed(report, {key: (report.cells[key].value or 0) + added for key in keys})


_SLIPS: Mapping[str, Callable[[gkrules.Report, gkrules.Report, np.random.Generator], Slipped]] = {
    "a wrong cell": _wrong_cell,
    "a column shifted": _shifted_column,
    "last year's number left": _last_year_left,
    "a number of the text not updated": _text_not_updated,
    "carried in wrong": _carried_in_wrong,
}


if __name__ == "__main__":
    main()
