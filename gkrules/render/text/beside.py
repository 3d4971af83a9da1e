"""What a report was compared with, for people: last year's report, and those of the organs below."""

from __future__ import annotations

from collections.abc import Iterator

from gkrules.model.relations import Related
from gkrules.model.report import Report
from gkrules.render.lines import Line, line
from gkrules.render.safe import clean
from gkrules.render.words import cut_list, listing, say, unit_words

_MOST = 6


def beside_lines(related: Related, lang: str, *, every: bool = False) -> Iterator[Line]:
    """``与上年核对：甲.docx（2023年度）`` and ``下级合计 3 份：…``."""
    if related.previous is not None:
        year = say("render/in-brackets", lang, text=say("render/year", lang, year=related.previous.year))
        yield line(say("render/beside.last_year", lang, report=file_words(related.previous, lang) + year), "dim", hang=2)
    if related.below:
        shown = related.below if every else related.below[:_MOST]
        names = listing([file_words(each, lang) for each in shown], lang)
        if len(shown) < len(related.below):
            names = cut_list("reports", names, len(shown), len(related.below), lang)
        form = "render/beside.below.one" if len(related.below) == 1 else "render/beside.below"
        yield line(say(form, lang, count=len(related.below), reports=names), "dim", hang=2)


def file_words(report: Report, lang: str) -> str:
    """The file of a report, and which of its reports it is where there are several; its organ where it was read from no file."""
    file = clean(report.file) or unit_words(report.unit, lang)
    return file if report.part is None else file + say("render/part", lang, part=report.part)
