"""The report's own title as the text before section one quotes it: ``现将某局2023年政府信息公开工作年度报告公布如下``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gkrules.align.years import YEAR, year_of

TITLE_END = re.compile(
    r"政府信息(?:与政务|和政务)?公开(?:工作)?(?:的)?(?:情况)?(?:的)?"
    r"(?:年度|年)?(?:工作)?(?:年度)?(?:情况)?(?:报告|年报)"
)
ORGAN = re.compile(
    r"(?:府|局|委|办|厅|部|院|处|会|心|镇|乡|街道|科|队|站|社|司|署|团|学|校|所|馆|室|区|县|市|省|行|组|园|台|盟|旗|州|关|场|委员会)$"
)
_DONE = r"(?:编制|编写|撰写|制作|形成|起草|公布|发布|公开)"
_VERB = re.compile(rf"(?:现将|现就|现公布|现发布|现公开|特编制|特公布|特制作|特发布|向社会公布|向社会公开|{_DONE})(?:了|出|如下|如下的)?")
_SUBJECT = re.compile(
    rf"(?P<unit>[^\W\d_]{{2,30}}?)(?:组织|认真|特|现|依法|按要求|据此|于此|结合实际)*{_DONE}(?:了|出)?(?:本|此|该)?(?:年度)?(?:报告|年报)"
)
_YEAR = re.compile(rf"[（(〔\[]?(?P<year>{YEAR})(?:年度|年)[）)〕\]]?")
_NOT_OWN = re.compile(r"上年|去年|上一年|此前|以往|历年|已于|国务院|省政府办公厅|办公厅")
_NOT_A_TITLE = re.compile(r"^》?(?:的)?(?:格式|编制|编写|范本|模板|样式|要求|通知|工作|公布|发布)?(?:格式|通知|要求|范本|模板)")
_OURS = re.compile(r"^(?:本|我|该|各|贵)")
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Quoted:
    """Organ and year of the report's title in a sentence, as far as it names them."""

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
        end = TITLE_END.search(clause)
        verbs = list(_VERB.finditer(clause, 0, end.start())) if end else []
        if not end or not verbs or _NOT_A_TITLE.match(clause[end.end() :]):
            continue
        named = clause[verbs[-1].end() : end.start()].strip('《〈“"')
        doer = clause[: verbs[-1].start()]
        years = list(_YEAR.finditer(named))
        if len(years) > 1:
            continue
        for match in years:
            named = named[: match.start()] + named[match.end() :]
        unit = next((each for each in (named.strip("的关于《》“”"), doer) if _is_organ(each)), "")
        yield Quoted(unit, year_of(years[0]["year"]) if years else None)


def _is_organ(text: str) -> bool:
    return 2 <= len(text) <= 30 and bool(ORGAN.search(text)) and not _OURS.match(text) and not re.search(r"[《》（）()、根据按照]", text)
