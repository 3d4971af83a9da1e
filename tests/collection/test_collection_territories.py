"""Names tell only what is certain: a false alarm keeps a report out of a sum."""

from __future__ import annotations

import pytest

from gkrules.collection.territories import location, misfit


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("南州市东台区教育局", "南州市东台区人民政府", ""),
        ("东台区教育局", "南州市东台区人民政府", ""),
        ("东台县教育局", "南州市东台区人民政府", ""),  # a county that became a district
        ("昆山市千灯镇人民政府", "苏州市人民政府", ""),  # a city of county level
        ("昆山市人民政府", "苏州市人民政府", ""),
        ("延边朝鲜族自治州延吉市人民政府", "延边朝鲜族自治州人民政府", ""),
        ("社区矫正管理局", "洪泽区人民政府", ""),
        ("红旗街道办事处", "南关区人民政府", ""),
        ("园区管理办公室", "洪泽区人民政府", ""),
        ("淮安市生态环境局", "淮安市洪泽区人民政府", ""),  # a department of a higher organ that may serve below
        ("教育局", "水利局", ""),
        ("", "洪泽区人民政府", ""),
        ("重庆市渝中区人民政府", "重庆市人民政府", ""),
        ("洪泽区人民政府", "淮安市洪泽区人民政府", "itself"),
        ("淮安市人民政府", "淮安市洪泽区人民政府", "above"),
        ("江苏省人民政府", "淮安市人民政府", "above"),
        ("沙溪镇人民政府", "千灯镇人民政府", "above"),
        ("淮安市洪泽区人民政府", "淮安市洪泽区教育局", "above"),
        ("清江浦区教育局", "洪泽区人民政府", "elsewhere"),
        ("武汉市洪山区教育局", "武汉市青山区人民政府", "elsewhere"),
        ("南京市玄武区教育局", "苏州市人民政府", "elsewhere"),
        ("石家庄市教育局", "江苏省人民政府", ""),
        ("河北省石家庄市教育局", "江苏省人民政府", "elsewhere"),
        ("上海市徐汇区人民政府", "苏州市人民政府", "elsewhere"),
    ],
)
def test_misfit(one: str, other: str, expected: str) -> None:
    assert misfit(one, other) == expected


def test_a_city_is_a_prefecture_only_with_a_county_behind_it() -> None:
    assert location("江苏省淮安市洪泽区教育局").prefecture == "淮安市"
    assert location("昆山市教育局").prefecture == ""
