from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from strategies import ALL_CELLS, COLUMNS, INSIDE, OTHERS

import gkrules
from gkrules import DocumentError, Edition, GkrulesError, Ruleset, UsageError
from gkrules.testing import small_report

ROOT = Path(__file__).resolve().parent.parent
YONGAN = ROOT / "fixtures" / "reports" / "yongan_2024.txt"
HEAVY = ("pandas", "numpy", "pandera", "yaml", "lxml", "selectolax", "rapidfuzz", "rich", "click")

# As the keys are published: table, rows, columns.
FORM = {
    "regulations": ("rules normative_documents", "issued repealed in_force"),
    "licensing": ("licences", "decisions"),
    "enforcement": ("penalties coercive_measures", "decisions"),
    "fees": ("administrative_fees", "amount"),
    "applications": (
        (
            "new carried_in granted partly_granted denied_state_secret denied_forbidden_by_law denied_security_stability "
            "denied_third_party denied_internal_affairs denied_process_information denied_enforcement_file "
            "denied_administrative_query unavailable_not_held unavailable_needs_creation unavailable_unclear "
            "not_handled_petition not_handled_repeated not_handled_publication not_handled_excessive "
            "not_handled_reconfirmation other_not_corrected other_fee_unpaid other_other handled_total carried_out"
        ),
        "natural_person business research public_welfare legal_service other_organisation total",
    ),
    "review_litigation": ("review direct_litigation litigation_after_review", "upheld corrected other pending total"),
}
KEYS = [f"{table}.{row}.{column}" for table, (rows, columns) in FORM.items() for row in rows.split() for column in columns.split()]


