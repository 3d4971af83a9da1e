"""Whatever a public function is given in place of what it takes, it says so: nothing but `GkrulesError` leaves the package."""

from __future__ import annotations

import inspect
import io
import itertools
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gkrules
import gkrules.testing as gt
from gkrules import GkrulesError, Limits, Report, UsageError
from gkrules.model.document import Notice
from gkrules.words import phrase

ROOT = Path(__file__).resolve().parent.parent
REPORT = gt.valid_report()
RULESET = gkrules.load_ruleset("2021")
RESULT = gkrules.check(gt.make_slip(REPORT, "total_wrong").report, select=["GK4"])
RULE = RULESET.rules[20]
CASE = ROOT / "fixtures" / "rules" / "GK404" / "fail"
KEY = "applications.new.total"
CLAIMS = RULESET.claims_of("2021")

WRONG: dict[str, Any] = {
    "none": None,
    "int": 5,
    "negative": -1,
    "float": 2.5,
    "nan": float("nan"),
    "bool": True,
    "text": "没有",
    "empty": "",
    "bytes": b"\xff\x00",
    "list": [],
    "numbers": [5],
    "nones": [None],
    "texts": ["没有"],
    "dict": {},
    "dict of numbers": {5: 5},
    "object": object(),
    "type": int,
    "function": len,
    "path": Path("没有.docx"),
    "frame": pd.DataFrame({"a": [1]}),
    "empty frame": pd.DataFrame(),
    "series": pd.Series([1]),
    "array": np.zeros((2, 2)),
    "report": REPORT,
    "result": RESULT,
    "ruleset": RULESET,
    "exception": ValueError("x"),
    "file": io.BytesIO(b""),
    "set": {1},
    "iterator": iter(()),
}
try:
    import polars as pl
    import pyarrow as pa

    WRONG |= {"polars": pl.DataFrame({"a": [1]}), "lazy": pl.LazyFrame({"a": [1]}), "series of polars": pl.Series([1])}
    WRONG |= {"arrow": pa.table({"a": [1]}), "array of arrow": pa.array([1])}
except ImportError:
    pass

READING = {"source": b"a", "kind": None, "name": "a", "edition": None, "year": None, "limits": Limits(), "with_libreoffice": False}
CALLS: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    "read": (gkrules.read, READING),
    "read_all": (gkrules.read_all, READING),
    "answer_schema": (gkrules.answer_schema, {"edition": None, "partial": True}),
    "check": (
        gkrules.check,
        {"reports": REPORT, "previous": (), "below": (), "ruleset": RULESET, "select": ["GK404"], "ignore": ["GK403"]}
        | {"waivers": (), "rosters": (), "today": None},
    ),
    "explain": (gkrules.explain, {"code": "GK404", "lang": "zh"}),
    "load_ruleset": (gkrules.load_ruleset, {"edition": "2021", "rules": (), "preview": False}),
    "to_frame": (gkrules.to_frame, {"reports": REPORT, "layout": "wide", "states": True, "backend": "pandas"}),
    "from_frame": (gkrules.from_frame, {"frame": pd.DataFrame({KEY: [1]}), "edition": None}),
    "from_json": (Report.from_json, {"data": {"cells": {KEY: 1}}, "edition": None, "year": None}),
    "from_frames": (Report.from_frames, {"frames": REPORT.tables, "unit": "", "year": None, "edition": None}),
    "cell": (REPORT.cell, {"key": KEY}),
    "table": (REPORT.table, {"key": "applications"}),
    "with_values": (Limits().with_values, {"settings": ["pages=5"]}),
    "render": (RESULT.render, {"form": "text", "lang": "zh"}),
    "selected": (RULESET.selected, {"select": ["GK404"], "ignore": ()}),
    "rule": (RULESET.rule, {"code": "GK404"}),
    "schema_for": (RULESET.schema_for, {"edition": "2021"}),
    "for_edition": (RULESET.for_edition, {"edition": "2021"}),
    "active": (RULESET.active, {"edition": "2021"}),
    "claims_of": (RULESET.claims_of, {"edition": "2021"}),
    "names": (RULESET.names, {"edition": "2021"}),
    "labels": (RULESET.labels, {"edition": "2021"}),
    "runs": (RULESET.runs, {"code": "GK404"}),
    "for_note": (RULESET.for_note, {"kind": "extra_row"}),
    "assert_report_ok": (gt.assert_report_ok, {"report": REPORT, "ignore": (), "fail_on": "error", "previous": None, "lang": "zh"}),
    "assert_finding": (
        gt.assert_finding,
        {"result": RESULT, "code": RESULT.findings[0].code, "cells": None, "values": None, "lang": "zh", "left": RESULT.findings[0].left},
    ),
    "valid_report": (gt.valid_report, {"edition": None, "level": "county", "size": "small", "seed": 0, "year": None, "ruleset": None}),
    "make_slip": (
        gt.make_slip,
        {"report": REPORT, "slip": "total_wrong", "cell": None, "amount": 1, "seed": 0, "previous": None, "ruleset": None},
    ),
    "previous_report": (gt.previous_report, {"report": REPORT, "ruleset": None}),
    "small_report": (gt.small_report, {"edition": RULESET.edition, "cells": None, "facts": None, "text": None}),
    "related_reports": (gt.related_reports, {"report": REPORT, "cells": {}}),
    "reports": (gt.reports, {"edition": None, "year": None, "max_value": 10, "max_cells": 3, "ruleset": None}),
    "broken_reports": (gt.broken_reports, {"edition": None, "slips": ("total_wrong",), "year": None}),
    "load_case": (gt.load_case, {"file": next(CASE.glob("*.yaml"))}),
    "load_cases": (gt.load_cases, {"file": next(CASE.glob("*.yaml"))}),
    "run_case": (gt.run_case, {"case": gt.load_case(next(CASE.glob("*.yaml"))), "ruleset": RULESET}),
    "check_example": (gt.check_example, {"example": RULE.fails, "edition": "2021", "ruleset": RULESET}),
    "rule_coverage": (gt.rule_coverage, {"ruleset": RULESET.selected(["GK404"]), "cases": [], "equivalent": None}),
    "example_faults": (gt.example_faults, {"claim": CLAIMS.claims[0], "edition": RULESET.edition, "claims": CLAIMS}),
    "serves": (RULESET.edition.serves, {"year": 2024}),
    "place": (gkrules.Place.from_dict, {"data": {"kind": "pdf", "box": [0, 0, 1, 1]}}),
    "box": (lambda box: gkrules.Place.from_dict({"kind": "pdf", "box": box}), {"box": [0, 0, 1, 1]}),
    "note": (gkrules.Note.of, {"notice": Notice("remark", phrase("cli/interrupted"))}),
    "text": (UsageError("cli/interrupted").text, {"lang": "zh"}),
    "for_use": (RULESET.for_use, {"edition": "2021", "preview": False}),
    "compiled": (RULESET.compiled, {"edition": "2021"}),
    "of": (gkrules.Ruleset.of, {"book": RULESET}),
    "warn_if_deprecated": (RULESET.warn_if_deprecated, {"code": "GK404"}),
    "format_coverage": (gt.format_coverage, {"found": []}),
}
PAIRS = [(name, argument) for name, (_, valid) in CALLS.items() for argument in valid]


