"""No text of a document acts in any output of `gkrules check`: 66 texts, each as a cell, as a title and as a file name."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable

import pytest
from hostile_texts import HOSTILE
from small_set import hostile_checked

from gkrules.render.formats import REPORTERS, Reporter
from gkrules.render.lines import plain

ROWS = [row for row in REPORTERS if row.takes == "result"]
# Escapes, C0 and C1 controls, overrides of direction, halves of characters: whatever a terminal or an editor obeys.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\U000e0000-\U000e007f]")


def texts_of(row: Reporter, made: str | bytes | Iterable[object]) -> Iterable[str]:
    """What a reader of the output is given: the text, or every part of a package."""
    if isinstance(made, bytes):
        with zipfile.ZipFile(io.BytesIO(made)) as package:
            yield from (package.read(name).decode("utf-8") for name in package.namelist())
    else:
        yield made if isinstance(made, str) else plain(made)  # type: ignore[arg-type]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_control_of_a_document_reaches_an_output(row: Reporter, text: str) -> None:
    checked = hostile_checked(text)
    for made in texts_of(row, row.render(checked, "zh", count=len(checked.result.reports))):
        found = CONTROLS.search(made)
        assert found is None, (row.name, hex(ord(found.group())), made[max(0, found.start() - 60) : found.end() + 20])


def test_there_are_as_many_as_were_promised() -> None:
    assert len(HOSTILE) * 3 >= 198
    assert len(set(HOSTILE)) == len(HOSTILE)
