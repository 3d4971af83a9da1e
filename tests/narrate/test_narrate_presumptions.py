"""Whose numbers a text tells is presumed where its words leave it open, and counts only where the tables bear it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from gkrules import load_ruleset
from gkrules.narrate.derivations import derivations
from gkrules.narrate.statements import statements_of
from gkrules.rulefiles.rulebook import own_rulebook
from gkrules.testing import small_report

RULESET = load_ruleset()
EDITION = RULESET.editions["2021"]
OFFICE = "区政府本级新收政府信息公开申请45件，办结43件，结转下年度2件。"
OF_IT: Mapping[str, float] = {"applications.new.total": 45, "applications.handled_total.total": 43, "applications.carried_out.total": 2}
WIDER: Mapping[str, float] = {"applications.new.total": 480, "applications.handled_total.total": 470, "applications.carried_out.total": 10}


def stated(text: str, cells: Mapping[str, float | str], unit: str = "柳河市东台区人民政府") -> dict[str, list[float]]:
    report = replace(small_report(EDITION, dict(cells), text={"overview": text}), unit=unit)
    return {
        claim: [each.values["stated"] for each in several if "stated" in each.values]
        for claim, several in statements_of(report, own_rulebook().claims_of(EDITION.key)).items()
        if own_rulebook().claims_of(EDITION.key).by_key[claim].row is not None
    }


def test_the_office_of_a_government_counts_where_the_tables_are_its_own() -> None:
    assert stated(OFFICE, OF_IT) == {"applications_new": [45], "handled_total": [43], "carried_out": [2]}


def test_one_number_that_differs_is_still_told() -> None:
    assert stated(OFFICE.replace("43件", "34件"), OF_IT)["handled_total"] == [34]


def test_it_counts_for_nothing_where_the_tables_are_wider() -> None:
    assert stated(OFFICE, WIDER) == {}


def test_of_two_scopes_the_one_that_the_tables_bear_out_counts() -> None:
    text = "全区新收政府信息公开申请480件。" + OFFICE
    assert stated(text, OF_IT)["applications_new"] == [45]
    assert stated(text, WIDER)["applications_new"] == [480]


def test_numbers_that_are_small_or_few_bear_nothing_out() -> None:
    text = "区政府本级新收政府信息公开申请1件，办结1件，结转下年度1件。"
    assert stated(text, {"applications.new.total": 1, "applications.handled_total.total": 1, "applications.carried_out.total": 9}) == {}
    assert stated("区政府本级新收政府信息公开申请45件。", OF_IT) == {}


def test_a_part_of_the_form_does_not_speak_for_another() -> None:
    cells = {**WIDER, "review_litigation.review.total": 5, "review_litigation.review.upheld": 3, "review_litigation.review.corrected": 2}
    text = OFFICE + "区政府本级因政府信息公开被申请行政复议5件，维持3件，纠正2件。"
    assert stated(text, cells) == {"review_total": [5], "review_upheld": [3], "review_corrected": [2]}


def test_a_cell_that_could_not_be_read_bears_nothing_out() -> None:
    unread: Mapping[str, float | str] = {**OF_IT, "applications.handled_total.total": "四十三上下", "applications.carried_out.total": 5}
    assert stated(OFFICE, unread) == {}


@pytest.mark.parametrize("text", ["全年行政复议案件11件，其中维持8件、纠正3件。", "受理行政复议案件11件，其中维持8件、纠正3件。"])
def test_reviews_of_anything_count_where_the_tables_show_that_they_are_about_disclosure(text: str) -> None:
    cells = {"review_litigation.review.total": 11, "review_litigation.review.upheld": 8, "review_litigation.review.corrected": 3}
    assert stated(text, cells) == {"review_total": [11], "review_upheld": [8], "review_corrected": [3]}
    assert stated(text, {"review_litigation.review.total": 2, "review_litigation.review.upheld": 2}) == {}


def test_the_derivation_says_that_nothing_bears_it_out() -> None:
    report = replace(small_report(EDITION, dict(WIDER), text={"overview": OFFICE}), unit="东台区人民政府")
    left_out = [
        each["left_out"]
        for sentence in derivations(report, own_rulebook().claims_of(EDITION.key))
        for part in sentence["segments"]
        for each in part["says"]
    ]
    assert left_out == ["presumed"] * 3
