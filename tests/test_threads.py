"""A compiled ruleset used from eight threads gives what it gives in one."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import TypeVar

import pandera.errors
import pytest

import gkrules
from gkrules import Report, Ruleset
from gkrules.compile.ruleset import own_ruleset
from gkrules.rulefiles.location import rules_folder
from gkrules.rulefiles.rulebook import load_folder
from gkrules.testing import make_slip, valid_report

T = TypeVar("T")
THREADS = 8
ROUNDS = 3
FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "reports"


@pytest.fixture(autouse=True)
def eager_switching() -> Iterator[None]:
    """Have the interpreter change threads after every few instructions, so that what can go wrong does."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    """Valid reports, reports with slips, and documents, of one edition."""
    valid = [valid_report(size="medium", seed=seed) for seed in range(4)]
    slipped = [make_slip(report, slip).report for report, slip in zip(valid, ("total_wrong", "blank", "sign"), strict=False)]
    return [*valid, *slipped, *(gkrules.read(FIXTURES / f"{name}.docx") for name in ("hongze_2023", "yongan_2024"))]


def fresh() -> Ruleset:
    """A ruleset that nothing was compiled from yet."""
    return Ruleset.of(load_folder(rules_folder(), "2021"))


def in_threads(work: Callable[[], T]) -> list[T]:
    """What the work gives in each of the threads, which begin at the same moment."""
    barrier = Barrier(THREADS)

    def begin(_: int) -> T:
        barrier.wait()
        return work()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(begin, range(THREADS)))


def checked(reports: list[Report], ruleset: Ruleset) -> list[str]:
    return [gkrules.check(report, ruleset=ruleset).to_json() for report in reports for _ in range(ROUNDS)]


def failures(reports: list[Report], ruleset: Ruleset) -> list[tuple[object, ...]]:
    """What the pandera schema finds in a frame of the reports."""
    frame = gkrules.to_frame(reports)
    with pytest.raises(pandera.errors.SchemaErrors) as caught:
        ruleset.schema().validate(frame, lazy=True)
    cases = caught.value.failure_cases
    return sorted(tuple(map(str, row)) for row in cases.itertuples(index=False))


def test_checks(reports: list[Report]) -> None:
    expected = checked(reports, fresh())
    assert any('"GK404"' in each for each in expected)
    shared = fresh()  # compiled by whichever thread is first
    assert all(found == expected for found in in_threads(lambda: checked(reports, shared)))


@pytest.mark.filterwarnings("ignore::pandera.errors.SchemaWarning")
def test_schemas(reports: list[Report]) -> None:
    expected = failures(reports, fresh())
    assert expected
    shared = fresh()
    assert all(found == expected for found in in_threads(lambda: failures(reports, shared)))


def test_the_schema_is_compiled_once() -> None:
    shared = fresh()
    assert len({id(schema.rules) for schema in in_threads(shared.schema)}) == 1


def test_rulesets_are_loaded_once() -> None:
    own_ruleset.cache_clear()
    assert len({found.digest for found in in_threads(lambda: gkrules.load_ruleset("2021"))}) == 1


def test_reading() -> None:
    expected = gkrules.read(FIXTURES / "hongze_2023.docx").to_json()
    assert in_threads(lambda: gkrules.read(FIXTURES / "hongze_2023.docx").to_json()) == [expected] * THREADS
