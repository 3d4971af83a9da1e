"""Claims of users: their words, rows and claims, merged with those of the package."""

from __future__ import annotations

import pickle
import shutil
from pathlib import Path

import pytest

import gkrules
from gkrules import RuleError
from gkrules.narrate.statements import statements_of
from gkrules.rulefiles.location import rules_folder
from gkrules.testing import small_report

OWN = """\
lexicon: {result: {archived: [存入档案馆]}}
table:
  - key: own_archived
    label: {zh: 存入档案馆, en: given to the archive}
    when: {object: application, result: archived}
    meant: [[applications.granted.total, applications.partly_granted.total]]
"""
GRANTED = """\
table:
  - key: granted
    label: {zh: 同意提供, en: provided}
    when: {object: application, result: provided}
    meant: [[applications.granted.total]]
lexicon: {result: {provided: [同意给予]}}
"""
RECEIVED = """\
table:
  - key: own_received
    label: {zh: 我们收到的申请, en: what we received}
    when: {stage: received, object: application}
    meant: [[applications.new.total]]
"""
SITE = """\
claims:
  - key: own_site
    label: {zh: 网站地址, en: address of the site}
    kind: phrase
    patterns: ['www\\.{host}']
words: {host: '[a-z]+\\.gov\\.cn'}
"""
RESULT = "2024年办结政府信息公开申请9件，其中{}件。"


def folder_with(folder: Path, **files: str) -> Path:
    (folder / "claims").mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / "claims" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def loaded(*folders: Path) -> gkrules.Ruleset:
    return gkrules.load_ruleset(rules=folders)


def findings(ruleset: gkrules.Ruleset, text: str, **cells: int) -> list[tuple[str, str]]:
    values = {f"applications.{row}.total": value for row, value in cells.items()}
    report = small_report(ruleset.editions["2021"], values, text={"overview": text})
    found = gkrules.check(report, ruleset=ruleset.selected(["GK5"])).findings
    return [(each.code, each.message["en"]) for each in found]


def stated(ruleset: gkrules.Ruleset, text: str) -> dict[str, list[float]]:
    """By claim of the table, what a text states."""
    edition, claims = ruleset.editions["2021"], ruleset.claims_of("2021")
    found = statements_of(small_report(edition, text={"overview": text}), claims)
    return {key: [each.values["stated"] for each in several] for key, several in found.items() if claims.by_key[key].row}


def test_own_rows_and_words_are_added(tmp_path: Path) -> None:
    ruleset = loaded(folder_with(tmp_path, own=OWN))
    text = RESULT.format("存入档案馆5")
    assert findings(ruleset, text, handled_total=9, granted=3, partly_granted=2) == []
    ((code, message),) = findings(ruleset, text, handled_total=9, granted=3, partly_granted=4)
    assert code == "GK501"
    assert "given to the archive 5" in message
    assert "7" in message
    # Those of the package are there still, and so are its rules.
    assert [code for code, _ in findings(ruleset, "2024年新收政府信息公开申请3件。", new=2)] == ["GK501"]
    assert ruleset.rules == gkrules.load_ruleset().rules
    assert ruleset.digest != gkrules.load_ruleset().digest
    assert "own_archived" not in gkrules.load_ruleset().claims_of("2021").by_key
    assert stated(gkrules.load_ruleset(), text) == {"handled_total": [9]}


def test_own_claims_are_added(tmp_path: Path) -> None:
    ruleset = loaded(folder_with(tmp_path, own=SITE))
    edition = ruleset.editions["2021"]
    for text, known in (("网址：www.abc.gov.cn。", True), ("网址：www.abc.com。", False)):
        found = statements_of(small_report(edition, text={"overview": text}), ruleset.claims_of("2021"))
        assert ("own_site" in found) is known


def test_words_merge_with_ours(tmp_path: Path) -> None:
    """A word that is added means the same as ours, which mean what they meant; so do units."""
    own = "units: {form: [案桩]}\nlexicon: {stage: {received: [揽收]}}\n"
    ruleset = loaded(folder_with(tmp_path, own=own))
    for verb, unit in (("揽收", "案桩"), ("收到", "案桩"), ("揽收", "件"), ("收到", "件")):
        text = f"2024年{verb}政府信息公开申请12{unit}。"
        assert stated(ruleset, text) == {"applications_received": [12]}
        assert ("applications_received" in stated(gkrules.load_ruleset(), text)) is (verb == "收到" and unit == "件")


