"""Tables that lost their grid: read from the sequence of official labels and numbers, whatever stands between them.

Between two labels of rows stand exactly as many numbers as the table has columns; what has more or fewer is left unread. The
header must name the columns in the form's order, row by row or group by group, or name none: then the form's order counts. What is
found becomes a grid again, whose rows go the way of those of any other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from gkrules.align.broken_header import Header, header_of, lacks_some, said_once
from gkrules.align.editions import label_cores
from gkrules.align.indicators import ListReader, ListTable
from gkrules.align.labels import Label, parse_label
from gkrules.align.runs import Run, is_header, runs_of, stretches
from gkrules.align.tokens import BLANK, LABEL, NUMBER, WORDS, Token, tokens_of
from gkrules.align.vocabulary import TableNames, Vocabulary
from gkrules.model.document import Block, Document, Grid, GridCell, Notice
from gkrules.model.edition import Row
from gkrules.words import phrase

_FITS = 0.9
_WHOLE = 0.97
_SHORT = 3  # letters: 其他 is the label of a row and of a column
_PIECES = 8  # into which the part of a label before its numbers is broken at most
_PIECES_BEHIND = 4
_STRAY = 3  # runs of numbers; one or two may be a page's number, or a row whose label is damaged


@dataclass(slots=True)
class _Line:
    """A run with the label of a row: `before` are the texts left of the label, `texts` those that make it up."""

    names: TableNames
    row: Row
    before: list[Token]
    texts: list[Token]
    values: list[Token]


@dataclass(slots=True)
class _Part:
    """Successive lines of one table, with what stands before the first of them."""

    names: TableNames
    header: list[Token]
    lines: list[_Line | Run]


def with_tables_of_text(document: Document, vocabulary: Vocabulary, missing: Iterable[str]) -> Document | None:
    """`document` with the tables `missing` (their keys) as grids, where its lines hold them; ``None`` where they hold none."""
    wanted = [names for names in vocabulary.tables if names.table.key in set(missing)]
    known = label_cores(vocabulary.edition) | {parse_label(section.heading).core for section in vocabulary.edition.sections}
    own = {core for names in wanted for core in names.cores}
    blocks = [(index, block) for index, block in enumerate(document.blocks) if not isinstance(block, Grid) or _is_of(block, own)]
    tokens = ListReader(vocabulary.edition).plain_tokens(tokens_of(blocks, known))
    if len({parse_label(token.text).core for token in tokens if token.kind == LABEL} & own) < 2:
        return None
    headings = {parse_label(section.heading).core for section in vocabulary.edition.sections} - own
    parts = [part for stretch in stretches(tokens, headings) for part in _parts(list(runs_of(stretch, wanted)), wanted)]
    drawn = {index: not block.ragged and not block.loose for index, block in blocks if isinstance(block, Grid)}
    doubts = {names: _doubts_of([part for part in parts if part.names is names]) for names in dict.fromkeys(part.names for part in parts)}
    grids = [grid for part in parts if (grid := _grid(part, doubts[part.names], drawn)) is not None]
    return replace(_put(document, grids), notices=(*document.notices, *_remarks(parts))) if grids else None


@dataclass(frozen=True, slots=True)
class _Doubts:
    """What all parts of a table together say against reading it.

    Attributes:
        contradicted: a header names other columns, or numbers do not follow their labels.
        vanish: empty cells leave nothing behind.
        short: and some rows have fewer numbers than columns.
    """

    contradicted: bool
    vanish: bool
    short: bool


def _doubts_of(parts: Sequence[_Part]) -> _Doubts:
    rows = [line.values for part in parts for line in part.lines if isinstance(line, _Line)]
    vanish = not any(token.kind == BLANK for values in rows for token in values)
    short = vanish and any(0 < len(values) < len(parts[0].names.columns) for values in rows)
    # What stands over the one number of an indicator can only be another word for it; more numbers than one are not read.
    named = not isinstance(parts[0].names.table, ListTable) and any(_header(part) is Header.OTHER for part in parts)
    return _Doubts(named or _is_scrambled(parts), vanish, short)


def _remarks(parts: Sequence[_Part]) -> Iterator[Notice]:
    """For each table of which no part names a column, that the form's order was taken."""
    for names in dict.fromkeys(part.names for part in parts):
        own = [part for part in parts if part.names is names]
        if len(names.columns) > 1 and all(_header(part) is Header.NONE for part in own):
            yield Notice(
                "remark",
                phrase("align/columns-by-order", table=names.table.label),
                own[0].lines[0].values[0].place if own[0].lines[0].values else None,
            )


