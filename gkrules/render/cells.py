"""Many cells in few words: whole rows, whole columns and blocks are named once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gkrules.model.edition import CellRef, Edition, Table
from gkrules.render.words import cell_label, column_label, cut_list, joint, listing, row_label, say, table_label
from gkrules.rulefiles.labels import Labels

LIMIT = 6
_FEW = 3
_FEW_WORDS = {2: "two", 3: "three"}


@dataclass(frozen=True, slots=True)
class _Block:
    """Cells of one table that fill every crossing of some rows and columns."""

    table: Table
    rows: tuple[str, ...]
    columns: tuple[str, ...]

    @property
    def size(self) -> int:
        return len(self.rows) * len(self.columns)

    @property
    def all_rows(self) -> bool:
        return whole_rows(self.table, self.rows)

    @property
    def all_columns(self) -> bool:
        return len(self.columns) == len(self.table.columns)


def describe(
    keys: Sequence[str],
    edition: Edition,
    lang: str,
    *,
    content: Mapping[str, str] | None = None,
    labels: Labels | None = None,
    drop_row: bool = False,
    drop_column: bool = False,
) -> str:
    """The cells and facts `keys` in words.

    Args:
        keys: keys of cells or names of facts.
        edition: where their labels are.
        lang: ``zh`` or ``en``.
        content: by key, words to say behind the label: a value, or the text of the document.
        labels: labels of facts.
        drop_row, drop_column: leave out the row (column) when it is the same for all, because the sentence names it already.
    """
    content = content or {}
    refs = [edition.cell_by_key[key] for key in keys if key in edition.cell_by_key]
    items = [(cell_label(edition, key, lang, labels) + content.get(key, ""), 1) for key in keys if key not in edition.cell_by_key]
    if drop_row and len({(ref.table.key, ref.row.key) for ref in refs}) == 1:
        items += [(column_label(ref.column, lang) + content.get(ref.key, ""), 1) for ref in refs]
    elif drop_column and len({(ref.table.key, ref.column.key) for ref in refs}) == 1:
        whole = refs[:1] and len(refs) > LIMIT and whole_rows(refs[0].table, [ref.row.key for ref in refs])
        rows = [(row_label(ref.row, lang) + content.get(ref.key, ""), 1) for ref in refs]
        items += [(say("render/all-rows", lang, count=len(refs)), len(refs))] if whole and not content else rows
    else:
        items += _single([ref for ref in refs if content.get(ref.key)], lang, content)
        items += _grouped([ref for ref in refs if not content.get(ref.key)], lang)
    return _join(items, len(keys), lang)


def describe_rows(keys: Sequence[str], edition: Edition, lang: str, *, drop_table: bool = False) -> str:
    """The rows that the cells `keys` make up; columns where whole columns are meant, the table where all of it is, else cells.

    Args:
        keys: keys of cells.
        edition: where their labels are.
        lang: ``zh`` or ``en``.
        drop_table: say ``整张表`` for a whole table, because the sentence names it already.

    Raises:
        KeyError: none of `keys` is a cell.
    """
    refs = [edition.cell_by_key[key] for key in keys if key in edition.cell_by_key]
    if not refs:
        raise KeyError("rows")
    labels: list[str] = []
    for block in _blocks(refs):
        if block.all_rows and block.all_columns:
            labels.append(say("render/whole-table", lang) if drop_table else table_label(block.table, lang))
        elif block.all_rows and len(block.rows) > 1:
            labels += [say("render/column-named", lang, column=_column(block, key, lang)) for key in block.columns]
        elif block.all_columns:
            labels += [_row(block, key, lang) for key in block.rows]
        else:
            labels += [cell_label(edition, block.table.cell(row, column), lang) for row in block.rows for column in block.columns]
    labels = list(dict.fromkeys(labels))
    if len(labels) <= LIMIT:
        return listing(labels, lang)
    return cut_list("items", listing(labels[:LIMIT], lang), LIMIT, len(labels), lang)


def whole_rows(table: Table, rows: Iterable[str]) -> bool:
    """Whether `rows` are all rows of the table; a row that replaces others stands for them."""
    have = set(rows)
    have.update(replaced for row in table.rows if row.key in have for replaced in row.replaces)
    return have.issuperset(row.key for row in table.rows if not row.replaces)


def _join(items: list[tuple[str, int]], total: int, lang: str) -> str:
    """The first items, and how many cells there are beside them."""
    kept = items[:LIMIT]
    said = sum(size for _, size in kept)
    texts = [text for text, _ in kept]
    nested = any(joint(lang) in text for text in texts)
    words = say("render/clauses", lang).join(texts) if nested else listing(texts, lang)
    return cut_list("cells", words, said, total, lang) if said < total else words


def _single(refs: list[CellRef], lang: str, content: Mapping[str, str]) -> list[tuple[str, int]]:
    """The first cells one by one; a row that holds several is named once."""
    by_row: dict[tuple[str, str], list[CellRef]] = {}
    for ref in refs[:LIMIT]:
        by_row.setdefault((ref.table.key, ref.row.key), []).append(ref)
    items = []
    for members in by_row.values():
        columns = [column_label(ref.column, lang) + content[ref.key] for ref in members]
        items.append(_row_phrase(row_label(members[0].row, lang), columns, lang))
    return items


def _grouped(refs: list[CellRef], lang: str) -> list[tuple[str, int]]:
    items: list[tuple[str, int]] = []
    for block in _blocks(refs):
        items += _phrases(block, lang)
    return items


def _blocks(refs: Iterable[CellRef]) -> list[_Block]:
    """The cells as few blocks, by rows or by columns, whichever needs fewer."""
    tables: dict[str, list[CellRef]] = {}
    for ref in refs:
        tables.setdefault(ref.table.key, []).append(ref)
    blocks: list[_Block] = []
    for members in tables.values():
        table = members[0].table
        pairs = [(ref.row.key, ref.column.key) for ref in members]
        by_rows = [_Block(table, rows, columns) for columns, rows in _merge(pairs).items()]
        by_columns = [_Block(table, rows, columns) for rows, columns in _merge([(column, row) for row, column in pairs]).items()]
        blocks += by_rows if len(by_rows) <= len(by_columns) else by_columns
    return blocks


def _merge(pairs: list[tuple[str, str]]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Lines with the same crossings: the crossings → the lines."""
    lines: dict[str, list[str]] = {}
    for line, crossing in pairs:
        lines.setdefault(line, []).append(crossing)
    merged: dict[tuple[str, ...], tuple[str, ...]] = {}
    for line, crossings in lines.items():
        merged[tuple(crossings)] = (*merged.get(tuple(crossings), ()), line)
    return merged


