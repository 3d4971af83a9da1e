"""How well the text is checked against the tables: python benchmarks/claims.py [--draws 5000]

Draws tables whose equations hold, half of them with those of last year, writes narratives about them in words, order and numerals
of chance, and prints: the findings of text rules on these true narratives (none should be there), the share of false claims that
are found (one number is changed, or the tables under words like 未收到), by kind, and the time that it takes to read a narrative
of 2 000 letters. The same arguments give the same narratives.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import gkrules
from gkrules import Finding, Report, Ruleset, load_ruleset
from gkrules.model.units import Level
from gkrules.narrate.statements import statements_of
from gkrules.rulefiles.rulebook import own_rulebook
from gkrules.testing.balance import Number
from gkrules.testing.generate import Maker, maker_of

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "fixtures"))

from narratives import Told, claims_of, falsified, falsified_tables, narrative

BATCH = 250
SHOWN = 20
LETTERS = 2000
_PLACES = "东西南北上下清平安和永兴长新高青白云石金"
_LEVELS = {"县人民政府": Level.COUNTY, "市人民政府": Level.CITY, "镇人民政府": Level.TOWNSHIP, "市水利局": Level.DEPARTMENT}
_LEVELS |= {"区人民政府办公室": Level.DEPARTMENT, "市发展和改革委员会": Level.DEPARTMENT}
_FEW, _SOME, _MANY = 6, 60, 900


@dataclass(frozen=True)
class Draw:
    """A report with a true narrative, and its claims."""

    seed: int
    report: Report
    previous: Report | None
    texts: dict[str, str]
    told: list[Told]


@dataclass(frozen=True)
class Wrong:
    """A draw with one false claim."""

    draw: Draw
    told: Told
    report: Report

    @property
    def kind(self) -> str:
        """The kind of the claim; numbers of last year's report, and what a section tells twice and so states not, are apart."""
        told = self.told
        if told.cells[0].startswith("last_year."):
            return f"{told.kind} (last year)"
        same = (each.section == told.section and each.cells == told.cells and each.kind == told.kind for each in self.draw.told)
        return f"{told.kind} (told twice)" if told.kind not in ("none", "all") and sum(same) > 1 else told.kind


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--draws", type=int, default=5000, help="how many narratives")
    parser.add_argument("--first", type=int, default=0, help="the seed of the first one")
    parser.add_argument("--wrong", type=int, default=4, help="how many claims of each are made false, one at a time")
    parser.add_argument("--missed", type=int, default=0, metavar="N", help="print N of the false claims that are not found")
    args = parser.parse_args()
    everything = load_ruleset()
    rules = everything.selected(["GK5"])
    forms = [maker_of(everything, everything.editions[key]) for key in ("2021", "2021", "2019")]
    alarms: list[tuple[Draw, Finding]] = []
    tried, found, right, missed = Counter[str](), Counter[str](), Counter[str](), list[Wrong]()
    claims = 0
    for start in range(args.first, args.first + args.draws, BATCH):
        draws = [drawn(forms, seed) for seed in range(start, min(start + BATCH, args.first + args.draws))]
        claims += sum(len(draw.told) for draw in draws)
        before = checked([draw.report for draw in draws], draws, rules)
        alarms += [(draw, finding) for draw, findings in zip(draws, before, strict=True) for finding in findings]
        several = [list(wrong_ones(draw, args.wrong)) for draw in draws]
        for number in range(args.wrong):
            chosen = [(wrong[number], known) for wrong, known in zip(several, before, strict=True) if number < len(wrong)]
            after = checked([wrong.report for wrong, _ in chosen], [wrong.draw for wrong, _ in chosen], rules)
            for (wrong, known), findings in zip(chosen, after, strict=True):
                tried[wrong.kind] += 1
                new = fresh(known, findings)
                named = any(set(finding.cells) & set(wrong.told.cells) for finding in new)
                # Where the tables were changed, another sentence may be wrong with them: its cells or its words must be the claim's.
                if named or any(wrong.told.kind not in ("none", "all") or quoted(finding, wrong) for finding in new):
                    found[wrong.kind] += 1
                    right[wrong.kind] += named
                else:
                    missed.append(wrong)
    narratives = len({draw.seed for draw, _ in alarms})
    print(f"{args.draws} true narratives with {claims} claims: {len(alarms)} findings in {narratives} of them")
    for draw, finding in alarms[:SHOWN]:
        print(f"  seed {draw.seed} {finding.code} {finding.message['zh']}")
    print("false claims found, and those whose cells are named:")
    for kind in sorted(tried):
        print(f"  {kind:22}{share(found[kind], tried[kind])}   named {share(right[kind], found[kind])}")
    once = [kind for kind in tried if not kind.endswith("(told twice)")]
    print(f"  {'of those told once':22}{share(sum(found[kind] for kind in once), sum(tried[kind] for kind in once))}")
    print(f"  {'of all kinds':22}{share(found.total(), tried.total())}   named {share(right.total(), found.total())}")
    for wrong in missed[: args.missed]:
        print(f"  not found: seed {wrong.draw.seed} {wrong.kind} {wrong.told.cells[0]}: {sentence(wrong)}")
    print(f"time for a narrative of {LETTERS} letters: {milliseconds(everything):.2f} ms")