def _is_scrambled(parts: Sequence[_Part]) -> bool:
    """Whether numbers do not follow their labels: several runs of them have no label, are more than a row has, or stand in uneven lines."""
    lines = [line for part in parts for line in part.lines]
    count = len(parts[0].names.columns)
    blanks = any(token.kind == BLANK for line in lines for token in line.values)
    stray = [
        line
        for line in lines
        if isinstance(line, Run) or sum(token.kind == NUMBER for token in line.values) > count or (not blanks and _is_ruffled(line))
    ]
    return not parts[0].names.across and len(stray) >= _STRAY


def _header(part: _Part) -> Header:
    said = header_of([token.text for token in part.header if token.kind != BLANK], part.names)
    return header_of(said_once(part.header), part.names) if said is Header.OTHER else said


def _is_of(grid: Grid, labels: Iterable[str]) -> bool:
    return any(parse_label(cell.text).core in labels for cell in grid.cells)


def _parts(runs: list[Run], wanted: Sequence[TableNames]) -> Iterator[_Part]:
    part: _Part | None = None
    loose: list[Token] = []
    for index, run in enumerate(runs):
        if any(names.across and _fills(Run([], [*run.lead, *run.values]), names) for names in wanted) and not _is_filled_up(loose, run):
            run.values = [*run.lead, *run.values]
        across = next((names for names in wanted if names.across and _fills(run, names)), None)
        if across is not None and not run.has_number and _is_filled_up(loose, run):
            across = None
        line = _line(run, runs[index + 1] if index + 1 < len(runs) else None, wanted)
        if across is not None:
            if part:
                yield part
            yield _Part(across, [*loose, *run.texts], [Run([], run.values)])
            part, loose = None, []
        elif line is None and part is None and not run.has_number:
            loose += [*run.texts, *run.values]
        elif line is None and part is not None and run.has_number and not _heads(run, part):
            part.lines.append(run)
        elif line is None:
            loose += [*run.texts, *run.values]
        elif part is None or line.names is not part.names or any(is_header(token, line.names) for token in line.before):
            if part:
                yield part
            groups = _groups_before(line)
            part = _Part(line.names, [*loose, *line.before[: len(line.before) - len(groups)]], [replace(line, before=groups)])
            loose = []
        else:
            part.lines.append(line)
    if part:
        yield part


def _is_filled_up(before: Sequence[Token], run: Run) -> bool:
    """Whether rows of a header hold empty cells, beside those right before a run."""
    return any(token.kind == BLANK and all(token is not other for other in run.lead) for token in before)


def _heads(run: Run, part: _Part) -> bool:
    return any(is_header(token, part.names) for token in run.texts)


def _fills(run: Run, names: TableNames) -> bool:
    """Whether a run has as many cells as a table that is laid out across, and no label of a row that they could be of."""
    return len(run.values) == len(names.rows) * len(names.columns)


def _groups_before(line: _Line) -> list[Token]:
    """The labels of groups directly left of a row's label."""
    groups: list[Token] = []
    for token in reversed(line.before):
        if max((name.similarity(parse_label(token.text)) for name in line.names.row_groups), default=0.0) < _FITS:
            break
        groups.insert(0, token)
    return groups


def _line(run: Run, after: Run | None, wanted: Sequence[TableNames]) -> _Line | None:
    """The row that the texts before a run of numbers name, together with what of its label stands behind the numbers."""
    behind = []
    for token in after.texts[:_PIECES_BEHIND] if after and run.values else ():
        if token.kind != WORDS:
            break
        behind.append(token)
    best: tuple[float, int, int, TableNames, Row] | None = None
    for last in range(1, min(_PIECES, len(run.texts)) + 1):
        for more in range(len(behind) + 1 if best is None or best[0] < _WHOLE else 1):
            text = "".join(token.text for token in (*run.texts[-last:], *behind[:more]))
            for names in wanted:
                found = _named(parse_label(text), names)
                if found and found[1] >= _FITS and (best is None or found[1] > best[0]):
                    best = found[1], last, more, names, found[0]
    if best is None or (best[0] < _WHOLE and run.values and not run.has_number):
        return None  # blanks beside what may be the rest of a label are nobody's
    _, last, more, names, row = best
    texts = [*run.texts[-last:], *behind[:more]]
    if more and after:
        del after.texts[:more]
    return _Line(names, row, run.texts[:-last], texts, run.values)


def _named(label: Label, names: TableNames) -> tuple[Row, float] | None:
    found = None if names.across else names.row(label)
    if found is None or found[1] <= names.group(label):
        return None
    official = parse_label(found[0].label)
    # 2.其他 may be the begin of 2.其他法律行政法规禁止公开, 其他 the label of a column.
    return None if official.enumerator != label.enumerator and len(label.core) <= _SHORT else found


