"""The format ``text`` of `gkrules check`: the findings by file, rule or organ, or tables in their place; then where more is to be found."""

from __future__ import annotations

from collections.abc import Iterator

from gkrules.render.inputs import Checked, every_subject
from gkrules.render.lines import Line, line
from gkrules.render.text.findings import closing_lines, file_lines, findings_lines
from gkrules.render.text.fixes import fixes_lines, has_fixes
from gkrules.render.text.groups import grouped_lines
from gkrules.render.text.statistics import statistics_lines
from gkrules.render.words import say


def checked_lines(checked: Checked, lang: str) -> Iterator[Line]:
    """The format ``text`` of `gkrules check`."""
    result, failed, detail = checked.result, checked.failed, checked.detail
    if detail.statistics or detail.fixes:
        if detail.statistics:
            yield from statistics_lines(result, lang)
        if detail.statistics and detail.fixes:
            yield line("")
        if detail.fixes:
            yield from fixes_lines(result, lang, verbose=detail.verbose)
        if not detail.quiet:
            # What is in no table is told as ever. The rosters are in the statistics.
            yield from file_lines(result, failed, lang, detail, rosters=not detail.statistics)
            yield from closing_lines(result, failed, lang, always=True)
        return
    yield from findings_lines(result, failed, lang, detail) if detail.group == "file" else grouped_lines(result, failed, lang, detail)
    if not detail.quiet:
        yield from _hint_lines(checked, lang)


def _hint_lines(checked: Checked, lang: str) -> Iterator[Line]:
    """Where more is to be found, below the summary of several reports; nothing for a single finding, which says all there is."""
    every = every_subject(checked.result)
    codes = [finding.code for each in every for finding in each.findings]
    if len(checked.result.reports) + len(checked.failed) < 2 or len(codes) < 2:
        return
    hints = [] if checked.detail.verbose else [say("render/hint.verbose", lang)]
    if any(has_fixes(each) for each in checked.result.reports):
        hints.append(say("render/hint.fixes", lang))
    hints += [say("render/hint.statistics", lang), say("render/hint.explain", lang, code=codes[0])]
    yield line(say("render/hint", lang, hints=say("render/clauses", lang).join(hints)), "dim", hang=2)
