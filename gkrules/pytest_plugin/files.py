"""``*.gk.yaml`` as tests: an item for each expectation."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

import pytest

from gkrules.model.cells import Cell, CellState
from gkrules.model.errors import GkrulesError
from gkrules.model.findings import Severity
from gkrules.pytest_plugin import defaults, setting
from gkrules.render.lines import Line, line
from gkrules.render.words import state_word
from gkrules.testing.difference import Pair, compact, explained, fitted, marked_tables, number_of, paired, side_by_side, text_of
from gkrules.testing.expectations import CaseRun, Content, ReportCase, load_report_case, matching, run_report_case
from gkrules.words import Phrase, phrase

_REST = "no-other-findings"
_WIDTH = 100
_MARKUP = {"bold": "bold", "dim": "light", "red": "red", "yellow": "yellow", "green": "green", "cyan": "cyan", "magenta": "purple"}


class Shown:
    """Lines as pytest shows them: wrapped, and with colours where it has them. As text they go through xdist and into JUnit files."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self.lines: list[Line] = list(lines)

    def __str__(self) -> str:
        return text_of(self.lines, min(shutil.get_terminal_size().columns, _WIDTH))

    def toterminal(self, tw: Any) -> None:
        """Write the lines; pytest calls this of whatever has it."""
        for item in self.lines:
            for _, parts in fitted(item, min(tw.fullwidth, _WIDTH)):
                for text, style in parts:
                    tw.write(text, **{_MARKUP[word]: True for word in style.split()})
                tw.line()


class Different(AssertionError):  # noqa: N818 -- a difference is what the item is about
    """An expectation does not hold. `update` is what its place in the file should say."""

    def __init__(self, lines: Iterable[Line], update: dict[str, Any]) -> None:
        super().__init__("an expectation does not hold")
        self.lines: list[Line] = list(lines)
        self.update: dict[str, Any] = update


class ReportFile(pytest.File):
    """A ``*.gk.yaml`` file."""

    @cached_property
    def case(self) -> ReportCase:
        """What the file says."""
        return load_report_case(self.path)

    @cached_property
    def run(self) -> CaseRun:
        """What came of it."""
        return run_report_case(self.case, defaults(self.config))

    @cached_property
    def pairs(self) -> list[Pair]:
        """Expected and found findings."""
        return paired(self.case.expected_findings or (), self.run.report, self.run.findings)

    @property
    def lang(self) -> str:
        """The language of failures."""
        return setting(self.config, "lang") or "zh"

    def collect(self) -> Iterator[pytest.Item]:
        """An item for each expectation, in the order of the file."""
        for name in self.case.expected:
            yield ReportItem.from_parent(self, name=name, what=name)
        for pattern in self.case.expected_cells:
            yield ReportItem.from_parent(self, name=f"cells[{pattern}]", what="cells", key=pattern)
        if self.case.expected_findings is None:
            return
        names: dict[str, int] = {}
        for index, each in enumerate(self.case.expected_findings):
            cells = ",".join([*each.cells[:2], *(["…"] if len(each.cells) > 2 else [])])
            name = f"{each.code}[{cells}]" if cells else each.code
            names[name] = names.get(name, 0) + 1
            yield ReportItem.from_parent(
                self, name=name if names[name] == 1 else f"{name}-{names[name]}", what="finding", key=index, line=each.line
            )
        yield ReportItem.from_parent(self, name=_REST, what="rest", line=self.case.lines["findings"])

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *args: Any) -> Any:
        """An error of a file in words, without a traceback."""
        if isinstance(excinfo.value, GkrulesError):
            return excinfo.value.text(self.lang)
        return super().repr_failure(excinfo, *args)


