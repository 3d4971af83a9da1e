"""What was expected beside what was found: matched, and laid out for a terminal of 80 columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gkrules.model.edition import Edition
from gkrules.model.findings import Finding
from gkrules.model.report import Report
from gkrules.render.lines import Line, line, width_of, wrap
from gkrules.render.text.findings import finding_lines
from gkrules.render.text.tables import table_lines
from gkrules.render.words import number, table_label
from gkrules.rulefiles.rulebook import Rulebook
from gkrules.testing.expectations import Content, ExpectedFinding, known, matching
from gkrules.words import phrase

WIDTH = 80


@dataclass(frozen=True)
class Pair:
    """An expected finding and the one found for it; ``None`` on the side that is missing. `same` if they agree."""

    expected: ExpectedFinding | None
    found: Finding | None
    same: bool

    @property
    def sign(self) -> str:
        """``=`` as expected, ``!`` different, ``-`` not found, ``+`` not expected."""
        if self.same:
            return "="
        return "!" if self.expected and self.found else "-" if self.expected else "+"


def paired(expected: Sequence[ExpectedFinding], report: Report, findings: tuple[Finding, ...]) -> list[Pair]:
    """Each expected finding with the one that it means: one that agrees, else one of its code that shares the most cells."""
    names, rest, pairs = known(report.edition, findings), list(findings), {}
    for number_, each in enumerate(expected):
        found = next((finding for finding in rest if agrees(each, finding, report, names)), None)
        if found is not None:
            rest.remove(found)
            pairs[number_] = Pair(each, found, same=True)
    for number_, each in enumerate(expected):
        if number_ not in pairs:
            meant = meant_cells(each, names)
            alike = [finding for finding in rest if finding.code == each.code and (meant & set(finding.cells) or not each.cells)]
            found = max(alike, key=lambda finding: len(meant & set(finding.cells)), default=None)
            if found is not None:
                rest.remove(found)
            pairs[number_] = Pair(each, found, same=False)
    return [*(pairs[number_] for number_ in range(len(expected))), *(Pair(None, finding, same=False) for finding in rest)]


def meant_cells(expected: ExpectedFinding, names: list[str]) -> set[str]:
    """The cells that an expected finding names; what there is not stands for itself."""
    meant: set[str] = set()
    for pattern in expected.cells:
        try:
            meant.update(matching(pattern, names))
        except KeyError:
            meant.add(pattern)
    return meant


def agrees(expected: ExpectedFinding, finding: Finding, report: Report, names: list[str]) -> bool:
    """Whether a finding is as expected. A pattern means the cells that the document has, or those that it lacks."""
    cells, found = meant_cells(expected, names), set(finding.cells)
    there = {key for key in cells if key in report.cells or key not in report.edition.cell_by_key}
    return (
        expected.code == finding.code
        and (not expected.cells or found in (cells, there, cells & set(report.absent)))
        and all(key in finding.values and finding.values[key] == value for key, value in expected.values.items())
        and all(number_of(finding, name) == value for name, value in expected.numbers.items())
    )


def number_of(finding: Finding, name: str) -> Content:
    """`left`, `right`, `difference` of a finding, or the value suggested for the likeliest cell."""
    if name == "suggested":
        return finding.suspects[0].suggested if finding.suspects else None
    value: Content = getattr(finding, name)
    return value


def compact(cells: Sequence[str], edition: Edition, report: Report) -> list[str]:
    """Cells as short patterns: whole rows, columns and tables that the report has (or lacks) are named once."""
    rest, result = set(cells), []
    absent = bool(rest) and rest <= set(report.absent)
    have = [key for key in edition.cell_by_key if (key in report.absent if absent else key in report.cells)]
    # What is absent is whole rows; of a table's or a column's absent cells a pattern would say too much.
    patterns = [] if absent else [f"{table.key}.*" for table in edition.tables]
    patterns += [] if absent else [f"{table.key}.*.{column.key}" for table in edition.tables for column in table.columns]
    patterns += [f"{table.key}.{row.key}.*" for table in edition.tables for row in table.rows]
    for pattern in patterns:
        try:
            meant = set(matching(pattern, have))
        except KeyError:
            continue
        if len(meant) > 1 and meant <= rest:
            result.append(pattern)
            rest -= meant
    return [*result, *(key for key in cells if key in rest)]


def side_by_side(pairs: Sequence[Pair], report: Report, lang: str, width: int = WIDTH) -> Iterator[Line]:
    """Expected findings on the left, found ones on the right, a sign before each."""
    half = (width - 5) // 2
    expected, found = (phrase(key).text(lang) for key in ("testing/expected", "testing/found"))
    yield line(f"  {_padded(expected, half)} │ {found}", "bold", keep=True)
    styles = {"=": "", "!": "bold yellow", "-": "bold red", "+": "bold red"}
    for pair in pairs:
        left = _expected_words(pair.expected, half) if pair.expected else ["—"]
        right = _found_words(pair, report, half) if pair.found else ["—"]
        for index in range(max(len(left), len(right))):
            one = left[index] if index < len(left) else ""
            other = right[index] if index < len(right) else ""
            sign = pair.sign if index == 0 else " "
            yield line(f"{sign} {_padded(one, half)} │ {other}".rstrip(), styles[pair.sign], keep=True)


def _expected_words(expected: ExpectedFinding, width: int) -> list[str]:
    told = {**expected.values, **expected.numbers}
    return _column(expected.code, [*expected.cells, *(f"{key} = {_shown(value)}" for key, value in told.items())], width)


def _found_words(pair: Pair, report: Report, width: int) -> list[str]:
    assert pair.found is not None  # noqa: S101 -- asked for only where there is one
    finding = pair.found
    asked = pair.expected
    told: dict[str, Content] = {key: finding.values.get(key) for key in asked.values} if asked else {}
    told |= {name: number_of(finding, name) for name in asked.numbers} if asked else {}
    cells = compact(finding.cells, report.edition, report)
    return _column(finding.code, [*cells, *(f"{key} = {_shown(value)}" for key, value in told.items())], width)


def _column(code: str, items: Sequence[str], width: int) -> list[str]:
    pieces = [piece for item in items for piece in _wrapped(item, width - 6)] or [""]
    return [f"{code if index == 0 else ' ' * len(code)} {piece}".rstrip() for index, piece in enumerate(pieces)]


def _wrapped(text: str, width: int) -> list[str]:
    """A key in pieces that end at a dot."""
    pieces = [""]
    for part in text.replace(".", ".\0").split("\0"):
        if width_of(pieces[-1] + part) > width and pieces[-1]:
            pieces.append("  ")
        pieces[-1] += part
    return pieces


def _padded(text: str, width: int) -> str:
    return text + " " * max(width - width_of(text), 0)


def _shown(value: Content) -> str:
    return number(value, "en") if isinstance(value, int | float) or value is None else str(value)


def explained(findings: Sequence[Finding], report: Report, ruleset: Rulebook, lang: str) -> Iterator[Line]:
    """Findings in words, each with its equation, suspects, place and source."""
    for finding in findings:
        yield from finding_lines(
            finding, ruleset.editions.get(report.edition.key, report.edition), ruleset.labels(report.edition.key), lang
        )


def marked_tables(
    report: Report, marked: Mapping[str, str], lang: str, width: int = WIDTH, *, whole: bool = False, hint: bool = True
) -> Iterator[Line]:
    """The tables that have marked cells, these in square brackets; their rows without any are left out unless `whole`.

    `hint` says how pytest shows these rows.
    """
    concerned = [table for table in report.edition.tables if any(key.startswith(f"{table.key}.") for key in marked)]
    if not concerned:
        return
    for table in concerned:
        yield line(table_label(table, lang), "bold")
        yield from table_lines(report, table, lang, width, marked=marked, whole=whole)
    yield line(phrase("testing/marked", more="" if whole or not hint else phrase("testing/other-rows")).text(lang), "dim", hang=2)


def text_of(lines: Iterator[Line] | Sequence[Line], width: int = WIDTH) -> str:
    """Lines as plain text in at most `width` columns."""
    return "\n".join(piece for item in lines for piece, _ in fitted(item, width))


def fitted(item: Line, width: int) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """A line in pieces that fit, each as text and as parts with their styles."""
    text = "".join(part for part, _ in item.parts)
    start = 0
    for index, piece in enumerate([text] if item.keep else wrap(text, max(width - item.indent, 20), item.hang)):
        margin = " " * (item.indent + (item.hang if index else 0))
        parts, at = [(margin, "")] if margin else [], 0
        for part, style in item.parts:
            overlap = part[max(start - at, 0) : max(start + len(piece) - at, 0)]
            at += len(part)
            if overlap:
                parts.append((overlap, style))
        start += len(piece)
        yield (margin + piece).rstrip(), tuple(parts)
