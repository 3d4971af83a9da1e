"""Tables that lost their grid, and numbers that fell out of one."""

from __future__ import annotations

import pytest

import gkrules
from gkrules.api import read

HEAD = "某县水利局2023年政府信息公开工作年度报告\n三、收到和处理政府信息公开申请情况\n"
HEADER = ["（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "申请人情况", "自然人", "法人或其他组织", "总计"]
KINDS = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
NEW, CARRIED = "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"
FIRST, SECOND = [23, 2, 5, 7, 12, 10, 59], [1, 3, 4, 0, 6, 8, 22]
COLUMNS = ("natural_person", "business", "research", "public_welfare", "legal_service", "other_organisation", "total")


def values(text: str, row: str) -> list[object]:
    report = read(text.encode(), name="dump.txt")
    return [report.cell(f"applications.{row}.{column}").value for column in COLUMNS]


def dump(separator: str, *rows: list[object], header: list[str] | None = None) -> str:
    cells = [str(cell) for row in [[*HEADER, *KINDS] if header is None else header, *rows] for cell in row]
    return HEAD + separator.join(cells) + "\n四、政府信息公开行政复议、行政诉讼情况\n"


@pytest.mark.parametrize("separator", ["\n", "\n\n", " |\n", "\n|\n", " | ", "  ", " "])
def test_any_separator(separator: str) -> None:
    text = dump(separator, [NEW, *FIRST], [CARRIED, *SECOND])
    assert values(text, "new") == FIRST
    assert values(text, "carried_in") == SECOND


@pytest.mark.parametrize("change", ["lost", "added"])
def test_a_number_lost_or_added_leaves_its_row_unread(change: str) -> None:
    first = FIRST[:-1] if change == "lost" else [*FIRST, 5]
    text = dump("\n", [NEW, *first], [CARRIED, *SECOND], ["（一）予以公开", *FIRST])
    assert values(text, "new") == [None] * 7
    assert values(text, "carried_in") == SECOND


def test_a_label_lost_gives_its_numbers_to_nobody() -> None:
    assert values(dump("\n", [NEW, *FIRST], SECOND), "new") == [None] * 7


def test_a_header_in_another_order_is_not_the_forms() -> None:
    header = [*HEADER[:2], "总计", "自然人", *KINDS]
    assert values(dump("\n", [NEW, *FIRST], [CARRIED, *SECOND], header=header), "new") == [None] * 7


def test_a_header_without_its_group_may_be_glued_or_in_another_order() -> None:
    header = [*HEADER[:3], "总计", *KINDS]
    assert values(dump("\n", [NEW, *FIRST], [CARRIED, *SECOND], header=header), "new") == [None] * 7


def test_no_header_is_remarked() -> None:
    text = dump("\n", [NEW, *FIRST], [CARRIED, *SECOND], header=[])
    assert values(text, "carried_in") == SECOND
    assert "列序" in "".join(note.zh for note in read(text.encode(), name="dump.txt").notes)


def test_blanks_beside_a_number_outside_the_table_are_unread() -> None:
    table = "第二十条第（五）项\n{}| 信息内容 | 本年处理决定数量 |\n|---|---|\n| 行政许可 |  |\n"
    plain, stray = (HEAD + table.format(number) for number in ("", "5659\n"))
    cell = "licensing.licences.decisions"
    assert read(plain.encode(), name="a.txt").cell(cell).state == gkrules.CellState.BLANK
    assert read(stray.encode(), name="a.txt").cell(cell).state == gkrules.CellState.TEXT


def test_a_long_line_of_strokes_takes_no_longer_than_its_length() -> None:
    stroke = "-" * 100_000 + "x"
    assert values(dump("\n", [NEW, *FIRST], [stroke], [CARRIED, *SECOND]), "carried_in") == SECOND


def test_many_tables_without_rows_of_their_own_are_read_in_time() -> None:
    # What all parts of a table say of it is asked once: asked for each part, these took minutes.
    text = dump("\n", [CARRIED, *SECOND]) + "自然人\n一、本年新收政府信息公开申请数量 1 2 3 4 5 6 7\n" * 2_000 + "某词\n7\n" * 10_000
    assert values(text, "new") == [None] * 7


OPEN_ENDED = ["信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数", "自然人 | 法人或其他组织 | 总计", " | ".join(KINDS)]


def test_bars_between_cells_leave_an_empty_cell_behind_the_last() -> None:
    rows = [[NEW, *FIRST], [CARRIED, *SECOND[:-1], ""], ["（一）予以公开", "", 2, "", 4, 5, 6, 7]]
    text = HEAD + "\n".join([" | ".join(HEADER[:2]), *OPEN_ENDED[1:], *(" | ".join(map(str, row)) for row in rows)]) + "\n"
    assert values(text, "new") == FIRST
    assert values(text, "carried_in") == [*SECOND[:-1], None]
    assert values(text, "granted") == [None, 2, None, 4, 5, 6, 7]


def test_a_bar_behind_each_cell_leaves_none() -> None:
    rows = [[*HEADER[:2]], HEADER[2:], KINDS, [NEW, *FIRST], [CARRIED, *SECOND[:-1]], ["（一）予以公开", *FIRST]]
    lines = ["".join(f"{cell} | " for cell in row).rstrip() for row in rows]
    # Two lines that lost their last bar do not make it another style.
    for lost in ((), (1,), (1, 2)):
        text = HEAD + "\n".join(line.removesuffix("|") if at in lost else line for at, line in enumerate(lines)) + "\n"
        assert values(text, "new") == FIRST
        assert values(text, "carried_in") == [None] * 7, "one number is lost"
