"""Organs by their names."""

from __future__ import annotations

import pytest

from gkrules.model.units import Level, level, normalised_unit, same_unit, territory


@pytest.mark.parametrize(
    ("name", "where", "what"),
    [
        ("市中区永安镇人民政府", Level.TOWNSHIP, Level.TOWNSHIP),
        ("某街道办事处", Level.TOWNSHIP, Level.TOWNSHIP),
        ("淮安市洪泽区人民政府", Level.COUNTY, Level.COUNTY),
        ("沭阳县发展和改革局", Level.COUNTY, Level.DEPARTMENT),
        ("呼伦贝尔市鄂温克族自治旗人民政府", Level.COUNTY, Level.COUNTY),
        ("湘西土家族苗族自治州凤凰县人民政府", Level.COUNTY, Level.COUNTY),
        ("北京市海淀区人民政府", Level.COUNTY, Level.COUNTY),
        ("南京市人民政府", Level.CITY, Level.CITY),
        ("南京市市场监督管理局", Level.CITY, Level.DEPARTMENT),
        ("阿克苏地区行政公署", Level.CITY, Level.CITY),
        ("江苏省财政厅", Level.PROVINCE, Level.DEPARTMENT),
        ("内蒙古自治区人民政府", Level.PROVINCE, Level.PROVINCE),
        ("重庆市人民政府", Level.PROVINCE, Level.PROVINCE),
        ("国家税务总局", Level.NATIONAL, Level.NATIONAL),
        ("财政部", None, Level.DEPARTMENT),
        ("上海市浦东新区人民政府", None, None),
        ("苏州工业园区管理委员会", None, None),
        ("", None, None),
    ],
)
def test_level(name: str, where: Level | None, what: Level | None) -> None:
    assert territory(name) is where
    assert level(name) is what


@pytest.mark.parametrize("other", ["洪泽区人民政府 ", "洪泽区　人民政府办公室", "洪泽区"])
def test_reports_of_one_organ_are_matched(other: str) -> None:
    assert normalised_unit(other) == normalised_unit("洪泽区人民政府")


def test_different_organs_are_told_apart() -> None:
    assert len({normalised_unit(name) for name in ("洪泽区", "洪泽区教育局", "淮安市洪泽区", "洪泽区财政局")}) == 4


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("洪泽区人民政府", "淮安市洪泽区人民政府", True),
        ("洪泽区教育局", "淮安市洪泽区教育局", True),
        ("教育局", "洪泽区教育局", False),
        ("洪泽区人民政府", "洪泽区教育局", False),
        ("", "洪泽区人民政府", False),
    ],
)
def test_the_higher_territory_may_be_left_out(one: str, other: str, same: bool) -> None:
    assert same_unit(one, other) is same
    assert same_unit(other, one) is same
