"""Records with a constructor of their own are what dataclasses would make of them."""

from __future__ import annotations

import copy
import inspect
import pickle
from dataclasses import MISSING, FrozenInstanceError, fields, replace
from typing import Any

import pytest

from gkrules.model.cells import Cell, CellState
from gkrules.model.document import GridCell
from gkrules.model.places import Place

RECORDS = (
    Place("pdf", 1, 2, 3, 4, 5, 6, (1.0, 2.0, 3.0, 4.0), "$.a", "表一", 0.5),
    GridCell("12", 1, 2, 3, 4, Place("html", table=1)),
    Cell(12, CellState.NUMBER, "12万元", Place("html", table=1), annotated=True, unit="万元"),
)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_constructor_takes_and_keeps_the_fields(record: Any) -> None:
    parameters = inspect.signature(type(record)).parameters
    assert [(each.name, each.default) for each in fields(record)] == [
        (name, MISSING if parameter.default is parameter.empty else parameter.default) for name, parameter in parameters.items()
    ]
    values = {each.name: getattr(record, each.name) for each in fields(record)}
    assert len(set(map(repr, values.values()))) == len(values)
    assert type(record)(**values) == record == type(record)(*values.values())
    assert {name: getattr(type(record)(**values), name) for name in values} == values


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_records_are_frozen_values(record: Any) -> None:
    for twin in (replace(record), copy.copy(record), copy.deepcopy(record), pickle.loads(pickle.dumps(record))):  # noqa: S301
        assert twin == record
        assert hash(twin) == hash(record)
        assert repr(twin) == repr(record)
    first = fields(record)[0].name
    with pytest.raises(FrozenInstanceError):
        setattr(record, first, None)
    assert not hasattr(record, "__dict__")
    for each in fields(record)[1:]:
        if each.default is not MISSING:
            assert replace(record, **{each.name: each.default}) != record
