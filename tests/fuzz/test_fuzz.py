"""Damaged files, the same in every run: some of each kind by default, 2 000 in the slow tier.

`fuzzing.py` runs for longer, with other seeds.
"""

from __future__ import annotations

import sys
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[1] / "reading"))

from fuzzing import Case, cases, run, seeds

FILES, PARTS, SEED = 2_000, 2, 2024
SAMPLE = 25
"""How many files of each kind the default tier damages."""


def test_whole_files_are_read() -> None:
    # The RTF is no report, and LibreOffice, which it needs, is not everywhere.
    whole = [Case(f"whole.{kind}", data) for kind, each in seeds().items() if kind != "rtf" for data in each]
    assert {case.name[6:] for case in whole} >= {
        "csv",
        "doc",
        "docx",
        "eml",
        "fodt",
        "html",
        "json",
        "md",
        "mht",
        "ods",
        "odt",
        "ofd",
        "pdf",
        "tgz",
        "txt",
        "xls",
        "xlsx",
        "zip",
    }
    assert {found for _, found in run(whole)} == {"read"}


def test_some_damaged_files_are_read_or_refused() -> None:
    kinds = seeds().keys()
    sample = list(islice(cases(SEED - 1), SAMPLE * len(kinds)))
    assert {case.name.rpartition(".")[2] for case in sample} == kinds
    all_are_read_or_refused(sample)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_damaged_files_are_read_or_refused(part: int) -> None:
    all_are_read_or_refused(list(islice(cases(SEED + part), FILES // PARTS)))


def all_are_read_or_refused(damaged: list[Case]) -> None:
    results = run(damaged)
    faults = [(case.name, found) for case, found in results if found.startswith("FAULT")]
    assert not faults
    kinds = Counter(found for _, found in results)
    # A fuzz that only ever breaks the first bytes, or nothing, would test nothing.
    assert kinds["read"] > 100
    assert kinds["damaged"] > 50
    assert len(kinds) > 8


def test_a_hundred_megabytes_of_nothing() -> None:
    empty = [Case("zeros", bytes(100_000_000)), Case("spaces", b" " * 60_000_000), Case("lines", b"\n" * 60_000_000)]
    assert [found for _, found in run(empty)] == ["limit_bytes", "empty_file", "empty_file"]
