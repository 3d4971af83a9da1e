from __future__ import annotations

import json
from dataclasses import replace

import pytest

import gkrules
from gkrules.rulefiles.diff import Changed, EditionDiff, PartsDiff, diff_editions


@pytest.fixture(scope="module")
def diff() -> EditionDiff:
    return diff_editions(gkrules.load_ruleset(), "2019", "2021")


def test_cells(diff: EditionDiff) -> None:
    editions = gkrules.load_ruleset().editions
    assert set(diff.cells_kept) == set(editions["2019"].cells) & set(editions["2021"].cells)
    assert (len(diff.cells_kept), len(diff.cells_added), len(diff.cells_removed)) == (172, 28, 26)
    assert "procurement.centralised_procurement.amount" in diff.cells_removed
    assert "regulations.rules.issued" in diff.cells_added


def test_tables(diff: EditionDiff) -> None:
    assert diff.tables == PartsDiff(removed=("procurement",))
    assert [table.key for table in diff.inside] == ["regulations", "licensing", "enforcement", "fees", "applications"]


def test_rows_and_columns(diff: EditionDiff) -> None:
    inside = {table.key: table for table in diff.inside}
    assert inside["regulations"].columns == PartsDiff(("issued", "repealed", "in_force"), ("made", "published", "public_total"))
    assert inside["regulations"].rows.changed == (Changed("normative_documents", "label", "规范性文件", "行政规范性文件"),)
    assert inside["licensing"].rows.removed == ("other_services",)
    assert inside["licensing"].columns.changed == (Changed("decisions", "label", "处理决定数量", "本年处理决定数量"),)
    assert inside["applications"].rows == PartsDiff(("other_not_corrected", "other_fee_unpaid", "other_other"), ("other",))
    assert not inside["applications"].columns


def test_sections(diff: EditionDiff) -> None:
    assert [(change.key, change.aspect) for change in diff.sections.changed] == [("review_litigation", "label"), ("problems", "label")]
    assert not diff.sections.added
    assert not diff.sections.removed


def test_rules(diff: EditionDiff) -> None:
    rules = gkrules.load_ruleset().rules
    assert set(diff.rules_kept) == {rule.code for rule in rules if {"2019", "2021"} <= set(rule.editions)}
    assert set(diff.rules_removed) == {rule.code for rule in rules if "2019" in rule.editions and "2021" not in rule.editions}
    assert set(diff.rules_added) == {rule.code for rule in rules if "2021" in rule.editions and "2019" not in rule.editions}


def test_the_other_way_round(diff: EditionDiff) -> None:
    back = diff_editions(gkrules.load_ruleset(), "2021", "2019")
    assert (back.cells_added, back.cells_removed) == (diff.cells_removed, diff.cells_added)
    assert back.tables.added == ("procurement",)
    assert (back.rules_added, back.rules_removed) == (diff.rules_removed, diff.rules_added)


def test_an_edition_does_not_differ_from_itself() -> None:
    none = diff_editions(gkrules.load_ruleset(), "2021", "2021")
    assert not none.sections
    assert not none.tables
    assert none.inside == ()
    assert (none.cells_added, none.cells_removed, none.rules_added, none.rules_removed) == ((), (), (), ())


def test_type_unit_and_group_of_a_column() -> None:
    ruleset = gkrules.load_ruleset()
    old = ruleset.editions["2021"]
    fees = old.table_by_key["fees"]
    column = replace(fees.columns[0], type="count", unit="元", under=("收费",))
    tables = tuple(replace(table, columns=(column,)) if table is fees else table for table in old.tables)
    both = replace(ruleset, editions={"2021": old, "x": replace(old, key="x", tables=tables)})
    found = diff_editions(both, "2021", "x").inside[0].columns.changed
    assert found == (
        Changed("amount", "type", "amount", "count"),
        Changed("amount", "unit", "万元", "元"),
        Changed("amount", "under", "", "收费"),
    )


def test_unknown_edition() -> None:
    with pytest.raises(gkrules.UsageError, match="2019, 2021"):
        diff_editions(gkrules.load_ruleset(), "2019", "2020")


def test_plain_data(diff: EditionDiff) -> None:
    data = json.loads(json.dumps(diff.to_dict()))
    assert (data["before"], data["after"]) == ("2019", "2021")
    assert data["tables"]["removed"] == ["procurement"]
    assert data["tables"]["inside"]["applications"]["rows"]["removed"] == ["other"]
    assert data["sections"]["changed"][0]["key"] == "review_litigation"
    assert set(data["rules"]) == {"added", "removed", "kept"}
