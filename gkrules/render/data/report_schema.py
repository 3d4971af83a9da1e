"""The JSON Schema of a report of one edition: every cell by its key, with its official labels."""

from __future__ import annotations

from typing import Any

from gkrules.model.cells import CellState
from gkrules.model.edition import CellRef, Edition
from gkrules.render.words import say

_STATES = [state.value for state in CellState]


def report_schema(edition: Edition, *, partial: bool = False) -> dict[str, Any]:
    """The JSON Schema (2020-12) of what `Report.from_json` accepts for an edition.

    It holds to the subset that language models accept as an output format: every object is closed and every property
    required. A cell that the document does not have is then stated as ``{"value": null, "state": "absent", "raw": ""}``.

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
    labels = [ref.table.label, *ref.row.under, ref.row.label, *ref.column.under, ref.column.label]
    unit = say("render/in-brackets", "zh", text=ref.column.unit) if ref.column.unit in ("件", "万元", "元") else ""
    return {
        "description": " / ".join(dict.fromkeys(label for label in labels if label)) + unit,
        "anyOf": [{"type": "number"}, {"type": "null"}, {"$ref": "#/$defs/other"}],
    }