def test_a_word_gets_another_value_and_keeps_its_other_slots(tmp_path: Path) -> None:
    ruleset = loaded(folder_with(tmp_path, own="lexicon: {result: {not_handled: [不予公开]}}\n"))
    text = RESULT.format("不予公开5")
    assert stated(ruleset, text) == {"handled_total": [9], "not_handled": [5]}
    assert stated(gkrules.load_ruleset(), text) == {"handled_total": [9], "denied": [5]}
    (word, slots), *_ = [each for each in gkrules.load_ruleset().claims_of("2021").lexicon.words.items() if len(each[1]) > 1]
    slot = next(iter(slots))
    again = loaded(folder_with(tmp_path / "again", own=f"lexicon: {{{slot}: {{other_value: [{word}]}}}}\n"))
    assert again.claims_of("2021").lexicon.words[word] == {**slots, slot: "other_value"}


def test_the_value_nothing_takes_a_word_out(tmp_path: Path) -> None:
    ruleset = loaded(folder_with(tmp_path, own="lexicon: {result: {nothing: [不予公开]}}\n"))
    assert stated(ruleset, RESULT.format("不予公开5")) == {"handled_total": [9]}
    assert stated(ruleset, RESULT.format("部分公开5")) == {"handled_total": [9], "partly_granted": [5]}
    words, ours = (each.claims_of("2021").lexicon.words for each in (ruleset, gkrules.load_ruleset()))
    assert "result" not in words.get("不予公开", {})
    assert ours["不予公开"]["result"] == "denied"
    assert {word: slots for word, slots in ours.items() if word != "不予公开"} == {
        word: slots for word, slots in words.items() if word != "不予公开"
    }
    # A later folder can put it back.
    back = loaded(tmp_path, folder_with(tmp_path / "back", own="lexicon: {result: {denied: [不予公开]}}\n"))
    assert back.claims_of("2021").lexicon.words == ours


def test_a_row_of_the_same_key_is_replaced(tmp_path: Path) -> None:
    ruleset = loaded(folder_with(tmp_path, own=GRANTED))
    assert stated(ruleset, RESULT.format("同意给予5")) == {"handled_total": [9], "granted": [5]}
    assert stated(ruleset, RESULT.format("予以公开5")) == {"handled_total": [9]}
    claims, ours = (each.claims_of("2021").by_key for each in (ruleset, gkrules.load_ruleset()))
    assert claims["granted"].label["en"] == "provided"
    # Ours can be said as a share and a change too, theirs not.
    assert [key for key in ours if key not in ("granted_share", "granted_growth", "granted_change")] == list(claims)


def test_a_row_of_the_same_slots_is_replaced(tmp_path: Path) -> None:
    ruleset = loaded(folder_with(tmp_path, own=RECEIVED))
    assert stated(ruleset, "2024年收到政府信息公开申请5件。") == {"own_received": [5]}
    claims, ours = (list(each.claims_of("2021").by_key) for each in (ruleset, gkrules.load_ruleset()))
    assert not [key for key in claims if key.startswith("applications_received")]
    assert claims.index("own_received") == ours.index("applications_received")


def test_a_row_replaces_both_that_of_its_key_and_that_of_its_slots(tmp_path: Path) -> None:
    ruleset = loaded(folder_with(tmp_path, own=RECEIVED.replace("own_received", "granted")))
    assert stated(ruleset, "2024年收到政府信息公开申请5件。") == {"granted": [5]}
    assert stated(ruleset, RESULT.format("予以公开5")) == {"handled_total": [9]}
    assert "applications_received" not in ruleset.claims_of("2021").by_key


def test_a_later_folder_replaces_an_earlier_one(tmp_path: Path) -> None:
    first = folder_with(tmp_path / "one", own=OWN)
    second = folder_with(tmp_path / "two", own=OWN.replace("存入档案馆]", "移送档案室]").replace("archived", "stored"))
    ruleset = loaded(first, second)
    assert [code for code, _ in findings(ruleset, RESULT.format("移送档案室5"), handled_total=9)] == ["GK501"]
    # The word of the first folder is known still; its row is replaced where it has the same key.
    assert "own_archived" in ruleset.claims_of("2021").by_key
    other = folder_with(tmp_path / "three", own=OWN.replace("applications.granted.total, ", "").replace("key: own_archived", "key: third"))
    ruleset = loaded(first, other)
    assert findings(ruleset, RESULT.format("存入档案馆5"), handled_total=9, granted=3, partly_granted=5) == []
    assert "own_archived" not in ruleset.claims_of("2021").by_key
    reversed_order = loaded(other, first)
    assert [code for code, _ in findings(reversed_order, RESULT.format("存入档案馆5"), handled_total=9, granted=3, partly_granted=5)] == [
        "GK501"
    ]


