"""The text's own arithmetic: a whole with the parts that follow it, and a part with its percentage."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from gkrules.model.claims import Claim
from gkrules.model.report import Report
from gkrules.narrate.numerals import NUMBER, number, percentage
from gkrules.narrate.scanner import compiled, group_span

_UNIT = "件|宗|条|份|起|次|项|例|个|篇|场|期"
_COUNT = rf"(?P<n>{NUMBER})(?P<unit>{_UNIT})(?:次)?"
_ASIDE = re.compile(r"（[^（）]{0,200}）")
_CLAUSES = re.compile(r"[，、；。]")
_NEARLY = 0.8
_MAX_PARTS = 60

Count = tuple[int | float, str]


class Listings:
    """Reads listings and shares of one report.

    Args:
        claims: the claims by key; the ``results`` of a listing are claims with cells.
        report: whose tables tell whether a listing of results leaves any out.
    """

    def __init__(self, claims: Mapping[str, Claim], report: Report) -> None:
        self.claims, self.report = claims, report

    def of(self, claim: Claim, text: str, match: Any) -> Iterator[dict[str, float]]:
        """What the listing or the share that starts at a match says; nothing if that is not certain."""
        values = self._listing(claim, text, match) if claim.kind == "listing" else self._share(claim, text, match)
        if values is not None:
            yield values

    def _listing(self, claim: Claim, text: str, match: Any) -> dict[str, float] | None:
        start = match.end() if match.groupdict().get("after") is not None else match.start()
        head, tail = _ASIDE.sub("", text[:start]), _ASIDE.sub("", text[match.end() :])
        wholes = counts(head)
        clauses = [clause for clause in _CLAUSES.split(tail) if clause]
        parts: list[Count] = []
        named: list[str] = []
        for clause in clauses[:_MAX_PARTS]:
            found = counts(clause)
            if len(found) != 1:
                break
            parts.append(found[0])
            named.append(clause)
        rest = counts("，".join(clauses[len(parts) :]))
        units = {unit for _, unit in parts}
        if len(parts) < 2 or len(units) != 1 or any(unit in units for _, unit in rest):
            return None
        totals = [value for value, unit in wholes if unit in units]
        if not totals:
            return None
        added = sum(value for value, _ in parts)
        # Which whole the parts belong to is certain only where it is the nearest, or the one that fits.
        if added in totals or added == sum(totals):
            return {"stated": added, "parts": added}
        whole = totals[-1]
        if added < whole and not self._complete(claim, head, named, added / whole, match):
            return None
        return {"stated": whole, "parts": added}

    def _complete(self, claim: Claim, head: str, named: list[str], share: float, match: Any) -> bool:
        """Whether a listing is meant to name every part, though they are fewer than the whole."""
        results = claim.words["results"].split()
        listed = {key for key in results for clause in named if any(compiled(p.regex).search(clause) for p in self.claims[key].patterns)}
        if listed:
            return len(listed) >= len(named) and not any(self._positive(key) for key in results if key not in listed)
        closed = match.groupdict().get("all") is not None or compiled(claim.words["rest"]).search(named[-1]) is not None
        return closed or (share >= _NEARLY and compiled(claim.words["total"]).search(head) is not None)

    def _positive(self, key: str) -> bool:
        """Whether the table has any of a result, or does not tell."""
        cells = [self.report.cells.get(cell) for cell in self.claims[key].cells["meant"]]
        return any(cell is not None and cell.value != 0 for cell in cells)

    def _share(self, claim: Claim, text: str, match: Any) -> dict[str, float] | None:
        part, read = number(match["part"]), percentage(match["p"])
        wholes = [value for value, unit in counts(_ASIDE.sub("", text[: group_span(match, "part")[0]])) if unit == match["unit"]]
        if part is None or read is None or len(wholes) != 1 or wholes[0] < part or not wholes[0]:
            return None
        return {"stated": read[0], "digit": read[1], "part": part, "whole": wholes[0]}


def counts(text: str) -> list[Count]:
    """The numbers with a unit of counting in a text."""
    found = ((number(match["n"]), match["unit"]) for match in compiled(_COUNT).finditer(text))
    return [(value, unit) for value, unit in found if value is not None]
