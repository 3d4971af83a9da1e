"""Grids → fragments: each a table of the form, or the part of one that stands in one grid."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from gkrules.align.across import AcrossPlan, plan_across, value_rows
from gkrules.align.breaks import with_whole_headers
from gkrules.align.cell_rows import CellRows, filled, is_flush, is_words, transposed
from gkrules.align.conversions import without_marks
from gkrules.align.headers import Plan, most_columns, plan_columns
from gkrules.align.indicators import ListReader
from gkrules.align.labels import parse_label
from gkrules.align.segments import Segment, is_header, segments
from gkrules.align.table_lines import TableLine, read_lines
from gkrules.align.trace import Candidate, Trace
from gkrules.align.vocabulary import SURE, TableNames, Vocabulary
from gkrules.model.document import Grid, GridCell
from gkrules.model.places import Place


@dataclass(frozen=True, slots=True)
class DownFragment:
    """Rows of a table whose rows are rows of the grid. `plan` is ``None`` where no header says what the columns are."""

    names: TableNames
    plan: Plan | None
    lines: tuple[TableLine, ...]
    place: Place
    width: int

    def rows(self) -> set[str]:
        """Keys of the rows that it has without doubt."""
        labels = [line.label for line in self.lines if line.label and line.values]
        best = [(label, self.names.row(label)) for label in labels]
        return {found[0].key for label, found in best if found and found[1] >= 0.9 and found[1] >= self.names.group(label)}


@dataclass(frozen=True, slots=True)
class AcrossFragment:
    """A table whose numbers all stand in one row of the grid; more than one row where it is not clear which."""

    names: TableNames
    plan: AcrossPlan
    rows: tuple[tuple[GridCell, ...], ...]
    place: Place


Fragment = DownFragment | AcrossFragment

_HEADER = 3  # rows of the form's header at most, and columns left of its numbers


def unread_tables(fragments: Iterable[Fragment], vocabulary: Vocabulary) -> frozenset[str]:
    """Keys of the tables of which no number has a certain place."""
    read = set()
    for fragment in fragments:
        if isinstance(fragment, AcrossFragment):
            told = fragment.plan.proven and bool(fragment.rows)
        else:
            told = any(line.by_column is not None for line in fragment.lines)
        if told:
            read.add(fragment.names.table.key)
    return frozenset(names.table.key for names in vocabulary.tables) - read


def find_fragments(grids: Iterable[Grid], vocabulary: Vocabulary, trace: Trace | None = None) -> list[Fragment]:
    """All tables of the form in the grids, in the document's order; grids without official labels give nothing."""
    found: list[Fragment] = []
    lists = ListReader(vocabulary.edition)
    for index, grid in enumerate(with_whole_headers(grids, lambda cells: is_header(cells, vocabulary))):
        cell_rows = CellRows(_upright(lists.plain(without_marks(grid)), vocabulary), index)
        for segment in segments(cell_rows, vocabulary):
            before = len(trace.candidates) if trace else 0
            fragment = _headed(segment, vocabulary, trace) if segment.header else None
            how = "header"
            if fragment is None and found:
                fragment, how = _continued(segment, found[-1]), "continued"
                if isinstance(fragment, AcrossFragment):
                    found.pop()
            if fragment is None:
                fragment, how = _headless(segment, vocabulary), "headless"
            if trace and (fragment is None or how != "header"):
                trace.candidates += _held_against_all(segment, vocabulary, how)
            if fragment is not None:
                found.append(fragment)
                if trace:
                    trace.take(fragment.names.table.key, before)
    return found


def _upright(grid: Grid, vocabulary: Vocabulary) -> Grid:
    """A grid with labels of rows over its columns, turned round."""
    if grid.ragged or grid.loose:
        return grid
    upper = [parse_label(cell.text) for cell in grid.cells if cell.row < _HEADER and is_words(cell)]
    left = ((cell.row, parse_label(cell.text)) for cell in grid.cells if cell.column < _HEADER and is_words(cell))
    if not vocabulary.is_turned(upper, left) or not is_flush(grid, _HEADER):
        return grid
    turned = transposed(grid)
    return turned if _in_their_groups(CellRows(turned, 0), vocabulary) else grid


def _in_their_groups(cell_rows: CellRows, vocabulary: Vocabulary) -> bool:
    """Whether the labels of rows stand in their groups: in a table that was turned, one that does not was moved off its numbers."""
    for cells in cell_rows.covering:
        labels = [parse_label(cell.text) for cell in cells if cell.column < _HEADER and is_words(cell)]
        for outer, inner in pairwise(labels):
            for names in vocabulary.tables:
                best = names.row(inner)
                if not names.across and best and best[1] >= SURE and best[0].under and names.group_of_row(outer) != best[0].under[-1]:
                    return False
    return True


