"""Whole outputs beside those that were accepted: tests/render/gold/NAME."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

GOLD = Path(__file__).parent / "gold"


def check_gold(name: str, actual: str | bytes) -> None:
    """Fail unless `actual` is the accepted output `name`; what differs is saved beside it.

    GKRULES_ACCEPT_GOLD=1 accepts what is there: look at the difference first.
    """
    made = actual.encode("utf-8") if isinstance(actual, str) else actual
    gold = GOLD / name
    beside = gold.with_name(f"{name}.actual")
    if os.environ.get("GKRULES_ACCEPT_GOLD") == "1":
        gold.write_bytes(made)
    if gold.is_file() and gold.read_bytes() == made:
        beside.unlink(missing_ok=True)
        return
    beside.write_bytes(made)
    pytest.fail(f"differs from what was accepted: diff {gold} {beside}; GKRULES_ACCEPT_GOLD=1 accepts it", pytrace=False)
