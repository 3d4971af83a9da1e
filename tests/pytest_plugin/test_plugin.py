"""The plugin as its users see it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

DOCUMENT = Path(__file__).resolve().parents[2] / "fixtures" / "reports" / "hongze_2023.html"
CASE = """\
# 洪泽区
document: hongze_2023.html
expect:
  year: 2023
  cells:
    applications.new.total: {new}   # 新收
    licensing.*: 550
  findings:
    - code: GK201  # 缺三行
    # 复议总计
    - code: GK404
      cells: [review_litigation.review.*]
      values: {{review_litigation.review.total: {total}}}
    # 标签
    - {{code: GK202}}
{more}"""
OTHER = "    - code: GK404\n      cells: [review_litigation.litigation_after_review.*]\n"
RIGHT = CASE.format(new=21, total=0, more=OTHER)
WRONG = CASE.format(new=22, total=1, more="")


@pytest.fixture(autouse=True, scope="session")
def loaded() -> None:
    """Load everything before pytester forgets what its runs load: numpy can be loaded once only."""
    import ruamel.yaml  # noqa: F401

    import gkrules
    from gkrules.pytest_plugin import files, update  # noqa: F401
    from gkrules.testing import assert_finding, assert_report_ok, make_slip, valid_report

    assert_report_ok(valid_report())
    slipped = make_slip(valid_report(), "total_wrong")
    result = gkrules.check([slipped.report, gkrules.read(DOCUMENT)])
    with pytest.raises(AssertionError):
        assert_report_ok(result)
    assert_finding(result, slipped.expected[0].code)


@pytest.fixture(autouse=True)
def not_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CI", "BUILD_NUMBER", "TF_BUILD"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def folder(pytester: pytest.Pytester) -> Path:
    shutil.copy(DOCUMENT, pytester.path)
    return pytester.path


def write(folder: Path, text: str, name: str = "hongze.gk.yaml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_each_expectation_is_an_item(folder: Path, pytester: pytest.Pytester) -> None:
    write(folder, RIGHT)
    result = pytester.runpytest("-v")
    result.assert_outcomes(passed=8)
    for name in (
        "year",
        "cells[[]applications.new.total]",
        "cells[[]licensing.[*]]",
        "GK201",
        "GK404[[]*review.[*]]",
        "no-other-findings",
    ):
        result.stdout.fnmatch_lines([f"hongze.gk.yaml::{name} PASSED*"])


def test_differences_can_be_read(folder: Path, pytester: pytest.Pytester) -> None:
    write(folder, WRONG)
    result = pytester.runpytest()
    result.assert_outcomes(passed=4, failed=3)
    result.stdout.fnmatch_lines(
        [
            "hongze.gk.yaml:6",
            "*applications.new.total：期望 22，实得 21",
            "*[[]21≠22]",
            "  期望 *│ 实得",
            "! GK404 review_litigation.review.[*] *│ GK404 review_litigation.review.[*]",
            "GK404 错误 行政复议：四类结果合计 11，总计填报 0，相差 -11。",
            "行政复议 *[[]0≠1]",
            "+ — *│ GK404 *",
        ]
    )
    assert "Traceback" not in result.stdout.str()


@pytest.mark.parametrize("arguments", [[], ["-n", "2"]])
def test_english(folder: Path, pytester: pytest.Pytester, arguments: list[str]) -> None:
    write(folder, WRONG)
    result = pytester.runpytest("--gk-lang", "en", *arguments)
    for line in ("*applications.new.total: expected 22, found 21", "*expected *│ found"):  # workers end in any order
        result.stdout.fnmatch_lines([line])


@pytest.mark.parametrize("arguments", [[], ["-n", "2"]])
def test_update_keeps_comments_and_order(folder: Path, pytester: pytest.Pytester, arguments: list[str]) -> None:
    file = write(folder, WRONG)
    pytester.runpytest("--gk-update", *arguments).assert_outcomes(passed=7)
    assert file.read_text(encoding="utf-8") == RIGHT
    pytester.runpytest(*arguments).assert_outcomes(passed=8)


def test_update_takes_out_what_is_not_found(folder: Path, pytester: pytest.Pytester) -> None:
    gone = RIGHT.replace("    # 标签\n", "    - code: GK301\n    # 标签\n")
    file = write(folder, gone)
    pytester.runpytest("--gk-update").assert_outcomes(passed=9)
    assert file.read_text(encoding="utf-8") == RIGHT


def test_update_of_what_is_right_changes_nothing(folder: Path, pytester: pytest.Pytester) -> None:
    file = write(folder, RIGHT)
    pytester.runpytest("--gk-update")
    assert file.read_text(encoding="utf-8") == RIGHT


def test_update_is_refused_in_ci(folder: Path, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(folder, WRONG)
    monkeypatch.setenv("CI", "true")
    result = pytester.runpytest("--gk-update")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*not rewrite expectations in CI"])
    assert file.read_text(encoding="utf-8") == WRONG


def test_inline_cells_and_another_case_with_overrides(folder: Path, pytester: pytest.Pytester) -> None:
    write(
        folder,
        "cells: {applications.new.total: 5, applications.granted.*: null}\nexpect:\n  cells: {applications.granted.*: null}\n",
        "a.gk.yaml",
    )
    write(
        folder,
        "extends: a.gk.yaml\nselect: [GK403]\ncells: {applications.new.total: 6}\nexpect:\n  findings:\n    - {code: GK403, left: 6}\n",
        "b.gk.yaml",
    )
    pytester.runpytest().assert_outcomes(passed=3)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("documents: a.docx\nexpect: {year: 2023}\n", "document"),
        ("cells: {}\n", "expect"),
        ("extends: hongze.gk.yaml\nexpect: {year: 1}\n", "extends"),
        ("cells: {applications.new.totl: 1}\nexpect: {year: 2024}\n", "applications.new.total"),
        ("document: none.docx\nexpect: {year: 2024}\n", "none.docx"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(folder: Path, pytester: pytest.Pytester, text: str, words: str) -> None:
    write(folder, text)
    result = pytester.runpytest()
    assert result.ret != 0
    # Lines are broken where they are too long, and how long they are is up to the name of the folder.
    assert words in re.sub(r"\n +", "", result.stdout.str())
    assert "Traceback" not in result.stdout.str()


def test_a_document_that_cannot_be_read_can_be_expected(folder: Path, pytester: pytest.Pytester) -> None:
    write(folder, "document: none.docx\nexpect: {error: not_found}\n")
    pytester.runpytest().assert_outcomes(passed=1)


def test_fail_on(folder: Path, pytester: pytest.Pytester) -> None:
    write(folder, "cells: {applications.new.business: null}\nexpect: {findings: []}\n")
    pytester.runpytest().assert_outcomes(failed=1)
    pytester.runpytest("--gk-fail-on", "error").assert_outcomes(passed=1)
    pytester.makeini("[pytest]\ngk_fail_on = error\n")
    pytester.runpytest().assert_outcomes(passed=1)


FIXTURES = """
import pytest
from gkrules.testing import assert_finding, assert_report_ok

