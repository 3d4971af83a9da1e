from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from render_builders import blank_finding, edition, make_finding, make_report, make_result, review_finding, ruleset

from gkrules.model.cells import Cell, CellState
from gkrules.model.document import NOTICE_KINDS
from gkrules.model.findings import Outcome, Slip, Suspect
from gkrules.model.places import Place
from gkrules.model.report import COMPARISON_NOTES, NOTE_KINDS, Note, Report, SectionText
from gkrules.render.data.csv_output import HEADER, cells_csv
from gkrules.render.data.frame_output import findings_frame
from gkrules.render.data.json_output import dumps, report_dict, result_dict
from gkrules.render.data.json_rules import rules_dict
from gkrules.render.inputs import FailedFile
from gkrules.render.lines import width_of, write
from gkrules.render.notes import note_words
from gkrules.render.text.explain import explain_text
from gkrules.render.text.findings import findings_text
from gkrules.render.text.rules import rules_text
from gkrules.render.text.tables import tables_text
from gkrules.rulefiles.location import rules_folder
from gkrules.words import as_read

UNREADABLE = FailedFile("b.pdf", "no_text_layer", "没有文字层", "no text layer")


def validate(name: str, data: Any) -> None:
    schema = json.loads((rules_folder() / "schemas" / name).read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(data)


def full_report() -> Report:
    """A report with a cell in every state."""
    report = make_report(
        {
            "applications.new.natural_person": Cell(5, CellState.NUMBER, "5", Place("docx", table=1, row=3, column=3)),
            "applications.new.business": Cell(None, CellState.BLANK, "\xa0"),
            "applications.new.research": Cell(None, CellState.TEXT, "=\x1b[31m无[bold]"),
            "applications.new.legal_service": Cell(None, CellState.NOT_APPLICABLE, "/"),
            "regulations.rules.issued": Cell(22, CellState.NUMBER, "22（其中修订16件）", annotated=True),
            "fees.administrative_fees.amount": Cell(59237.2449, CellState.NUMBER, "59237.2449"),
        },
        notes=(Note("other_label", "regulations", "规范性文件", "行政规范性文件", place=Place("html", table=1, row=3, column=1)),),
        sections=(SectionText("overview", "一、总体情况", "全年主动公开。", 1),),
        has_text=True,
        title_year=2024,
        period_years=(2024, 2024),
    )
    del report.cells["applications.other_other.total"]
    return report


def test_text_of_a_check() -> None:
    result = make_result(
        review_finding(), blank_finding(["new"], ["total"]), outcomes={Outcome.PASS: 40, Outcome.FAIL: 2, Outcome.UNKNOWN: 1}
    )
    text, _, last = findings_text(result, [UNREADABLE], "zh").removesuffix("\n").rpartition("\n")
    assert last == f"规则集 annual-report {ruleset().version}（{ruleset().digest.removeprefix('sha256:')[:12]}）"
    assert f"{text}\n" == (
        "a.docx  某县人民政府  2024年度（2021年版格式）\n"
        "单元格：读出 200，未读出 0，空白 0。\n"
        "GK404 错误 行政复议：四类结果合计 11，总计填报 0，相差 -11。\n"
        "      结果维持 10 + 结果纠正 1 + 其他结果 0 + 尚未审结 0 = 11，总计填报 0\n"
        "      可能有误：行政复议·总计（现为 0，建议值 11，很可能）\n"
        "      位置：第3张表第4行第5列\n"
        "      依据：国办公开办函〔2021〕30号 附件 四、政府信息公开行政复议、行政诉讼情况\n"
        "GK301 警告 有 1 个单元格空白：一、本年新收政府信息公开申请数量·总计。没有发生的应填 0。\n"
        "      依据：国办公开办函〔2021〕30号 附件（表格）\n"
        "发现 1 处错误、1 处警告。核对 43 处：通过 40，不通过 2，无法判断 1，不适用 0。\n"
        "有 1 处因数据空缺或无法读取而无法判断，不等于通过。\n"
        "\n"
        "b.pdf\n"
        "无法检查：没有文字层\n"
        "\n"
        "合计 2 份：有错误的 1 份，没有发现问题的 0 份，无法检查的 1 份。\n"
        "共 1 处错误、1 处警告。\n"
        "按规则：GK301 ×1，GK404 ×1。\n"
    )


def test_english_text_has_the_same_shape() -> None:
    result = make_result(review_finding())
    zh, en = (findings_text(result, [UNREADABLE], lang).splitlines() for lang in ("zh", "en"))
    assert len(zh) == len(en)
    assert en[2].startswith("GK404 error ")


def test_nothing_checked_is_not_nothing_wrong() -> None:
    assert "未发现错误" in findings_text(make_result(), [], "zh")
    words = findings_text(make_result(outcomes={Outcome.UNKNOWN: 3}), [], "zh")
    assert "未发现错误" not in words
    assert "无法判断 3" in words


def test_a_broken_rule_is_not_an_error_of_the_report() -> None:
    words = findings_text(make_result(make_finding("GK404", outcome=Outcome.ERROR), outcomes={Outcome.PASS: 1, Outcome.ERROR: 1}), [], "zh")
    assert "GK404 规则出错" in words
    assert "处错误" not in words


def test_at_most_three_suspects() -> None:
    keys = [f"applications.new.{column.key}" for column in edition().table_by_key["applications"].columns[:5]]
    found = make_finding("GK301", cells=tuple(keys), suspects=tuple(Suspect(key, 1, 2, "possible", Slip.DIGIT_WRONG) for key in keys))
    words = findings_text(make_result(found), [], "zh")
    assert words.count("可能有误：") == 3
    assert "另有 2 处" in words


def test_suspects_that_nothing_tells_apart_are_one_line() -> None:
    keys = [f"applications.new.{column.key}" for column in edition().table_by_key["applications"].columns[:5]]
    alike = [Suspect(key, 1, number, "possible") for number, key in enumerate(keys, 2)]
    likelier = Suspect("applications.new.total", 0, 5, "possible", Slip.TOTAL_EMPTY)
    found = make_finding("GK301", cells=tuple(keys), suspects=(likelier, *alike))
    words = findings_text(make_result(found), [], "zh")
    assert words.count("可能有误：") == 2
    assert "这 5 格中的一格，分不清是哪一格（自然人 1→2、商业企业 1→3、科研机构 1→4、社会公益组织 1→5、法律服务机构 1→6）" in words


def test_values_that_follow_are_said_together() -> None:
    table = edition().table_by_key["applications"]
    rows = [row.key for row in table.rows if not row.replaces]
    keys = [table.cell(row, column) for row in rows for column in table.column_groups["organisations"]]
    suspects = (*(Suspect(key, None, 0, "likely") for key in keys), Suspect("applications.new.total", None, 5, "certain"))
    words = findings_text(make_result(make_finding("GK301", cells=tuple(keys), suspects=suspects)), [], "zh").splitlines()
    assert "      推算：商业企业、科研机构等 5 列各 25 格，均应为 0（很可能）" in words
    assert "      推算：一、本年新收政府信息公开申请数量·总计应为 5（可以确定）" in words


def test_every_kind_of_note_has_words() -> None:
    for kind in NOTE_KINDS:
        for lang in ("zh", "en"):
            said = as_read("备注一", "备注 one") if kind in (*NOTICE_KINDS, *COMPARISON_NOTES) else None
            note = Note(kind, said=said) if said else Note(kind, "regulations", "备注")
            assert "备注" in note_words(note, edition(), lang)


def test_frame_of_findings() -> None:
    frame = findings_frame(make_result(review_finding(), blank_finding(["new"], ["total"])))
    assert list(frame["code"]) == ["GK404", "GK301"]
    assert frame["difference"][0] == -11
    assert frame["difference"].isna()[1]
    assert list(findings_frame(make_result()).columns) == list(frame.columns)


def test_tables_fit_the_screen() -> None:
    for lang in ("zh", "en"):
        words = tables_text(full_report(), lang)
        grid = words[: words.index("正文：" if lang == "zh" else "Text: ")]
        assert max(width_of(each) for each in grid.splitlines()) <= 80
        assert "\x1b" not in words
        assert "无[bold]" in words


def test_tables_show_labels_and_states() -> None:
    rows = tables_text(full_report(), "zh").splitlines()
    (new,) = [row for row in rows if row.startswith("一、本年新收")]
    assert new.split()[1:3] == ["5", "·"]
    assert "法人或其他组织" in "".join(rows)
    assert next(row for row in rows if row.strip().startswith("3.其他")).split()[-1] == "缺少"
    assert next(row for row in rows if row.startswith("规章")).split()[1] == "22*"
    assert any("59237.2449" in row for row in rows)


def test_a_row_in_place_of_others_is_shown_instead_of_them() -> None:
    report = make_report({f"applications.other.{column.key}": Cell(7, CellState.NUMBER, "7") for column in edition().tables[4].columns})
    report.cells = {key: cell for key, cell in report.cells.items() if not key.startswith("applications.other_")}
    words = tables_text(report, "zh")
    assert "申请人无正当理由" not in words
    assert "缺 " not in words[: words.index("图例")]


def test_json_of_a_check_keeps_its_schema() -> None:
    result = make_result(review_finding(), blank_finding(["new"], ["total"]), make_finding("GK404", outcome=Outcome.ERROR))
    data = json.loads(dumps(result_dict(result, [UNREADABLE])))
    validate("check-result.schema.json", data)
    first = data["reports"][0]["findings"][0]
    assert (first["left"], first["right"], first["difference"]) == (0, 11, -11)
    assert first["suspects"] == [{"cell": "review_litigation.review.total", "value": 0, "suggested": 11, "confidence": "likely"}]
    assert data["failed"][0]["kind"] == "no_text_layer"


def test_json_of_a_report_keeps_its_schema_and_the_raw_text() -> None:
    report = full_report()
    data = json.loads(dumps(report_dict(report, ruleset())))
    validate("report.schema.json", data)
    assert data["cells"]["applications.new.research"] == {"value": None, "state": "text", "raw": "=\x1b[31m无[bold]"}
    assert data["absent"] == ["applications.other_other.total"]
    assert data["notes"][0]["code"] == "GK202"
    assert list(data["cells"]) == [key for key in edition().cells if key in report.cells]


def test_json_of_the_rules_is_plain_data() -> None:
    data = json.loads(dumps(rules_dict(ruleset())))
    assert [rule["code"] for rule in data["rules"]] == [rule.code for rule in ruleset().rules]


def test_csv_has_every_cell_and_no_formula() -> None:
    lines = list(csv.DictReader(io.StringIO(cells_csv([full_report()], ruleset(), "zh"))))
    assert tuple(lines[0]) == HEADER
    assert [each["cell"] for each in lines] == list(edition().cells)
    by_key = {each["cell"]: each for each in lines}
    assert by_key["applications.new.research"]["raw"] == "'=无[bold]"
    assert by_key["applications.new.business"]["value"] == ""
    assert by_key["applications.other_other.total"]["state"] == "absent"
    assert by_key["regulations.rules.issued"]["column"] == "本年制发件数"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_rule_can_be_explained(lang: str) -> None:
    for rule in ruleset().rules:
        words = explain_text(rule, ruleset(), lang)
        assert words.startswith(f"{rule.code} {rule.title[lang]}\n")
        assert " ".join(rule.condition.text.split()) in words
        condition = rule.condition.text + (rule.when.text if rule.when else "")
        assert not any(key in words for key in (*rule.fails.cells, *rule.passes.cells) if key not in condition)


def test_list_of_rules() -> None:
    lines = rules_text(ruleset(), "zh").splitlines()
    assert [each.split()[0] for each in lines[1:-1]] == [rule.code for rule in ruleset().rules]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("color", "terminal", "no_color", "coloured"),
    [
        ("auto", True, "", True),
        ("auto", True, "1", False),
        ("auto", False, "", False),
        ("always", False, "1", True),
        ("never", True, "", False),
    ],
)
def test_colours(monkeypatch: pytest.MonkeyPatch, *, color: str, terminal: bool, no_color: str, coloured: bool) -> None:
    from gkrules.render.lines import line

    monkeypatch.setenv("NO_COLOR", no_color)
    monkeypatch.setenv("COLUMNS", "30")
    stream = Terminal() if terminal else io.StringIO()
    write([line("一二三四五六七八九十[red]一二三四五六七八九十", "bold red", hang=2)], color=color, stream=stream)
    written = stream.getvalue()
    assert ("\x1b[" in written) is coloured
    assert "[red]" in written
    assert written.count("\n") == (2 if terminal else 1)
