"""The text's own arithmetic: which whole a list is of, where it ends, whether it is complete, and of what a percentage is."""

from __future__ import annotations

import time

import pytest

from gkrules import load_ruleset
from gkrules.checking.examples import ABSENT
from gkrules.narrate.statements import statements_of
from gkrules.rulefiles.rulebook import own_rulebook
from gkrules.testing import small_report

EDITION = load_ruleset().editions["2021"]
Cells = dict[str, int | float | str | None]


def read(text: str, key: str, cells: Cells | None = None) -> list[dict[str, float]]:
    report = small_report(EDITION, cells or {}, text={"overview": text})
    return [dict(each.values) for each in statements_of(report, own_rulebook().claims_of(EDITION.key)).get(key, ())]


def listings(text: str, cells: Cells | None = None) -> list[tuple[float, float]]:
    """The wholes and the sums of their parts."""
    return [(each["stated"], each["parts"]) for each in read(text, "listing", cells)]


def shares(text: str) -> list[tuple[float, float, float]]:
    """The percentages with part and whole."""
    return [(each["stated"], each["part"], each["whole"]) for each in read(text, "share")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("全年公开信息100条，其中网站60条、公众号45条。", [(100, 105)]),
        ("全年公开信息100条，其中：网站60条，公众号45条。", [(100, 105)]),
        ("全年公开信息100条：网站60条、公众号45条。", [(100, 105)]),
        ("全年公开信息100条（网站60条、公众号45条）。", [(100, 105)]),
        ("全年公开信息100条（其中网站60条、公众号45条），召开会议3场。", [(100, 105)]),
        ("全年公开信息一百条，其中网站六十条、公众号四十五条。", [(100, 105)]),
        ("全年公开信息100条，其中网站60条，占60%，公众号45条，占45%。", [(100, 105)]),
        # What is in brackets within the list is no part of it.
        ("全年公开信息100条，其中网站60条（图片9条）、公众号45条。", [(100, 105)]),
    ],
)
def test_a_list_and_its_whole(text: str, found: list[tuple[float, float]]) -> None:
    assert listings(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # ； and ） end a list,
        ("全年公开信息100条，其中网站60条、公众号45条；公告9条。", [(100, 105)]),
        ("全年收到申请9件（网上申请5件、信函申请6件），当面申请3件。", [(9, 11)]),
        # a verb of another stage,
        ("全年收到政府信息公开申请20件，其中网上申请12件、信函申请9件，办结18件。", [(20, 21)]),
        ("全年收到政府信息公开申请20件，其中网上申请12件、信函申请9件，结转下年度2件。", [(20, 21)]),
        # a second whole,
        ("全年公开信息100条，其中网站60条、公众号45条，共发布公告10条。", [(100, 105)]),
        ("全年公开信息100条，其中网站60条、公众号45条，累计解读10条。", [(100, 105)]),
        # and a number of another unit.
        ("全年公开信息100条，其中网站60条、公众号45条、图片3张。", []),
        # A number without any mark of what it is may be a part or not.
        ("全年公开信息100条，其中网站60条、公众号45条，比上年增加10条。", []),
    ],
)
def test_where_a_list_ends(text: str, found: list[tuple[float, float]]) -> None:
    assert listings(text) == found


def test_two_wholes_of_a_sentence_have_a_list_each() -> None:
    text = "全年收到政府信息公开申请20件，其中网上申请12件、信函申请9件，办结18件，其中予以公开10件、部分公开9件。"
    assert listings(text) == [(20, 21), (18, 19)]


@pytest.mark.parametrize(
    "text",
    [
        "全年公开信息100条，其中网站60条，其中图片45条、视频30条。",
        "全年公开信息100条，其中网站60条、公众号55条，其中图片45条。",
        # Two wholes before one list, and parts of two things.
        "行政复议和行政诉讼分别为6件和3件，其中维持4件和2件，其余尚未审结。",
        "涉及政府信息公开的行政复议、行政诉讼案件各5件、2件，其中复议维持3件、纠正2件，诉讼均被驳回。",
        "全年公开信息100条，其中网站、公众号各60条。",
        "全年公开信息100条，其中网站60条和45条。",
    ],
)
def test_where_the_whole_is_not_certain_nothing_is_read(text: str) -> None:
    assert listings(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "全年公开信息100余条，其中网站60条、公众号45条。",
        "全年公开信息100条，其中网站约60条、公众号45条。",
        "全年公开信息100条，其中网站60条。",
        "其中网站60条、公众号45条。",
        "全年公开信息，其中网站60条、公众号45条。",
    ],
)
def test_no_list_without_whole_parts_and_exact_numbers(text: str) -> None:
    assert listings(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("全年公开信息100条。其中网站60条、公众号45条。", [(100, 105)]),
        ("全年公开信息100条，比上年有所增加。其中，网站60条、公众号45条。", [(100, 105)]),
        # Two numbers before it, another sentence between, another paragraph, or no 其中.
        ("全年公开信息100条，解读9条。其中网站60条、公众号45条。", []),
        ("全年公开信息100条。栏目按月检查。其中网站60条、公众号45条。", []),
        ("全年公开信息100条。\n其中网站60条、公众号45条。", []),
        ("全年公开信息100条。网站60条、公众号45条。", []),
    ],
)
def test_the_whole_in_the_sentence_before(text: str, found: list[tuple[float, float]]) -> None:
    assert listings(text) == found


