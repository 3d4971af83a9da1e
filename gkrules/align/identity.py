"""Who reports, and for which year: the title and the statistical period."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from gkrules.align.period import period_in
from gkrules.align.quoted import ORGAN, TITLE_END, quoted_in
from gkrules.align.years import YEAR, compact, year_of

_BRACKETED_YEAR = re.compile(rf"[（(〔\[]?(?P<year>{YEAR})(?:年度|年)[）)〕\]]?")
_FILLED_IN_BY = re.compile(r"^填报单位(?:[（(][^（）()]{0,6}[）)])?[：:](?P<unit>[^\W\d_]{2,40})")
_LABEL_BEFORE = re.compile(r"^(?:标题|名称|题名|信息名称|文件名称|当前位置|公开名称)[：:]")


@dataclass(frozen=True, slots=True)
class Identity:
    """What a document says of itself. `titled` is whether it has a title that speaks of a report on information disclosure.

    `quoted_year` is the year with which its introduction quotes that title; `period_days` are as `Period.days`.
    """

    unit: str = ""
    title_year: int | None = None
    period_years: tuple[int, int] | None = None
    titled: bool = False
    quoted_year: int | None = None
    period_days: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Title:
    """A title of a report, as far as it names unit and year; `line` is where it starts."""

    unit: str
    year: int | None
    line: int


def identify(preamble: Sequence[str], body: Sequence[str], container_title: str = "") -> Identity:
    """Read unit, title year and statistical period.

    Args:
        preamble: the lines before section one.
        body: the lines from section one on.
        container_title: what the container names as its title; it is asked last.
    """
    lines = [line for line in (compact(line) for line in preamble) if line]
    # What stands nearest to section one is the report's own title: lists of other years' reports stand before it.
    titles = [*reversed(list(_titles(lines))), *_titles([compact(container_title)])]
    titles.sort(key=lambda title: not (title.unit and title.year))
    quoted, period = quoted_in(lines), period_in(preamble, body)
    named = next((title.unit for title in titles if title.unit), quoted.unit)
    return Identity(
        unit=_in_full(named, [*lines, *map(compact, body)]),
        title_year=next((title.year for title in titles if title.year is not None), quoted.year),
        period_years=period.years if period else None,
        titled=bool(titles) or quoted.year is not None,
        quoted_year=quoted.year,
        period_days=period.days if period else None,
    )


def _in_full(named: str, lines: Sequence[str]) -> str:
    """The organ as the line above a table of statistics gives it, where that is what the title names in short, or it names none."""
    filled_in = [match["unit"] for line in lines if (match := _FILLED_IN_BY.match(line)) and ORGAN.search(match["unit"])]
    fitting = list(dict.fromkeys(unit for unit in filled_in if unit.startswith(named)))
    return fitting[0] if len(fitting) == 1 else named


def titles_in(lines: Sequence[str]) -> list[Title]:
    """All that can be a title among lines that stand together, in their order."""
    texts = [(number, text) for number, line in enumerate(lines) if (text := compact(line))]
    found = _titles([text for _, text in texts])
    return [replace(title, line=texts[title.line][0]) for title in found]


def year_of_name(name: str) -> int | None:
    """The year that the name of a sheet states: ``2023年``, ``2023年度表二``, ``2023``."""
    text = compact(name)
    years = {year_of(match["year"]) for match in _BRACKETED_YEAR.finditer(text)} or ({year_of(text)} if re.fullmatch(YEAR, text) else set())
    return years.pop() if len(years) == 1 else None


def _titles(lines: Sequence[str]) -> Iterator[Title]:
    """Each line, or run of two or three lines, that can be a title."""
    for index in range(len(lines)):
        for start in (index, index - 1, index - 2):
            if start < 0:
                break
            text = "".join(lines[start : index + 1])
            if not TITLE_END.search(text):
                continue
            title = _title(text)
            if title is None:
                break
            unit, year = title
            first = start
            if not unit and year is None and start > 0 and re.search(rf"{YEAR}(?:年度|年)$", lines[start - 1]):
                unit, year = _title(lines[start - 1] + text) or title
                first -= 1
            if not unit:
                unit, first = _neighbour(lines, first, index)
            if year is None and index + 1 < len(lines) and _BRACKETED_YEAR.fullmatch(lines[index + 1]):
                year = year_of(lines[index + 1])
            yield Title(unit, year, first)
            break


def _title(text: str) -> tuple[str, int | None] | None:
    match = TITLE_END.search(text)
    if not match or len(text) > 90 or any(mark in text for mark in "。；;，,！？"):
        return None
    before = re.split(r"[>»›|｜]", text[: match.start()])[-1]
    before = _LABEL_BEFORE.sub("", before)
    after = text[match.end() :]
    years = list(_BRACKETED_YEAR.finditer(before))
    follow = re.match(rf"[（(〔\[]?(?:{YEAR})(?:年度|年)?[）)〕\]]?", after)
    if years:
        year: int | None = year_of(years[-1]["year"])
        before = before[: years[-1].start()] + before[years[-1].end() :]
    else:
        year = year_of(follow.group()) if follow else None
    unit = before.strip("《〈“”\"'·-—_:：、 的").removeprefix("关于").removesuffix("关于").strip("《》")
    if any(mark in unit for mark in "《》（）()：:") and not re.fullmatch(r"[^《》：:]*[（(][^（()）]*[）)][^《》：:]*", unit):
        return None
    if any(word in unit for word in ("根据", "按照", "现将", "现向", "印发", "通知", "公布", "条例")):
        return None
    return unit, year


def _neighbour(lines: Sequence[str], start: int, end: int) -> tuple[str, int]:
    """The organ in the line above or below a title that does not name it, and where the two start."""
    for position in (start - 1, end + 1):
        if 0 <= position < len(lines):
            line = lines[position]
            if 2 <= len(line) <= 40 and ORGAN.search(line) and not re.search(r"[，。：:；、/.0-9>]|政府信息公开|首页", line):
                return line, min(start, position)
    return "", start
