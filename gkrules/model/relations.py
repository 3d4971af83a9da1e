"""A report beside others: last year's report of the same organ, the reports of the organs below, the claims of its text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from gkrules.model.cells import ABSENT, Cell, CellState
from gkrules.model.claims import Statement
from gkrules.model.report import Note, Report

LAST_YEAR, BELOW, CLAIM = "last_year.", "below.", "claim."
PREFIXES = (LAST_YEAR, BELOW, CLAIM)
"""What a name of the rule language starts with if it speaks of something else than the report's own cells."""


def split(key: str) -> tuple[str, str]:
    """The prefix of a key, ``""`` if it has none, and the rest."""
    head, _, rest = key.partition(".")
    return (f"{head}.", rest) if f"{head}." in PREFIXES else ("", key)


@dataclass(frozen=True)
class Related:
    """What stands beside a report.

    Attributes:
        previous: the same organ's report of the year before.
        below: the reports of the organs below, for the same year.
        statements: what the text states, by claim; one statement of each. What else it states of a claim stands in `further`.
        has_text: whether there is a text to look at.
        further: the same report beside further statements.
        remarks: what is to be said of the comparison itself, as the report's own notes say what is to be said of the document.
    """

    previous: Report | None = None
    below: tuple[Report, ...] = ()
    statements: Mapping[str, Statement] = field(default_factory=dict)
    has_text: bool = False
    further: tuple[Related, ...] = ()
    remarks: tuple[Note, ...] = ()

    def known(self, prefix: str) -> bool:
        """Whether there is anything of this kind."""
        return bool({LAST_YEAR: self.previous is not None, BELOW: self.below, CLAIM: self.has_text}[prefix])

    def notes(self, report: Report) -> tuple[Note, ...]:
        """The notes of the report, and the remarks about its comparison."""
        return (*report.notes, *self.remarks)

    def facts(self, report: Report) -> dict[str, float]:
        """The facts of the report, with what stands beside it."""
        facts = report.facts() | {f"{prefix}known": float(self.known(prefix)) for prefix in PREFIXES}
        for remark in self.remarks:
            facts[f"note.{remark.kind}.count"] += 1
        return facts

    def cell(self, report: Report, key: str) -> Cell:
        """The cell of a key with or without prefix; an absent one if there is none."""
        prefix, rest = split(key)
        match prefix:
            case "last_year.":
                return self.previous.cells.get(rest, ABSENT) if self.previous else ABSENT
            case "below.":
                return ABSENT if not self.below else sum_of_cells([each.cells.get(rest, ABSENT) for each in self.below])
            case "claim.":
                claim, _, name = rest.partition(".")
                return _stated(self.statements.get(claim), name or "stated")
            case _:
                return report.cells.get(key, ABSENT)


def beside_statements(related: Related, found: Mapping[str, Sequence[Statement]]) -> Related:
    """`related` with the statements of a text: the first of each claim, and as `further` ones the second, the third …"""
    layers = [
        {claim: several[number] for claim, several in found.items() if number < len(several)}
        for number in range(max((len(several) for several in found.values()), default=0))
    ]
    further = tuple(replace(related, statements=layer, has_text=True) for layer in layers[1:])
    return replace(related, statements=layers[0] if layers else {}, has_text=True, further=further)


def _stated(statement: Statement | None, name: str) -> Cell:
    """A number of a statement as a cell; text where it is not known."""
    if statement is None:
        return ABSENT
    value = statement.values.get(name)
    if value is None:
        return Cell(None, CellState.TEXT, statement.quote)
    return Cell(value, CellState.NUMBER, str(value))


def sum_of_cells(cells: Sequence[Cell]) -> Cell:
    """The sum over several reports. What cannot be read in one cannot be known of all; a blank in one leaves the sum blank.

    Numbers that stand beside different units (元, 万元) have no sum either.
    """
    states = {cell.state for cell in cells}
    for state in (CellState.TEXT, CellState.ABSENT, CellState.BLANK):
        if state in states:
            return Cell(None, state, " + ".join(cell.raw or "?" for cell in cells))
    known = [cell for cell in cells if cell.value is not None]
    if not known:
        return Cell(None, CellState.NOT_APPLICABLE)
    units = {cell.unit for cell in known if cell.value != 0}
    if len(units) > 1:
        return Cell(None, CellState.TEXT, " + ".join(f"{cell.value}{cell.unit}" for cell in known))
    values = [cell.value for cell in known if cell.value is not None]
    # Amounts are decimals of the document: 1.1 + 2.2 is 3.3.
    whole = all(isinstance(value, int) for value in values)
    total = sum(map(int, values)) if whole else float(sum(Decimal(str(value)) for value in values))
    return Cell(total, CellState.NUMBER, " + ".join(map(str, values)), unit=units.pop() if units else known[0].unit)