@pytest.mark.gk_report("hongze_2023.html")
def test_marker(gk_report):
    assert gk_report().year == 2023

@pytest.mark.gk_reports("*.html")
def test_each(gk_report, gk_check):
    assert_finding(gk_check(gk_report()), "GK404", cells=["review_litigation.review.*"], difference=-11)

def test_slip(gk_report, gk_mutate, gk_check, gk_ruleset):
    report = gk_report(level="township", size="medium", seed=3)
    assert_report_ok(report)
    slipped = gk_mutate(report, "digits_transposed", seed=1)
    for broken in slipped.expected:
        assert_finding(gk_check(slipped.report), broken.code)
    assert gk_ruleset.edition.key == "2021"

def test_cells(gk_report):
    assert gk_report(cells={"applications.new.total": 3}).cell("applications.new.total").value == 3

def test_not_ok(gk_report):
    assert_report_ok(gk_report("hongze_2023.html"), ignore=["GK201"])

def test_no_such_finding(gk_report, gk_check):
    assert_finding(gk_check(gk_report("hongze_2023.html")), "GK404", cells=["review_litigation.review.total"])
"""


@pytest.mark.parametrize("arguments", [[], ["-n", "2"]])
def test_fixtures(folder: Path, pytester: pytest.Pytester, arguments: list[str]) -> None:
    pytester.makepyfile(FIXTURES)
    result = pytester.runpytest(*arguments)
    result.assert_outcomes(passed=4, failed=2)
    result.stdout.fnmatch_lines_random(
        [
            "E *GK404 错误 行政复议：四类结果合计 11，总计填报 0，相差 -11。",
            "E *没有找到所期望的 GK404",
            "E *! GK404 review_litigation.review. *│ GK404 review_litigation.review.[*]",
        ]
    )


ASSERTIONS = """
    import gkrules

    def test_fixture(gk_report, gk_check):
        assert gk_check(gk_report("hongze_2023.html"), select=["GK404"]).ok

    def test_variable():
        result = gkrules.check("hongze_2023.html", select=["GK404"])
        assert result.ok

    def test_other(gk_report, gk_check):
        assert gk_check(gk_report(), select=["GK404"]).ok
        assert 1 == 2

    def test_trouble(gk_report, gk_check):
        gk_check(gk_report("hongze_2023.html"), select=["GK404"])
        raise ValueError
