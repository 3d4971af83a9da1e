"""How long it takes to read the claims of a text: python benchmarks/narrative.py

Prints the time for one report, warm and cold, and for narratives of 5 MB: of one sentence again and again, of sentences that
all differ, of a single line without any mark, and of characters that make backtracking expressions slow.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from gkrules import load_ruleset
from gkrules.model.edition import Edition
from gkrules.model.report import Report
from gkrules.narrate.statements import statements_of
from gkrules.rulefiles.rulebook import own_rulebook
from gkrules.testing import small_report

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "fixtures"))

from narratives import narrative

SIZE = 5_000_000


def seconds(work: Callable[[], object], times: int = 1) -> float:
    """The best of some runs."""
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def main() -> None:
    """Print the times."""
    edition = load_ruleset().editions["2021"]
    small = small_report(edition, {"applications.new.total": 21, "applications.handled_total.total": 21, "applications.granted.total": 21})
    small = small_report(edition, text=narrative(small, 7))
    first = 1e3 * seconds(lambda: statements_of(small, own_rulebook().claims_of(edition.key)))
    print(f"claims loaded and compiled with the first report: {first:.1f} ms")
    claims = own_rulebook().claims_of(edition.key)
    print(f"a report after it: {1e3 * seconds(lambda: statements_of(small, claims), 20):.1f} ms")
    one = "2024年新收政府信息公开申请21件，均已按时办结，其中予以公开3件，部分公开1件。"
    texts = {
        "one sentence, again and again": one * (SIZE // len(one.encode())),
        "one paragraph a sentence": f"{one}\n" * (SIZE // len(one.encode())),
        "sentences that all differ": "\n".join(f"全年新收政府信息公开申请{number}件，予以公开{number}件。" for number in range(SIZE // 75)),
        "a single line without marks": "新收政府信息公开申请" * (SIZE // 30),
        "numbers only": "一二三四五六七八九十百千万" * (SIZE // 39),
        "其中 and numbers": "其中3件" * (SIZE // 10),
        "《 without end": "《" * (SIZE // 3),
    }
    for name, text in texts.items():
        report = with_text(edition, text)
        print(f"{len(text.encode()) / 1e6:.1f} MB, {name}: {seconds(lambda report=report: statements_of(report, claims)):.2f} s")


def with_text(edition: Edition, text: str) -> Report:
    """A report with a narrative in section one."""
    return small_report(edition, text={"overview": text})


if __name__ == "__main__":
    main()
