"""What forges and build servers are given: workflow commands, Code Quality, JUnit, Markdown; each read as its consumer does."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from gold import check_gold
from hostile_texts import HOSTILE
from junitparser import JUnitXml
from markdown_it import MarkdownIt
from markdown_it.token import Token
from render_builders import FakeResult, make_report, review_finding, ruleset
from small_set import hostile_checked, small_checked, warning

from gkrules.model.findings import Outcome, ReportFindings, Severity
from gkrules.render.forges.github import checked_github
from gkrules.render.forges.gitlab import checked_gitlab
from gkrules.render.forges.junit import checked_junit
from gkrules.render.forges.markdown import MOST_BYTES, checked_markdown
from gkrules.render.inputs import Checked, FailedFile

COMMAND = re.compile(r"::(error|warning|notice) ((?:[a-z]+=[^,:\n\r]*)(?:,[a-z]+=[^,:\n\r]*)*)::([^\n\r]*)")
NOTHING = Checked(FakeResult((ReportFindings(make_report(), (), Counter({Outcome.PASS: 1})),)))
hostile = pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """As the runner of GitHub reads a log."""

    def read(each: str) -> str:
        for mark, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
            each = each.replace(mark, char)
        return each

    found = [COMMAND.fullmatch(line) for line in re.split(r"[\r\n]", text.removesuffix("\n"))]
    assert all(found), text
    return [
        (match[1], {name: read(value) for name, _, value in (each.partition("=") for each in match[2].split(","))}, read(match[3]))
        for match in found
        if match
    ]


@pytest.mark.parametrize(
    ("name", "make"),
    [("github.txt", checked_github), ("gitlab.json", checked_gitlab), ("junit.xml", checked_junit), ("md", checked_markdown)],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_small_set(name: str, make, lang: str) -> None:  # type: ignore[no-untyped-def]
    check_gold(f"small.{lang}.{name}", make(small_checked(), lang).replace(ruleset().digest.removeprefix("sha256:")[:12], "0" * 12))


def test_github_shows_files_that_were_not_read_first_then_the_gravest() -> None:
    told = commands(checked_github(small_checked(), "zh"))
    assert [level for level, _, _ in told] == ["error"] * 3 + ["warning"] * 3
    assert [properties.get("line") for _, properties, _ in told] == [None, "32", "41", "13", "20", "7"]
    assert told[0][1] == {"file": "年报/丙县.pdf", "title": "无法检查"}
    assert "某市甲县人民政府  2024年度\n" in told[1][2]


def test_github_has_a_level_for_mere_remarks() -> None:
    found = ReportFindings(make_report(file="a,b:c%.docx"), (replace(warning(), severity=Severity.INFO),), Counter())
    ((level, properties, _),) = commands(checked_github(Checked(FakeResult((found,))), "en"))
    assert (level, properties["file"]) == ("notice", "a,b:c%.docx")


def test_github_is_told_nothing_where_nothing_is_wrong() -> None:
    assert checked_github(NOTHING, "zh") == ""


@hostile
def test_hostile_text_is_no_command(text: str) -> None:
    checked = hostile_checked(text)
    every = (*checked.result.reports, *checked.result.unmatched, *checked.result.waiver_files, *checked.result.rosters)
    assert len(commands(checked_github(checked, "zh"))) == len(checked.failed) + sum(len(each.findings) for each in every)


def test_gitlab_has_a_path_a_line_and_a_severity_for_each() -> None:
    entries = json.loads(checked_gitlab(small_checked(), "zh"))
    assert [entry["severity"] for entry in entries] == ["critical", "major", "major", "minor", "minor", "minor"]
    assert [entry["location"]["lines"]["begin"] for entry in entries] == [1, 32, 41, 13, 20, 7]
    assert {entry["location"]["path"] for entry in entries} == {"年报/甲县 2024.txt", "年报/丙县.pdf", "gkrules.yaml"}


def test_gitlab_has_an_empty_list_where_nothing_is_wrong() -> None:
    assert json.loads(checked_gitlab(NOTHING, "zh")) == []


def test_gitlab_gets_no_fingerprint_twice() -> None:
    one = ReportFindings(make_report(), (review_finding(),), Counter())
    copies = (one, replace(one, report=make_report(file="copy.docx")), replace(one, report=make_report(file="copy.docx")))
    marks = [entry["fingerprint"] for entry in json.loads(checked_gitlab(Checked(FakeResult(copies)), "zh"))]
    alone = json.loads(checked_gitlab(Checked(FakeResult((one,))), "zh"))[0]["fingerprint"]
    assert len(set(marks)) == 3
    assert marks[0] == alone


@hostile
def test_hostile_text_in_gitlab_is_one_line_of_text(text: str) -> None:
    for entry in json.loads(checked_gitlab(hostile_checked(text), "en")):
        assert not re.search("[\n\r\x00-\x1f\x7f-\x9f\u202a-\u202e]", entry["description"] + entry["location"]["path"])
        assert len(entry["description"]) <= 1000


def suites(text: str) -> dict[str, dict[str, str]]:
    """By suite, what came of each case: as a build server counts."""
    read = JUnitXml.fromstring(text.encode())
    made = {
        suite.name.split("  ")[0]: {
            case.name.split(" ")[0]: "+".join(type(each).__name__ for each in case.result) or "Passed" for case in suite
        }
        for suite in read
    }
    kinds = Counter(kind for cases in made.values() for kind in cases.values())
    assert (read.tests, read.failures, read.errors, read.skipped) == (
        kinds.total(),
        kinds["Failure"],
        kinds["Error"],
        kinds["Skipped"],
    )
    return made


def test_junit_is_read_by_a_library() -> None:
    assert suites(checked_junit(small_checked(), "zh")) == {
        "年报/甲县 2024.txt": {
            "GK301": "Failure",
            "GK401": "Passed",
            "GK402": "Skipped",
            "GK403": "Failure",
            "GK404": "Failure",
            "GK501": "Failure",
        },
        "年报/乙县.docx": {"GK401": "Passed", "GK404": "Passed"},
        "gkrules.yaml": {"GK901": "Failure"},
        "年报/丙县.pdf": {"无法检查": "Error"},
    }


def test_junit_does_not_fail_by_remarks_nor_pass_by_waivers() -> None:
    (about, _), waived = small_checked().result.reports, small_checked().result.reports[0].waived
    remark = replace(warning(), severity=Severity.INFO)
    broken = replace(review_finding(), code="GK403", outcome=Outcome.ERROR)
    found = replace(about, findings=(remark, broken), waived=waived, undecided=(), passed=())
    text = checked_junit(Checked(FakeResult((found,))), "zh")
    assert suites(text) == {"年报/甲县 2024.txt": {"GK301": "Passed", "GK403": "Error", "GK404": "Skipped"}}
    assert "<system-out>有 2 个单元格空白" in text
    assert "已豁免：已报上级，三月补正" in text


@hostile
def test_hostile_text_is_text_in_junit(text: str) -> None:
    made = checked_junit(hostile_checked(text), "zh")
    read = JUnitXml.fromstring(made.encode())
    assert {element.tag for element in read._elem.iter()} <= {"testsuites", "testsuite", "testcase", "failure", "error", "skipped"}
    assert len(list(read)) == 4
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]", made)


def tokens(text: str) -> Iterator[Token]:
    """As a reader of GitHub's Markdown sees it."""
    for token in MarkdownIt("commonmark").enable(["table"]).parse(text):
        yield token
        yield from token.children or ()