def _headed(segment: Segment, vocabulary: Vocabulary, trace: Trace | None = None) -> Fragment | None:
    """The table that the header and the row labels of a segment speak for most."""
    best: tuple[float, TableNames, Plan | AcrossPlan | None] | None = None
    for names in vocabulary.tables:
        candidate: tuple[float, TableNames, Plan | AcrossPlan | None] | None = None
        if names.across:
            across = plan_across(segment, names)
            if across is not None:
                candidate = (3 * (across.known / (len(names.rows) * len(names.table.columns))), names, across)
        else:
            titled = any(names.is_title(label) for _, label in segment.labelled)
            rows_found = _rows_found(segment, names)
            enough = len(names.columns) if not rows_found else len(names.columns) / 2
            # Nearly all tables of the form share no columns with a header, or a few.
            plan = plan_columns(segment, names) if titled or most_columns(segment, names) >= enough else None
            columns = len(plan.columns) / len(names.columns) if plan else 0.0
            complete = columns == 1 and len(names.columns) > 1
            if titled or complete or (rows_found and columns >= 0.5):
                official = sum(1 for row in names.table.rows if not row.replaces)
                candidate = (2 * titled + columns + 3 * rows_found / official, names, plan)
        if trace and candidate:
            trace.candidates.append(_candidate(segment, names, candidate[0], candidate[2], "header"))
        if candidate and (best is None or candidate[0] > best[0]):
            best = candidate
    for names in vocabulary.other_layouts:
        rows_found = _rows_found(segment, names)
        there = 2 * rows_found > len(names.rows) and 2 * most_columns(segment, names) > len(names.columns)
        plan = plan_columns(segment, names) if there else None
        if plan and 2 * len(plan.columns) > len(names.columns):
            score = len(plan.columns) / len(names.columns) + 3 * rows_found / len(names.rows)
            if best is None or score > best[0]:
                best = (score, names, plan)
    return _read(segment, best[1], best[2]) if best else None


def _read(segment: Segment, names: TableNames, plan: Plan | AcrossPlan | None) -> Fragment:
    """The table that was chosen, read: its cells are looked at only now."""
    if isinstance(plan, AcrossPlan):
        rows = tuple(tuple(row) for row in value_rows(segment.cell_rows, segment.body))
        if any(cell.row in segment.cell_rows.loose for row in rows for cell in row[:1]):
            plan = replace(plan, positioned=False)
        return AcrossFragment(names, plan, rows, segment.cell_rows.grid.place)
    return _down(segment, names, plan)


def _continued(segment: Segment, last: Fragment) -> Fragment | None:
    """A segment without a header as the rest of the table before it, e.g. after a page break."""
    if segment.header:
        return None
    cell_rows = segment.cell_rows
    if isinstance(last, AcrossFragment):
        rows = [row for row in value_rows(cell_rows, segment.body) if filled(row) and len(row) == len(last.plan.slots)]
        if any(filled(row) for row in last.rows) or len(rows) != 1 or any(is_words(cell) for cell in rows[0]):
            return None
        plan = AcrossPlan(last.plan.slots, positioned=False, proven=last.plan.proven)
        return AcrossFragment(last.names, plan, (tuple(rows[0]),), last.place)
    if not _rows_found(segment, last.names):
        return None
    known = last.plan
    if known and (cell_rows.width != last.width or cell_rows.ragged):
        known = replace(known, positioned=False)
    fragment = _down(segment, last.names, known)
    return fragment if fragment.rows() - last.rows() else None


def _headless(segment: Segment, vocabulary: Vocabulary) -> Fragment | None:
    """Rows of a table that lost its header: what the numbers mean is not certain, but that the rows are there is."""
    counted = [(_rows_found(segment, names), names) for names in vocabulary.tables if not names.across]
    rows_found, names = max(counted, key=lambda entry: entry[0], default=(0, None))
    if names is None or rows_found < 2:
        return None
    fragment = _down(segment, names, None)
    return fragment if len(fragment.rows()) >= 2 else None


def _down(segment: Segment, names: TableNames, plan: Plan | None) -> DownFragment:
    cell_rows = segment.cell_rows
    lines = tuple(read_lines(cell_rows, segment.body, plan, names))
    return DownFragment(names, plan, lines, cell_rows.grid.place, cell_rows.width)


def _rows_found(segment: Segment, names: TableNames) -> int:
    """How many rows of a table the cells of a segment name."""
    return len({key for label in segment.body_labels if (key := names.sure_row(label))})


def _candidate(segment: Segment, names: TableNames, score: float, plan: Plan | AcrossPlan | None, how: str) -> Candidate:
    across = isinstance(plan, AcrossPlan)
    known = plan.known if isinstance(plan, AcrossPlan) else len(plan.columns) if plan else 0
    total = len(names.columns) * (len(names.rows) if across else 1)
    header, body = ((part.start + 1, part.stop) if part else None for part in (segment.header, segment.body))
    rows = sum(1 for row in names.table.rows if not row.replaces)
    return Candidate(
        segment.cell_rows.index + 1,
        header,
        body,
        names.table.key,
        round(score, 2),
        (known, total),
        (min(rows, _rows_found(segment, names)), rows),
        how,
    )


def _held_against_all(segment: Segment, vocabulary: Vocabulary, how: str) -> list[Candidate]:
    """A part without a header that tells, held against every table by its rows."""
    several = (_candidate(segment, names, 0.0, None, how) for names in vocabulary.tables if _rows_found(segment, names))
    return [replace(each, score=round(3 * each.rows[0] / each.rows[1], 2)) for each in several]
