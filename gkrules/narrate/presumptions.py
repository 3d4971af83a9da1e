"""Statements that count only if the tables bear them out.

县政府本级 may be all that a report covers or a part of it, reviews may be about disclosure or anything else, and what follows a word that
is not known may be about applications: the reader cannot know, but tables whose numbers are mostly those of the text can tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from gkrules.model.claims import NUMBER, Claim, Claims, Statement
from gkrules.model.report import Report
from gkrules.narrate.said import DISPUTES, PRESUMED

_ENOUGH = 1.5
"""So many numbers must be those of the tables, and so many more for each that is not."""
_TELLING = 2
"""A smaller number stands in a table by chance so often that it counts half; 0 does not count."""


def borne_out(found: Mapping[str, Sequence[Statement]], report: Report, claims: Claims) -> dict[str, list[Statement]]:
    """The statements without those that are presumed to be about the whole report, and are not.

    Those that are presumed for one reason about one part of the form (applications, disputes, section two) count where most of their
    numbers are those of the tables.
    """
    presumed = [statement for several in found.values() for statement in several if statement.presumed]
    if not presumed:
        return {claim: list(several) for claim, several in found.items()}
    groups: dict[tuple[str, str], list[Statement]] = {}
    for statement in presumed:
        groups.setdefault(_group(statement, claims), []).append(statement)
    sound = {group for group, several in groups.items() if _agree(several, report, claims)}
    # 全市收到812件，其中市政府办公室61件: where the tables are those of the office, the others are wider.
    told = {statement.claim for group in sound if group[0] in PRESUMED for statement in groups[group]}
    return {
        claim: [each for each in several if (_group(each, claims) in sound if each.presumed else claim not in told)]
        for claim, several in found.items()
    }


def _group(statement: Statement, claims: Claims) -> tuple[str, str]:
    """Statements that are presumed for the same reason about the same part of the form are of one mind."""
    return statement.presumed, _part(claims.by_key[statement.claim])


def _part(claim: Claim) -> str:
    """The part of the form that a claim is about."""
    about = dict(claim.row.when).get("object", "") if claim.row is not None else ""
    return "dispute" if about in DISPUTES else about if about == "application" else "section_two"


def _agree(several: Iterable[Statement], report: Report, claims: Claims) -> bool:
    """Whether most numbers are those of the tables."""
    held, refuted = 0.0, 0
    for statement in several:
        claim = claims.by_key[statement.claim]
        if claim.kind is not NUMBER or "stated" not in statement.values:
            continue
        stated, meant = statement.values["stated"], [_sum(keys, report) for keys in claim.cells.values() if keys]
        if stated in meant:
            held += min(stated / _TELLING, 1)
        elif None not in meant:
            refuted += 1
    return held >= _ENOUGH * max(refuted, 1)


def _sum(keys: Sequence[str], report: Report) -> float | None:
    """The sum of cells; ``None`` where one has no number."""
    values = [cell.value if (cell := report.cells.get(key)) is not None else None for key in keys]
    return None if None in values else sum(value for value in values if value is not None)
