"""Which organs certainly do not belong together, as far as their names tell.

Nothing here knows a list of counties: a name that could be read in two ways tells nothing.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from gkrules.model.units import Level, level, same_unit, territory

Misfit = Literal["", "itself", "above", "elsewhere"]

_MUNICIPALITY = re.compile(r"(?:北京|天津|上海|重庆)市")
_PROVINCE = re.compile(r"[^市县区]{2,8}?(?:省|自治区)")
_CITY = re.compile(r"[^县区旗镇乡街]{1,8}?(?:市(?!场)|自治州|地区|盟)")
_COUNTY = re.compile(r"[^省市区县旗盟州镇乡街]{1,12}?(?:自治县|县|自治旗|旗|区)")
# What ends like a county and is none, or is one only by its full name (城区 of 晋城): 社区, 园区, 郊区, 红旗街道.
_NO_COUNTY = re.compile(
    r"(?:社|郊|园|库|灾|辖|牧|片|小|校|军|厂|街|专|矿|景|新|农|开发|高新|经开|保税|示范|管理|合作|产业|工业|旅游|度假|主城|中心城|地|省|市)区$"
    r"|(?:国|军|党|团|队|红|锦)旗$|(?:本|全|各|郊|外|同)县$"
)
_SUFFIX = re.compile(r"(?:自治县|自治旗|县|旗|区)$")


@dataclass(frozen=True, slots=True)
class Location:
    """Where an organ is, each part without its generic word; empty where the name does not tell for certain.

    Attributes:
        province: also a municipality.
        prefecture: a city that has counties, or a municipality: a city that may itself be of county level is not named.
        county: of county or district.
    """

    province: str = ""
    prefecture: str = ""
    county: str = ""


@lru_cache(maxsize=20_000)
def location(name: str) -> Location:
    """Where an organ is by its name."""
    rest = re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", name))
    province = prefecture = ""
    if found := _MUNICIPALITY.match(rest):
        province = prefecture = found.group().removesuffix("市")
        rest = rest[found.end() :]
    else:
        if found := _PROVINCE.match(rest):
            province = re.sub(r"(?:省|自治区)$", "", found.group())
            rest = rest[found.end() :]
        if found := _CITY.match(rest):
            prefecture = found.group()
            rest = rest[found.end() :]
    found = _COUNTY.match(rest)
    if found is None or _NO_COUNTY.search(found.group()) or (len(found.group()) < 3 and not found.group().endswith("县")):
        # Whether a city without a county in its name has any is not told: 昆山市 belongs to 苏州市.
        return Location(province, prefecture if prefecture == province else "", "")
    return Location(province, prefecture, _SUFFIX.sub("", found.group()))


@lru_cache(maxsize=20_000)
def _named_city(name: str) -> str:
    """The city that stands first in a name, whatever its level; empty if there is none."""
    text = re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", name))
    found = _PROVINCE.match(text)
    city = _CITY.match(text[found.end() if found else 0 :])
    return city.group() if city else ""


def misfit(one: str, other: str) -> Misfit:
    """Why the organ `one` is by its name certainly none of those below `other`; empty if it may be one.

    ``itself``: it is the same organ. ``above``: a government whose territory is as high or higher. ``elsewhere``: they name
    different provinces, prefectures or counties. A bureau of the same county may be below another one.
    """
    if not one or not other:
        return ""
    if same_unit(one, other):
        return "itself"
    here, there = location(one), location(other)
    if _differ(here.province, there.province) or (here.county and there.county and _differ(here.county, there.county)):
        return "elsewhere"
    # A city with counties is a prefecture. Another organ in another city is not below it, nor the other way round.
    if here.prefecture and _other_city(here.prefecture, other, there):
        return "elsewhere"
    if there.county and there.prefecture and _other_city(there.prefecture, one, here):
        return "elsewhere"
    return "above" if _above(one, other) else ""


def _other_city(prefecture: str, name: str, where: Location) -> bool:
    city = where.prefecture or _named_city(name)
    return bool(city) and _differ(prefecture.removesuffix("市"), city.removesuffix("市"))


def _differ(one: str, other: str) -> bool:
    """Whether two names of places are two places: both are told, and neither begins as the other does (广西, 广西壮族)."""
    return bool(one) and bool(other) and not one.startswith(other) and not other.startswith(one)


def _above(one: str, other: str) -> bool:
    """Whether `one` is a government, and its territory as large as that of the organ `other`, or larger."""
    mine, theirs = territory(one), territory(other)
    if mine is None or theirs is None or level(one) is not mine:
        return False  # a department of a higher organ may serve below (生态环境局), and what tells no level tells nothing
    if mine is Level.CITY and theirs is Level.CITY:
        return False  # one of them may be of county level
    if mine is Level.COUNTY and not location(one).county:
        return False  # 幸福社区 ends like a district
    return mine <= theirs
