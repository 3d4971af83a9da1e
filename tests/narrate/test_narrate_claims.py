"""Claims as data: their files are well-formed, and every claim understands its own examples, and no more."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

import gkrules
from gkrules import RuleError, load_ruleset
from gkrules.checking.examples import example_faults
from gkrules.model.claims import Claims, Statement
from gkrules.narrate.statements import LIMIT, statements_of
from gkrules.rulefiles.claims import load_claims
from gkrules.rulefiles.location import rules_folder
from gkrules.rulefiles.rulebook import own_rulebook
from gkrules.testing import small_report

FILES = sorted((rules_folder() / "claims").glob("*.yaml"))
EDITIONS = load_ruleset().editions
EXAMPLES = [(edition.key, claim.key) for edition in EDITIONS.values() for claim in own_rulebook().claims_of(edition.key).claims]


@pytest.mark.parametrize(("edition", "claim"), EXAMPLES)
def test_a_claim_understands_its_examples(edition: str, claim: str) -> None:
    form = EDITIONS[edition]
    assert example_faults(own_rulebook().claims_of(edition).by_key[claim], form, own_rulebook().claims_of(edition)) == []


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_claim_has_examples_of_both_kinds(edition: str) -> None:
    for claim in own_rulebook().claims_of(edition).claims:
        if claim.patterns:
            assert any(example.value is None for example in claim.examples), claim.key
            assert any(example.value is not None for example in claim.examples), claim.key


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_row_has_examples_of_both_kinds(edition: str) -> None:
    """Of each mark that it allows; all rows, once the first one has any."""
    claims = [claim for claim in own_rulebook().claims_of(edition).claims if claim.row]
    if not any(claim.examples for claim in claims):
        pytest.skip("the table has no examples yet")
    assert [claim.key for claim in claims if {example.value is None for example in claim.examples} != {True, False}] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_files_fit_their_schema(file: Path) -> None:
    schema = json.loads((rules_folder() / "schemas" / "claims.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(yaml.safe_load(file.read_text("utf-8")))
    assert file.read_text("utf-8").startswith("# yaml-language-server: $schema=../schemas/claims.schema.json\n")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("claims: [{key: a, label: {zh: 甲, en: a}, kind: number, patterns: []}]", "number"),
        ("claims: [{key: a, label: {zh: 甲, en: a}, kind: percentage, patterns: []}]", "percentage"),
        ("claims: [{key: a, label: {zh: 甲, en: a}, kind: nothing, patterns: []}]", "nothing"),
        ("claims: [{key: a, label: {zh: 甲, en: a}, kind: phrase, patterns: ['{nothing}']}]", "nothing"),
        ("claims: [{key: a, label: {zh: 甲, en: a}, kind: phrase, patterns: [], sections: [nothing]}]", "nothing"),
        ("claims: [{key: a, label: {zh: 甲, en: a}, kind: phrase, patterns: [], topics: [nothing]}]", "topics"),
        ("claims: [{key: a, label: {zh: 甲, en: a}, kind: phrase, patterns: [], meant: [[applications.new.total]]}]", "meant"),
        ("claims: [{key: applications, label: {zh: 甲, en: a}, kind: phrase, patterns: []}]", "applications"),
        ("scopes: {a: {words: b, reach: clause}}", "scopes"),
        ("table: [{key: a, label: {zh: 甲, en: a}, when: {object: application}}]", "meant"),
        ("table: [{key: a, label: {zh: 甲, en: a}, when: {object: application}, meant: [[applications.nothing.total]]}]", "nothing"),
        ("table: [{key: a, label: {zh: 甲, en: a}, when: {object: nothing}, meant: [[applications.new.total]]}]", "slots: object"),
        ("lexicon: {object: [a]}", "mapping"),
        ("lexicon: {object: {application: a}}", "list"),
    ],
)
def test_a_fault_in_a_file_is_named_with_its_line(text: str, part: str, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RuleError, match=rf"own\.yaml:1:.*{part}"):
        load_claims([tmp_path], EDITIONS["2021"])


def test_a_malformed_pattern_is_named(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(
        r"claims: [{key: a, label: {zh: 甲, en: a}, kind: phrase, sections: [overview], patterns: ['(?=b)']}]", encoding="utf-8"
    )
    with pytest.raises(RuleError, match=r"own\.yaml:1:.*RE2"):
        load_claims([tmp_path], EDITIONS["2021"])


def found(claims: Claims, *texts: str) -> dict[str, list[Statement]]:
    return statements_of(small_report(EDITIONS["2021"], text={"overview": "\n".join(texts)}), claims)


def test_a_quote_is_the_sentence_as_printed() -> None:
    statements = found(own_rulebook().claims_of("2021"), "公开了《 目录 》。2024 年，我局新收政府信息公开申请 1,136 件。没有别的。")
    assert statements["applications_new"][0].quote == "2024 年，我局新收政府信息公开申请 1,136 件。"
    assert statements["applications_new"][0].values == {"stated": 1136}


def test_statements_beyond_the_limit_are_one_without_numbers() -> None:
    lines = [f"本年公开信息{number}条，其中网站{number}条、公众号1条。" for number in range(1, LIMIT + 50)]
    statements = found(own_rulebook().claims_of("2021"), *lines)["listing"]
    assert len(statements) == LIMIT + 1
    assert statements[-1].values == {}
    assert all(statement.values for statement in statements[:-1])


def test_a_claim_that_a_section_gives_several_numbers_states_none() -> None:
    form = EDITIONS["2021"]
    first, second = "本年新收政府信息公开申请5件。", "本年新收政府信息公开申请7件。"
    assert "applications_new" in found(own_rulebook().claims_of(form.key), first, first)
    assert "applications_new" not in found(own_rulebook().claims_of(form.key), first, second)
    # Another section may contradict it.
    report = small_report(form, text={"overview": first, "other_matters": second})
    assert [each.values["stated"] for each in statements_of(report, own_rulebook().claims_of(form.key))["applications_new"]] == [5, 7]
    # So many that the rest is not looked at: it is not known what they state.
    many = [f"本年新收政府信息公开申请{number}件。" for number in range(1, LIMIT + 50)]
    assert [each.values for each in found(own_rulebook().claims_of(form.key), *many)["applications_new"]] == [{}]


def test_a_narrower_number_later_in_a_paragraph_is_left_out() -> None:
    text = "2024年新收政府信息公开申请95件，新收申请17件由窗口转来。"
    assert [each.values["stated"] for each in found(own_rulebook().claims_of("2021"), text)["applications_new"]] == [95]


FILLING = {"lines": "\n" * 70_000, "spaces": (" " * 200 + "\n") * 400, "wide": "　" * 70_000, "names": ("《" + "长" * 199 + "》\n") * 400}


@pytest.mark.parametrize("filling", FILLING.values(), ids=list(FILLING))
def test_a_section_that_is_cut_is_unknown_for_the_rest(filling: str) -> None:
    form = EDITIONS["2021"]
    text = {"overview": f"本年新收政府信息公开申请5件。\n{filling}\n上年结转3件。", "review_litigation": "行政复议2件。"}
    report = small_report(form, {"applications.new.total": 5, "review_litigation.review.total": 2}, text=text)
    statements = statements_of(report, own_rulebook().claims_of(form.key))
    assert [each.values for each in statements["applications_new"]] == [{"stated": 5}, {}]
    assert [each.values for each in statements["carried_in"]] == [{}]
    # The sections after it are read.
    assert {"stated": 2} in [each.values for each in statements["review_total"]]
    result = gkrules.check(report, ruleset=load_ruleset().selected(["GK501"]))
    assert result.findings == ()
    assert result.outcomes[gkrules.Outcome.UNKNOWN] > 0