def drawn(forms: Sequence[Maker], seed: int) -> Draw:
    """A report with tables, an organ and a narrative of chance, half of the time with last year's."""
    random = Random(f"claims {seed}")
    maker = random.choice(forms)
    year = 2020 if maker.edition.key == "2019" else random.randint(2022, 2025)
    ending = random.choice(list(_LEVELS))
    number, name = seed, ""
    while number or len(name) < 2:
        number, digit = divmod(number, len(_PLACES))
        name += _PLACES[digit]
    unit = f"{name}{ending}"
    report = made(maker, Random(f"tables {seed}"), unit, year)
    previous = None
    if random.random() < 0.5:
        # Last year's numbers are others, or, now and then, all of them so many times as large: 是上年的3倍, 减少八成.
        now, before = random.choice(((1, 0), (1, 0), (1, 2), (1, 5), (2, 1), (3, 1)))
        report = made(maker, Random(f"tables {seed}"), unit, year, now)
        previous = made(maker, Random(f"tables {seed}" if before else f"before {seed}"), unit, year - 1, before or 1)
    return Draw(
        seed,
        with_texts(report, narrative(report, seed, previous)),
        previous,
        narrative(report, seed, previous),
        claims_of(report, seed, previous),
    )


def made(maker: Maker, random: Random, unit: str, year: int, times: int = 1) -> Report:
    """Tables as organs have them: no application, a few, or hundreds, most by persons; few disputes; all `times` as large."""
    level = next(each for ending, each in _LEVELS.items() if unit.endswith(ending))
    most = random.choice((0, _FEW, _FEW, _SOME, _SOME, _MANY))
    values: dict[str, Number] = {}
    # Many an organ carries nothing over, has persons only among those who ask, or one result for all.
    none_carried, persons_only, one_result = random.random() < 0.5, random.random() < 0.3, random.random() < 0.15
    all_upheld = random.random() < 0.3
    for key in maker.balance.free:
        ref, likely = maker.edition.cell_by_key[key], 0.5
        if key.startswith("applications."):
            likely = {"natural_person": 0.5, "business": 0.0 if persons_only else 0.25}.get(ref.column.key, 0.0 if persons_only else 0.06)
            carried = ref.row.key.startswith("carried")
            if (carried and none_carried) or (one_result and not carried and ref.row.key not in ("new", "granted")):
                likely = 0.0
        elif key.startswith("review_litigation."):
            likely = 0.0 if all_upheld and ref.column.key != "upheld" else 0.25
        if random.random() >= likely:
            continue
        if ref.column.type == "amount":
            values[key] = random.choice((round(random.uniform(0.1, 900), 2), random.randint(1, 500)))
        elif ref.column.type == "count":
            limit = most if key.startswith(("applications.", "review_litigation.")) else _MANY
            values[key] = random.randint(1, max(1, random.choice((limit, limit // 5)))) * times if limit else 0
    return replace(maker.report(values, level, year), unit=unit)


def with_texts(report: Report, texts: dict[str, str]) -> Report:
    """A report with these texts in its sections."""
    sections = tuple(replace(section, text=texts.get(section.key, "")) for section in report.sections)
    return replace(report, sections=sections, preamble=texts.get("preamble", ""))


def wrong_ones(draw: Draw, most: int) -> Iterator[Wrong]:
    """The draw with one claim made false, as often as is asked."""
    random = Random(f"wrong {draw.seed}")
    for told in random.sample(draw.told, min(most, len(draw.told))):
        if told.kind not in ("none", "all"):
            yield Wrong(draw, told, with_texts(draw.report, falsified(draw.texts, told, random)))
        elif (changed := falsified_tables(draw.report, told)) is not None:
            yield Wrong(draw, told, changed)


def checked(reports: Sequence[Report], draws: Sequence[Draw], rules: Ruleset) -> list[list[Finding]]:
    """The findings of each report, all of them checked at once; a draw lends each its report of last year."""
    previous = [draw.previous for draw in draws if draw.previous]
    return [list(each.findings) for each in gkrules.check(list(reports), previous=previous, ruleset=rules).reports] if reports else []


def fresh(before: Sequence[Finding], after: Sequence[Finding]) -> list[Finding]:
    """The findings that were not there before."""
    known = {signature(finding) for finding in before}
    return [finding for finding in after if signature(finding) not in known]


def signature(finding: Finding) -> tuple[object, ...]:
    """What tells findings apart, whatever their words."""
    return (finding.code, tuple(finding.cells), finding.left, finding.right)


def quoted(finding: Finding, wrong: Wrong) -> bool:
    """Whether a finding quotes from the sentence of a claim."""
    words = "".join((finding.quote or "").split()).strip("…。")
    return bool(words) and words in "".join(sentence(wrong).replace("【", "").replace("】", "").split())


def sentence(wrong: Wrong) -> str:
    """The sentence of a false claim, as it was when it was true, its number in brackets."""
    text, told = wrong.draw.texts[wrong.told.section], wrong.told
    start = max(text.rfind("。", 0, told.start), text.rfind("\n", 0, told.start)) + 1
    end = text.find("。", told.end)
    return f"{text[start : told.start]}【{text[told.start : told.end]}】{text[told.end : end if end >= 0 else None]}"


def share(part: int, whole: int) -> str:
    """So many of so many, in words."""
    return f"{part:6} of {whole:6} = {part / whole:6.1%}" if whole else f"{part:6} of {whole:6}         "


def milliseconds(ruleset: Ruleset) -> float:
    """The time for reading a narrative of 2 000 letters: the best of some runs, the mean of several narratives."""
    forms = [maker_of(ruleset, ruleset.editions["2021"])]
    times = []
    for seed in range(10):
        text, number = "", seed
        while len(text) < LETTERS:
            text += drawn(forms, number).texts["overview"] + "\n"
            number += 10
        report = with_texts(drawn(forms, seed).report, {"overview": text[:LETTERS]})
        best = float("inf")
        for _ in range(5):
            start = time.perf_counter()
            statements_of(report, own_rulebook().claims_of(report.edition.key))
            best = min(best, time.perf_counter() - start)
        times.append(1000 * best)
    return sum(times) / len(times)


if __name__ == "__main__":
    main()
