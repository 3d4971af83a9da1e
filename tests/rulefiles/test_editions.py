"""The editions say what the official form says: counted and named here apart from their files."""

from __future__ import annotations

import gkrules
from gkrules.model.cells import UNIT_IN_CELL
from gkrules.model.edition import Edition

SHAPES = {
    "2019": {
        "regulations": (2, ["made", "published", "public_total"]),
        "licensing": (2, ["items_last_year", "change", "decisions"]),
        "enforcement": (2, ["items_last_year", "change", "decisions"]),
        "fees": (1, ["items_last_year", "change"]),
        "procurement": (1, ["projects", "amount"]),
        "applications": (23, 7),
        "review_litigation": (3, 5),
    },
    "2021": {
        "regulations": (2, ["issued", "repealed", "in_force"]),
        "licensing": (1, ["decisions"]),
        "enforcement": (2, ["decisions"]),
        "fees": (1, ["amount"]),
        "applications": (25, 7),
        "review_litigation": (3, 5),
    },
}


def edition(key: str) -> Edition:
    return gkrules.load_ruleset().editions[key]


def test_editions_by_first_year_and_the_newest_is_the_default() -> None:
    ruleset = gkrules.load_ruleset()
    assert list(ruleset.editions) == ["2014", "2019", "2021"]
    assert ruleset.edition.key == "2021"
    assert gkrules.load_ruleset("2019").edition.key == "2019"


def test_every_reporting_year_has_one_edition() -> None:
    served = {year: [each.key for each in gkrules.load_ruleset().editions.values() if each.serves(year)] for year in range(2013, 2030)}
    first = {2013: [], **{year: ["2014"] for year in range(2014, 2019)}}
    assert served == {**first, 2019: ["2019"], 2020: ["2019"], **{year: ["2021"] for year in range(2021, 2030)}}


def test_shapes() -> None:
    for key, tables in SHAPES.items():
        assert list(edition(key).table_by_key) == list(tables)
        for name, (rows, columns) in tables.items():
            table = edition(key).table_by_key[name]
            assert len([row for row in table.rows if not row.replaces]) == rows
            assert columns in ([column.key for column in table.columns], len(table.columns))


def test_how_many_cells() -> None:
    assert {key: len(edition(key).cells) for key in SHAPES} == {"2019": 198, "2021": 200}
    assert edition("2019").optional_cells == ()


def test_other_handling_is_one_official_row_of_the_old_form() -> None:
    row = edition("2019").table_by_key["applications"].row_by_key["other"]
    assert (row.label, row.replaces) == ("（六）其他处理", ())
    assert not any(key.startswith("applications.other_") for key in edition("2019").cell_by_key)


def test_labels_of_the_old_form() -> None:
    tables = edition("2019").table_by_key
    labels = {key: [column.label for column in tables[key].columns] for key in list(tables)[:5]}
    assert labels == {
        "regulations": ["本年新制作数量", "本年新公开数量", "对外公开总数量"],
        "licensing": ["上一年项目数量", "本年增/减", "处理决定数量"],
        "enforcement": ["上一年项目数量", "本年增/减", "处理决定数量"],
        "fees": ["上一年项目数量", "本年增/减"],
        "procurement": ["采购项目数量", "采购总金额"],
    }
    assert [row.label for key in list(tables)[:5] for row in tables[key].rows] == [
        "规章", "规范性文件", "行政许可", "其他对外管理服务事项", "行政处罚", "行政强制", "行政事业性收费", "政府集中采购",
    ]  # fmt: skip
    assert [table.title for table in edition("2019").tables if table.title] == [f"第二十条第（{number}）项" for number in "一五六八九"]


def test_types_and_units_of_the_old_form() -> None:
    columns = {(ref.table.key, ref.column.key): ref.column for ref in edition("2019").cell_by_key.values()}
    assert {key for key, column in columns.items() if column.type == "change"} == {
        (table, "change") for table in ("licensing", "enforcement", "fees")
    }
    assert {key for key, column in columns.items() if column.type == "amount"} == {("procurement", "amount")}
    assert {key for key, column in columns.items() if column.unit == UNIT_IN_CELL} == {("procurement", "amount")}


def test_what_both_forms_share_is_called_the_same() -> None:
    old, new = (edition(key).table_by_key for key in ("2019", "2021"))
    for table in ("applications", "review_litigation"):
        assert old[table].column_groups == new[table].column_groups
        assert old[table].columns == new[table].columns
        assert set(old[table].row_groups) == set(new[table].row_groups)
        for row in old[table].rows:
            if row.key != "other":
                assert row == new[table].row_by_key[row.key]
    assert old["applications"].row_groups["other_handling"] == ("other",)
    assert len(old["applications"].row_groups["results"]) == 19
    assert list(edition("2019").section_by_key) == list(edition("2021").section_by_key)


def test_a_heading_of_one_form_is_known_to_the_other() -> None:
    for ours, theirs in (("2019", "2021"), ("2021", "2019")):
        for section in edition(ours).sections:
            other = edition(theirs).section_by_key[section.key]
            assert section.heading in (other.heading, *other.variants)


def test_rules_by_edition() -> None:
    ruleset = gkrules.load_ruleset()
    for key in ruleset.editions:
        assert ruleset.for_edition(key) == tuple(rule for rule in ruleset.rules if key in rule.editions)