OURS = {"<span>", "</span>", "<br>", "<sub>", "</sub>", "<details>", "</details>", "</summary>"}


def markup(text: str) -> tuple[list[str], Counter[str]]:
    """The HTML in a text, and how often there is what can act."""
    found = list(tokens(text))
    html = [part for token in found if token.type.startswith("html") for part in re.findall(r"<[^>]*>?", token.content)]
    return html, Counter(token.type for token in found)


def test_markdown_has_a_table_for_each_report() -> None:
    html, kinds = markup(checked_markdown(small_checked(), "zh"))
    assert set(html) <= OURS | {"<summary>"}
    assert (kinds["table_open"], kinds["heading_open"]) == (3, 4)
    assert html.count("<details>") == html.count("</details>") == 3


@hostile
def test_hostile_text_is_text_in_markdown(text: str) -> None:
    made = checked_markdown(hostile_checked(text), "zh")
    html, kinds = markup(made)
    assert set(html) <= OURS | {"<summary>"}
    assert not {"link_open", "image", "code_inline", "code_block", "fence", "em_open", "hr", "blockquote_open", "s_open"} & kinds.keys()
    _, plain = markup(checked_markdown(hostile_checked("文"), "zh"))
    # Nothing was added to the tables, lists and headings; only the two lines of a name may differ.
    for kind in ("table_open", "td_open", "th_open", "tr_open", "heading_open", "bullet_list_open", "ordered_list_open", "list_item_open"):
        assert kinds[kind] == plain[kind], kind
    shown = re.sub("^#+ |<[^>]*>", "\0", made, flags=re.MULTILINE)
    assert not re.search(r"[@#$]\w|https?:|www\.|\bGH-\d", shown)


def test_what_is_too_long_for_a_step_is_left_out_and_said() -> None:
    many = tuple(ReportFindings(make_report(file=f"{number}.docx"), (review_finding(),), Counter()) for number in range(4000))
    text = checked_markdown(Checked(FakeResult(many), [FailedFile("a.doc", "damaged", "坏", "bad")]), "zh")
    assert 0.9 * MOST_BYTES < len(text.encode()) < MOST_BYTES
    shown = text.count("| 1 | GK404 |")
    (said,) = re.findall("另有 ([0-9]+) 个问题没有列出", text)
    assert shown + int(said) == 4000
    assert text.rstrip().endswith("</sub>")


@pytest.mark.parametrize(
    "name", ["a.sarif", "a.sarif.json", "b.2024.SARIF", "a.junit.xml", "a.xml", "a.md", "a.jsonl", "a.csv", "a.b.json"]
)
def test_the_suffix_chooses(name: str) -> None:
    from gkrules.render.formats import reporter

    expected = {"sarif": "sarif", "xml": "junit", "md": "markdown", "jsonl": "jsonl", "csv": "csv"}.get(
        Path(name).suffix[1:].lower(), "json"
    )
    assert reporter("result", None, name).name == ("sarif" if ".sarif." in name else expected)
