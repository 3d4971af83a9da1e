"""The narratives that are made from tables: what they say of themselves is so, and what is made wrong is wrong."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from random import Random
from typing import TYPE_CHECKING

import pytest
from narratives import Told, chinese, claims_of, falsified, falsified_tables, narrative
from narratives.marks import Ledger, chinese_decimal, wide

import gkrules
from gkrules import Report, load_ruleset
from gkrules.model.numerals import number, percentage
from gkrules.testing import small_report, valid_report

if TYPE_CHECKING:
    from gkrules.testing.generate import Size

SEEDS = range(120)
EDITIONS = ("2021", "2019")


def persons(new: int, granted: int) -> Report:
    """A report of applications by persons only, some granted, all others carried over."""
    rows = {"new": new, "granted": granted, "handled_total": granted, "carried_out": new - granted}
    cells = {f"applications.{row}.{column}": value for row, value in rows.items() for column in ("natural_person", "total")}
    return small_report(load_ruleset().editions["2021"], cells)


@cache
def pair(seed: int) -> tuple[Report, Report | None]:
    """A report and, for two seeds of three, last year's; every fifth reports on nothing, every sixth on persons only."""
    if seed % 6 == 1:
        return persons(1200 + seed, 1150), replace(persons(600, 500), year=2023)
    edition = EDITIONS[seed % 7 == 0]
    size: Size = "zero" if seed % 5 == 0 else "medium" if seed % 2 else "small"
    level = ("county", "city", "township", "department")[seed % 4]
    year = 2020 if edition == "2019" else 2024
    report = valid_report(edition, level=level, size=size, seed=seed, year=year)
    previous = valid_report(edition, level=level, size="small", seed=seed + 1000, year=year)
    return report, replace(previous, year=year - 1) if seed % 3 else None


def written(seed: int) -> tuple[dict[str, str], list[Told]]:
    report, previous = pair(seed)
    return narrative(report, seed, previous), claims_of(report, seed, previous)


def chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - no secret, but to be repeated


def total(seed: int, told: Told, *, last: bool = False) -> float:
    """What the cells of a claim add up to, or those of last year in their place."""
    report, previous = pair(seed)
    values = []
    for key in told.cells:
        source = previous if last or key.startswith("last_year.") else report
        assert source is not None
        values.append(source.cells[key.removeprefix("last_year.")].value or 0)
    return sum(values)


def read(said: str) -> float:
    """A number of a narrative, read by the package's own numerals."""
    plain = said.replace(",", "")
    plain = "".join(chr(ord(char) - 0xFEE0) if ord(char) > 0xFF00 else char for char in plain)
    if "点" in plain:
        found = percentage(f"百分之{plain}")
        assert found is not None
        return found[0]
    if "." in plain:
        return float(plain)
    value = number(plain)
    assert value is not None, said
    return value


@pytest.mark.parametrize("seed", SEEDS)
def test_the_characters_of_a_claim_are_its_number(seed: int) -> None:
    texts, several = written(seed)
    assert not any(char in text for text in texts.values() for char in "\ue000\ue001\ue002")
    for told in several:
        said = texts[told.section][told.start : told.end]
        if told.kind in ("none", "all"):
            assert re.fullmatch(r"[一-鿿、0-9]+", said)
            continue
        tenths = texts[told.section][told.end : told.end + 1] == "成"
        assert read(said) * (10 if tenths else 1) == pytest.approx(told.value)


@pytest.mark.parametrize("seed", SEEDS)
def test_claims_are_true(seed: int) -> None:
    texts, several = written(seed)
    for told in several:
        now = total(seed, told)
        if told.kind in ("none", "all"):
            assert now == 0
        elif told.cells[0].endswith(".amount"):
            digits = len(texts[told.section][told.start : told.end].partition(".")[2])
            assert abs(told.value - now) <= 0.5 * 10**-digits + 1e-9
        elif told.kind == "count":
            assert told.value == now
        elif told.kind == "share":
            assert now > 0
            assert 0 < told.value <= 100
        else:
            before = total(seed, told, last=True)
            expected = {"difference": abs(now - before), "growth": 100 * abs(now - before) / before, "ratio": now / before}[told.kind]
            if told.kind == "ratio":
                assert told.value in (expected, expected - 1)
            else:
                assert abs(told.value - expected) <= (1 if told.kind == "growth" else 0)


def test_shares_are_those_of_what_was_handled_or_asked() -> None:
    wholes = {"new": "applications.new.total", "other": "applications.handled_total.total"}
    checked = 0
    for seed in SEEDS:
        report, _ = pair(seed)
        for told in written(seed)[1]:
            if told.kind == "share" and told.cells[0].startswith("applications."):
                whole = report.cells[wholes["new" if ".new." in told.cells[0] else "other"]].value or 0
                assert abs(told.value - 100 * total(seed, told) / whole) <= 1
                checked += 1
    assert checked > 20


def test_every_kind_of_claim_and_of_numeral_occurs() -> None:
    kinds: Counter[str] = Counter()
    styles: set[str] = set()
    for seed in SEEDS:
        texts, several = written(seed)
        kinds.update(told.kind for told in several)
        for told in several:
            said = texts[told.section][told.start : told.end]
            styles.add("comma" if "," in said else "figures" if said[0].isascii() else "wide" if ord(said[0]) > 0xFF00 else "chinese")
    assert set(kinds) >= {"count", "share", "growth", "difference", "none", "all"}
    assert styles == {"wide", "comma", "figures", "chinese"}
    assert any(told.cells[0].startswith("last_year.") for seed in SEEDS for told in written(seed)[1])


