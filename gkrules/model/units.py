"""Organs by their names: matching one across years, and telling the level of the territory that it serves."""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum


class Level(IntEnum):
    """The level of an organ. A department of a government is told apart from the government itself; see `territory`."""

    NATIONAL = 1
    PROVINCE = 2
    CITY = 3
    COUNTY = 4
    TOWNSHIP = 5
    DEPARTMENT = 6


_MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")
_NATIONAL = re.compile(r"^(?:国务院|中华人民共和国|国家)")
_GOVERNMENT = re.compile(
    r"(?:人民政府|管理委员会|管委会|街道办事处|行政公署|公署)(?:办公厅|办公室)?$|(?:县|市|区|旗|镇|乡|街道|省|自治州|盟)$"
)
_TOWNSHIP = re.compile(r"(?:镇|乡|苏木|街道)(?:人民政府|办事处|办公室|党政|$)")
# A district that is none of the law: a development zone, a new area. Its level is not told by its name.
_ZONE = re.compile(r"(?:开发|高新|新|经开|保税|示范|管理|景|园|矿|林|垦|产业|合作|工业|旅游)区")
_COUNTY = re.compile(r"[^省市区县旗盟州]{1,12}?(?:自治县|县|自治旗|旗|(?<!自治)(?<!行政)(?<!地)区)")


def normalised_unit(name: str) -> str:
    """The name of an organ without what varies between its reports: width, spaces, punctuation, ``人民政府``, ``办公室``.

    Reports of one organ have the same normalised name; different organs have different ones.
    """
    text = re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", name))
    return re.sub(r"(?:人民政府)(?:办公厅|办公室)?$", "", text) or text


def same_unit(one: str, other: str) -> bool:
    """Whether two names mean one organ: alike when normalised, or one with the higher territory in front, the other without.

    ``洪泽区人民政府`` is ``淮安市洪泽区人民政府``; a name that tells no territory (``教育局``) is no other's end.
    """
    short, long = sorted((normalised_unit(one), normalised_unit(other)), key=len)
    return bool(short) and (short == long or (long.endswith(short) and territory(short) is not None))


def territory(name: str) -> Level | None:
    """The level of the territory that an organ serves, as far as its name tells; ``None`` if it does not."""
    text = re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", name))
    if _NATIONAL.search(text):
        return Level.NATIONAL
    if _TOWNSHIP.search(text):
        return Level.TOWNSHIP
    if _ZONE.search(text):
        return None
    rest = re.sub(r"^.*?(?:省|(?<!.)[^县]{2,8}?自治区)", "", text)
    for municipality in _MUNICIPALITIES:
        if text.startswith(municipality):
            return Level.COUNTY if _COUNTY.match(text[len(municipality) :]) else Level.PROVINCE
    after_city = re.sub(r"^[^县区旗]{1,8}?(?:市(?!场)|自治州|地区|盟)", "", rest)
    if _COUNTY.match(after_city):
        return Level.COUNTY
    if after_city != rest:
        return Level.CITY
    return Level.PROVINCE if rest != text else None


def level(name: str) -> Level | None:
    """The level of an organ: that of its territory, or `Level.DEPARTMENT`; ``None`` if its name does not tell."""
    text = re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", name))
    if not text:
        return None
    where = territory(text)
    if where is Level.NATIONAL:
        return where
    return where if _GOVERNMENT.search(text) else Level.DEPARTMENT
