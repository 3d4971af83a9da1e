"""The declared shapes of the JSON outputs, and what is declared elsewhere of the same."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields

import click
import json_schemas

from gkrules.cli.schema import schema
from gkrules.model.places import Place
from gkrules.render.data import json_config_shapes, json_shapes
from gkrules.render.formats import REPORTERS
from gkrules.rulefiles.shapes.configuration import SETTINGS
from gkrules.rulefiles.shapes.declaring import doc, keys, one_of, values_of


def test_a_place_has_the_fields_of_the_model() -> None:
    assert list(keys(json_shapes.Place)) == [field.name for field in fields(Place)]


def test_keys_say_what_must_be_there() -> None:
    assert keys(json_shapes.Failed) == {"file": True, "error": True, "kind": True, "message": False}


def test_values_are_of_types_made_by_one_of() -> None:
    assert values_of(json_shapes.Notice.__annotations__["kind"]) == ("incomplete", "uncertain", "remark")
    assert values_of(str) == ()


def test_a_description_is_a_keyword_only_if_there_is_one() -> None:
    assert doc(minimum=1).keywords == {"minimum": 1}
    assert one_of(("a", "b"), "letters").keywords == {"description": "letters", "enum": ["a", "b"]}


def test_no_command_imports_pydantic_for_shapes() -> None:
    code = (
        "import sys, gkrules.render.data.json_output, gkrules.rulefiles.rulebook; from gkrules import cli; print('pydantic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def test_every_schema_can_be_asked_for() -> None:
    asked = next(each for each in schema.params if each.name == "name").type
    assert isinstance(asked, click.Choice)
    # That of an answer is made of the edition that is asked for; there is no file of it.
    assert set(asked.choices) == {*json_schemas.FILES, "answer"}


OF_FORMATS = {
    ("result", "json"): "check-result",
    ("result", "jsonl"): "finding-line",
    ("reports", "json"): "report",
    ("series", "json"): "series-result",
    ("rollup", "json"): "rollup-result",
    ("diagnosis", "json"): "doctor-result",
    ("rule", "json"): "rule-result",
    ("rulebook", "json"): "rules-result",
    ("diff", "json"): "diff-result",
    ("configuration", "json"): "config-result",
    ("lint", "json"): "lint-result",
}


def test_every_format_of_json_has_a_schema() -> None:
    assert {(each.takes, each.name) for each in REPORTERS if each.name.startswith("json")} == set(OF_FORMATS)
    assert set(json_schemas.RESULTS) == set(OF_FORMATS.values())


def test_the_settings_that_hold_are_those_of_the_file() -> None:
    assert list(keys(json_config_shapes.HeldSettings)) == list(SETTINGS)
