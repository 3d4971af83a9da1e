"""What `gkrules waive` did, for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gkrules.model.findings import Finding, Waiver
from gkrules.render.lines import Line, line
from gkrules.render.safe import clean
from gkrules.render.text.findings import first_line
from gkrules.render.words import say


def waive_lines(waiver: Waiver, taken: Sequence[Finding], left: int, lang: str) -> Iterator[Line]:
    """Where the waiver was written, the findings that it takes, and how many it leaves."""
    yield line(say("render/waive-written", lang, file=clean(str(waiver.file)), line=waiver.line, count=len(taken)), "bold", hang=2)
    yield from (first_line(finding, lang) for finding in taken)
    if not taken:
        yield line(say("render/waive-nothing", lang), "yellow", hang=2)
    if left:
        yield line(say("render/waive-left", lang, count=left), "dim", hang=2)
