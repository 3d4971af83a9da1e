"""The errors of a schema are those of pandera, although they are put together late."""

from __future__ import annotations

import json
import pickle

import numpy as np
import pandas as pd
import pytest
from pandera.errors import SchemaErrors
from strategies import ALL_CELLS

from gkrules import Ruleset
from gkrules.compile.failures import LazySchemaErrors

TOTAL = "applications.new.total"


def failing(ruleset: Ruleset) -> tuple[pd.DataFrame, LazySchemaErrors]:
    """A frame with a wrong total and a fraction, and what is raised for it."""
    frame = pd.DataFrame(np.zeros((3, len(ALL_CELLS)), order="F"), columns=list(ALL_CELLS), copy=False)
    frame.loc[1, TOTAL], frame.loc[2, "regulations.rules.issued"] = 4.0, 0.5
    with pytest.raises(SchemaErrors) as caught:
        ruleset.schema().validate(frame, lazy=True, inplace=True)
    assert isinstance(caught.value, LazySchemaErrors)
    return frame, caught.value


def test_they_say_what_pandera_says(ruleset: Ruleset) -> None:
    _, errors = failing(ruleset)
    assert not {"failure_cases", "message", "error_counts"} & set(vars(errors))
    eager = SchemaErrors(errors.schema, errors.schema_errors, errors.data)
    pd.testing.assert_frame_equal(errors.failure_cases, eager.failure_cases)
    assert {"GK401", "GK304"} <= set(errors.failure_cases["check"])
    assert (errors.message, errors.error_counts) == (eager.message, eager.error_counts)
    assert json.loads(str(errors)) == json.loads(str(eager))


def test_a_frame_may_change_before_they_are_looked_at(ruleset: Ruleset) -> None:
    expected = failing(ruleset)[1].failure_cases
    frame, errors = failing(ruleset)
    frame.loc[:, :] = 9.0
    pd.testing.assert_frame_equal(errors.failure_cases, expected)


@pytest.mark.filterwarnings("ignore:Pickling:UserWarning")
@pytest.mark.parametrize("seen", [False, True])
def test_they_can_be_sent_to_another_process(seen: bool, ruleset: Ruleset) -> None:
    _, errors = failing(ruleset)
    if seen:
        assert len(errors.failure_cases)
    copy = pickle.loads(pickle.dumps(errors))  # noqa: S301 - our own bytes
    assert isinstance(copy, SchemaErrors)
    assert (copy.message, copy.error_counts, str(copy)) == (errors.message, errors.error_counts, str(errors))
    # pandera sends failure cases as text.
    assert copy.failure_cases == str(errors.failure_cases)


def test_they_are_looked_at_by_decorators_and_rows_can_be_dropped(ruleset: Ruleset) -> None:
    frame, _ = failing(ruleset)
    schema = pickle.loads(pickle.dumps(ruleset.schema()))  # noqa: S301 - our own bytes
    schema.drop_invalid_rows = True
    assert list(schema.validate(frame, lazy=True).index) == [0]
