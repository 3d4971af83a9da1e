"""JSON Schemas of a report of one edition: every cell by its key, with its official labels."""

from __future__ import annotations

import json
from typing import Any

from gkrules.model.cells import CellState
from gkrules.model.edition import CellRef, Edition
from gkrules.render.words import say
from gkrules.rulefiles.location import rules_folder

_STATES = [state.value for state in CellState]


def report_schema(edition: Edition) -> dict[str, Any]:
    """The JSON Schema (2020-12) of the exchange form for an edition: what `gkrules extract --format json` writes of its reports.

    It is ``rules/schemas/report.schema.json``, which fits any edition, with the cells and sections that this one has.
    """
    schema: dict[str, Any] = json.loads((rules_folder() / "schemas" / "report.schema.json").read_text("utf-8"))
    written = schema["properties"]["cells"]
    cell, number = written.pop("additionalProperties"), {"type": ["number", "null"]}
    del schema["$id"], schema["$comment"], written["propertyNames"]
    labels = {
        key: {"description": _description(ref), "anyOf": [{"$ref": "#/$defs/cell"}, number]} for key, ref in edition.cell_by_key.items()
    }
    schema["$defs"]["cell"] = cell
    schema["properties"]["cells"] = {**written, "properties": labels, "additionalProperties": False}
    schema["properties"]["edition"] = {"const": edition.key}
    return {**schema, "title": say("render/schema-title", "zh", edition=edition.zh)}


def answer_schema(edition: Edition, *, partial: bool = False) -> dict[str, Any]:
    """The JSON Schema (2020-12) of what a language model is to answer when it reads a report of an edition.

    `Report.from_json` takes the answer. It holds to the subset that language models accept as an output format: every object is closed
    and every property required. A cell that the document does not have is then stated as
    ``{"value": null, "state": "absent", "raw": ""}``.

    Args:
        edition: the edition of the form.
        partial: do not require the cells.
    """
    cells = {key: edition.cell_by_key[key] for key in edition.cells}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": say("render/schema-title", "zh", edition=edition.zh),
        "description": "One annual report: what the document prints, nothing computed. null is a blank cell, 0 a printed zero.",
        "type": "object",
        "properties": {
            "schema_version": {"const": "1"},
            "edition": {"const": edition.key},
            "unit": {"type": "string", "description": "The organ as the title names it; empty if it does not."},
            "year": {"type": ["integer", "null"], "description": "The reporting year that the title names."},
            "cells": {
                "type": "object",
                "properties": {key: _cell(ref) for key, ref in cells.items()},
                "required": [] if partial else list(cells),
                "additionalProperties": False,
            },
        },
        "required": ["schema_version", "edition", "unit", "year", "cells"],
        "additionalProperties": False,
        "$defs": {
            "other": {
                "type": "object",
                "description": "A cell that is no plain number: raw is what it prints.",
                "properties": {"value": {"type": ["number", "null"]}, "state": {"enum": _STATES}, "raw": {"type": "string"}},
                "required": ["value", "state", "raw"],
                "additionalProperties": False,
            }
        },
    }


def _cell(ref: CellRef) -> dict[str, Any]:
    return {"description": _description(ref), "anyOf": [{"type": "number"}, {"type": "null"}, {"$ref": "#/$defs/other"}]}


def _description(ref: CellRef) -> str:
    """The official labels of a cell, and its unit."""
    labels = [ref.table.label, *ref.row.under, ref.row.label, *ref.column.under, ref.column.label]
    unit = say("render/in-brackets", "zh", text=ref.column.unit) if ref.column.unit in ("件", "万元", "元") else ""
    return " / ".join(dict.fromkeys(label for label in labels if label)) + unit
