"""Who reports, and for which year: the title and the statistical period."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from gkrules.align.characters import without_noise

_CHINESE_DIGITS = str.maketrans("〇○零Ｏ０О一二三四五六七八九", "000000123456789")
_YEAR = r"(?:[12][0-9]{3}|二[〇○零OО0][〇○零OО一二三四五六七八九]{2})"
_TITLE_END = re.compile(
    r"政府信息(?:与政务|和政务)?公开(?:工作)?(?:的)?(?:情况)?(?:的)?"
    r"(?:年度|年)?(?:工作)?(?:年度)?(?:情况)?(?:报告|年报)"
)
_BRACKETED_YEAR = re.compile(rf"[（(〔\[]?(?P<year>{_YEAR})(?:年度|年)[）)〕\]]?")
_LABEL_BEFORE = re.compile(r"^(?:标题|名称|题名|信息名称|文件名称|当前位置|公开名称)[：:]")
_ORGAN = re.compile(
    r"(?:府|局|委|办|厅|部|院|处|会|心|镇|乡|街道|科|队|站|社|司|署|团|学|校|所|馆|室|区|县|市|省|行|组|园|台|盟|旗|州|关|场|委员会)$"
)
_DATE_WORD = "[0-9一二三四五六七八九十]{1,3}"
_PERIOD = re.compile(
    rf"(?P<first>{_YEAR})年{_DATE_WORD}月(?:{_DATE_WORD}日)?起?(?:至|到|—+|-+|–+|－+|―+|~|～|─+)"
    rf"(?:(?P<last>{_YEAR})年|当年|同年)?{_DATE_WORD}月"
)
_PERIOD_WORDS = ("统计期限", "统计时限", "统计时间", "统计周期", "统计区间", "所列数据", "报告期", "数据期限", "数据统计")


@dataclass(frozen=True, slots=True)
class Identity:
    """What a document says of itself. `titled` is whether it has a title that speaks of a report on information disclosure."""

    unit: str = ""
    title_year: int | None = None
    period_years: tuple[int, int] | None = None
    titled: bool = False


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
    lines = [line for line in (_compact(line) for line in preamble) if line]
    # What stands nearest to section one is the report's own title: lists of other years' reports stand before it.
    titles = [*reversed(list(_titles(lines))), *_titles([_compact(container_title)])]
    titles.sort(key=lambda title: not (title.unit and title.year))
    return Identity(
        unit=next((title.unit for title in titles if title.unit), ""),
        title_year=next((title.year for title in titles if title.year is not None), None),
        period_years=_period(preamble, body),
        titled=bool(titles),
    )


def titles_in(lines: Sequence[str]) -> list[Title]:
    """All that can be a title among lines that stand together, in their order."""
    compact = [(number, text) for number, line in enumerate(lines) if (text := _compact(line))]
    found = _titles([text for _, text in compact])
    return [replace(title, line=compact[title.line][0]) for title in found]


def year_of_name(name: str) -> int | None:
    """The year that the name of a sheet states: ``2023年``, ``2023年度表二``, ``2023``."""
    text = _compact(name)
    years = {_year(match["year"]) for match in _BRACKETED_YEAR.finditer(text)} or ({_year(text)} if re.fullmatch(_YEAR, text) else set())
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
            if not unit and year is None and start > 0 and re.search(rf"{_YEAR}(?:年度|年)$", lines[start - 1]):
                unit, year = _title(lines[start - 1] + text) or title
                first -= 1
            if not unit:
                unit, first = _neighbour(lines, first, index)
            if year is None and index + 1 < len(lines) and _BRACKETED_YEAR.fullmatch(lines[index + 1]):
                year = _year(lines[index + 1])
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
    follow = re.match(rf"[（(〔\[]?(?:{_YEAR})(?:年度|年)?[）)〕\]]?", after)
    if years:
        year: int | None = _year(years[-1]["year"])
        before = before[: years[-1].start()] + before[years[-1].end() :]
    else:
        year = _year(follow.group()) if follow else None
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


def _period(preamble: Sequence[str], body: Sequence[str]) -> tuple[int, int] | None:
    sentences = [(part, index < len(preamble)) for index, line in enumerate([*preamble, *body]) for part in re.split(r"[。；\n]", line)]
    fallback: tuple[int, int] | None = None
    for sentence, in_preamble in sentences:
        stated = any(word in "".join(sentence.split()) for word in _PERIOD_WORDS)
        if not (stated or in_preamble):
            continue
        match = _PERIOD.search(_compact(sentence))
        if not match:
            continue
        first = _year(match["first"])
        last = _year(match["last"]) if match["last"] else first
        if first is None or last is None:
            continue
        if stated:
            return first, last
        fallback = fallback or (first, last)
    return fallback


def _year(text: str) -> int | None:
    match = re.search(_YEAR, text)
    if not match:
        return None
    digits = match.group().translate(_CHINESE_DIGITS).replace("O", "0")
    return int(digits) if 1990 <= int(digits) <= 2199 else None


def _compact(text: str) -> str:
    """Without white space and noise; digits and letters in half width, Chinese punctuation left alone."""
    return "".join(_half_width(char) for char in without_noise(text))


def _half_width(char: str) -> str:
    narrow = unicodedata.normalize("NFKC", char)
    return narrow if narrow.isascii() and narrow.isalnum() else char
