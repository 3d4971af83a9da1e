"""The pytest plugin: ``*.gk.yaml`` files as tests, and fixtures for reports. It loads nothing until one of them is used."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from gkrules.api import Result
    from gkrules.compile.ruleset import Ruleset
    from gkrules.model.report import Report
    from gkrules.testing.slips import Slipped

SUFFIXES = (".gk.yaml", ".gk.yml")
LEVELS = ("error", "warning", "info", "never")


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options and settings."""
    group = parser.getgroup("gkrules", "政府信息公开年报 reports on government information disclosure")
    group.addoption("--gk-edition", metavar="KEY", help="read and check reports with this edition of the form")
    group.addoption("--gk-fail-on", choices=LEVELS, help="in *.gk.yaml: unexpected findings below this severity do not fail")
    group.addoption("--gk-lang", choices=("zh", "en"), help="language of failures")
    group.addoption("--gk-update", action="store_true", help="rewrite the expectations in *.gk.yaml from what is found; not in CI")
    parser.addini("gk_edition", "edition of the form, as --gk-edition", default="")
    parser.addini("gk_fail_on", "as --gk-fail-on (default: info, every finding)", default="")
    parser.addini("gk_lang", "as --gk-lang (default: zh)", default="")
    parser.addini("gk_rules", "folders with rules of your own", type="paths", default=[])
    parser.addini("gk_select", "codes of rules to use, or prefixes of them", type="args", default=[])
    parser.addini("gk_ignore", "codes of rules not to use, or prefixes of them", type="args", default=[])
    parser.addini("gk_preview", "use rules in preview, too", type="bool", default=False)


def pytest_configure(config: pytest.Config) -> None:
    """Make the markers known, and refuse to update where nobody would see it."""
    config.addinivalue_line("markers", "gk_report(file): the report that gk_report() returns without arguments")
    config.addinivalue_line("markers", "gk_reports(*globs): run the test with each file as the report that gk_report() returns")
    level = setting(config, "fail_on")
    if level and level not in LEVELS:
        raise pytest.UsageError(in_both("pytest_plugin/level", level=level, levels=LEVELS))
    if config.getoption("gk_update"):
        if in_ci():
            raise pytest.UsageError(in_both("pytest_plugin/update-in-ci"))
        if not hasattr(config, "workerinput"):
            from gkrules.pytest_plugin.update import Updater

            config.pluginmanager.register(Updater(), "gkrules-update")


def in_both(key: str, /, **arguments: object) -> str:
    """A sentence of the catalogue in every language: pytest shows it before it is known which is wanted."""
    from gkrules.words import languages, phrase

    said = phrase(key, **arguments)
    return " / ".join(said.text(lang) for lang in languages())


def in_ci() -> bool:
    """Whether this runs in continuous integration."""
    return any(os.environ.get(name, "").lower() not in ("", "0", "false") for name in ("CI", "BUILD_NUMBER", "TF_BUILD"))


def setting(config: pytest.Config, name: str) -> str:
    """A setting: of the command line, else of the configuration file."""
    return str(config.getoption(f"gk_{name}") or config.getini(f"gk_{name}") or "")


def defaults(config: pytest.Config) -> dict[str, Any]:
    """The options of a check that the configuration gives."""
    pairs = {name: config.getini(f"gk_{name}") for name in ("rules", "select", "ignore", "preview")}
    return {name: value for name, value in {**pairs, "edition": setting(config, "edition")}.items() if value}


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect ``*.gk.yaml``."""
    if not file_path.name.endswith(SUFFIXES):
        return None
    from gkrules.pytest_plugin.files import ReportFile

    collected: pytest.Collector = ReportFile.from_parent(parent, path=file_path)
    return collected


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that is marked with ``gk_reports`` once for each file."""
    marker = metafunc.definition.get_closest_marker("gk_reports")
    if marker is None:
        return
    if "gk_report" not in metafunc.fixturenames:
        raise pytest.UsageError(f"{metafunc.definition.nodeid}: {in_both('pytest_plugin/fixture-missing')}")
    folder = metafunc.definition.path.parent
    files = sorted({file for pattern in marker.args for file in folder.glob(pattern)})
    if not files:
        said = in_both("pytest_plugin/no-file", globs=[repr(each) for each in marker.args])
        raise pytest.UsageError(f"{metafunc.definition.nodeid}: {said}")
    metafunc.parametrize("gk_report", files, indirect=True, ids=[file.relative_to(folder).as_posix() for file in files])


@pytest.fixture
def gk_report(request: pytest.FixtureRequest) -> Callable[..., Report]:
    """A factory of reports: ``gk_report(file)``, ``gk_report(cells={…}, facts={…})``, ``gk_report(level=…, size=…, seed=…)``.

    A file is looked for beside the test. Without arguments, the file of the marker ``gk_report`` or ``gk_reports``.
    """
    edition = setting(request.config, "edition") or None
    marker = request.node.get_closest_marker("gk_report")
    marked = getattr(request, "param", marker.args[0] if marker else None)

    def make(file: str | os.PathLike[str] | None = None, **options: Any) -> Report:
        from gkrules import api
        from gkrules.testing import small_report, valid_report

        key = options.pop("edition", edition)
        if file is None and not options:
            file = marked
        if file is not None:
            return api.read(request.path.parent / file, edition=key, **options)
        if {"cells", "facts"} & set(options):
            return small_report(api.load_ruleset(key).edition, **options)
        return valid_report(key, **options)

    return make


@pytest.fixture
def gk_mutate() -> Callable[..., Slipped]:
    """``gk_mutate(report, slip, …)``: a copy of a report with a named slip; see `gkrules.testing.make_slip`.

    It returns a `gkrules.testing.Slipped`: its ``report`` is the copy, ``original`` what it was made of, ``changes`` tells each cell
    with its number before and after, and ``expected`` the rules that the slip must break, with their cells.
    """
    from gkrules.testing import make_slip

    return make_slip


@pytest.fixture
def gk_ruleset(request: pytest.FixtureRequest) -> Ruleset:
    """The rules that the configuration names."""
    from gkrules import api

    given = defaults(request.config)
    edition = given.get("edition")
    rules = api.load_ruleset(edition, rules=given.get("rules", ()), preview=given.get("preview", False))
    return rules.selected(given.get("select", ()), given.get("ignore", ()))


@pytest.fixture
def gk_check(request: pytest.FixtureRequest, gk_ruleset: Ruleset) -> Callable[..., Result]:
    """``gk_check(report, …)``: the check with the rules of `gk_ruleset`; otherwise as `gkrules.check`.

    Where the test fails, the findings stand below it in words: ``assert gk_check(report).ok`` explains itself.
    """
    from gkrules import api
    from gkrules.pytest_plugin.explain import CHECKED

    results = request.node.stash.setdefault(CHECKED, [])

    def check(reports: Any, **options: Any) -> Result:
        result = api.check(reports, **{"ruleset": gk_ruleset, **options})
        results.append(result)
        return result

    return check


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[Any]) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Put the findings below a test that failed."""
    report = yield
    if call.when == "call" and report.failed and "gkrules.api" in sys.modules:
        from gkrules.pytest_plugin.explain import sections

        report.sections += sections(item, call, setting(item.config, "lang") or "zh")
    return report
