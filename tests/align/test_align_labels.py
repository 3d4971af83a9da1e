"""Labels: what is noise, what is an enumerator, what is alike."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkrules.align.characters import folded, without_noise
from gkrules.align.labels import Name, is_official, parse_label


@pytest.mark.parametrize(
    ("printed", "official"),
    [
        ("[bookmark: _Hlk66973412]一、本年新收政府信息公开申请数量", "一、本年新收政府信息公开申请数量"),
        ("5.要求行政机关确认或\n重 新出具已获取信息", "5.要求行政机关确认或重新出具已获取信息"),
        ('3．危及"三安全一稳定"', "3.危及“三安全一稳定”"),
        ("1、属于国家秘密", "1.属于国家秘密"),
        ("(七)总 计", "（七）总计"),
        ("结果 维持", "结果维持"),
        ("⼆、上年结转政府信息公开申请数量", "二、上年结转政府信息公开申请数量"),
        ("⾃然⼈", "自然人"),
        ("8.属于行政查询事\u200b项", "8.属于行政查询事项"),
        ("（二）部分公开(区分处理的,只计这一情形,不计其他情形)", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
        ("本年收费金额\n(单位:万元)", "本年收费金额（单位：万元）"),
        ("本年增／减", "本年增/减"),
    ],
)
def test_same_after_evening_out(printed: str, official: str) -> None:
    assert is_official(official, parse_label(printed))


def test_radicals_beyond_nfkc() -> None:
    assert parse_label("⺠⻔⻓⻅⻛").core == "民门长见风"


@pytest.mark.parametrize(
    ("text", "kind", "number", "core"),
    [
        ("（一）予以公开", "group", "一", "予以公开"),
        ("四、结转下年度继续办理", "part", "四", "结转下年度继续办理"),
        ("12.某项", "item", "12", "某项"),
        ("第二十条第（一）项", "", "", "第二十条第一项"),
        ("1.5", "", "", "15"),
        ("三", "", "", "三"),
        ("", "", "", ""),
    ],
)
def test_enumerator_and_core(text: str, kind: str, number: str, core: str) -> None:
    label = parse_label(text)
    assert (label.kind, label.number, label.core) == (kind, number, core)


def test_another_enumerator_is_another_label() -> None:
    assert not is_official("5.属于三类内部事务信息", parse_label("1.属于三类内部事务信息"))
    assert is_official("5.属于三类内部事务信息", parse_label("属于三类内部事务信息"))


def test_enumerators_do_not_raise_similarity() -> None:
    name = Name("5.属于三类内部事务信息")
    assert name.similarity(parse_label("5.某事")) < 0.55


def test_variants_count_but_are_not_official() -> None:
    name = Name("行政规范性文件", ("规范性文件",))
    assert name.similarity(parse_label("规范性文件")) == 1
    assert not is_official(name.text, parse_label("规范性文件"))


def test_shown_keeps_the_documents_characters() -> None:
    assert parse_label("[bookmark: x]1、属于 国家秘密（甲）").shown == "1、属于国家秘密（甲）"


def test_the_unit_that_is_counted_is_no_part_of_a_label() -> None:
    name = Name("其他")
    assert name.similarity(parse_label("其他（单位：件）")) == name.similarity(parse_label("其他(件)")) == 1
    assert name.similarity(parse_label("其他（案件）")) < 1
    assert parse_label("本年收费金额（单位：万元）").core.endswith("万元")


@given(st.text(st.sampled_from("政 \u3000\u00b4\u0301\u0300e가ᄀ\u1161\u3099か１Ａ①²㈠⺠⼆\u200b\u00ad\t[]bookmark:K"), max_size=90))
def test_folding_by_table_is_folding_by_character(text: str) -> None:
    bare = re.sub(r"\[bookmark:[^\[\]]*\]", "", text, flags=re.IGNORECASE)
    kept = [char for char in bare if not char.isspace() and unicodedata.category(char) not in {"Cf", "Cc"}]
    plain = "".join(kept).replace("⺠", "民")
    assert without_noise(text) == plain
    assert folded(text) == unicodedata.normalize("NFKC", plain).replace(" ", "")
