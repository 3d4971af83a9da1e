"""What a page break cuts: a header of several rows, and a row whose label goes on below."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from gkrules.align.cell_rows import filled
from gkrules.align.labels import parse_label
from gkrules.align.table_lines import TableLine
from gkrules.align.vocabulary import TableNames
from gkrules.model.document import Grid, GridCell

_SAME_EDGE = 3.0  # points
_FITS = 0.9
_WHOLE = 0.95


def with_whole_headers(grids: Iterable[Grid], is_header: Callable[[Sequence[GridCell]], bool]) -> list[Grid]:
    """Grids in their order, where one that ends within a header is put together with the next one, which goes on with it.

    Args:
        grids: the grids of a document.
        is_header: whether the cells of a row can only be of a header.
    """
    found: list[Grid] = []
    for grid in grids:
        joined = _stacked(found[-1], grid) if found and _ends_open(found[-1], is_header) and _begins_open(grid, is_header) else None
        if joined is None:
            found.append(grid)
        else:
            found[-1] = joined
    return found


def _ends_open(grid: Grid, is_header: Callable[[Sequence[GridCell]], bool]) -> bool:
    rows = grid.rows()
    return not (grid.ragged or grid.loose) and bool(rows) and is_header(filled(rows[-1]))


def _begins_open(grid: Grid, is_header: Callable[[Sequence[GridCell]], bool]) -> bool:
    rows = grid.rows()
    return not (grid.ragged or grid.loose) and len(rows) > 1 and is_header(filled(rows[0]))


def _stacked(upper: Grid, lower: Grid) -> Grid | None:
    """Two grids as one, by the edges of their cells on the page; ``None`` where these are not the same on both sides."""
    height = max(cell.row for cell in upper.cells) + 1
    below = [replace(cell, row=cell.row + height) for cell in lower.cells]
    edges = _edges([*upper.cells, *lower.cells])
    if edges is None:
        widths = [max(cell.column + cell.colspan for cell in grid.cells) for grid in (upper, lower)]
        return Grid((*upper.cells, *below), upper.place) if widths[0] == widths[1] else None
    if upper.place.page is None or lower.place.page != upper.place.page + 1 or not _same_sides(upper, lower):
        return None
    return Grid(tuple(_on(edges, cell) for cell in (*upper.cells, *below)), upper.place)


def _same_sides(upper: Grid, lower: Grid) -> bool:
    sides = [(_sides(grid.cells)) for grid in (upper, lower)]
    return all(abs(one - two) <= _SAME_EDGE for one, two in zip(*sides, strict=True))


def _sides(cells: Sequence[GridCell]) -> tuple[float, float]:
    boxes = [cell.place.box for cell in cells if cell.place and cell.place.box]
    return min(box[0] for box in boxes), max(box[2] for box in boxes)


def _edges(cells: Sequence[GridCell]) -> list[float] | None:
    """The left and right edges of cells, each once; ``None`` where a cell has no box."""
    boxes = [cell.place.box for cell in cells if cell.place and cell.place.box]
    if len(boxes) < len(cells):
        return None
    edges: list[float] = []
    for at in sorted(side for box in boxes for side in (box[0], box[2])):
        if not edges or at - edges[-1] > _SAME_EDGE:
            edges.append(at)
    return edges


def _on(edges: Sequence[float], cell: GridCell) -> GridCell:
    box = cell.place.box if cell.place and cell.place.box else (0.0, 0.0, 0.0, 0.0)
    left, right = (min(range(len(edges)), key=lambda at: abs(edges[at] - side)) for side in (box[0], box[2]))
    return replace(cell, column=left, colspan=max(1, right - left))


def joined_lines(parts: Sequence[Sequence[TableLine]], names: TableNames) -> list[TableLine]:
    """The lines of a table that stands in several grids, a row that was cut between two of them as one.

    Halves belong together where one of them has no numbers and the joined label fits better than either. Where only the label
    of one half can be cut, its blanks say nothing: such a line is left unread.
    """
    lines: list[TableLine] = []
    cuts: set[int] = set()
    for part in parts:
        if lines and part:
            cuts.add(len(lines))
        lines.extend(part)
    for cut in sorted(cuts, reverse=True):
        upper, lower = lines[cut - 1], lines[cut]
        joined = _joined(upper, lower, names)
        if joined is not None:
            lines[cut - 1 : cut + 1] = [joined]
        elif upper.has_content != lower.has_content:
            at = cut if upper.has_content else cut - 1
            if _fit(lines[at], names) < _WHOLE:
                lines[at] = doubted(lines[at], lines[cut - 1 if at == cut else cut])
    return lines


def doubted(line: TableLine, beside: TableLine) -> TableLine:
    """A line without numbers that may have those of another line: none of its cells is taken for blank."""
    return replace(line, values=(*line.values, *beside.values), by_column=None)


def _joined(upper: TableLine, lower: TableLine, names: TableNames) -> TableLine | None:
    if upper.cell is None or lower.cell is None or (upper.has_content and lower.has_content):
        return None
    label = parse_label(f"{upper.cell.text}{lower.cell.text}")
    best = names.row(label)
    if best is None or best[1] < _FITS or best[1] <= max(_fit(upper, names), _fit(lower, names)):
        return None
    numbers = lower if lower.has_content else upper
    return TableLine(label, upper.cell, upper.groups or lower.groups, numbers.values, numbers.by_column)


def _fit(line: TableLine, names: TableNames) -> float:
    best = names.row(line.label) if line.label else None
    return best[1] if best else 0.0
