"""The tables of a report as HTML, drawn as the form prints them, with the cells marked that problems are about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from markupsafe import Markup

from gkrules.model.cells import Cell, CellState
from gkrules.model.edition import Edition
from gkrules.model.report import Report
from gkrules.render.form_grid import FormBox, FormSheet, Role, form_sheets
from gkrules.render.html.both import Both, both, harmless
from gkrules.render.problems import Mark
from gkrules.render.words import number, state_word

_MOST_RAW = 200
_SCOPES = {Role.TITLE: "colgroup", Role.COLUMN: "col", Role.ROW: "row"}

Skeleton = tuple[tuple[Markup, str], ...]
"""A table of the form without its numbers: the markup up to the attributes of each cell, and its key; the last one has none."""


def drawn_sheets(report: Report, section: str, rows: frozenset[str], marks: Mapping[str, Mark], prefix: str) -> Iterator[Markup]:
    """The tables of a section.

    Args:
        report: whose tables.
        section: key of the section.
        rows: those that are drawn, as ``table.row``.
        marks: what is to be seen at which cells.
        prefix: what the ids of this report begin with.
    """
    for skeleton in _skeletons(report.edition, section, rows):
        parts = []
        for before, key in skeleton:
            parts.append(before)
            if key:
                parts.append(_value(report.cell(key), key, marks.get(key), prefix))
        yield Markup("").join(parts)


@lru_cache(256)
def _skeletons(edition: Edition, section: str, rows: frozenset[str]) -> tuple[Skeleton, ...]:
    return tuple(_skeleton(sheet) for sheet in form_sheets(edition, section, rows))


def _skeleton(sheet: FormSheet) -> Skeleton:
    made: list[tuple[Markup, str]] = []
    pending = Markup("<table>")
    for at, row in enumerate(sheet.rows()):
        if at == 0 and sheet.header:
            pending += Markup("<thead>")
        elif at == sheet.header:
            pending += Markup("</thead><tbody>") if at else Markup("<tbody>")
        pending += Markup("<tr>")
        for box in row:
            if box.key:
                made.append((pending + Markup("<td{}").format(_spans(box)), box.key))
                pending = Markup("")
            else:
                pending += _label(box)
        pending += Markup("</tr>")
    return (*made, (pending + Markup("</tbody></table>"), ""))


def _label(box: FormBox) -> Markup:
    spans = _spans(box)
    if box.role is Role.OTHER:
        return Markup("<td{}>{}</td>").format(spans, box.text)
    scope = _SCOPES.get(box.role) or ("rowgroup" if box.height > 1 else "colgroup")
    return Markup('<th scope="{}" class="{}"{}>{}</th>').format(scope, box.role.value, spans, Both(box.text, box.en or box.text))


def _spans(box: FormBox) -> Markup:
    rows = Markup(' rowspan="{}"').format(box.height) if box.height > 1 else Markup("")
    return rows + Markup(' colspan="{}"').format(box.width) if box.width > 1 else rows


def _value(cell: Cell, key: str, mark: Mark | None, prefix: str) -> Markup:
    """The rest of the element of a cell, from its attributes on."""
    content = _content(cell)
    state = "" if cell.state is CellState.NUMBER else cell.state.value
    if mark is None:
        return Markup(' class="{}">{}</td>').format(state, content) if state else Markup(">{}</td>").format(content)
    change = Markup("")
    if mark.change is not None:
        wanted = mark.change.suggested
        change = Markup("<ins>{}</ins>").format(both(lambda lang: "?" if wanted is None else f"→ {number(wanted, lang)}"))
    return Markup(' id="{}-{}" class="mark {}{} {}">{}{}{}</td>').format(
        prefix,
        key,
        mark.severity.value,
        " suspect" if mark.change is not None else "",
        state,
        content,
        change,
        links(mark.problems, prefix),
    )


def links(problems: tuple[int, ...], prefix: str) -> Markup:
    """The numbers of problems, which lead to their cards."""
    inside = Markup(" ").join(Markup('<a href="#{}-{}">{}</a>').format(prefix, each, each) for each in problems)
    return Markup("<sup>{}</sup>").format(inside)


def _content(cell: Cell) -> Markup | Both:
    if cell.state is CellState.NUMBER:
        shown = number(cell.value, "zh") + cell.unit
        if cell.annotated:
            return Markup('<abbr title="{}">{}*</abbr>').format(harmless(cell.raw[:_MOST_RAW]), harmless(shown))
        return harmless(shown)
    if cell.state is CellState.BLANK:
        return Markup("·")
    if cell.state is CellState.ABSENT:
        return both(lambda lang: state_word(CellState.ABSENT, lang))
    raw = cell.raw[:_MOST_RAW] + ("…" if len(cell.raw) > _MOST_RAW else "")
    return harmless(raw)
