"""What stands below a test that failed: the findings of the checks that it asserted something about, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from gkrules.api import Result
from gkrules.testing.asserts import assert_report_ok, findings_told
from gkrules.words import phrase

CHECKED = pytest.StashKey[list[Result]]()
"""The results that the fixture ``gk_check`` gave the test."""
_MOST_RESULTS = 3
_MOST_FINDINGS = 10


def sections(item: pytest.Item, call: pytest.CallInfo[Any], lang: str) -> Iterator[tuple[str, str]]:
    """Title and text for each result that a failed test has, whose findings explain why it is not as asserted."""
    if call.excinfo is None or not call.excinfo.errisinstance(AssertionError):
        return
    frame = call.excinfo.traceback[-1].frame
    if frame.f_globals.get("__name__") == assert_report_ok.__module__:  # its message has them
        return
    results = {id(each): each for each in (*item.stash.get(CHECKED, []), *_in_sight(frame)) if each.findings or not each.ok}
    for result in list(results.values())[:_MOST_RESULTS]:
        text = "\n\n".join(findings_told(result, lang, most=_MOST_FINDINGS))
        if text:
            yield phrase("pytest_plugin/section").text(lang), text


def _in_sight(frame: Any) -> Iterator[Result]:
    """The results among the variables of the test, where it failed."""
    return (value for value in frame.f_locals.values() if isinstance(value, Result))
