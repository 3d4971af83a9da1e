"""The JSON Schema of ``*.gk.yaml`` says the same as our own loader."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from gkrules import RuleError
from gkrules.rulefiles.location import rules_folder
from gkrules.testing.expectations import load_report_case

PROJECT = rules_folder().parent
SCHEMA = Draft202012Validator(json.loads((rules_folder() / "schemas" / "report-case.schema.json").read_text("utf-8")))

WELL_FORMED = """\
document: a.docx
edition: 2021
year: 2023
previous: b.docx
below: [c.docx, d.docx]
rules: ours
preview: true
select: GK4
ignore: [GK403, GK404]
cells: {applications.new.total: null, regulations.*: 1, fees.administrative_fees.amount: "1.5"}
facts: {published: null, has_text: 1}
expect:
  unit: 某局
  year: 2023
  edition: 2021
  cells: {licensing.*: absent}
  findings:
    - {code: GK404, cells: [a.b.*], values: {a.b.c: null}, left: 1, right: 2, difference: -1, suggested: 3}
"""
MALFORMED = {
    "nothing": "document: a.docx",
    "nothing expected": "document: a.docx\nexpect: {}",
    "unknown key": "documents: a.docx\nexpect: {year: 2023}",
    "unknown expectation": "expect: {years: 2023}",
    "year": "year: two\nexpect: {year: 2023}",
    "expected year": "expect: {year: last}",
    "preview": "preview: perhaps\nexpect: {year: 2023}",
    "code": "expect: {findings: [{cells: [a.b.c]}]}",
    "finding": "expect: {findings: [{code: GK404, cell: a.b.c}]}",
    "findings": "expect: {findings: GK404}",
    "cells": "cells: [a.b.c]\nexpect: {year: 2023}",
    "content": "cells: {a.b.c: [1]}\nexpect: {year: 2023}",
    "path": "document: [a.docx]\nexpect: {year: 2023}",
}


def accepted(text: str, folder: Path) -> bool:
    file = folder / "a.gk.yaml"
    file.write_text(text, "utf-8")
    try:
        load_report_case(file)
    except RuleError:
        return False
    return True


def test_the_well_formed(tmp_path: Path) -> None:
    assert [error.message for error in SCHEMA.iter_errors(yaml.safe_load(WELL_FORMED))] == []
    assert accepted(WELL_FORMED, tmp_path)
    samples = list((PROJECT / "fixtures" / "sample_project").rglob("*.gk.yaml"))
    assert samples
    assert all(SCHEMA.is_valid(yaml.safe_load(file.read_text("utf-8"))) for file in samples)


@pytest.mark.parametrize("name", MALFORMED)
def test_the_malformed(name: str, tmp_path: Path) -> None:
    assert not SCHEMA.is_valid(yaml.safe_load(MALFORMED[name]))
    assert not accepted(MALFORMED[name], tmp_path)