@pytest.mark.parametrize(("before", "wording", "value"), [(21, "2倍", 2), (14, "2倍", 2), (35, "两成", 20), (60, "三成", 30)])
def test_times_and_tenths_where_they_are_exact(before: int, wording: str, value: int) -> None:
    form = load_ruleset().editions["2021"]

    def report(count: int) -> Report:
        return small_report(form, {f"applications.{row}.total": count for row in ("new", "handled_total", "granted")})

    found = set()
    for seed in range(400):
        texts = narrative(report(42), seed, report(before))
        for told in claims_of(report(42), seed, report(before)):
            if texts[told.section][told.start : told.end + 1] == wording:
                found.add((told.kind, told.value))
    assert found in ({("ratio", value)}, {("growth", value)})


@pytest.mark.parametrize("seed", SEEDS[::4])
def test_a_falsified_text_differs_in_its_number_only(seed: int) -> None:
    texts, several = written(seed)
    for told in several:
        if told.kind in ("none", "all"):
            with pytest.raises(ValueError, match="no number"):
                falsified(texts, told, chance(seed))
            continue
        wrong = falsified(texts, told, chance(seed))
        assert wrong == falsified(texts, told, chance(seed))
        before, after = texts[told.section], wrong[told.section]
        assert after.startswith(before[: told.start])
        assert after.endswith(before[told.end :])
        assert {key: text for key, text in wrong.items() if key != told.section} == {
            key: text for key, text in texts.items() if key != told.section
        }
        old, new = before[told.start : told.end], after[told.start : len(after) - len(before) + told.end]
        assert read(new) != read(old)
        assert (old[0].isascii(), ord(old[0]) > 0xFF00) == (new[0].isascii(), ord(new[0]) > 0xFF00)
        scale = 10 if before[told.end : told.end + 1] == "成" else 1
        assert read(new) * scale not in (told.value, *told.also)
        if told.kind in ("share", "growth"):
            digits = len(old.partition("点" if "点" in old else ".")[2])
            assert abs(read(new) * scale - told.value) >= 2 * 10**-digits * scale


def test_a_falsified_number_is_wrong_in_every_usage() -> None:
    texts = {"overview": "收到申请5件。"}
    told = Told("overview", 4, 5, 5, ("applications.new.total",), "count", tuple(float(value) for value in range(1, 9)))
    assert {falsified(texts, told, chance(seed))["overview"] for seed in range(20)} == {"收到申请9件。"}
    told = replace(told, also=tuple(float(value) for value in range(1, 10)))
    assert falsified(texts, told, chance(1))["overview"] == "收到申请16件。"


def test_falsified_tables_contradict_the_claim_and_add_up() -> None:
    equations = load_ruleset().selected(["GK2"])
    changed: Counter[str] = Counter()
    for seed in SEEDS:
        report, _ = pair(seed)
        for told in written(seed)[1]:
            if told.kind not in ("none", "all"):
                assert falsified_tables(report, told) is None
                continue
            wrong = falsified_tables(report, told)
            if wrong is None:
                continue
            changed[told.kind] += 1
            assert sum(wrong.cells[key].value or 0 for key in told.cells) > 0
            assert gkrules.check(wrong, ruleset=equations).findings == ()
            assert all(cell.value is None or cell.value >= 0 for key, cell in wrong.cells.items() if not key.endswith(".change"))
    assert changed["none"] > 20
    assert changed["all"] > 5


def test_without_last_year_nothing_is_compared() -> None:
    for seed in SEEDS:
        several = claims_of(pair(seed)[0], seed)
        assert not [told for told in several if told.kind in ("growth", "difference", "ratio") or told.cells[0].startswith("last_year.")]


def test_cells_without_numbers_are_not_spoken_of() -> None:
    edition = load_ruleset().editions["2021"]
    report = small_report(edition, dict.fromkeys(edition.cells))
    for seed in range(40):
        assert claims_of(report, seed) == []
        assert narrative(report, seed)["problems"]


def test_orders_and_wordings_vary() -> None:
    texts = "".join("".join(written(seed)[0].values()) for seed in SEEDS)
    for wording in (
        *(r"[0-9]+[件份宗][^，。]{0,8}(?:延至|结转)", r"收到[0-9]+件[^，。]*申请", r"均为自然人|由自然人提出", r"均已|全部"),
        *(
            r"制发|制定",
            r"废止",
            r"现行有效",
            r"行政处罚",
            r"收费",
            r"（其中",
            r"同比",
            r"未收到|没有收到|未接到",
            r"百分之",
            r"上半年|季度",
        ),
    ):
        assert re.search(wording, texts), wording


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "零"), (10, "十"), (12, "十二"), (110, "一百一十"), (1001, "一千零一"), (10_012, "一万零一十二"), (120_000, "十二万")],
)
def test_chinese_numerals(value: int, text: str) -> None:
    assert chinese(value) == text


def test_decimals_and_width() -> None:
    assert chinese_decimal("45.02") == "四十五点零二"
    assert chinese_decimal("45") == "四十五"
    assert wide("4.5") == "４.５"


def test_marks_that_are_dropped_are_not_told() -> None:
    ledger = Ledger()
    kept, _ = ledger.mark("3", 3, ("a",), "count"), ledger.mark("4", 4, ("b",), "count")
    texts, told = ledger.resolved({"one": f"共{kept}件", "two": "无"})
    assert texts == {"one": "共3件", "two": "无"}
    assert told == [Told("one", 1, 2, 3, ("a",), "count")]
