"""How much is done for a document: what each header and row is held against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from corpus.documents import Recipe

import gkrules
from gkrules.align import fragments
from gkrules.api import read


@pytest.mark.parametrize(("edition", "parts"), [("2019", 6), ("2021", 5)])
def test_only_likely_tables_are_planned_and_only_the_chosen_one_is_read(edition: str, parts: int, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: Counter[str] = Counter()

    def counted(name: str) -> None:
        real: Callable[..., Any] = getattr(fragments, name)

        def count(*arguments: Any) -> Any:
            calls[name] += 1
            return real(*arguments)

        monkeypatch.setattr(fragments, name, count)

    counted("plan_columns")
    counted("read_lines")
    made = Recipe("html", "official-balanced", edition, 1).make()
    report = read(made.data, name=made.name)
    assert report.edition is gkrules.load_ruleset().editions[edition]
    # Each part of the form is planned once, and once more at most for a table that looks like it; there were seven plans for each.
    assert calls["read_lines"] == parts
    assert parts <= calls["plan_columns"] <= 2 * parts
