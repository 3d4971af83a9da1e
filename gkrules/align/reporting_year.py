"""Which year a report is of, where what it says of itself does not agree: the majority decides, and a tie is said to be one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from gkrules.align.identity import Identity
from gkrules.align.years import YEAR, compact, year_of

# Halves, so that the two years of a statistical period are one witness together.
_WHOLE, _HALF = 2, 1
_LAST_MONTH = 6
"""A report is published in the first months of the next year; what is published later may be of any year."""
_NAMES_OF_DOCUMENTS = re.compile(r"《[^《》]{0,80}》")
_YEAR_OF_TEXT = re.compile(rf"(?<![较比与同于和])(?P<year>{YEAR})年")
_PLANS = re.compile(r"^五、|存在的?主要问题")
_YEAR_OF_FILE = re.compile(r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})(?![0-9]|[-_.年][0-9]{1,2}(?![0-9]))")
_MOST_LETTERS = 60_000


@dataclass(frozen=True, slots=True)
class ReportingYear:
    """The year that a document's title, period and own words make out, and whether no other year has as much for it."""

    year: int | None
    certain: bool = True


def reporting_year(
    identity: Identity, *, body: Sequence[str] = (), published: date | None = None, sheets: int | None = None, file: str = ""
) -> ReportingYear:
    """Let all that names a year decide between those that title, introduction and statistical period state.

    Day of publication, names of sheets and file and the years that the text tells of are witnesses, too, but only together do they
    outvote what the document says of itself; alone they decide between two years that it states. Of a tie the title's year is taken,
    and it is not certain.

    Args:
        identity: what the document says of itself.
        body: its lines from the first section on.
        published, sheets, file: the day of publication, the year in the names of sheets, the name of the file.
    """
    own = Counter[int]()
    for year, weight in _own(identity):
        own[year] += weight
    if not own:
        return ReportingYear(None)
    beside = Counter(year for year in (_year_of_day(published), sheets, _year_of_file(file), _year_of_text(body)) if year is not None)
    votes = Counter({year: own[year] + _WHOLE * beside[year] for year in (*own, *beside)})
    most = max(votes.values())
    first = [year for year in (*own, *beside) if votes[year] == most]
    if len(first) == 1:
        return ReportingYear(first[0])
    stated = [year for year in dict.fromkeys(first) if own[year]]
    return ReportingYear(stated[0], certain=len(stated) == 1) if stated else ReportingYear(next(iter(own)))


def _own(identity: Identity) -> Iterator[tuple[int, int]]:
    """The years that the document states of itself, and what each counts; the title's first."""
    if identity.printed_year is not None:
        yield identity.printed_year, _WHOLE
    if identity.quoted_year is not None:
        yield identity.quoted_year, _WHOLE
    # The last year of a period first: it was always what a report without any other year was taken to be of.
    yield from ((year, _HALF) for year in reversed(identity.period_years or ()))


def _year_of_day(published: date | None) -> int | None:
    return published.year - 1 if published is not None and published.month <= _LAST_MONTH else None


def _year_of_file(file: str) -> int | None:
    years = {int(match["year"]) for match in _YEAR_OF_FILE.finditer(PurePath(file).name)}
    return years.pop() if len(years) == 1 else None


def _year_of_text(body: Sequence[str]) -> int | None:
    """The year that the text before the section on problems and plans names most; at least twice, and more than any other."""
    counts = Counter[int]()
    left = _MOST_LETTERS
    for line in body:
        left -= len(line)
        if left < 0 or _PLANS.search(line.strip()[:40]):
            break
        for match in _YEAR_OF_TEXT.finditer(_NAMES_OF_DOCUMENTS.sub("", compact(line))):
            if (year := year_of(match["year"])) is not None:
                counts[year] += 1
    (year, count), (_, next_count) = (*counts.most_common(2), (0, 0), (0, 0))[:2]
    return year if count > max(1, next_count) else None
