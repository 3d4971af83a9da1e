"""Lines → rows of the form: a monotone alignment over the similarity of labels."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from gkrules.align.breaks import doubted
from gkrules.align.cell_rows import filled
from gkrules.align.labels import Label, Name
from gkrules.align.numbers import has_number
from gkrules.align.table_lines import TableLine
from gkrules.align.vocabulary import SURE, TableNames
from gkrules.model.edition import Row

_LEAST = 0.55
_NEARLY_SAME = 0.95
_MARGIN = 0.05
_ALONE = 0.5  # what a label without numbers weighs beside one that has some
_SAME = 1e-9
_COMMON_WORD = 3  # letters
_KEPT = 4096  # labels of which it is remembered what they are like: the same few stand in most documents


@dataclass(frozen=True, slots=True)
class Match:
    """A row of the form and the lines that claim it: one, or several that cannot be told apart."""

    row: Row
    lines: tuple[TableLine, ...]
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Alignment:
    """The rows found, in the form's order, the lines that can be either of several rows, and those that are no row of the form."""

    matches: tuple[Match, ...]
    unclear: tuple[tuple[TableLine, tuple[Row, ...]], ...]
    foreign: tuple[TableLine, ...]


def align_rows(lines: Sequence[TableLine], names: TableNames) -> Alignment:
    """Align the lines of a table with its rows.

    The order of the form is kept, so that a damaged label finds its row between its neighbours; out of
    order only a label that is beyond doubt is believed. Two lines for one row are both returned.
    """
    lines = list(_with_labels_alone(lines, names))
    scores = [_scores(line.label, _group(line), names) for line in lines]
    ways = _ways(lines, scores, names)
    unclear = {index: positions for index, positions in ways.items() if len(positions) > 1}
    claims: dict[int, list[int]] = {positions[0]: [index] for index, positions in ways.items() if index not in unclear}
    moved: set[int] = set()
    for index, row_scores in enumerate(scores):
        if index in ways or not _counts(lines[index]):
            continue
        label = lines[index].label
        position = _only_best(row_scores, lines[index], names)
        if position is None or label is None:
            continue
        score = row_scores[position]
        taken = claims.get(position)
        if taken is None and score >= _NEARLY_SAME and not _is_bare(label, names.rows[position][1]):
            claims[position] = [index]
            moved.add(position)
        elif taken is not None and (score >= _NEARLY_SAME or score >= scores[taken[0]][position] - _MARGIN):
            taken.append(index)
    _doubt_bare_claims(claims, lines, names)
    _drop_replacements(claims, names)
    claimed = {index for indexes in claims.values() for index in indexes}
    lines = [_beside_numbers(lines, index, claimed, names) if index in claimed else line for index, line in enumerate(lines)]
    matches = tuple(
        Match(names.rows[position][0], tuple(lines[index] for index in sorted(claims[position])), position in moved)
        for position in sorted(claims)
    )
    open_rows = [(lines[index], tuple(names.rows[position][0] for position in unclear[index])) for index in sorted(unclear)]
    foreign = tuple(line for index, line in enumerate(lines) if index not in claimed and index not in unclear and line.has_content)
    return Alignment(matches, tuple(open_rows), foreign)


def _counts(line: TableLine) -> bool:
    """Whether a line claims a row: a label without a place for a number only tells which rows stand before and behind it."""
    return bool(line.values) or line.label is None


def _with_labels_alone(lines: Sequence[TableLine], names: TableNames) -> Iterator[TableLine]:
    """The lines; before each, the labels of rows that stand left of its own: where empty cells vanish, a row can be a label alone."""
    before: tuple[Label, ...] = ()
    for line in lines:
        for at, label in enumerate(line.groups):
            if label not in before and _names_a_row(label, names):
                yield TableLine(label, None, line.groups[:at], (), None)
        before = line.groups
        if _counts(line) or (line.label and _names_a_row(line.label, names)):
            yield line


def _names_a_row(label: Label, names: TableNames) -> bool:
    found = names.row(label)
    return found is not None and found[1] >= _NEARLY_SAME and found[1] > names.group(label)


def _is_rest(line: TableLine, names: TableNames) -> bool:
    """Whether numbers without a label may be what was wrapped of those above or below: they are fewer than a row has."""
    numbers = [cell for cell in filled(line.values) if has_number(cell.text)]
    return line.label is None and bool(numbers) and (len(numbers) < len(names.columns) or len(names.columns) == 1)


def _beside_numbers(lines: Sequence[TableLine], index: int, claimed: Collection[int], names: TableNames) -> TableLine:
    """A line, doubted where it stands beside numbers that are nobody's: the rest of its own, or, if it has none, all of them."""
    for other in (index - 1, index + 1):
        if not 0 <= other < len(lines) or not lines[other].has_content:
            continue
        if lines[index].has_content:
            if other not in claimed and _is_rest(lines[other], names):
                return doubted(lines[index], lines[other])
            continue
        if other not in claimed or lines[other].by_column is None:
            return doubted(lines[index], lines[other])
    return lines[index]


def _group(line: TableLine) -> Label | None:
    """The innermost group that a line stands in."""
    return line.groups[-1] if line.groups else None


