"""Reports beside a roster, and the files that a roster is read from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from collection_builders import report
from jsonschema import Draft202012Validator

import gkrules
from gkrules.cli import cli
from gkrules.collection.rosters import compare_with_roster, notes_of
from gkrules.model.errors import RuleError
from gkrules.model.report import Report
from gkrules.model.rosters import Foreign, Missing, Roster, RosterComparison, RosterEntry
from gkrules.rulefiles.location import rules_folder
from gkrules.rulefiles.rosters import load_roster

NEW = "applications.new.total"
REPORTS = Path(__file__).resolve().parents[2] / "fixtures" / "reports"


def compared(names: list[str], *reports: Report) -> RosterComparison:
    entries = (RosterEntry(*name.split("<")) for name in names)
    return compare_with_roster(reports, Roster(tuple(entries)))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("r.txt", "# 名单\n甲局\n\n乙局  # 新设\n甲局\n"),
        ("r.csv", "机关,上级\n甲局,\n乙局,\n"),
        ("r.csv", "甲局\n乙局\n"),
        ("r.yaml", "- 甲局\n- 乙局\n"),
    ],
)
def test_a_roster_is_text_csv_or_yaml(tmp_path: Path, name: str, text: str) -> None:
    for encoding in ("utf-8", "utf-8-sig") if name == "r.yaml" else ("utf-8", "utf-8-sig", "gb18030"):
        (tmp_path / name).write_text(text, encoding)
        assert [entry.name for entry in load_roster(tmp_path / name).entries] == ["甲局", "乙局"]


def test_parents_are_read(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text("甲县:\n  - 水利局\n  - 教育局\n", "utf-8")
    (tmp_path / "r.csv").write_text("水利局,甲县\n教育局,甲县\n", "utf-8")
    expected = (RosterEntry("水利局", "甲县"), RosterEntry("教育局", "甲县"))
    assert load_roster(tmp_path / "r.yaml").entries == load_roster(tmp_path / "r.csv").entries == expected


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("r.txt", b"# nobody\n", "bad_roster"),
        ("r.txt", b"\xff\xfe\x00\x00", "bad_roster"),
        ("r.txt", ("甲" * 201).encode(), "bad_roster"),
        ("r.csv", b"a\n" * 3_000_000, "rule_file_too_large"),
        ("r.yaml", b"- [a]\n", "bad_rule_file"),
        ("r.yaml", b"a: &x [b]\nc: *x\n", "yaml_alias"),
    ],
)
def test_a_roster_of_no_use_is_an_error(tmp_path: Path, name: str, data: bytes, kind: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(RuleError) as caught:
        load_roster(tmp_path / name)
    assert caught.value.kind == kind
    assert str(tmp_path / name) in caught.value.zh


def test_a_roster_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuleError) as caught:
        load_roster(tmp_path / "r.txt")
    assert caught.value.kind == "no_rule_file"


def test_who_is_missing_is_told_by_year() -> None:
    found = compared(["甲县水利局", "甲县教育局"], report("甲县水利局", 2023), report("甲县水利局", 2024), report("甲县教育局", 2024))
    assert found == RosterComparison(missing=(Missing(2023, ("甲县教育局",)),))


def test_a_year_that_one_of_many_tells_is_no_year_of_its_own() -> None:
    names = [f"甲县{letter}局" for letter in "一二三四五六七八九十百千"]
    found = compared(names, *(report(name, 2024) for name in names[1:]), report(names[0], 2042))
    assert found.missing == (Missing(2024, (names[0],)),)


def test_names_are_matched_with_the_territory_in_front_or_without() -> None:
    found = compared(["洪泽区人民政府", "淮安市清江浦区"], report("江苏省淮安市洪泽区人民政府", 2024), report("清江浦区", 2024))
    assert found == RosterComparison()


def test_a_department_is_found_by_its_parent() -> None:
    found = compared(["水利局<甲县", "水利局<乙县"], report("甲县水利局", 2024), report("甲县人民政府", 2024))
    assert found == RosterComparison(missing=(Missing(2024, ("水利局",)),))


def test_an_organ_in_no_list_is_told_with_the_nearest_name() -> None:
    other, near = report("丙市公安处", 2024), report("甲县发展和改革局", 2024)
    found = compared(["甲县发展与改革局"], other, near)
    assert found.foreign == (Foreign("丙市公安处", "", (other,)), Foreign("甲县发展和改革局", "甲县发展与改革局", (near,)))
    note = notes_of(found)[-1]
    assert note.zh == "名单中没有的机关：丙市公安处、甲县发展和改革局（名单中相近的是甲县发展与改革局）"


def test_two_reports_that_differ_are_told_and_two_that_do_not_are_not() -> None:
    same = (report("甲局", 2024, {NEW: 1}), report("甲局", 2024, {NEW: 1}, file="b.docx"))
    assert compared(["甲局"], *same).twice == ()
    (twice,) = compared(["甲局"], *same, report("甲局", 2024, {NEW: 2}, file="c.docx")).twice
    assert (twice.name, twice.year, twice.cells, len(twice.reports)) == ("甲局", 2024, (NEW,), 3)


def test_many_names_are_counted() -> None:
    found = compared([f"甲县{number}局" for number in range(12)], report("甲县0局", 2024))
    (note,) = notes_of(found)
    assert note.zh.endswith("甲县10局等 11 个")
    assert note.en.endswith("and others (11 in all)")
    assert len(found.missing[0].names) == 11


def test_the_findings_are_about_the_roster_and_count(tmp_path: Path) -> None:
    roster = tmp_path / "r.txt"
    roster.write_text("枣庄市市中区永安镇人民政府\n洪泽区\n丙镇\n", "utf-8")
    file = str(REPORTS / "yongan_2024.docx")
    arguments = ["check", file, "--roster", str(roster), "--no-isolate", "--no-waivers"]
    text = CliRunner().invoke(cli, arguments)
    assert text.exit_code == 1
    assert f"{roster}\nGK903 错误 2024年度没有收到报告的机关：洪泽区、丙镇。" in text.stdout
    data = json.loads(CliRunner().invoke(cli, [*arguments, "--format", "json"]).stdout)
    Draft202012Validator(json.loads((rules_folder() / "schemas" / "check-result.schema.json").read_text("utf-8"))).validate(data)
    (about,) = data["rosters"]
    assert about["missing"] == [{"year": 2024, "names": ["洪泽区", "丙镇"]}]
    assert [finding["code"] for finding in about["findings"]] == ["GK903"]
    ignored = json.loads(CliRunner().invoke(cli, [*arguments, "--format", "json", "--ignore", "GK903"]).stdout)
    assert ignored["rosters"][0]["findings"] == []
    assert ignored["rosters"][0]["missing"] == about["missing"]


def test_the_api_takes_rosters(tmp_path: Path) -> None:
    roster = tmp_path / "r.txt"
    roster.write_text("丙镇\n", "utf-8")
    result = gkrules.check(gkrules.read(REPORTS / "yongan_2024.docx"), rosters=[roster])
    assert [finding.code for finding in result.rosters[0].findings] == ["GK903", "GK905"]
    assert not result.ok