class ReportItem(pytest.Item):
    """One expectation: `what` it is about, and which cell pattern or finding (`key`)."""

    def __init__(self, *, what: str, key: Any = None, line: int | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.what: str = what
        self.key: Any = key
        self.line = line

    @property
    def file(self) -> ReportFile:
        """The file that it is in."""
        assert isinstance(self.parent, ReportFile)  # noqa: S101 -- narrows the type
        return self.parent

    def reportinfo(self) -> tuple[Any, int, str]:
        """Where it stands."""
        return self.path, (self.line or self.file.case.lines.get(self.name, 1)) - 1, self.name

    def runtest(self) -> None:
        """Compare."""
        try:
            getattr(self, f"_check_{self.what}", self._check_report)()
        except Different as difference:
            if not self.config.getoption("gk_update"):
                raise
            self.user_properties.append(("gk_update", {"file": str(self.path), **difference.update}))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *args: Any) -> Any:
        """The difference, then the findings explained, then the tables."""
        if isinstance(excinfo.value, Different):
            return Shown([line(f"{self.path.name}:{self.reportinfo()[1] + 1}", "bold"), *excinfo.value.lines])
        if isinstance(excinfo.value, GkrulesError):
            said = phrase("pytest_plugin/unchecked", file=self.path.name, reason=excinfo.value.said)
            return Shown([line(self._say(said), hang=2)])
        return super().repr_failure(excinfo, *args)

    def _check_error(self) -> None:
        wanted, error = self.file.case.expected["error"], self.file.run.error
        if error is None or error.kind != wanted:
            found = error.kind if error else phrase("pytest_plugin/readable")
            raise Different(self._told("error", wanted, found), {"what": "error", "value": error.kind if error else None})

    def _check_report(self) -> None:
        report, wanted = self.file.run.report, self.file.case.expected[self.what]
        found = report.edition.key if self.what == "edition" else getattr(report, self.what)
        if found != wanted:
            raise Different(self._told(self.what, wanted, found), {"what": self.what, "value": found})

    def _check_cells(self) -> None:
        case, report = self.file.case, self.file.run.report
        names = list(report.edition.cell_by_key)
        try:
            keys = matching(self.key, names)
        except KeyError:
            raise Different(self._told("cells", self.key, phrase("pytest_plugin/no-cell")), {"what": "none"}) from None
        own = {key for key in case.expected_cells if "*" not in key}
        wanted = case.expected_cells[self.key]
        wrong = [key for key in keys if (key == self.key or key not in own) and not _holds(report.cell(key), wanted)]
        if wrong:
            marked = {key: f"≠{self._content(wanted)}" for key in wrong}
            lines = [
                line(self._say(phrase("pytest_plugin/cells-differ", count=len(wrong))), "bold red"),
                *(line(self._say(self._differs(key, wanted, _content(report.cell(key)))), indent=2, hang=2) for key in wrong[:8]),
                *([line(self._say(phrase("pytest_plugin/more", count=len(wrong) - 8)), indent=2)] if len(wrong) > 8 else []),
                line(""),
                *marked_tables(report, marked, self.file.lang, whole=self._whole),
            ]
            raise Different(lines, {"what": "cells", "cells": {key: _content(report.cell(key)) for key in wrong}})

    def _check_finding(self) -> None:
        pair = self.file.pairs[self.key]
        if not pair.same:
            said = phrase("pytest_plugin/finding-differs" if pair.found else "pytest_plugin/finding-missing")
            update = {"what": "finding", "index": self.key, "found": self._found(pair) if pair.found else None}
            raise Different(self._difference(said, [pair]), update)

    def _check_rest(self) -> None:
        level = setting(self.config, "fail_on") or "info"
        levels = list(Severity)
        counted = [] if level == "never" else levels[: levels.index(Severity(level)) + 1]
        extra = [pair for pair in self.file.pairs if pair.expected is None and pair.found and pair.found.severity in counted]
        if extra:
            said = phrase("pytest_plugin/findings-unexpected", count=len(extra))
            raise Different(self._difference(said, extra), {"what": "rest", "found": [self._found(pair) for pair in extra]})

    def _difference(self, said: Phrase, about: list[Pair]) -> Iterator[Line]:
        """All findings side by side; those that it is about in words, and their cells in the tables."""
        report, lang = self.file.run.report, self.file.lang
        result = self.file.run.result
        found = [pair.found for pair in about if pair.found]
        marked = {key: "" for finding in found for key in finding.cells}
        names = list(report.edition.cell_by_key)
        for pair in about:
            if pair.expected and pair.found:
                values = pair.found.values
                marked |= {key: f"≠{self._content(value)}" for key, value in pair.expected.values.items() if values.get(key) != value}
            for pattern in pair.expected.cells if pair.expected and not pair.found else ():
                marked.update(dict.fromkeys([key for key in names if key in _means(pattern, names)], ""))
        yield line(self._say(said), "bold red")
        yield line("")
        yield from side_by_side(self.file.pairs, report, lang)
        if found and result:
            yield line("")
            yield from explained(found, report, result.ruleset, lang)
        if marked:
            yield line("")
            yield from marked_tables(report, marked, lang, whole=self._whole)

    def _found(self, pair: Pair) -> dict[str, Any]:
        """A found finding as the file would say it; numbers only where the file has some."""
        finding, asked = pair.found, pair.expected
        assert finding is not None  # noqa: S101 -- asked for only where there is one
        report = self.file.run.report
        data: dict[str, Any] = {"code": finding.code, "cells": compact(finding.cells, report.edition, report)}
        if asked and asked.values:
            data["values"] = {key: finding.values.get(key) for key in asked.values if key in finding.values}
        return data | {name: number_of(finding, name) for name in (asked.numbers if asked else ())}

    @property
    def _whole(self) -> bool:
        return bool(self.config.get_verbosity() > 1 if hasattr(self.config, "get_verbosity") else self.config.option.verbose > 1)

    def _told(self, name: str, wanted: object, found: object) -> list[Line]:
        return [line(self._say(phrase("pytest_plugin/differs", name=name, wanted=wanted, found=found)), "bold red")]

    def _differs(self, key: str, wanted: Content, found: Content) -> Phrase:
        return phrase("pytest_plugin/differs", name=key, wanted=self._content(wanted), found=self._content(found))

    def _say(self, said: Phrase) -> str:
        return said.text(self.file.lang)

    def _content(self, content: Content) -> str:
        return state_word(CellState.BLANK, self.file.lang) if content is None else str(content)


def _holds(cell: Cell, wanted: Content) -> bool:
    content = _content(cell)
    if isinstance(wanted, str) and cell.annotated:
        return cell.raw.strip() == wanted
    return content == wanted and (content is None) == (wanted is None)


def _content(cell: Cell) -> Content:
    """What a file says of a cell: its number, nothing where it is blank, ``absent``, or its text."""
    if cell.state is CellState.NUMBER:
        return cell.value
    return {CellState.BLANK: None, CellState.ABSENT: "absent"}.get(cell.state, cell.raw.strip())


def _means(pattern: str, names: list[str]) -> list[str]:
    try:
        return matching(pattern, names)
    except KeyError:
        return []