@lru_cache(maxsize=_KEPT)
def _scores(label: Label | None, group: Label | None, names: TableNames) -> tuple[float, ...]:
    """Raw similarity to each row; 0 where the label is clearly more like another row, or like the label of a group."""
    if label is None:
        return (0.0,) * len(names.rows)
    raw = [_similarity(label, name) for _, name in names.rows]
    # The label of a group is also compared: 不予公开 with a subtotal is more like 予以公开 than it may be.
    rival = max([*raw, names.group(label)], default=0.0)
    # Where two rows have the same core (3.其他, （六）其他), enumerator and group say which one is meant.
    bonuses = _bonuses(label, group, names)
    return tuple(
        score
        if score >= _LEAST
        and score >= rival - _MARGIN
        and not any(other == score and bonus > bonuses[at] for other, bonus in zip(raw, bonuses, strict=True))
        else 0.0
        for at, score in enumerate(raw)
    )


def _similarity(label: Label, name: Name) -> float:
    """Raw similarity; 0 where it is weak, or rests on a common word, and the enumerator is of another level.

    3.其他 is not （六）其他处理.
    """
    score = name.similarity(label)
    other_level = bool(label.kind and name.official.kind) and all(own.kind != label.kind for own in name.labels)
    return 0.0 if other_level and (score < SURE or len(label.core) <= _COMMON_WORD) else score


@lru_cache(maxsize=_KEPT)
def _bonuses(label: Label | None, group: Label | None, names: TableNames) -> tuple[float, ...]:
    """For enumerators and groups that agree or not. They order candidates, and never lift one over the threshold."""
    return tuple(0.0 if label is None else _bonus(label, group, row, name, names) for row, name in names.rows)


def _bonus(label: Label, group: Label | None, row: Row, name: Name, names: TableNames) -> float:
    bonus = name.agreement(label)
    if group and row.under:
        own = next((known for known in names.row_groups if known.text == row.under[-1]), None)
        alike = own.similarity(group) if own else 0.0
        others = max((known.similarity(group) for known in names.row_groups if known is not own), default=0.0)
        bonus += 0.05 if alike > others else -0.05 if others > alike else 0.0
    return bonus


def _ways(lines: Sequence[TableLine], scores: Sequence[Sequence[float]], names: TableNames) -> dict[int, list[int]]:
    """Line → row, both rising, with the highest sum; more than one row where the same sum puts the line in another.

    Labels alone take part, and are not among the result.
    """
    worth = [
        [
            (score + bonus) * (1 if _counts(line) else _ALONE) if score else 0.0
            for score, bonus in zip(own, _bonuses(line.label, _group(line), names), strict=True)
        ]
        for line, own in zip(lines, scores, strict=True)
    ]
    before = _sums(worth)
    behind = [row[::-1] for row in _sums([row[::-1] for row in worth[::-1]])[::-1]]
    found: dict[int, list[int]] = {}
    start = 0
    for index, own in enumerate(worth):
        whole = [
            (position, before[index][position] + value + behind[index + 1][position + 1]) for position, value in enumerate(own) if value
        ]
        best = [position for position, total in whole if total >= behind[0][0] - _SAME]
        first = next((at for at in best if at >= start and own[at] + behind[index + 1][at + 1] >= behind[index][start] - _SAME), None)
        if first is not None:
            start = first + 1
            if _counts(lines[index]):
                found[index] = best
    return found


def _sums(worth: Sequence[Sequence[float]]) -> list[list[float]]:
    """The highest sum of the first lines and the first rows, for every number of either."""
    width = len(worth[0]) if worth else 0
    best = [[0.0] * (width + 1)]
    for own in worth:
        last = best[-1]
        row = [0.0]
        for position, value in enumerate(own):
            row.append(max(last[position + 1], row[-1], last[position] + value if value else 0.0))
        best.append(row)
    return best


def _only_best(row_scores: Sequence[float], line: TableLine, names: TableNames) -> int | None:
    """The row that a line is most like; ``None`` if two are equally so."""
    bonuses = _bonuses(line.label, _group(line), names)
    ranked = sorted(((score + bonuses[position], position) for position, score in enumerate(row_scores) if score), reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return ranked[0][1]


def _doubt_bare_claims(claims: dict[int, list[int]], lines: Sequence[TableLine], names: TableNames) -> None:
    """总计 for （七）总计 may be a foreign row: where a line beside it found no row, the two cannot be told apart."""
    claimed = {index for indexes in claims.values() for index in indexes}
    for position, taken in claims.items():
        label = lines[taken[0]].label
        if len(taken) > 1 or label is None or not _is_bare(label, names.rows[position][1]):
            continue
        for step in (-1, 1):
            index = taken[0] + step
            while 0 <= index < len(lines) and index not in claimed:
                if lines[index].has_content:
                    taken.append(index)
                index += step


def _is_bare(label: Label, name: Name) -> bool:
    """Whether `label` is a common word that lacks the enumerator of the form."""
    return not label.kind and bool(name.official.kind) and len(label.core) <= _COMMON_WORD


def _drop_replacements(claims: dict[int, list[int]], names: TableNames) -> None:
    """A row that stands for others counts only where none of these stands: else it is the label of their group."""
    present = {names.rows[position][0].key for position in claims}
    for position in list(claims):
        if present & set(names.rows[position][0].replaces):
            del claims[position]