@pytest.mark.parametrize(
    ("text", "complete"),
    [
        ("全年公开信息100条，其中网站60条、其他渠道30条。", True),
        ("全年公开信息100条，其中网站60条，其余30条。", True),
        ("全年公开信息100条，分别为网站60条、公众号30条。", True),
        ("全年共公开信息100条，其中网站60条、公众号30条。", True),
        ("全年共公开信息100条，其中网站40条、公众号30条。", False),
        ("全年公开信息100条，其中网站60条、公众号30条。", False),
        # 分别 behind 其中 tells of what was chosen, not of all.
        ("全年公开信息100条，其中网站、公众号分别为60条、30条。", False),
    ],
)
def test_a_list_that_falls_short_must_be_complete(text: str, *, complete: bool) -> None:
    assert listings(text) == ([(100, 90)] if complete else [])
    # What is too much is too much in each of them.
    assert listings(text.replace("100", "65"))


RESULTS = "办结政府信息公开申请20件，其中予以公开12件、部分公开5件、不予公开2件。"


def test_results_are_complete_where_the_table_has_no_others() -> None:
    assert listings(RESULTS) == [(20, 19)]
    assert listings(RESULTS, {"applications.not_handled_petition.total": 1}) == []
    assert listings(RESULTS, {"applications.granted.total": 12, "applications.denied_state_secret.total": 2}) == [(20, 19)]
    # What the table does not tell may be there.
    assert listings(RESULTS, {"applications.not_handled_petition.total": None}) == []
    assert listings(RESULTS, dict.fromkeys((key for key in EDITION.cells if key.startswith("applications.")), ABSENT)) == []
    # A part that is no result may be any.
    assert listings(RESULTS.replace("不予公开", "转送档案馆")) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("全年公开信息803条，其中网站公开52条，占6.4%。", [(6.4, 52, 803)]),
        ("全年公开信息803条，其中网站公开52条（占比7.5%）。", [(7.5, 52, 803)]),
        ("全年公开信息803条（网站公开52条，占7.5%）。", [(7.5, 52, 803)]),
        ("全年共公开信息803条，网站公开52条，占7.5%。", [(7.5, 52, 803)]),
        # Of each list the first: behind it there are two numbers that can be the whole.
        ("全年公开信息100条，其中网站52条，占52%，公众号40条，占30%。", [(52, 52, 100)]),
    ],
)
def test_a_share_and_its_whole(text: str, found: list[tuple[float, float, float]]) -> None:
    assert shares(text) == found


@pytest.mark.parametrize(
    "text",
    [
        # The numbers before them are siblings: the whole stands in another sentence, or nowhere.
        "网站公开88条，占33.2%；公众号公开31条，占11.7%。",
        "答复件中，予以公开88件，占33.2%；部分公开31件，占11.7%；无法提供97件，占36.6%。",
        "答复件中，予以公开88件，占33.2%，部分公开31件，占11.7%。",
        "全年收到政府信息公开申请265件。予以公开88件，部分公开31件，占11.7%。",
        "网站公开88条，公众号公开31条，占11.7%。",
        "网站公开52条，占6.4%。",
        "全年公开信息803条，视频90条，其中网站公开52条，占6.4%。",
        "全年公开信息803条，占全区的6.4%。",
        "全年公开信息803条，其中网站公开52次，占6.4%。",
        "全年公开信息52条，其中网站公开803条，占6.4%。",
        "全年公开信息803条，其中网站公开52条，增长6.4%。",
        "全年公开信息803条，其中网站公开52条，办结率6.4%。",
        "全年公开信息0条，其中网站公开0条，占6.4%。",
    ],
)
def test_a_share_of_a_sibling_is_none(text: str) -> None:
    assert shares(text) == []


def test_long_lists_take_linear_time() -> None:
    def seconds(parts: int) -> float:
        text = "\n".join(
            "全年公开信息100条，其中" + "、".join(f"网站{number}条" for number in range(40)) + "，其中一条（占5%）。" for _ in range(parts)
        )
        report = small_report(EDITION, text={"overview": text})
        start = time.perf_counter()
        statements_of(report, own_rulebook().claims_of(EDITION.key))
        return time.perf_counter() - start

    seconds(2)
    assert seconds(80) < 30 * max(seconds(8), 0.005)
