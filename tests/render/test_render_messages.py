from __future__ import annotations

from dataclasses import replace

import pytest
from render_builders import blank_finding, edition, make_finding, review_finding, ruleset

from gkrules.model.findings import Equation, Finding, Outcome
from gkrules.model.report import Note
from gkrules.render.cells import describe
from gkrules.render.equations import equation
from gkrules.render.messages import message, messages, placeholders

TABLE = edition().table_by_key["applications"]
ROWS = [row.key for row in TABLE.rows if not row.replaces]
COLUMNS = [column.key for column in TABLE.columns]
ORGANISATIONS = list(TABLE.column_groups["organisations"])


def test_every_rule_asks_for_the_same_in_both_languages() -> None:
    for rule in ruleset().rules:
        assert placeholders(rule.message["zh"]) == placeholders(rule.message["en"]), rule.code


def test_message_of_an_equation() -> None:
    assert review_finding().message == {
        "zh": "行政复议：四类结果合计 11，总计填报 0，相差 -11。",
        "en": "administrative review: the four outcomes add up to 11, but the total says 0 (difference -11).",
    }


def test_a_placeholder_without_an_answer_is_an_error() -> None:
    rule = ruleset().rule("GK404")
    finding = Finding(rule.code, rule.name, rule.severity, Outcome.FAIL, scope={"table": "review_litigation", "row": "review"}, left=0)
    with pytest.raises(KeyError, match=r"right|difference"):
        message(finding, ruleset(), "2021", "zh")


@pytest.mark.parametrize("template", ["{row.label}", "{row!r}", "{left:>9}", "{colour}", "{0}"])
def test_only_plain_known_placeholders_are_taken(template: str) -> None:
    with pytest.raises(KeyError):
        placeholders(template)


def test_a_broken_rule_says_so_and_needs_no_placeholders() -> None:
    rule = ruleset().rule("GK404")
    words = messages(Finding(rule.code, rule.name, rule.severity, Outcome.ERROR), ruleset(), "2021")
    assert "规则执行出错" in words["zh"]
    assert "broke" in words["en"]


def test_text_in_cells_is_quoted_and_harmless() -> None:
    cells = ("applications.granted.business", "applications.granted.research")
    found = make_finding(
        "GK302", scope={"table": "applications", "row": "granted"}, cells=cells, raw={cells[0]: "无", cells[1]: "\x1b[1m约{row}"}
    )
    assert found.message["zh"] == "收到和处理政府信息公开申请情况，（一）予以公开：商业企业“无”、科研机构“约{row}”不是数字。"


def test_facts_are_named_with_their_values() -> None:
    values = {"report.year": 2024, "document.title_year": 2023}
    found = make_finding("GK102", cells=("document.title_year",), values=values)
    assert found.message["zh"] == "报告年度是 2024 年，但标题为 2023 年。"


@pytest.mark.parametrize(
    ("note", "zh"),
    [
        (
            Note("other_label", "regulations", "规范性文件", "行政规范性文件"),
            "第二十条第（一）项：与格式不同的标签“规范性文件”（格式为“行政规范性文件”）。",
        ),
        (Note("extra_row", "regulations", "备注"), "第二十条第（一）项：格式之外的行“备注”。"),
        (Note("extra_row", "regulations", ""), "第二十条第（一）项：格式之外的行“（空白）”。"),
    ],
)
def test_notes(note: Note, zh: str) -> None:
    assert make_finding("GK202", note=note).message["zh"] == zh


@pytest.mark.parametrize(
    ("rows", "columns", "zh"),
    [
        (ROWS, ORGANISATIONS, "商业企业、科研机构等 5 列各 25 格"),
        (ROWS, ["total"], "总计整列 25 格"),
        (ROWS, COLUMNS, "“收到和处理政府信息公开申请情况”全表 175 格"),
        (ROWS[2:21], COLUMNS, "（一）予以公开、（二）部分公开等 19 行整行"),
        (["granted"], COLUMNS, "（一）予以公开整行"),
        (["granted"], ["business", "total"], "（一）予以公开·商业企业、总计"),
        (["granted"], ["total"], "（一）予以公开·总计"),
    ],
)
def test_many_cells_in_few_words(rows: list[str], columns: list[str], zh: str) -> None:
    found = blank_finding(rows, columns)
    assert found.message["zh"] == f"有 {len(rows) * len(columns)} 个单元格空白：{zh}。没有发生的应填 0。"
    assert found.message["en"].startswith(f"Blank cells ({len(rows) * len(columns)}): ")


