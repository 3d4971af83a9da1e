"""Rules, editions and folders are asked for by code or name, by one text or several; what is neither is refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkrules.compile.ruleset import own_ruleset
from gkrules.model.errors import UsageError
from gkrules.rulefiles.rulebook import Rulebook, load_rulebook

RULEBOOK = load_rulebook()
NAME = "received-and-handled-do-not-balance"


def refused(call: object, kind: str) -> UsageError:
    assert callable(call)
    with pytest.raises(UsageError) as caught:
        call()
    assert caught.value.kind == kind
    assert caught.value.zh
    assert caught.value.en
    return caught.value


def codes(book: Rulebook) -> list[str]:
    return [rule.code for rule in book.rules]


@pytest.mark.parametrize("rule", RULEBOOK.rules, ids=lambda rule: rule.code)
def test_every_rule_answers_to_its_name(rule: object) -> None:
    assert RULEBOOK.rule(rule.name) is rule  # type: ignore[attr-defined]
    assert RULEBOOK.rule(f" {rule.name.upper()} ") is rule  # type: ignore[attr-defined]
    assert codes(RULEBOOK.selected([rule.name])) == [rule.code]  # type: ignore[attr-defined]
    assert rule.code not in codes(RULEBOOK.selected(ignore=rule.name))  # type: ignore[attr-defined]


def test_a_text_is_one_prefix() -> None:
    assert codes(RULEBOOK.selected("GK4")) == codes(RULEBOOK.selected(["GK4"]))
    assert codes(RULEBOOK.selected(ignore="GK4")) == codes(RULEBOOK.selected(ignore=["GK4"]))
    assert codes(own_ruleset(None, False).selected("GK4")) == codes(RULEBOOK.selected(["GK4"]))
    assert codes(RULEBOOK.selected({"GK404"})) == codes(RULEBOOK.selected(each for each in ("GK404",))) == ["GK404"]


@pytest.mark.parametrize("wrong", [4, 4.0, b"GK4", [4], ["GK4", None], {"GK4": 1}, [b"GK4"], object()])
def test_what_is_no_text_is_refused(wrong: object) -> None:
    for call, name in ((lambda: RULEBOOK.selected(wrong), "select"), (lambda: RULEBOOK.selected((), wrong), "ignore")):  # type: ignore[arg-type]
        error = refused(call, "wrong_type")
        assert name in error.zh
        assert name in error.en


ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.binary(),
    st.text(max_size=80),
    st.lists(st.one_of(st.integers(), st.text(max_size=9))),
)


@given(ANYTHING)
def test_whatever_is_asked_for_ends_in_a_usage_error_or_rules(asked: object) -> None:
    for call in (RULEBOOK.selected, RULEBOOK.rule, load_rulebook):
        try:
            call(asked)  # type: ignore[operator]
        except UsageError as error:
            said = error.zh
        else:
            said = ""
        assert len(said) < 500


def test_the_nearest_is_named() -> None:
    assert "GK404" in refused(lambda: RULEBOOK.rule("GK4044"), "unknown_rule").en
    assert NAME in refused(lambda: RULEBOOK.rule("received-and-handled-dont-balance"), "unknown_rule").zh
    assert "GK404" in refused(lambda: RULEBOOK.selected(["GK4044"]), "unknown_rule_prefix").en
    assert NAME in refused(lambda: RULEBOOK.selected([NAME[:-2]]), "unknown_rule_prefix").zh
    assert "'2019'" in refused(lambda: load_rulebook("2020"), "unknown_edition").en.split("Editions")[0]
    assert "是否" not in refused(lambda: RULEBOOK.rule("某规则"), "unknown_rule").zh


def test_a_rule_is_named_by_a_text() -> None:
    refused(lambda: RULEBOOK.rule(404), "wrong_type")  # type: ignore[arg-type]
    refused(lambda: RULEBOOK.rule(None), "wrong_type")  # type: ignore[arg-type]


def test_an_edition_may_be_a_number() -> None:
    assert load_rulebook(2021).edition.key == "2021"
    assert load_rulebook(2021) == load_rulebook("2021")
    assert "2021" in refused(lambda: load_rulebook(2020), "unknown_edition").en
    for wrong in (True, 2021.0, b"2021", ["2021"], Path("2021")):
        assert "2021" in refused(lambda wrong=wrong: load_rulebook(wrong), "wrong_type").en


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "GKX901.yaml").write_text("extends: GK401\ncode: GKX901\n", "utf-8")
    return tmp_path


def test_folders_are_one_or_several(folder: Path) -> None:
    for asked in (str(folder), folder, [folder], (str(folder),), iter([folder])):
        assert "GKX901" in codes(load_rulebook(rules=asked))


@pytest.mark.parametrize("wrong", [4, b".", [4], [None], {"a": 1}, [b"."]])
def test_what_is_no_folder_is_refused(wrong: object) -> None:
    refused(lambda: load_rulebook(rules=wrong), "wrong_type")  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", ["none", Path("none"), ["none"], "a\0b", "x" * 5000, __file__])
def test_a_folder_that_is_not_there(wrong: object) -> None:
    assert len(refused(lambda: load_rulebook(rules=wrong), "no_rules_folder").zh) < 500  # type: ignore[arg-type]


def test_a_name_that_several_rules_have(folder: Path) -> None:
    book = load_rulebook(rules=folder)
    name = book.rule("GK401").name
    assert "GKX901" in refused(lambda: book.rule(name), "unknown_rule").zh
    assert codes(book.selected(name)) == ["GK401", "GKX901"]