def _phrases(block: _Block, lang: str) -> list[tuple[str, int]]:
    rows = [_row(block, key, lang) for key in block.rows]
    columns = [_column(block, key, lang) for key in block.columns]
    if block.size <= _FEW or len(rows) == 1:
        if len(rows) == 1 and len(columns) > _FEW and block.all_columns:
            return [(say("render/whole-row", lang, row=rows[0]), block.size)]
        return [_row_phrase(row, columns, lang) for row in rows]
    if block.all_rows and block.all_columns:
        return [(say("render/whole-table.named", lang, table=table_label(block.table, lang), count=block.size), block.size)]
    across = _some(columns, "columns", lang)
    if block.all_rows:
        form = "render/whole-column.several" if len(columns) > 1 else "render/whole-column"
        return [(say(form, lang, columns=across, count=len(rows)), block.size)]
    down = _some(rows, "rows", lang)
    if block.all_columns:
        return [(say("render/rows-across.all", lang, rows=down), block.size)]
    form = "render/rows-across.several" if len(columns) > 1 else "render/rows-across.one"
    return [(say(form, lang, rows=down, columns=across), block.size)]


def _row_phrase(row: str, columns: list[str], lang: str) -> tuple[str, int]:
    return row + say("render/label-dot", lang) + listing(columns, lang), len(columns)


def _some(labels: list[str], unit: str, lang: str) -> str:
    """``甲、乙等 5 列``; all of them when they are few."""
    if len(labels) == 1:
        return labels[0]
    if len(labels) <= _FEW:
        return say(f"render/some-{unit}.{_FEW_WORDS[len(labels)]}", lang, labels=listing(labels, lang))
    return say(f"render/some-{unit}.many", lang, labels=listing(labels[:2], lang), count=len(labels))


def _row(block: _Block, key: str, lang: str) -> str:
    return row_label(block.table.row_by_key[key], lang)


def _column(block: _Block, key: str, lang: str) -> str:
    return column_label(block.table.column_by_key[key], lang)