def tried(name: str, given: dict[str, Any]) -> GkrulesError | None:
    """What a call raises with some arguments in place of its own."""
    function, valid = CALLS[name]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            function(**{**valid, **given})
    except GkrulesError as error:
        return error
    except AssertionError:
        if not name.startswith("assert_"):
            raise
    return None


@pytest.mark.parametrize("name", CALLS)
def test_the_calls_themselves_are_right(name: str) -> None:
    error = tried(name, {})
    assert error is None or name in ("read", "read_all"), error


@pytest.mark.parametrize(("name", "argument"), PAIRS, ids=map("-".join, PAIRS))
def test_an_argument_of_another_type(name: str, argument: str) -> None:
    for wrong in WRONG.values():
        error = tried(name, {argument: wrong})
        assert error is None or (error.zh and error.en)


def test_whether_to_isolate_is_yes_or_no() -> None:
    for wrong in (None, "yes", [], WRONG["frame"], WRONG["array"], 0.5):
        with pytest.raises(UsageError, match="isolated"):
            gkrules.read(b"a", isolated=wrong)  # type: ignore[arg-type]


@given(st.data())
@settings(deadline=None)
def test_several_arguments_of_other_types(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(list(CALLS)))
    arguments = data.draw(st.lists(st.sampled_from(list(CALLS[name][1])), min_size=1, max_size=3, unique=True))
    tried(name, {argument: WRONG[data.draw(st.sampled_from(list(WRONG)))] for argument in arguments})


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (partial(gkrules.check, REPORT, select=5), "'select' takes a rule's code"),
        (partial(gkrules.check, {"year": 2024}), "gkrules.Report.from_json"),
        (partial(gkrules.check, pd.DataFrame()), "gkrules.Report.from_frames"),
        (partial(gkrules.check, RESULT), "the reports are in its 'reports'"),
        (partial(gkrules.check, REPORT, ruleset="2021"), "gkrules.load_ruleset"),
        (partial(gkrules.read, 5), "the path of a file"),
        (partial(gkrules.read, "<table>"), 'kind="html"'),
        (partial(gkrules.read, b"a", kind="xlsx"), "kinds: html"),
        (partial(Report.from_json, [1, 2]), "the object or list that it holds"),
        (partial(Report.from_json, []), "JSON text"),
        (partial(REPORT.cell, "applications.new.totl"), "Did you mean 'applications.new.total'?"),
        (partial(REPORT.table, "application"), "Did you mean 'applications'?"),
        (partial(gkrules.to_frame, REPORT, layout="long"), "layouts: wide, tidy"),
        (partial(gkrules.explain, "GK404", "de"), '"zh" or "en"'),
        (partial(gkrules.read, b"a", year="2024"), "a year (int)"),
    ],
)
def test_what_is_said(call: Callable[[], Any], words: str) -> None:
    with pytest.raises(UsageError) as caught:
        call()
    assert words in caught.value.en


def test_one_text_is_one_code_and_one_path(tmp_path: Path) -> None:
    assert {rule.code for rule in RULESET.selected("GK404").rules} == {"GK404"}
    (tmp_path / "gkrules.yaml").write_text("waivers:\n  - {rule: GK404, reason: 一}\n", "utf-8")
    result = gkrules.check(REPORT, waivers=str(tmp_path / "gkrules.yaml"))
    assert len(result.waiver_files) <= 1


def functions() -> Iterator[str]:
    for module in (gkrules, gt):
        yield from (name for name in module.__all__ if inspect.isfunction(getattr(module, name)))


def test_every_public_function_is_tried() -> None:
    assert set(functions()) - set(CALLS) == set()
    assert len(list(itertools.chain(PAIRS))) > 80
