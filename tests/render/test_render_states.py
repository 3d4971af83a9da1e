"""What a cell holds has one word, wherever it is told: in a message, an equation, a suspicion and a cause."""

import pytest

import gkrules
from gkrules.checking.examples import small_report
from gkrules.model.edition import Edition
from gkrules.model.findings import Equation, Finding, Outcome, Severity
from gkrules.render.equations import equation
from gkrules.render.text.findings import findings_text

REVIEW = "review_litigation.review"
NEW = "applications.new"


def shown(edition: Edition, cells: dict[str, int | float | str | None], lang: str) -> str:
    return findings_text(gkrules.check(small_report(edition, cells)), [], lang)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_slash_is_told_as_it_is_printed(edition: Edition, lang: str) -> None:
    text = shown(edition, {f"{REVIEW}.total": "/", f"{REVIEW}.upheld": 3}, lang)
    others = {"zh": ("总计填报 0", "总计空白", "空白，", "总计未填", "不适用 1。"), "en": ("is blank", "says 0", "not filled in")}[lang]
    assert not [words for words in others if words in text.replace("空白 0，", "")]
    for words in {
        "zh": ("总计填报“/”（按 0 计），相差 -3", "= 3，总计填报“/”（按 0 计）", "现为“/”，建议值 3，总计填为“/”", "“/” 1。"),
        "en": (
            'the total says "/" (counted as 0)',
            'but total says "/" (counted as 0)',
            'now "/", suggested 3; total given as "/"',
            '1 "/"',
        ),
    }[lang]:
        assert words in text


def test_a_zero_in_a_total_is_not_told_as_missing(edition: Edition) -> None:
    text = shown(edition, {f"{REVIEW}.total": 0, f"{REVIEW}.upheld": 3}, "zh")
    assert "现为 0，建议值 3，总计填为 0" in text
    assert "未填" not in text.replace("未填报", "")


def test_a_blank_total_is_told_as_blank(edition: Edition) -> None:
    text = shown(edition, {f"{REVIEW}.total": None, f"{REVIEW}.upheld": 3}, "zh")
    assert "空白：行政复议·总计" in text
    assert "推算：行政复议·总计应为 3" in text


def test_a_slash_in_a_sum_is_not_told_as_zero(edition: Edition) -> None:
    text = shown(edition, {f"{NEW}.total": 4, f"{NEW}.natural_person": 5, f"{NEW}.business": "—"}, "zh")
    assert "自然人 5 + 商业企业 “—” + 科研机构 0" in text


def test_a_cause_tells_of_a_slash_as_its_findings_do(edition: Edition) -> None:
    cells = {f"{NEW}.total": "/", f"{NEW}.natural_person": 5, "applications.granted.natural_person": 5, "applications.granted.total": 5}
    totals = {"applications.handled_total.natural_person": 5, "applications.handled_total.total": 5}
    text = shown(edition, {**cells, **totals}, "zh")
    assert "同一原因 2 处：一、本年新收政府信息公开申请数量·总计现为“/”，建议值 5" in text
    assert "疑为总计填为“/”" in text


def test_a_cell_whose_text_was_converted_says_into_what(edition: Edition) -> None:
    cells = {"fees.administrative_fees.amount": "12000元", "regulations.rules.issued": "22（其中修订16件）"}
    zh, en = (shown(edition, cells, lang) for lang in ("zh", "en"))
    assert "本年收费金额“12000元”（按 1.2 万元计）" in zh
    assert "本年制发件数“22（其中修订16件）”（只计 22）" in zh
    assert '"12000元" (counted as 1.2 万元)' in en
    assert '"22（其中修订16件）" (only 22 counted)' in en


def broken(left: dict[str, float], right: dict[str, float], sides: tuple[float, float]) -> Finding:
    terms = Equation(tuple((1, key) for key in left), tuple((1, key) for key in right))
    return Finding(
        "GK000",
        "name",
        Severity.ERROR,
        Outcome.FAIL,
        values={**left, **right},
        equation=terms,
        left=sides[0],
        right=sides[1],
        difference=sides[0] - sides[1],
    )


@pytest.mark.parametrize("turned", [False, True])
def test_a_side_that_is_a_number_of_the_rule_is_told_as_what_should_be(edition: Edition, *, turned: bool) -> None:
    sums = {"regulations.rules.issued": 0.5, "regulations.rules.repealed": 0}
    finding = broken({}, sums, (0, 0.5)) if turned else broken(sums, {}, (0.5, 0))
    assert equation(finding, edition, "zh") == "本年制发件数 0.5 + 本年废止件数 0 = 0.5，应为 0"
    assert equation(finding, edition, "en") == "issued this year 0.5 + repealed this year 0 = 0.5, should be 0"


def test_one_cell_that_should_be_a_number(edition: Edition) -> None:
    assert equation(broken({"regulations.rules.issued": 2}, {}, (2, 0)), edition, "zh") == "本年制发件数 2，应为 0"


def test_a_number_of_the_rule_beside_terms_is_told(edition: Edition) -> None:
    finding = broken({"regulations.rules.issued": 2}, {"regulations.rules.repealed": 3}, (2, 4))
    assert equation(finding, edition, "zh") == "本年废止件数 3 + 1 = 4，本年制发件数填报 2"
