"""Report → how each sentence of its narrative was read, as plain data: segments, slots, the claim that they make, or what stopped them."""

from __future__ import annotations

from typing import Any

from gkrules.model.claims import Claims
from gkrules.model.report import Report
from gkrules.narrate.readings import readings_of
from gkrules.narrate.statements import claim_of, statements_of


def derivations(report: Report, claims: Claims) -> list[dict[str, Any]]:
    """The sentences that have anything to do with the tables, in the order of the text.

    Returns: for each sentence ``section``, ``text`` and ``segments``; for each of these ``text``, ``slots``, ``says`` (``claim``, ``mark``,
    ``value``, ``row`` with its place in the files, whether it is ``kept``, and else why it is ``left_out``), and ``stopped`` (why it says
    nothing, empty where it does). What is left out has no row for what is said of it (``no_row``), or the row is not for this section
    (``section``), or holds only where cells are 0 (``not_zero``), or the text has other numbers of the claim too (``several``), or it may
    be about something else than the report's numbers, and the tables do not bear it out (``presumed``).
    """
    kept = {
        (claim, statement.values["stated"])
        for claim, several in statements_of(report, claims).items()
        for statement in several
        if statement.values
    }
    result: list[dict[str, Any]] = []
    for paragraph, sentences in readings_of(report, claims):
        for sentence in sentences:
            segments = []
            for reading in sentence.readings:
                says = []
                for said in reading.said:
                    claim, why = claim_of(said, paragraph.section, report, claims)
                    stays = claim is not None and not why and (claim.key, said.value) in kept
                    says.append(
                        {
                            "claim": claim.key if claim else None,
                            "mark": said.mark,
                            "value": said.value,
                            "row": claim.row.where if claim and claim.row else "",
                            "kept": stays,
                            "left_out": "" if stays else why or ("presumed" if said.presumed else "several"),
                        }
                    )
                segments.append({"text": reading.text, "slots": dict(reading.slots), "says": says, "stopped": reading.stopped})
            if any(segment["says"] or segment["stopped"] for segment in segments):
                result.append({"section": paragraph.section, "text": sentence.sentence.original, "segments": segments})
    return result