"""


def test_a_plain_assertion_explains_itself(folder: Path, pytester: pytest.Pytester) -> None:
    pytester.makepyfile(ASSERTIONS)
    text = pytester.runpytest("--gk-lang", "en").stdout.str()
    first, second, third, last = re.split(r"^_+ test_\w+ _+$", text, flags=re.MULTILINE)[1:]
    for told in (first, second):
        assert "<Result of 1 report: 2 errors: GK404 " in told
        assert "what gkrules found" in told
        assert "[0]" in told
        assert len(max(told.splitlines(), key=len)) < 1000
    assert "what gkrules found" not in third + last


def test_a_glob_that_matches_nothing_is_an_error(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("import pytest\n@pytest.mark.gk_reports('*.docx')\ndef test_it(gk_report): pass\n")
    result = pytester.runpytest()
    assert result.ret != 0
    assert "no file matches '*.docx'" in result.stdout.str() + result.stderr.str()


def test_it_can_be_left_out(folder: Path, pytester: pytest.Pytester) -> None:
    write(folder, WRONG)
    pytester.makepyfile("def test_it(): pass\n")
    pytester.runpytest_subprocess("-p", "no:gkrules").assert_outcomes(passed=1)


def test_a_suite_that_does_not_use_it_loads_nothing(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        "import sys\n"
        "def test_it():\n"
        "    assert 'gkrules.pytest_plugin' in sys.modules\n"
        "    assert not {'pandas', 'numpy', 'pandera', 'yaml', 'rich', 'hypothesis', 'gkrules.testing', 'gkrules.api'} & set(sys.modules)\n"
    )
    pytester.runpytest_subprocess("-p", "no:hypothesispytest", "-p", "no:typeguard").assert_outcomes(passed=1)


def test_the_module_imports_only_pytest() -> None:
    code = "import sys, pytest; before = set(sys.modules); import gkrules.pytest_plugin; print(sorted(set(sys.modules) - before))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "['gkrules', 'gkrules._version', 'gkrules.pytest_plugin']"


def test_the_example_of_the_documentation(pytester: pytest.Pytester) -> None:
    root = DOCUMENT.parents[2]
    shutil.copy(DOCUMENT.with_suffix(".docx"), pytester.path)
    text = (root / "docs" / "pytest.md").read_text(encoding="utf-8")
    write(pytester.path, text.partition('```yaml title="reports/hongze_2023.gk.yaml"\n')[2].partition("```")[0])
    pytester.runpytest().assert_outcomes(passed=6)
