"""Damaged documents (fixtures/corpus/damage.py): whatever is lost, shifted or repeated, no number is read that is not the cell's own.

``python benchmarks/reading.py --damage 2000`` reads thousands; a name that it lists is made again by ``Case.named(name).make()``.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from corpus.damage import CELLS, KINDS, LINES, ROWS, Case, cases, wrong
from corpus.documents import LISTS, Recipe

COUNT = 300
ALL = list(cases(COUNT))
OF_LISTS = list(cases(COUNT, editions=LISTS))


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_makes_the_same_damage_again(kind: str):
    case = next(case for case in ALL if case.recipe.kind == kind)
    one, two = case.make(), Case.named(case.name).make()
    assert (one.damages, one.removed, one.made.facts) == (two.damages, two.removed, two.made.facts)
    assert one.made.data == two.made.data


def test_every_damage_is_done():
    done = {what for case in ALL for what in case.make().damages}
    assert done == {*CELLS, *ROWS, *LINES}


@pytest.mark.parametrize("kind", KINDS)
def test_damage_changes_the_document(kind: str):
    recipe = Recipe(kind, "official", "2021", 3)
    made = recipe.make()
    damages = [Case(recipe, number).make() for number in range(20)]
    assert all(each.made.data != made.data for each in damages if each.damages)
    assert sum(bool(each.damages) for each in damages) >= 15


def test_what_is_read_wrongly_is_found():
    recipe, key = Recipe("html", "official", "2021", 3), "applications.new.total"
    made, case = recipe.make(), Case(recipe, 0).make()
    right = replace(case, made=made, removed=frozenset())
    assert wrong(right) == []
    other = dict(made.facts) | {key: replace(made.facts[key], value=-1)}
    assert [fault.partition(":")[0] for fault in wrong(replace(right, made=replace(made, facts=other))) or []] == [key]
    blank = Recipe("html", "all-blank", "2021", 3).make()
    assert wrong(replace(right, made=replace(blank, facts=made.facts))), "a blank where a number stood is wrong"
    assert not wrong(replace(right, made=replace(blank, facts=made.facts), removed=frozenset(made.facts))), "unless it is gone"


@pytest.mark.parametrize("several", [ALL, OF_LISTS], ids=["tables", "lists"])
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_read_wrongly(kind: str, several: list[Case]):
    for case in several:
        if case.recipe.kind == kind:
            faults = wrong(made := case.make())
            assert not faults, (case.name, made.damages, faults)
