"""How long it takes to find texts that are alike among thousands of reports, how many copies are found, and how many are none.

``python benchmarks/alike.py [REPORTS]``. Every text is written anew from stock phrases, which all offices use, and from sentences of
its own; one in twenty is that of an earlier report with other numbers and a tenth of its sentences rewritten.
"""

from __future__ import annotations

import random
import resource
import sys
import time

from gkrules.collection.alike import SECTIONS, alike
from gkrules.model.report import Report, SectionText
from gkrules.rulefiles.rulebook import own_rulebook

LETTERS = [chr(code) for code in range(0x4E00, 0x4E00 + 2500)]
LENGTHS = {"overview": 28, "problems": 12, "other_matters": 6}
COPIED = 0.05
REWRITTEN = 0.1
STOCK = 0.35


def sentence(dice: random.Random) -> str:
    """A sentence of an office's own."""
    return "".join(dice.choices(LETTERS, k=dice.randint(18, 50))) + f"{dice.randint(1, 900)}件。"


def texts_of(dice: random.Random, stock: list[str]) -> dict[str, list[str]]:
    """The sentences of each section."""
    return {key: [dice.choice(stock) if dice.random() < STOCK else sentence(dice) for _ in range(count)] for key, count in LENGTHS.items()}


def copied(dice: random.Random, texts: dict[str, list[str]]) -> dict[str, list[str]]:
    """The same with other numbers, and some sentences rewritten."""
    masked = str.maketrans({digit: str(dice.randint(1, 9)) for digit in "0123456789"})
    return {key: [sentence(dice) if dice.random() < REWRITTEN else one.translate(masked) for one in each] for key, each in texts.items()}


def main() -> None:
    """Measure, and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    dice = random.Random(18)
    edition = own_rulebook(None).editions["2021"]
    stock = [sentence(dice) for _ in range(200)]
    reports: list[Report] = []
    written: list[dict[str, list[str]]] = []
    copies = set()
    for number in range(count):
        if written and dice.random() < COPIED:
            texts = copied(dice, dice.choice(written))
            copies.add(number)
        else:
            texts = texts_of(dice, stock)
        written.append(texts)
        sections = tuple(SectionText(key, key, "".join(texts[key]), place) for place, key in enumerate(SECTIONS, 1))
        reports.append(Report(edition, f"第{number}局", 2024, sections=sections, has_text=True, file=f"{number}.docx"))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    found = alike(reports)
    took = time.perf_counter() - start
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    told = {int(each.report.file.removesuffix(".docx")) for each in found}
    letters = sum(len(section.text) for report in reports for section in report.sections)
    print(f"{count} reports, {letters / 1e6:.1f} million letters: {took:.1f} s, {more:.0f} MB more")
    print(f"copies {len(copies)}, found {len(told & copies)}; others told {len(told - copies)}; sections told {len(found)}")


if __name__ == "__main__":
    main()
