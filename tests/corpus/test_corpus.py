"""A part of the generated documents (fixtures/corpus): nothing is read wrongly in silence. `benchmarks/reading.py` reads thousands."""

from __future__ import annotations

import pytest
from corpus.documents import EDITIONS, LISTS, Recipe
from corpus.judge import judge
from corpus.layouts import LAYOUTS
from corpus.layouts.exports import EXPORTED
from corpus.writers import WRITERS

# A sheet does not say whether this is the row of values, left blank, or the gap behind a table that lost it.
_EMPTY_ROW = "an empty row below a header is no row of a sheet"

# Layouts of which cells are still left unread; none of them may be read wrongly, and each must be read once it can be.
NOT_READ_YET: dict[tuple[str, str], str] = {
    ("all-blank", "xlsx"): _EMPTY_ROW,
    ("all-blank", "xls"): _EMPTY_ROW,
    ("all-blank", "ods"): _EMPTY_ROW,
    ("all-blank", "csv"): "without merged cells, a label alone in its row looks like a heading",
    **{("values-repeated-blanks", kind): _EMPTY_ROW for kind in ("xlsx", "ods", "csv")},
    ("transposed-plain-blanks", "xlsx"): _EMPTY_ROW,
    ("spans-lost-blanks", "csv"): _EMPTY_ROW,
    ("row-blank", "csv"): "without merged cells, a label alone in the last row looks like a heading",
}

# The same for lists of indicators.
_LABELS_LOST = "the labels are not in the dump"
_LABEL_DAMAGED = "a label has lost more than its neighbours tell"
_LABELS_WRAPPED = "each label is wrapped over lines beside its number"
LISTS_NOT_READ_YET: dict[tuple[str, str], str] = {
    **{(f"dump-row-tables{blanks}", kind): _LABELS_LOST for blanks in ("", "-blanks") for kind in ("txt", "md")},
    **{(f"pdf-text-layout{blanks}", "txt"): _LABELS_WRAPPED for blanks in ("", "-blanks")},
    ("dump-browser-blanks", "txt"): "an empty line is no empty cell",
    ("label-characters-lost", "ofd"): _LABEL_DAMAGED,
    ("label-characters-changed", "xls"): _LABEL_DAMAGED,
}

# Kinds that share their cells, or their page, with another: each takes a part of the layouts; the benchmark reads them all.
SHARED = {"xlsx": 2, "xls": 4, "ods": 4, "mht": 4}


def _recipes(kind: str) -> list[Recipe]:
    """Every layout in this kind, in one edition: another edition in the next kind."""
    found = []
    first = sorted(WRITERS).index(kind)
    for at, name in enumerate((name for name in LAYOUTS if name not in EXPORTED), start=first):
        if at % SHARED.get(kind, 1) != first % SHARED.get(kind, 1):
            continue
        editions = [edition for edition in EDITIONS if LAYOUTS[name].fits(kind, edition)]
        found += [Recipe(kind, name, editions[at % len(editions)], seed=1_000)] if editions else []
    return found


def test_there_are_many_layouts():
    assert len(LAYOUTS) >= 100
    assert all(layout.change.__doc__ for layout in LAYOUTS.values())
    assert all(len(_recipes(kind)) * SHARED.get(kind, 1) > 80 for kind in WRITERS)


def test_a_recipe_always_gives_the_same_document():
    for kind in WRITERS:
        recipe = Recipe(kind, "official-balanced", "2021", 7)
        one, two = recipe.make(), recipe.make()
        assert one.facts == two.facts
        assert one.data == two.data


@pytest.mark.parametrize("part", range(4))
@pytest.mark.parametrize("kind", sorted(WRITERS))
def test_documents_are_read_rightly_or_said_to_be_unread(kind: str, part: int):
    for recipe in _recipes(kind)[part::4]:
        made = recipe.make()
        verdict = judge(made, findings=True)
        assert not verdict.wrong, (made.name, verdict.wrong)
        assert not verdict.unsaid, (made.name, verdict.unsaid)
        assert bool(verdict.refusal == "several_reports") == made.refused, (made.name, verdict.refusal)
        expected_unread = (recipe.layout, kind) in NOT_READ_YET or (recipe.layout, "") in NOT_READ_YET
        assert bool(verdict.unread) == expected_unread, (made.name, verdict.refusal, verdict.unread)


@pytest.mark.parametrize("name", EXPORTED)
def test_tables_of_other_programs_are_read_rightly_or_said_to_be_unread(name: str):
    for at, kind in enumerate(kind for kind in WRITERS if LAYOUTS[name].fits(kind, "2021")):
        made = Recipe(kind, name, EDITIONS[at % 2], seed=1_000).make()
        verdict = judge(made, findings=True)
        assert not verdict.wrong, (made.name, verdict.wrong)
        assert not verdict.unsaid, (made.name, verdict.unsaid)
        assert bool(verdict.unread) == ((name, kind) in NOT_READ_YET), (made.name, verdict.refusal, verdict.unread)


@pytest.mark.parametrize("kind", sorted(WRITERS))
def test_lists_of_indicators_are_read_rightly_or_said_to_be_unread(kind: str):
    for name, layout in LAYOUTS.items():
        for edition in LISTS:
            if not layout.fits(kind, edition):
                continue
            made = Recipe(kind, name, edition, seed=1_000).make()
            verdict = judge(made, findings=True)
            assert not verdict.wrong, (made.name, verdict.wrong)
            assert not verdict.unsaid, (made.name, verdict.unsaid)
            assert bool(verdict.unread) == ((name, kind) in LISTS_NOT_READ_YET), (made.name, verdict.refusal, verdict.unread)