def in_new_process(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def test_importing_loads_nothing_heavy() -> None:
    code = f"import sys, gkrules; gkrules.__version__; dir(gkrules); print([name for name in {HEAVY} if name in sys.modules])"
    assert in_new_process(code) == "[]"


def test_errors_and_nouns_load_no_pandas() -> None:
    code = (
        f"import sys; from gkrules import UsageError, Report, Cell, Finding; print([name for name in {HEAVY[:3]} if name in sys.modules])"
    )
    assert in_new_process(code) == "[]"


def test_public_functions_stay_functions() -> None:
    """A subpackage of the same name must not take their place once it is loaded."""
    code = (
        f"import gkrules; path = {str(YONGAN)!r}\n"
        "for _ in range(2):\n"
        "    report = gkrules.read(path); result = gkrules.check(report); gkrules.explain('GK401'); gkrules.to_frame(report)\n"
        "import gkrules.testing, gkrules.cli\n"
        "print(all(callable(getattr(gkrules, name)) or name == '__version__' for name in gkrules.__all__), len(result.findings))"
    )
    assert in_new_process(code) == "True 0"


@pytest.mark.parametrize("name", gkrules.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(gkrules, name) is not None
    assert name in dir(gkrules)


def test_all_is_sorted_and_unique() -> None:
    assert gkrules.__all__ == sorted(set(gkrules.__all__))


@pytest.mark.parametrize("name", ["chek", "Reports", "pandas"])
def test_other_names_are_not(name: str) -> None:
    with pytest.raises(AttributeError, match=name):
        getattr(gkrules, name)


@pytest.mark.parametrize(
    "call", [lambda: gkrules.load_ruleset("1999"), lambda: gkrules.read(YONGAN, edition="1999"), lambda: gkrules.load_ruleset("")]
)
def test_an_unknown_edition(call: object) -> None:
    assert callable(call)
    with pytest.raises(UsageError) as caught:
        call()
    assert caught.value.kind == "unknown_edition"
    assert "2021" in caught.value.zh
    assert "2021" in caught.value.en


def test_rulesets() -> None:
    assert gkrules.load_ruleset("2021").edition.key == "2021"
    assert gkrules.load_ruleset().edition.key == "2021"
    assert gkrules.load_ruleset("2021").compiled("2021") is gkrules.load_ruleset("2021").compiled("2021")
    assert gkrules.load_ruleset().digest == gkrules.load_ruleset("2021").digest
    assert gkrules.load_ruleset().version == gkrules.__version__


def codes(ruleset: Ruleset) -> list[str]:
    return [rule.code for rule in ruleset.rules]


def test_selected(ruleset: Ruleset) -> None:
    everything = codes(ruleset)
    assert everything == sorted(everything)
    assert ruleset.selected() is ruleset
    assert codes(ruleset.selected(["GK404"])) == ["GK404"]
    assert codes(ruleset.selected(["GK4"])) == [code for code in everything if code.startswith("GK4")]
    assert codes(ruleset.selected(["gk404 ", "GK301"])) == ["GK301", "GK404"]
    assert codes(ruleset.selected([], ["GK4", "GK301"])) == [code for code in everything if not code.startswith("GK4") and code != "GK301"]
    assert codes(ruleset.selected(["GK40"], ["GK404"])) == ["GK401", "GK402", "GK403"]
    assert codes(ruleset.selected(["GK"])) == everything
    with pytest.raises(UsageError):
        ruleset.selected(["GK404"], ["GK4"])


@pytest.mark.parametrize("prefix", ["GK99", "401", "", " ", "GK4011", "*", "GK4*"])
def test_unknown_prefixes(prefix: str, ruleset: Ruleset) -> None:
    for select, ignore in (([prefix], []), ([], [prefix]), (["GK4", prefix], [])):
        with pytest.raises(UsageError) as caught:
            ruleset.selected(select, ignore)
        assert caught.value.kind == "unknown_rule_prefix"


def test_selection_is_asked_of_check(edition: Edition) -> None:
    report = small_report(edition, {"applications.new.total": 1, "licensing.licences.decisions": None})
    assert {finding.code for finding in gkrules.check(report).findings} == {"GK301", "GK401", "GK403"}
    assert {finding.code for finding in gkrules.check(report, select=["GK401"]).findings} == {"GK401"}
    assert {finding.code for finding in gkrules.check(report, ignore=["GK4"]).findings} == {"GK301"}
    assert gkrules.check(report, ignore=["GK4"]).ok
    with pytest.raises(UsageError):
        gkrules.check(report, select=["GK999"])


def test_several_reports_keep_their_order(edition: Edition) -> None:
    reports = [small_report(edition, {"review_litigation.review.total": number}) for number in range(5)]
    result = gkrules.check(reports, select=["GK4"])
    assert [found.report is report for found, report in zip(result.reports, reports, strict=True)] == [True] * 5
    assert [[finding.left for finding in found.findings] for found in result.reports] == [[], [1], [2], [3], [4]]
    assert len(result.findings) == 4
    assert gkrules.check([]).findings == ()
    assert gkrules.check([]).ok


def test_the_frame(edition: Edition) -> None:
    assert len(KEYS) == 200
    frame = gkrules.to_frame(
        [small_report(edition, {"applications.new.total": 7, "applications.new.research": None}), small_report(edition)]
    )
    assert list(frame.columns) == KEYS == list(ALL_CELLS)
    assert set(frame.dtypes.astype(str)) == {"float64"}
    assert frame.shape == (2, 200)
    assert list(frame["applications.new.total"]) == [7, 0]
    assert np.isnan(frame["applications.new.research"][0])
    assert int(frame.isna().sum().sum()) == 1
    assert gkrules.to_frame(small_report(edition)).shape == (1, 200)
    assert gkrules.to_frame([]).shape == (0, 200)


def test_the_frame_with_one_row_for_other_handling(edition: Edition) -> None:
    cells: dict[str, int | float | str | None] = {f"applications.{row}.{column}": "absent" for row in OTHERS for column in COLUMNS}
    cells |= {f"applications.other.{column}": 2 for column in COLUMNS}
    frame = gkrules.to_frame([small_report(edition), small_report(edition, cells)])
    assert list(frame.columns) == [*KEYS, *(f"applications.other.{column}" for column in COLUMNS)]
    assert frame["applications.other.total"].isna().tolist() == [True, False]
    assert frame["applications.other_other.total"].isna().tolist() == [False, True]


def test_the_frame_with_states(edition: Edition, ruleset: Ruleset) -> None:
    contents: list[int | str | None] = [1, None, "/", "无", "absent", "5件"]
    frame = gkrules.to_frame([small_report(edition, {"applications.new.total": content}) for content in contents], states=True)
    assert frame.shape == (6, 2 * 207 + len(ruleset.facts))
    assert frame["applications.new.total.state"].tolist() == [0, 1, 2, 3, 4, 5]
    assert str(frame["applications.new.total.state"].dtype) == "int8"
    assert frame["report.year"].tolist() == [2024] * 6


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("code", [rule.code for rule in gkrules.load_ruleset("2021").rules])
def test_explanations_name_their_source(code: str, lang: str, ruleset: Ruleset) -> None:
    text = gkrules.explain(code, lang)
    rule = ruleset.rule(code)
    flat = "".join(text.split())
    assert text.startswith(code)
    for source in rule.source:
        assert source.document in text
    for part in (rule.title[lang], rule.explain[lang].checks, rule.explain[lang].why, rule.explain[lang].mend):
        assert "".join(part.split()) in flat
    assert "".join(rule.condition.text.split()) in flat


def test_examples_about_the_text_are_shown_with_it(ruleset: gkrules.Ruleset) -> None:
    about_text = [rule for rule in ruleset.rules if rule.fails.text]
    assert about_text
    for rule in about_text:
        shown = gkrules.explain(rule.code)
        lines = [line for text in (rule.fails.text or {}).values() for line in text.splitlines()]
        assert [line for line in lines if f"“{line}”" not in shown] == [], rule.code


def test_explaining_an_unknown_rule() -> None:
    with pytest.raises(UsageError) as caught:
        gkrules.explain("GK444")
    assert caught.value.kind == "unknown_rule"
    assert "GK404" in caught.value.zh
    assert gkrules.explain("gk404") == gkrules.explain("GK404")


def raised(path: Path) -> GkrulesError:
    with pytest.raises(GkrulesError) as caught:
        gkrules.read(path)
    return caught.value


def test_errors_speak_both_languages(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "story.txt").write_text("从前有座山。", encoding="utf-8")
    (tmp_path / "bad.json").write_text('{"cells": {"x": 1}}', encoding="utf-8")
    errors = [raised(tmp_path / name) for name in ("nothing.txt", "empty.txt", "story.txt", "bad.json")]
    for error in errors:
        assert isinstance(error, DocumentError)
        assert error.kind.replace("_", "").isalpha()
        assert any("\u4e00" <= char <= "\u9fff" for char in error.text("zh"))
        assert " " in error.text("en")
        assert error.text("en") != error.text("zh")
        assert error.zh in str(error)
        assert error.en in str(error)
    assert len({error.kind for error in errors}) == 4


def test_the_result_in_every_form(edition: Edition) -> None:
    result = gkrules.check([small_report(edition, {"applications.new.total": 1}), small_report(edition)], select=INSIDE)
    data = json.loads(result.to_json())
    assert data == result.to_dict()
    frame = result.to_frame()
    assert list(frame.columns) == [
        *(
            "file",
            "part",
            "unit",
            "year",
            "edition",
            "code",
            "name",
            "severity",
            "outcome",
            "cells",
            "left",
            "right",
            "difference",
            "message_zh",
            "message_en",
            "ruleset",
            "edition_status",
        )
    ]
    assert list(frame["code"]) == ["GK401", "GK403"] == [finding["code"] for finding in data["reports"][0]["findings"]]
    assert list(frame["difference"]) == [1, 1]
    assert data["reports"][1]["findings"] == []
    assert sum(data["reports"][0]["outcomes"].values()) == sum(data["reports"][1]["outcomes"].values())
    assert not result.ok
    assert gkrules.check(small_report(edition)).to_frame().empty


def test_selecting_nothing_is_an_error(edition: Edition) -> None:
    with pytest.raises(gkrules.UsageError):
        gkrules.check(small_report(edition), select=["GK404"], ignore=["GK4"])
