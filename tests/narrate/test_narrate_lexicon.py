"""The words of the grammar: what an entry stands for, and that every word, slot and value is of use."""

from __future__ import annotations

import re
import time
from collections import Counter
from pathlib import Path

import pytest

import gkrules.narrate
from gkrules import RuleError, load_ruleset
from gkrules.model.claims import Claims
from gkrules.rulefiles.claims import DERIVED, load_claims
from gkrules.rulefiles.lexicon import MAX_DEPTH, MAX_FORMS, forms
from gkrules.rulefiles.location import rules_folder
from gkrules.rulefiles.patterns import plain
from gkrules.rulefiles.rulebook import own_rulebook
from gkrules.rulefiles.yaml_file import read_yaml

EDITION = load_ruleset().editions["2021"]
CLAIMS = own_rulebook().claims_of(EDITION.key)
SOURCE = "\n".join(file.read_text("utf-8") for file in sorted(Path(gkrules.narrate.__file__).parent.glob("*.py")))
TEN = "(一|二|三|四|五|六|七|八|九|十)"


def expanded(entry: str, tmp_path: Path) -> list[str]:
    (tmp_path / "own.yaml").write_text(f"- '{entry}'\n", encoding="utf-8")
    return forms(read_yaml(tmp_path / "own.yaml").items()[0])


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("收到", ["收到"]),
        ("收到[了]", ["收到了", "收到"]),
        ("(收|接)到", ["收到", "接到"]),
        ("收件|收悉", ["收件", "收悉"]),
        ("(收|接)到[了]", ["收到了", "收到", "接到了", "接到"]),
        ("申请[书|表]", ["申请书", "申请表", "申请"]),
        ("(收|)件", ["收件", "件"]),
        ("[被[提]起]诉讼", ["被提起诉讼", "被起诉讼", "诉讼"]),
        ("(甲|乙(丙|丁))", ["甲", "乙丙", "乙丁"]),
        ("(甲|甲)乙", ["甲乙"]),
        ("[甲]", ["甲"]),
    ],
)
def test_an_entry_stands_for_words(entry: str, words: list[str], tmp_path: Path) -> None:
    assert sorted(expanded(entry, tmp_path)) == sorted(words)


@pytest.mark.parametrize("entry", ["(收", "收)", "[收", "收]", "(收]", "[收)", "(收[到)了]", ")收(", "]收[", "(收|到))", "((收)"])
def test_brackets_must_match(entry: str, tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"own\.yaml:1:.*brackets that do not match"):
        expanded(entry, tmp_path)


@pytest.mark.parametrize("entry", ["", "[]", "()", "(|)", "[|]"])
def test_an_entry_must_have_a_word(entry: str, tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"own\.yaml:1:.*no word"):
        expanded(entry, tmp_path)


@pytest.mark.parametrize("entry", ["收 到", "收到,", "收到(|;)", "ＡＢ", "《某某办法》", "1,000"])
def test_a_word_that_no_text_has_is_refused(entry: str, tmp_path: Path) -> None:
    """Texts are read without white space, with Chinese marks, in half width."""
    with pytest.raises(RuleError, match=r"own\.yaml:1:.*no text has"):
        expanded(entry, tmp_path)


def test_an_entry_stands_for_so_many_words_and_no_more(tmp_path: Path) -> None:
    thousand = TEN * 3
    assert len(expanded(thousand, tmp_path)) == 1000
    assert len(expanded("|".join(f"{each}{thousand}" for each in "甲乙丙丁戊"), tmp_path)) == MAX_FORMS
    with pytest.raises(RuleError, match=f"own.yaml:1:.*more than {MAX_FORMS}"):
        expanded("|".join(f"{each}{thousand}" for each in "甲乙丙丁戊己"), tmp_path)


@pytest.mark.parametrize("entry", [TEN * 2_000, f"({TEN * 3})({TEN * 3})", "[甲]" * 60, "(" * 5_000 + "甲" + ")" * 5_000, "(" * 100_000])
def test_hostile_entries_end_soon_with_an_error(entry: str, tmp_path: Path) -> None:
    start = time.perf_counter()
    with pytest.raises(RuleError, match=r"own\.yaml:1:"):
        expanded(entry, tmp_path)
    assert time.perf_counter() - start < 2


