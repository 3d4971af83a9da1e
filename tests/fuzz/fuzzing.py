"""Damaged files in great numbers, read in worker processes. By hand, for as long as wanted:

    python tests/fuzz/fuzzing.py --seconds 3600 --seed 7 --kind pdf --keep /tmp/found

Seeds are the reports in fixtures/reports and generated documents of every kind that there is a writer for, so that a new kind joins
by itself. A file passes if it is read or refused with an error of ours, within time and memory.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "fixtures"), str(ROOT / "tests" / "reading")]

from corpus.documents import Recipe  # noqa: E402
from corpus.writers import WRITERS  # noqa: E402
from mutations import mutated  # noqa: E402

from gkrules import DocumentError, Report, UsageError, load_ruleset, read  # noqa: E402
from gkrules.reading.limits import MIB, Limits  # noqa: E402
from gkrules.workers import Request, read_files  # noqa: E402

LIMITS = Limits(max_seconds=30, max_memory_bytes=768 * MIB)
BAD_KINDS = ("crashed", "limit_seconds", "limit_memory_bytes", "no_worker")
_NOT_SEEDS = {".yaml", ".md", ".py", ""}


@dataclass(frozen=True)
class Case:
    name: str
    data: bytes


def seeds() -> dict[str, list[bytes]]:
    """Whole documents by kind."""
    found: dict[str, list[bytes]] = {}
    for path in sorted((ROOT / "fixtures" / "reports").iterdir()):
        if path.suffix not in _NOT_SEEDS:
            found.setdefault(path.suffix[1:], []).append(path.read_bytes())
    for kind in WRITERS:
        made = (Recipe(kind, layout, "2021", 3).make().data for layout in ("official-balanced", "columns-swapped"))
        found.setdefault(kind, []).extend(made)
    found["json"] = [read(ROOT / "fixtures" / "reports" / "hongze_2023.docx").to_json().encode()]
    found |= _tabular()
    return found


def _tabular() -> dict[str, list[bytes]]:
    from sheet_helpers import as_csv, as_ods, as_xls, as_xlsx, entries

    from gkrules.reading import read_document

    cells = entries(read_document(ROOT / "fixtures" / "reports" / "hongze_2023.docx"))
    return {"xlsx": [as_xlsx(cells)], "ods": [as_ods(cells)], "xls": [as_xls(cells)], "csv": [as_csv(cells)]}


def cases(seed: int, kinds: tuple[str, ...] = ()) -> Iterator[Case]:
    """Endlessly many damaged files, all kinds in turn."""
    sources = {kind: each for kind, each in seeds().items() if not kinds or kind in kinds}
    number = 0
    while True:
        for kind, whole in sources.items():
            chance = random.Random(f"{seed} {kind} {number}")  # noqa: S311
            yield Case(f"{seed}-{number}.{kind}", mutated(chance.choice(whole), chance))
        number += 1


def verdict(found: tuple[Report, ...] | Exception) -> str:
    """``read``, the kind of our error, or ``FAULT`` with what went wrong."""
    if isinstance(found, tuple) and found and all(isinstance(report, Report) for report in found):
        return "read"
    if isinstance(found, DocumentError | UsageError):
        complete = found.zh and found.en and found.kind not in BAD_KINDS
        return found.kind if complete else f"FAULT {found.kind}"
    return f"FAULT {type(found).__name__}: {found}"


def run(batch: list[Case]) -> list[tuple[Case, str]]:
    """Read every case."""
    requests = [Request(case.name, case.data) for case in batch]
    results = read_files(requests, load_ruleset().editions, limits=LIMITS, count=2)
    return [(case, verdict(found)) for case, found in zip(batch, results, strict=True)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--kind", action="append", default=[])
    parser.add_argument("--keep", type=Path, help="folder for the files that fail")
    options = parser.parse_args()
    stream, counts, end = cases(options.seed, tuple(options.kind)), Counter[str](), time.monotonic() + options.seconds
    print("seed", options.seed)
    while time.monotonic() < end:
        for case, found in run(list(islice(stream, 500))):
            counts[found] += 1
            if found.startswith("FAULT"):
                print(case.name, found, flush=True)
                if options.keep:
                    options.keep.mkdir(parents=True, exist_ok=True)
                    (options.keep / case.name).write_bytes(case.data)
    for found, count in counts.most_common():
        print(f"{count:8} {found}")
    return int(any(found.startswith("FAULT") for found in counts))


if __name__ == "__main__":
    sys.exit(main())