def test_rules_and_claims_of_a_folder_go_together(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, own=OWN)
    rule = (rules_folder() / "checks" / "text" / "GK501.yaml").read_text("utf-8")
    rule = (
        rule.replace("GK501", "GKX901").replace("claim of number", "claim of own_archived").replace("severity: warning", "severity: error")
    )
    (folder / "GKX901.yaml").write_text(rule, encoding="utf-8")
    ruleset = loaded(folder)
    report = small_report(ruleset.edition, text={"overview": RESULT.format("存入档案馆5")})
    assert [each.code for each in gkrules.check(report, ruleset=ruleset.selected(["GKX"])).findings] == ["GKX901"]


def test_claims_are_no_rules(tmp_path: Path) -> None:
    from gkrules.rulefiles.rulebook import rule_files

    assert rule_files(folder_with(tmp_path, own=OWN)) == []


def row(**change: str) -> str:
    """A row, one entry a line, with some of them changed; the first is on line 2."""
    entries = {
        "key": "a",
        "label": "{zh: 甲, en: a}",
        "when": "{object: application, result: granted, stage: due}",
        "meant": "[[applications.new.total]]",
    }
    return "table:\n  - " + "\n    ".join(f"{key}: {value}" for key, value in {**entries, **change}.items()) + "\n"


FAULTS = {
    "pattern": (SITE.replace("www", "(?=b)"), r"own\.yaml:5:.*RE2"),
    "unless": (SITE.replace("    patterns", "    unless: '('\n    patterns"), r"own\.yaml:5:.*RE2"),
    "word that there is not": (SITE.replace("{host}", "{hosts}"), r"own\.yaml:5:.*'hosts'"),
    "word of ours": ("words: {y: '[0-9]'}", r"own\.yaml:1:.*'y'"),
    "kind of rows": (SITE.replace("phrase", "number"), r"own\.yaml:4:.*'number'"),
    "year without a year": (SITE.replace("phrase", "year"), r"own\.yaml:5:.*\{y\}"),
    "claim twice": (SITE.replace("words:", SITE.partition("words:")[0].removeprefix("claims:\n") + "words:"), r"own\.yaml:6:.*own\.yaml:2"),
    "cell": (row(meant="[[applications.newest.total]]"), r"own\.yaml:5:.*applications\.newest\.total"),
    "cell of a second reading": (row(meant="[[applications.new.total], [applications.nothing.total]]"), r"own\.yaml:5:.*nothing"),
    "cell compared": (row(marks="[change]", compared="[[applications.nothing.total]]"), r"own\.yaml:7:.*nothing"),
    "cell of the whole": (row(marks="[share]", whole="[[applications.nothing.total]]"), r"own\.yaml:7:.*nothing"),
    "cell that is to be zero": (row(while_zero="[applications.nothing.total]"), r"own\.yaml:6:.*nothing"),
    "too many readings": (row(meant=str([["applications.new.total"]] * 4)), r"own\.yaml:5:.*1 to 3"),
    "no reading": (row(meant="[]"), r"own\.yaml:5:.*1 to 3"),
    "slot": (row(when="{thing: application}"), r"own\.yaml:4:.*slots: thing"),
    "value": (row(when="{object: applications}"), r"own\.yaml:4:.*values of 'object': applications"),
    "one of two values": (row(when="{object: application, result: granted+refused}"), r"own\.yaml:4:.*'result': refused"),
    "value of who made it": (row(when="{object: application, by: granted}"), r"own\.yaml:4:.*values of 'by': granted"),
    "no slot": (row(when="{}"), r"own\.yaml:4:.*slot"),
    "mark": (row(marks="[many]"), r"own\.yaml:6:.*'many'"),
    "no mark": (row(marks="[]"), r"own\.yaml:6:"),
    "share without whole": (row(marks="[share]"), r"own\.yaml:2:.*whole"),
    "whole without share": (row(whole="[[applications.new.total]]"), r"own\.yaml:2:.*share"),
    "section": (row(sections="[nothing]"), r"own\.yaml:6:.*sections: nothing"),
    "key of a table": (row(key="applications"), r"own\.yaml:2:.*'applications'"),
    "key": (row(key="A-b"), r"own\.yaml:2:.*'A-b'"),
    "unknown entry": (row(own="true"), r"own\.yaml:6:.*'own'"),
    "row of the same key": (
        row() + row(when="{object: application, result: denied, stage: due}").removeprefix("table:\n"),
        r"own\.yaml:6:.*own\.yaml:2",
    ),
    "row of the same slots": (row() + row(key="b").removeprefix("table:\n"), r"own\.yaml:6:.*'a'.*own\.yaml:2"),
    "same slots in another order": (
        row(when="{result: granted+denied, object: application}")
        + row(key="b", when="{object: application, result: denied+granted}").removeprefix("table:\n"),
        r"own\.yaml:6:.*'a'.*own\.yaml:2",
    ),
    "key that another row makes": (row(key="granted_share"), "'granted_share'.*table"),
    "example that is no number": (row(examples="{states: {甲3件。: some}, silent: []}"), r"own\.yaml:6:.*45\.2%"),
    "word with two values": ("lexicon:\n  stage:\n    due: [甲乙]\n    handled: [甲乙]", r"own\.yaml:4:.*'甲乙'.*'due'.*own\.yaml:3"),
    "word with a value and without": ("lexicon:\n  stage:\n    due: [甲乙]\n    nothing: [甲乙]", r"own\.yaml:4:.*own\.yaml:3"),
    "brackets": ("lexicon: {stage: {due: ['甲(乙']}}", r"own\.yaml:1:.*甲\(乙"),
    "unit": ("units: {things: [件]}", r"own\.yaml:1:.*'things'"),
    "slot that is no name": ("lexicon: {Stage: {due: [甲]}}", r"own\.yaml:1:.*'Stage'"),
}


