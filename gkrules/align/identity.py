"""Who reports, and for which year: the title, what quotes it before section one, and the statistical period."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from gkrules.align.years import YEAR, compact, period_in, year_of

_BRACKETED_YEAR = re.compile(rf"[（(〔\[]?(?P<year>{YEAR})(?:年度|年)[）)〕\]]?")
_FILLED_IN_BY = re.compile(r"^填报单位(?:[（(][^（）()]{0,6}[）)])?[：:](?P<unit>[^\W\d_]{2,40})")
_LABEL_BEFORE = re.compile(r"^(?:标题|名称|题名|信息名称|文件名称|当前位置|公开名称)[：:]")
_TITLE_END = re.compile(
    r"政府信息(?:与政务|和政务)?公开(?:工作)?(?:的)?(?:情况)?(?:的)?"
    r"(?:年度|年)?(?:工作)?(?:年度)?(?:情况)?(?:报告|年报)"
)
_ORGAN = re.compile(
    r"(?:府|局|委|办|厅|部|院|处|会|心|镇|乡|街道|科|队|站|社|司|署|团|学|校|所|馆|室|区|县|市|省|行|组|园|台|盟|旗|州|关|场|委员会)$"
)
_DONE = r"(?:编制|编写|撰写|制作|形成|起草|公布|发布|公开)"
_VERB = re.compile(rf"(?:现将|现就|现公布|现发布|现公开|特编制|特公布|特制作|特发布|向社会公布|向社会公开|{_DONE})(?:了|出|如下|如下的)?")
_SUBJECT = re.compile(
    rf"(?P<unit>[^\W\d_]{{2,30}}?)(?:组织|认真|特|现|依法|按要求|据此|于此|结合实际)*{_DONE}(?:了|出)?(?:本|此|该)?(?:年度)?(?:报告|年报)"
)
_NOT_OWN = re.compile(r"上年|去年|上一年|此前|以往|历年|已于|国务院|省政府办公厅|办公厅")
_NOT_A_TITLE = re.compile(r"^》?(?:的)?(?:格式|编制|编写|范本|模板|样式|要求|通知|工作|公布|发布)?(?:格式|通知|要求|范本|模板)")
_OURS = re.compile(r"^(?:本|我|该|各|贵)")
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Identity:
    """What a document says of itself. `titled` is whether it has a title that speaks of a report on information disclosure.

    `printed_year` is the year of the title itself, which `title_year` is not where only the introduction names one; `quoted_year` is
    the year with which its introduction quotes that title; `period_days` are as `Period.days`.
    """

    unit: str = ""
    title_year: int | None = None
    period_years: tuple[int, int] | None = None
    titled: bool = False
    quoted_year: int | None = None
    period_days: tuple[int, int] | None = None
    printed_year: int | None = None


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
    printed = next((title.year for title in titles if title.year is not None), None)
    return Identity(
        unit=_in_full(named, [*lines, *map(compact, body)]),
        title_year=quoted.year if printed is None else printed,
        period_years=period.years if period else None,
        titled=bool(titles) or quoted.year is not None,
        quoted_year=quoted.year,
        period_days=period.days if period else None,
        printed_year=printed,
    )


def _in_full(named: str, lines: Sequence[str]) -> str:
    """The organ as the line above a table of statistics gives it, where that is what the title names in short, or it names none."""
    filled_in = [match["unit"] for line in lines if (match := _FILLED_IN_BY.match(line)) and _ORGAN.search(match["unit"])]
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
            if not _TITLE_END.search(text):
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
    match = _TITLE_END.search(text)
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
            if 2 <= len(line) <= 40 and _ORGAN.search(line) and not re.search(r"[，。：:；、/.0-9>]|政府信息公开|首页", line):
                return line, min(start, position)
    return "", start


@dataclass(frozen=True, slots=True)
class Quoted:
    """Organ and year of the report's title in a sentence, as far as it names them: ``现将某局2023年政府信息公开工作年度报告公布如下``."""

    unit: str = ""
    year: int | None = None


def quoted_in(lines: Sequence[str]) -> Quoted:
    """What the sentences of lines (without white space) say of the report; nothing where they do not agree."""
    found = [each for line in lines for each in _quoted(line[:_LONGEST])]
    units = list(dict.fromkeys(each.unit for each in found if each.unit))
    years = {each.year for each in found if each.year is not None}
    return Quoted(units[0] if len(units) == 1 else "", years.pop() if len(years) == 1 else None)


def _quoted(line: str) -> Iterator[Quoted]:
    for clause in re.split(r"[，,。；;：:！？]", line):
        if _NOT_OWN.search(clause):
            continue
        subject = _SUBJECT.match(clause)
        if subject and _is_organ(subject["unit"]):
            yield Quoted(subject["unit"])
        end = _TITLE_END.search(clause)
        verbs = list(_VERB.finditer(clause, 0, end.start())) if end else []
        if not end or not verbs or _NOT_A_TITLE.match(clause[end.end() :]):
            continue
        named = clause[verbs[-1].end() : end.start()].strip('《〈“"')
        doer = clause[: verbs[-1].start()]
        years = list(_BRACKETED_YEAR.finditer(named))
        if len(years) > 1:
            continue
        for match in years:
            named = named[: match.start()] + named[match.end() :]
        unit = next((each for each in (named.strip("的关于《》“”"), doer) if _is_organ(each)), "")
        yield Quoted(unit, year_of(years[0]["year"]) if years else None)


def _is_organ(text: str) -> bool:
    return 2 <= len(text) <= 30 and bool(_ORGAN.search(text)) and not _OURS.match(text) and not re.search(r"[《》（）()、根据按照]", text)