def test_brackets_may_stand_in_each_other(tmp_path: Path) -> None:
    assert expanded("(" * MAX_DEPTH + "甲" + ")" * MAX_DEPTH, tmp_path) == ["甲"]
    with pytest.raises(RuleError):
        expanded("(" * (MAX_DEPTH + 1) + "甲" + ")" * (MAX_DEPTH + 1), tmp_path)


def loaded(text: str, folder: Path) -> Claims:
    folder.mkdir()
    (folder / "own.yaml").write_text(text, encoding="utf-8")
    return load_claims([rules_folder() / "claims", folder], EDITION)


def test_a_word_can_have_values_in_several_slots_but_one_in_each(tmp_path: Path) -> None:
    words = loaded("lexicon: {stage: {due: [甲乙]}, part_of: {late: [甲乙]}}", tmp_path / "one").lexicon.words
    assert words["甲乙"] == {"stage": "due", "part_of": "late"}
    with pytest.raises(RuleError, match=r"own\.yaml:1:.*'甲乙' is 'due' in 'stage' already .*own\.yaml:1.*'handled'"):
        loaded("lexicon: {stage: {due: [甲乙], handled: ['(甲|丙)乙']}}", tmp_path / "two")


def test_values_by_slot() -> None:
    assert {"received", "new", "handled"} <= CLAIMS.lexicon.values["stage"]
    assert all(word and slots for word, slots in CLAIMS.lexicon.words.items())
    assert [word for word in (*CLAIMS.lexicon.words, *CLAIMS.lexicon.units) if plain(word) != word] == []


def test_every_slot_and_value_of_the_table_is_given_by_words_or_made_by_the_reader() -> None:
    for claim in CLAIMS.claims:
        for slot, value in claim.row.when if claim.row else ():
            slot_of = "applicant" if slot == "by" else slot
            valid = CLAIMS.lexicon.values.get(slot_of, set()) | DERIVED.get(slot_of, set())
            assert set(value.split("+")) <= valid, (claim.key, slot, value)


def test_what_the_reader_makes_is_made() -> None:
    """The values that no word has are named in the code that makes them."""
    for slot, values in DERIVED.items():
        for value in values:
            assert f'"{value}"' in SOURCE, (slot, value)


def test_every_slot_of_the_lexicon_is_used() -> None:
    """By a row of the table, or by name in the reader."""
    used = {slot for claim in CLAIMS.claims if claim.row for slot, _ in claim.row.when}
    unused = [slot for slot in CLAIMS.lexicon.values if slot not in used and f'"{slot}"' not in SOURCE]
    assert unused == []


# No row and no question of the reader names these: their words are known, so that they are not unknown beside a number.
KNOWN_ONLY = {"bare: request", "mark: flat", "mark: year_on_year", "polarity: except"}


def test_every_value_of_a_slot_is_used() -> None:
    """By a row of the table, or by name in the reader: a value that nothing asks for says nothing."""
    of_rows = {(slot, each) for claim in CLAIMS.claims if claim.row for slot, value in claim.row.when for each in value.split("+")}
    other = own_rulebook().claims_of("2019")
    of_rows |= {(slot, each) for claim in other.claims if claim.row for slot, value in claim.row.when for each in value.split("+")}
    unused = [
        f"{slot}: {value}"
        for slot, values in CLAIMS.lexicon.values.items()
        # The words of a slot with one value are asked for by the slot.
        if len(values) > 1
        for value in sorted(values)
        if (slot, value) not in of_rows and f'"{value}"' not in SOURCE
    ]
    assert set(unused) <= KNOWN_ONLY


def test_every_stop_is_told_in_words() -> None:
    from gkrules.words import catalogue

    told = {key.removeprefix("stop."): words for key, words in catalogue("render").items() if key.startswith("stop.")}
    stops = set(re.findall(r'\b(?:Stop|Aside)\("([a-z_]+)"\)', SOURCE))
    assert len(stops) > 20
    assert stops - set(told) == set()
    assert set(told) - stops == set()
    assert max(Counter(words for pair in told.values() for words in pair.values()).values()) == 1