def test_scattered_cells_end_with_their_number() -> None:
    # A diagonal and its neighbour: no two rows have the same columns.
    cells = [TABLE.cell(ROWS[index], COLUMNS[(index + step) % 7]) for index in range(7) for step in range(index % 3 + 1)]
    words = describe(cells, edition(), "zh")
    assert words.endswith(f"等 {len(cells)} 个单元格")
    assert describe(cells, edition(), "en").endswith(" more")


def test_one_row_other_counts_as_all_rows() -> None:
    variant = [row for row in ROWS if not row.startswith("other_")] + ["other"]
    assert describe([TABLE.cell(row, "total") for row in variant], edition(), "zh") == "总计整列 23 格"


@pytest.mark.parametrize(
    ("rows", "columns", "zh"),
    [
        (ROWS, ["total"], "缺少总计列。"),
        (ROWS, COLUMNS, "缺少整张表。"),
        (["granted", "handled_total"], COLUMNS, "缺少（一）予以公开、（七）总计。"),
        (["granted"], ["business"], "缺少（一）予以公开·商业企业。"),
    ],
)
def test_what_is_missing(rows: list[str], columns: list[str], zh: str) -> None:
    cells = tuple(TABLE.cell(row, column) for row in rows for column in columns)
    found = make_finding("GK201", scope={"table": "applications"}, cells=cells)
    assert found.message["zh"] == f"收到和处理政府信息公开申请情况：{zh}"


def test_equation_names_only_columns_in_a_row() -> None:
    assert equation(review_finding(), edition(), "zh") == "结果维持 10 + 结果纠正 1 + 其他结果 0 + 尚未审结 0 = 11，总计填报 0"
    assert equation(review_finding(), edition(), "en") == "upheld 10 + corrected 1 + other outcome 0 + pending 0 = 11, but total says 0"


def _results(numbers: dict[str, int], total: int) -> Finding:
    keys = [TABLE.cell(row, "total") for row in TABLE.row_groups["results"] if row != "other"]
    values: dict[str, int | None] = {key: numbers.get(key.split(".")[1], 0) for key in keys}
    stated = TABLE.cell("handled_total", "total")
    return make_finding(
        "GK402",
        scope={"table": "applications", "column": "total"},
        cells=(*keys, stated),
        values={**values, stated: total},
        left=total,
        right=sum(numbers.values()),
        difference=total - sum(numbers.values()),
        equation=Equation(((1, stated),), tuple((1, key) for key in keys)),
    )


def test_long_equations_fold_their_zeros() -> None:
    found = _results({"granted": 3, "partly_granted": 1}, 6)
    assert equation(found, edition(), "zh") == "（一）予以公开 3 + （二）部分公开 1 + 其余 19 项 0 = 4，（七）总计填报 6"
    assert equation(_results({}, 6), edition(), "zh") == "21 项均为 0 = 0，（七）总计填报 6"


def test_a_sum_that_must_be_a_number_says_which() -> None:
    found = _results({"granted": 3, "partly_granted": 1}, 6)
    assert found.equation
    constant = replace(found, equation=Equation(found.equation.right, ()), left=4, right=0, difference=4)
    assert equation(constant, edition(), "zh").endswith(" = 4，应为 0")
    assert equation(constant, edition(), "en").endswith(" = 4, should be 0")


def test_blank_operands_are_said() -> None:
    found = _results({"granted": 3}, 6)
    blank = TABLE.cell("partly_granted", "total")
    found = replace(found, assumed=(blank,), values={**found.values, blank: None})
    assert equation(found, edition(), "zh").endswith("（空白按 0 计：（二）部分公开）")


def test_equation_with_two_sums() -> None:
    rows = ("new", "carried_in", "handled_total", "carried_out")
    values = dict(zip([TABLE.cell(row, "total") for row in rows], (5, 1, 4, 1), strict=True))
    a, b, c, d = values
    found = make_finding(
        "GK403",
        scope={"table": "applications", "column": "total"},
        cells=tuple(values),
        values=values,
        left=6,
        right=5,
        difference=1,
        equation=Equation(((1, a), (1, b)), ((1, c), (1, d))),
    )
    words = equation(found, edition(), "en")
    assert words.endswith(
        "5 + II. applications carried over from last year 1 = 6; (7) total 4 + IV. carried over to next year 1 = 5; difference 1"
    )


def test_factors_and_minus() -> None:
    keys = [f"regulations.rules.{column}" for column in ("issued", "repealed", "in_force")]
    found = make_finding(
        "GK303",
        scope={"table": "regulations", "row": "rules"},
        cells=tuple(keys),
        values=dict(zip(keys, (2, 1, 9), strict=True)),
        left=9,
        right=3,
        equation=Equation(((1, keys[2]),), ((2, keys[0]), (-1, keys[1]))),
    )
    assert equation(found, edition(), "zh") == "2 × 本年制发件数 2 - 本年废止件数 1 = 3，现行有效件数填报 9"
