"""The table of output formats: a new format is a module and a row."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner, Result
from render_builders import make_report, make_result, review_finding, ruleset

from gkrules.api import load_ruleset
from gkrules.cli import cli
from gkrules.collection.rollup import rollup
from gkrules.collection.series import all_series
from gkrules.model.errors import UsageError
from gkrules.render import formats
from gkrules.render.book.empty_form import EmptyForm
from gkrules.render.formats import REPORTERS, Reporter, reporter
from gkrules.render.inputs import Checked, Configured, Diagnosed, Extracted, Held, OfRules
from gkrules.rulefiles.diff import diff_editions

CLEAN = "fixtures/reports/yongan_2024.docx"
BROKEN = "fixtures/reports/hongze_2023.docx"
Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    return lambda *args: CliRunner().invoke(cli, [*args, "--no-isolate"] if args[0] in ("check", "extract", "doctor") else [*args])


@pytest.fixture
def names_only() -> Iterator[Reporter]:
    """A made-up format: a module, and a row of the table."""
    module = ModuleType("names_only")
    module.names = lambda checked, lang: f"{lang}: {' '.join(each.report.unit for each in checked.result.reports)}\n"  # type: ignore[attr-defined]
    row = Reporter("result", "names", "names_only:names", (".names",), many=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "names_only", module)
        patch.setattr(formats, "REPORTERS", (*REPORTERS, row))
        importlib.reload(import_module("gkrules.cli.check"))
        yield row
    importlib.reload(import_module("gkrules.cli.check"))


def test_a_new_format_is_a_module_and_a_row(run: Run, names_only: Reporter, tmp_path: Path) -> None:
    assert run("check", CLEAN, "--format", "names", "--lang", "en").output == "en: 枣庄市市中区永安镇人民政府\n"
    target = tmp_path / "a.NAMES"
    assert run("check", CLEAN, "-o", str(target)).output == ""
    assert target.read_text("utf-8") == "zh: 枣庄市市中区永安镇人民政府\n"
    assert "names" in run("check", "--help").output


def test_a_format_for_one_report_says_so(run: Run, names_only: Reporter) -> None:
    result = run("check", CLEAN, BROKEN, "--format", names_only.name)
    assert (result.exit_code, "names 格式一次只能写一份报告，这里有 2 份" in result.output) == (2, True)


def test_a_format_that_lacks_its_extra_names_it() -> None:
    row = Reporter("result", "word", "gkrules.render.no_such_module:word", extra="word")
    with pytest.raises(UsageError, match=r"pip install 'gkrules\[word\]'") as caught:
        row.render(None, "zh")
    assert caught.value.kind == "missing_extra"
    with pytest.raises(ImportError):
        replace(row, extra="").render(None, "zh")


def test_a_format_that_there_is_not() -> None:
    with pytest.raises(KeyError):
        reporter("reports", "pdf")


@pytest.mark.parametrize(
    ("name", "output", "expected"),
    [
        (None, None, "text"),
        (None, "a.json", "json"),
        (None, "a.JSON", "json"),
        (None, "a.csv", "csv"),
        (None, "a.b/json", "text"),
        (None, "a.docx", "text"),
        (None, ".json", "text"),
        ("text", "a.json", "text"),
        ("json", None, "json"),
    ],
)
def test_what_is_asked_for_counts_then_the_suffix_then_the_first(name: str | None, output: str | None, expected: str) -> None:
    assert reporter("reports", name, output).name == expected


@pytest.mark.parametrize("row", REPORTERS, ids=lambda row: f"{row.takes}-{row.name}")
def test_every_row_makes_something(row: Reporter) -> None:
    from gkrules.lint.run import lint

    checked = Checked(make_result(review_finding()))
    made = {
        "result": lambda: checked,
        "reports": lambda: Extracted([make_report()], ruleset()),
        "series": lambda: all_series([make_report()]),
        "rollup": lambda: rollup([make_report()]),
        "diagnosis": _diagnosis,
        "rule": lambda: OfRules(ruleset().rule("GK404"), ruleset()),
        "rulebook": ruleset,
        "diff": lambda: diff_editions(ruleset(), "2019", "2021"),
        "template": lambda: EmptyForm(ruleset().editions["2021"], "某县人民政府", 2025, load_ruleset()),
        "configuration": lambda: Configured("gkrules.yaml", False, "", [Held("select", ("GK4",), "gkrules.yaml", 1)], [], {}),
        "lint": lambda: lint([Path("fixtures/lint/_base")]),
    }[row.takes]()
    output = row.render(made, "en")
    made_of = output if isinstance(output, str | bytes) else "".join(each.text for each in output)
    assert len(made_of) > 10


def test_names_and_suffixes_are_unique_among_what_takes_the_same() -> None:
    for takes in {row.takes for row in REPORTERS}:
        rows = [row for row in REPORTERS if row.takes == takes]
        assert len({row.name for row in rows}) == len(rows)
        suffixes = [suffix for row in rows for suffix in row.suffixes]
        assert len(set(suffixes)) == len(suffixes)


def test_no_report_is_nothing_to_write() -> None:
    assert reporter("reports", "json").render(Extracted([], ruleset()), "zh") == ""
    assert reporter("reports", "json").render(Extracted([], ruleset(), several=True), "zh") == "[]\n"


@pytest.mark.parametrize(("command", "suffix", "start"), [("check", "json", "{"), ("extract", "csv", "file,"), ("doctor", "html", "<!DOC")])
def test_the_suffix_of_the_file_chooses(run: Run, tmp_path: Path, command: str, suffix: str, start: str) -> None:
    target = tmp_path / f"out.{suffix}"
    assert run(command, CLEAN, "-o", str(target)).exit_code == 0
    assert target.read_text("utf-8-sig").startswith(start)


def _diagnosis() -> Diagnosed:
    from gkrules.doctor import examine

    found = examine(CLEAN)
    return Diagnosed(found.to_dict(), found.document, found.report, found.data)