@pytest.mark.parametrize(("text", "part"), FAULTS.values(), ids=list(FAULTS))
def test_a_fault_is_named_when_the_rules_are_loaded(text: str, part: str, tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=part):
        loaded(folder_with(tmp_path, own=text))


def test_a_word_may_be_said_twice_with_the_same_value(tmp_path: Path) -> None:
    ruleset = loaded(
        folder_with(tmp_path, own="lexicon: {stage: {received: [揽收, '揽(收|到)']}}\n", two="lexicon: {stage: {received: [揽收]}}\n")
    )
    assert ruleset.claims_of("2021").lexicon.words["揽收"] == {"stage": "received"}


def test_two_files_of_a_folder_are_one(tmp_path: Path) -> None:
    """What contradicts itself between the files of one folder is a fault, as in one file."""
    folder = folder_with(tmp_path, one="lexicon: {stage: {received: [揽收]}}\n", two="lexicon: {stage: {handled: [揽收]}}\n")
    with pytest.raises(RuleError, match=r"two\.yaml:1:.*one\.yaml:1"):
        loaded(folder)


def test_a_ruleset_with_claims_of_users_can_be_sent_to_a_process(tmp_path: Path) -> None:
    ruleset = pickle.loads(pickle.dumps(loaded(folder_with(tmp_path, own=OWN))))  # noqa: S301
    assert "own_archived" in ruleset.claims_of("2021").by_key
    assert stated(ruleset, RESULT.format("存入档案馆5")) == {"handled_total": [9], "own_archived": [5]}


def test_a_form_of_users_has_the_claims_about_what_it_has(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, own=OWN)
    (folder / "editions").mkdir()
    source = (rules_folder() / "editions" / "2021.yaml").read_text("utf-8")
    # The form of a place that does not ask for section four.
    text = source.replace('edition: "2021"', 'edition: "own"').replace("review_litigation", "disputes")
    assert text.count("disputes") > 1
    (folder / "editions" / "own.yaml").write_text(text, encoding="utf-8")
    claims = loaded(folder).claims_of("own").by_key
    assert {"own_archived", "applications_new", "denied"} <= set(claims)
    ours = gkrules.load_ruleset().claims_of("2021")
    about = {
        key
        for key, claim in ours.by_key.items()
        if any(cell.startswith("review_litigation.") for of in claim.cells.values() for cell in of)
    }
    assert len(about) > 5
    assert not about & set(claims)


def test_a_rulebook_without_claims_has_none(tmp_path: Path) -> None:
    from gkrules.rulefiles.rulebook import load_folder

    for part in ("editions", "checks"):
        shutil.copytree(rules_folder() / part, tmp_path / part)
    shutil.copy(rules_folder() / "facts.yaml", tmp_path)
    assert not load_folder(tmp_path).claims_of("2021").claims