def _grid(part: _Part, doubts: _Doubts, drawn: Mapping[int, bool]) -> tuple[set[int], Grid] | None:
    """A part as a grid, with the indexes of the blocks that it takes up; ``None`` where it cannot be one.

    `drawn` are the blocks that are grids already, and whether the columns of all their cells tell.
    """
    names = part.names
    tokens = [*part.header, *(token for line in part.lines for token in _all(line))]
    if doubts.contradicted and any(token.block in drawn for token in tokens):
        return None
    if any(drawn.get(token.block) for token in tokens) and lacks_some([token.text for token in part.header], names):
        return None  # a dump may lose a label, but a grid with all of its lines that has none for a column may have others moved
    place = tokens[0].place
    rows: list[list[tuple[str, Token]]] = []
    if doubts.contradicted:
        rows.append([(token.text, token) for token in part.header])
    else:
        at = part.header[0] if part.header else tokens[0]
        rows += [[(text, at) for text in row] for row in names.printed_header(_fillers(part.header, names), _usual_length(part))]
    for index, line in enumerate(part.lines):
        if isinstance(line, Run):
            own = [(token.text, token) for token in line.values]
            if line.texts and own and line.values[0].starts:
                # Whose numbers these are is not known: on other lines than a text they must not count as cells of its row.
                own = [(" / ".join(["", *(text for text, _ in own)]), line.values[0])]
            rows.append([*((token.text, token) for token in line.texts), *own])
            continue
        values = [(token.text, token) for token in line.values]
        after = part.lines[index + 1] if index + 1 < len(part.lines) else None
        # Of a table that is contradicted no number is taken, whatever header stands above it.
        if doubts.contradicted and values:
            values = [(" / ".join(["", *(text for text, _ in values)]), line.values[0])]
        full = doubts.vanish and 1 < len(values) == len(names.columns)
        if full and (_is_ruffled(line) or (doubts.short and not _goes_on(line, after, names))):
            # Where empty cells vanish, the numbers of a row whose label was lost can fill those of the row before it, and numbers
            # that were written in another order than they stand in come in lines of now one, now several.
            values = [(" / ".join(text for text, _ in values), line.values[0])]
        label = "".join(token.text for token in line.texts)
        rows.append([*((token.text, token) for token in line.before), (label, line.texts[0]), *values])
    cells = tuple(
        GridCell(text, at, column, place=token.place)
        for at, row in enumerate(row for row in rows if row)
        for column, (text, token) in enumerate(row)
    )
    return {token.block for token in tokens}, Grid(cells, place, ragged=True)


def _all(line: _Line | Run) -> list[Token]:
    return [*(line.before if isinstance(line, _Line) else ()), *line.texts, *line.values]


def _is_ruffled(line: _Line) -> bool:
    """Whether the numbers of a row stand in several lines, and not each in one of its own."""
    sizes: list[int] = []
    for token in line.values:
        if token.starts or not sizes:
            sizes.append(0)
        sizes[-1] += 1
    return len(sizes) > 1 and max(sizes) > 1


def _goes_on(line: _Line, after: _Line | Run | None, names: TableNames) -> bool:
    """Whether the row that the form has next is the next one here."""
    if line.row.replaces:
        return True
    rows = [row.key for row in names.table.rows if not row.replaces]
    at = rows.index(line.row.key)
    if isinstance(after, _Line):
        # A row whose cells are all empty is a label alone.
        printed = {after.row.key, *(found[0].key for token in after.before if (found := _named(parse_label(token.text), names)))}
        return not printed.isdisjoint(rows[at + 1 : at + 2]) or bool(after.row.replaces)
    return after is None and at == len(rows) - 1


def _usual_length(part: _Part) -> int:
    lengths = Counter(len(line.before) + 1 + len(line.values) for line in part.lines if isinstance(line, _Line))
    return max(lengths, key=lambda length: (lengths[length], length), default=0)


def _fillers(header: Sequence[Token], names: TableNames) -> str:
    at = next((at for at, token in enumerate(header) if names.is_corner(parse_label(token.text))), None)
    if at is None or not any(token.kind == BLANK for token in header[at:]):
        return ""
    return "in_place" if header[at + 1].kind == BLANK else "at_end"


def _put(document: Document, grids: Sequence[tuple[set[int], Grid]]) -> Document:
    """The grids in place of the blocks that they were read from."""
    first: dict[int, list[Grid]] = {}
    for taken, grid in grids:
        first.setdefault(min(taken), []).append(grid)
    gone = {index for taken, _ in grids for index in taken}
    blocks: list[Block] = []
    for index, block in enumerate(document.blocks):
        blocks += first.get(index, [])
        if index not in gone:
            blocks.append(block)
    return replace(document, blocks=tuple(blocks))
