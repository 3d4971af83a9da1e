"""``for_each``: the places that a rule looks at, and what its names mean at each of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from gkrules.language.names import Names
from gkrules.language.parser import fail, nearest
from gkrules.model.claims import KINDS, Claim
from gkrules.model.edition import Edition, Table
from gkrules.model.relations import CLAIM, LAST_YEAR
from gkrules.model.report import NOTE_KINDS
from gkrules.model.rule import Expression
from gkrules.words import phrase


@dataclass(frozen=True, slots=True)
class Operand:
    """What a name stands for at a place: one cell or fact, or a group of cells."""

    keys: tuple[str, ...]
    group: bool


@dataclass(frozen=True, slots=True)
class Scope:
    """One place of a rule.

    Attributes:
        keys: ``table``, ``row``, ``column``, ``section``, ``note``, ``fact`` or ``claim``, as far as they are fixed here.
        names: the short names that hold here.
        optional: documents of the edition need not have it.
    """

    keys: Mapping[str, str]
    names: Mapping[str, Operand]
    optional: bool = False


_WORDS = ("row", "column", "cell", "section", "note", "fact", "claim")
_PATTERN = re.compile(r"\s*(?P<what>[a-z_]+)\s+of\s+(?P<names>[a-z0-9_., ]+?)(?:\s+of\s+type\s+(?P<types>[a-z, ]+))?\s*")


def scopes(expression: Expression, names: Names) -> list[Scope]:
    """The places that a ``for_each`` names, in the order of the form.

    ``report`` · ``row of TABLE`` · ``column of TABLE`` · ``cell of TABLE [of type TYPE, …]`` · ``section of form`` ·
    ``section of KEY, …`` · ``note of KIND, …`` · ``fact of NAME, …`` · ``claim of KIND-or-KEY, …``.
    For TABLE, ``form`` means every table as the form prints it, ``report``
    every table with the rows that documents are known to have in place of official ones.

    Raises:
        RuleError: the phrase is none of these, or names what the edition does not have.
    """
    edition = names.edition
    if expression.text.strip() == "report":
        return [Scope({}, {})]
    match = _PATTERN.fullmatch(expression.text)
    if match is None or match["what"] not in _WORDS:
        return fail(expression, (0, len(expression.text)), "language/bad_expression.no-places", words="/".join(_WORDS))
    wanted = [(name.strip(), match.start("names")) for name in match["names"].split(",")]
    types = tuple(word.strip() for word in match["types"].split(",")) if match["types"] else ()
    check = _Checker(expression, match)
    match match["what"]:
        case "note":
            check.known([name for name, _ in wanted], list(NOTE_KINDS))
            return [Scope({"note": name}, {"count": Operand((f"note.{name}.count",), group=False)}) for name, _ in wanted]
        case "fact":
            check.known([name for name, _ in wanted], list(names.facts))
            return [Scope({"fact": name}, {"fact": Operand((name,), group=False)}) for name, _ in wanted]
        case "section":
            keys = [name for name, _ in wanted]
            check.known(keys, ["form", *edition.section_by_key])
            return [scope for scope in _sections(edition) if "form" in keys or scope.keys["section"] in keys]
        case "claim":
            keys = [name for name, _ in wanted]
            check.known(keys, [*KINDS, *names.claims.by_key])
            return [_claim(claim) for claim in names.claims.claims if claim.kind.key in keys or claim.key in keys]
        case what:
            check.known([name for name, _ in wanted], ["form", "report", *edition.table_by_key])
            check.known(types, ["count", "amount", "change"] if what != "row" else [])
            tables = _tables([name for name, _ in wanted], edition)
            as_printed = "form" in [name for name, _ in wanted]
            return [
                scope
                for table in tables
                for scope in _BY_WORD[what](table)
                if not (as_printed and scope.optional) and (not types or _types(scope, edition) & set(types))
            ]


class _Checker:
    def __init__(self, expression: Expression, match: re.Match[str]) -> None:
        self.expression, self.match = expression, match

    def known(self, words: Sequence[str], valid: list[str]) -> None:
        for word in words:
            if word not in valid:
                found = re.search(rf"(?<![a-z0-9_.]){re.escape(word)}(?![a-z0-9_.])", self.expression.text)
                start = found.start() if found else 0
                hint = nearest(word, valid) or phrase("language/nothing-near")
                span = (start, start + len(word))
                fail(self.expression, span, "language/bad_expression.unknown-place", name=word, hint=hint, valid=valid)


def _tables(names: list[str], edition: Edition) -> list[Table]:
    if "form" in names or "report" in names:
        return list(edition.tables)
    return [table for table in edition.tables if table.key in names]


def _types(scope: Scope, edition: Edition) -> set[str]:
    """The types of the cells at a place: of a column of numbers in different units, there may be several."""
    keys = (key for name in ("cell", "column") if name in scope.names for key in scope.names[name].keys)
    return {edition.cell_by_key[key].column.type for key in keys}


@lru_cache(maxsize=256)
def _rows(table: Table) -> list[Scope]:
    result = []
    for row in table.rows:
        own = {column.key: table.cell(row.key, column.key) for column in table.columns_of(row)}
        names = {column: Operand((cell,), group=False) for column, cell in own.items()}
        for name, members in table.column_groups.items():
            names[name] = Operand(tuple(own[column] for column in members if column in own), group=True)
        names["row"] = Operand(tuple(own.values()), group=True)
        result.append(Scope({"table": table.key, "row": row.key}, names, optional=bool(row.replaces)))
    return result


@lru_cache(maxsize=256)
def _columns(table: Table) -> list[Scope]:
    result = []
    for column in table.columns:
        rows = table.rows_of(column)
        own = {row.key: table.cell(row.key, column.key) for row in rows}
        names = {row: Operand((cell,), group=False) for row, cell in own.items()}
        for name, members in table.row_groups.items():
            names[name] = Operand(tuple(own[row] for row in members if row in own), group=True)
        official = tuple(own[row.key] for row in rows if not row.replaces)
        names["column"] = Operand(official, group=True)
        result.append(Scope({"table": table.key, "column": column.key}, names))
    return result


@lru_cache(maxsize=256)
def _cells(table: Table) -> list[Scope]:
    return [
        Scope(
            {"table": table.key, "row": ref.row.key, "column": ref.column.key},
            {"cell": Operand((ref.key,), group=False)},
            optional=ref.optional,
        )
        for ref in table.refs()
    ]


_BY_WORD: dict[str, Callable[[Table], list[Scope]]] = {"row": _rows, "column": _columns, "cell": _cells}


def _claim(claim: Claim) -> Scope:
    """A statement's numbers, and the cells that it speaks of: this year's, but for what was ``before``."""
    key = f"{CLAIM}{claim.key}"
    values = {name: Operand((key if name == "stated" else f"{key}.{name}",), group=False) for name in claim.kind.values}
    cells = {
        name: Operand(tuple(f"{LAST_YEAR}{cell}" for cell in keys) if claim.kind.before(name) else keys, group=True)
        for name, keys in claim.cells.items()
    }
    # What a text does not state is no place; only that a phrase is not there can be right or wrong.
    return Scope({"claim": claim.key}, values | cells, optional=not claim.kind.absence)


def _sections(edition: Edition) -> list[Scope]:
    keys = [f"section.{section.key}.position" for section in edition.sections]
    return [
        Scope(
            {"section": section.key},
            {"position": Operand((keys[number],), group=False), "previous": Operand(tuple(keys[max(number - 1, 0) : number]), group=True)},
        )
        for number, section in enumerate(edition.sections)
    ]


def cells_of(text: str, edition: Edition) -> tuple[str, ...]:
    """The cells of ``table.row-or-group.column-or-group``; empty if it is not such a name."""
    parts = text.split(".")
    table = edition.table_by_key.get(parts[0])
    if table is None or len(parts) != 3:
        return ()
    rows = table.row_groups.get(parts[1]) or ((parts[1],) if parts[1] in table.row_by_key else ())
    columns = table.column_groups.get(parts[2]) or ((parts[2],) if parts[2] in table.column_by_key else ())
    cells = (table.cell(row, column) for row in rows for column in columns)
    return tuple(cell for cell in cells if cell in edition.cell_by_key)
