"""What a finding is known by stays, whatever changes around it; and differs where the mistake is another."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from render_builders import make_finding, make_report, review_finding
from small_set import sentence_finding, small_checked, small_report

import gkrules
from gkrules.model.findings import Finding
from gkrules.model.places import Place
from gkrules.model.report import Note, Report
from gkrules.render.data.json_output import result_dict
from gkrules.render.fingerprints import VERSION, canonical_text, fingerprints, fingerprints_of


def one(report: Report, finding: Finding) -> str:
    (mark,) = fingerprints_of(report, [finding])
    return mark


def test_they_are_these() -> None:
    """Literally: who has closed findings by them must find them again. A change of these is a new `VERSION`."""
    about, clean = small_checked().result.reports
    assert VERSION == "gkrules/v1"
    assert fingerprints(clean) == ((), ())
    assert fingerprints(about) == (
        (
            "69d7928d0261b98bb72d98146572ece691cd5167abb256179cab5bd6108c8bfe",
            "b0fcc7ae976826b0f775001695863caa8dd08facce2e8491372951dbf9236fe0",
            "7a7119ffd7556c8080328ee25eca888050e21be175e8d723b0d152f7de785fce",
            "68d82258fa2a319610000cd33a56e4a0523c0cdff345b1de6b6b65999696a929",
        ),
        ("885d70395cc844050fa8dce8fcc5638f0279672686c2f92bd1a92a81d41c5bdc",),
    )


def test_what_it_is_made_of() -> None:
    assert canonical_text(small_report(), sentence_finding()) == (
        '{"cells":["applications.new.business"],"labels":[],"organ":"\\u67d0\\u5e02\\u7532\\u53bf","outcome":"fail","rule":"GK501",'
        '"scope":{"claim":"new_business","section":"overview"},'
        '"sentence":"#\\u5e74\\u672c\\u673a\\u5173\\u5171\\u6536\\u5230\\u653f\\u5e9c\\u4fe1\\u606f\\u516c\\u5f00\\u7533\\u8bf7#\\u4ef6'
        '\\u5176\\u4e2d\\u5546\\u4e1a\\u4f01\\u4e1a#\\u4ef6","version":"gkrules/v1","year":2024}'
    )


@pytest.mark.parametrize(
    ("report", "finding"),
    [
        ({"file": "另一个名字.pdf"}, {}),
        ({"part": 2}, {}),
        ({"unit": "某市 甲县人民政府办公室"}, {}),
        ({"unit": "某市甲县人民政府"}, {"place": Place("docx", paragraph=99)}),
        ({}, {"sentence": 17, "cells_place": None}),
        ({}, {"quote": "２０２４年, 本机关共收到政府信息公开申请 13 件，其中商业企业 7.5 件。"}),
        ({}, {"left": 7, "values": {}, "message": {"zh": "换一种说法", "en": "in other words"}}),
    ],
)
def test_it_stays_while_the_mistake_stays(report: dict[str, Any], finding: dict[str, Any]) -> None:
    """Under another file name, elsewhere in the document, with another wrong number, spelled another way."""
    assert one(small_report(**report), replace(sentence_finding(), **finding)) == one(small_report(), sentence_finding())


@pytest.mark.parametrize(
    ("report", "finding"),
    [
        ({"unit": "某市丁县人民政府"}, {}),
        ({"year": 2023}, {}),
        ({}, {"code": "GK502"}),
        ({}, {"cells": ("applications.new.research",)}),
        ({}, {"scope": {"claim": "new_business", "section": "problems"}}),
        ({}, {"quote": "本机关收到商业企业的申请9件。"}),
    ],
)
def test_it_differs_where_the_mistake_is_another(report: dict[str, Any], finding: dict[str, Any]) -> None:
    assert one(small_report(**report), replace(sentence_finding(), **finding)) != one(small_report(), sentence_finding())


def test_the_label_tells_two_rows_apart_that_are_too_many() -> None:
    notes = [Note("extra_row", "applications", label) for label in ("其他（一）", "其他（二）", "其他 (一)")]
    findings = [make_finding("GK202", scope={"table": "applications", "note": "extra_row"}, note=note, notes=(note,)) for note in notes]
    first, second, again = (one(small_report(), finding) for finding in findings)
    assert first == again != second


def test_a_remark_that_names_files_is_known_without_them() -> None:
    notes = [Note("unused_previous", label=f"{name}.docx") for name in ("a", "b")]
    first, second = (one(small_report(), replace(review_finding(), note=note, notes=(note,))) for note in notes)
    assert first == second


def test_equal_findings_are_counted() -> None:
    finding = review_finding()
    first, second = fingerprints_of(make_report(), [finding, finding])
    assert first != second
    assert first == one(make_report(), finding)


def test_the_order_of_the_reports_is_nothing_to_it() -> None:
    checked = small_checked()
    turned = replace(checked.result, reports=checked.result.reports[::-1])
    assert {fingerprints(each) for each in turned.reports} == {fingerprints(each) for each in checked.result.reports}


def test_the_same_report_in_another_kind_of_file_has_the_same() -> None:
    folder = Path(__file__).parents[2] / "fixtures" / "reports"
    reports = [gkrules.read(folder / f"hongze_2023.{suffix}") for suffix in ("docx", "html", "txt")]
    marks = [fingerprints(about)[0] for about in gkrules.check(reports).reports]
    assert len(marks[0]) == 4
    assert marks == [marks[0]] * 3


def test_json_has_them() -> None:
    result = small_checked().result
    data = result_dict(result)
    mine, waived = fingerprints(result.reports[0])
    assert [each["fingerprint"] for each in data["reports"][0]["findings"]] == list(mine)
    assert [each["finding"]["fingerprint"] for each in data["reports"][0]["waived"]] == list(waived)
    assert [each["fingerprint"] for each in data["waiver_files"][0]["findings"]] == list(fingerprints(result.waiver_files[0])[0])
