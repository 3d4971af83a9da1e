"""The JSON Schemas, made of the shapes that the loaders read by and the outputs are written by.

``python tests/json_schemas.py`` writes ``rules/schemas``; ``--check`` only says whether they are as declared.
Not by pydantic, which refuses `typing.TypedDict` before Python 3.12, and whose output is another one in another version.
"""

from __future__ import annotations

import json
import sys
import types
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

from gkrules.lint import shapes as lint_shapes
from gkrules.render.data import (
    json_config_shapes,
    json_doctor_shapes,
    json_lines_shapes,
    json_report_shapes,
    json_rules_shapes,
    json_series_shapes,
    json_shapes,
)
from gkrules.rulefiles.location import rules_folder
from gkrules.rulefiles.shapes import claims, configuration, editions, report_cases, rules
from gkrules.rulefiles.shapes.declaring import keys, values_of

FOLDER = rules_folder() / "schemas"
_WIDTH = 130
_SCALARS = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}
RESULTS = (
    *("check-result", "report", "finding-line", "series-result", "rollup-result"),
    *("rule-result", "rules-result", "diff-result", "lint-result", "doctor-result", "config-result"),
)
FILES: dict[str, tuple[Any, str]] = {
    "rule": (rules.RuleFile, "A rule file of gkrules"),
    "edition": (editions.EditionFile, "An edition file of gkrules"),
    "claims": (claims.ClaimsFile, "A file of claims of gkrules"),
    "configuration": (configuration.ConfigurationFile, "The configuration of gkrules, gkrules.yaml"),
    "report-case": (report_cases.ReportCaseFile, "A report and what is expected of it"),
    "report": (json_report_shapes.ReportResult, "A report in the exchange format: what gkrules extract --format json writes"),
    "check-result": (json_shapes.CheckResult, "Result of gkrules check --format json"),
    "finding-line": (json_lines_shapes.FindingLine, "A line of gkrules check --format jsonl"),
    "series-result": (json_series_shapes.SeriesResult, "Result of gkrules series --format json"),
    "rollup-result": (json_series_shapes.RollupResult, "Result of gkrules rollup --format json"),
    "rule-result": (json_rules_shapes.RuleResult, "Result of gkrules explain --format json"),
    "rules-result": (json_rules_shapes.RulesResult, "Result of gkrules rules list --format json"),
    "diff-result": (json_rules_shapes.DiffResult, "Result of gkrules rules diff --format json"),
    "lint-result": (lint_shapes.LintOutput, "Result of gkrules lint --format json"),
    "doctor-result": (json_doctor_shapes.DoctorResult, "Result of gkrules doctor --format json"),
    "config-result": (json_config_shapes.ConfigResult, "Result of gkrules config --format json"),
    "case": (rules.CaseFile, "A case of a rule"),
}
"""By name: the shape, and its title."""


class _Maker:
    """Makes schemas of types; the shapes that they name are definitions. If `closed`, objects have no other keys than theirs."""

    def __init__(self, *, closed: bool) -> None:
        self.closed = closed
        self.definitions: dict[str, dict[str, Any]] = {}

    def of(self, kind: Any) -> dict[str, Any]:
        """The schema of a type."""
        if kind in _SCALARS:
            return {"type": _SCALARS[kind]}
        if is_typeddict(kind):
            return self._reference(kind)
        origin, arguments = get_origin(kind), get_args(kind)
        if origin is Annotated:
            return self._annotated(*arguments)
        if origin is NotRequired:
            return self.of(arguments[0])
        if origin is Literal:
            return {"const": arguments[0]}
        if origin is list:
            return {"type": "array", "items": self.of(arguments[0])}
        if origin is dict:
            return self._mapping(*arguments)
        if origin in (Union, types.UnionType):
            return _either([self.of(each) for each in arguments])
        raise TypeError(kind)

    def shape(self, shape: Any) -> dict[str, Any]:
        """The schema of a shape itself."""
        hints = get_type_hints(shape, include_extras=True)
        properties = {name.rstrip("_"): self.of(hints[name]) for name in shape.__annotations__}
        required = [key for key, needed in keys(shape).items() if needed]
        return {
            "description": " ".join(shape.__doc__.split()),
            "type": "object",
            **({"required": required} if required else {}),
            "properties": properties,
            **({"additionalProperties": False} if self.closed else {}),
        }

    def _reference(self, shape: Any) -> dict[str, Any]:
        name = shape.__name__
        if name not in self.definitions:
            self.definitions[name] = {}
            self.definitions[name] = self.shape(shape)
        return {"$ref": f"#/$defs/{name}"}

    def _mapping(self, key: Any, value: Any) -> dict[str, Any]:
        """An object with any keys, or with those that the type of its keys has."""
        if names := values_of(key):
            return {"type": "object", "properties": {name: self.of(value) for name in names}, "additionalProperties": False}
        return {"type": "object", "additionalProperties": self.of(value)}

    def _annotated(self, kind: Any, *said: Any) -> dict[str, Any]:
        schema = self.of(kind)
        for each in said:
            if "enum" in each.keywords:
                schema.pop("type", None)
            schema |= each.keywords
        return schema


def _either(schemas: list[dict[str, Any]]) -> dict[str, Any]:
    """One of several; as a list of types if they are no more than that."""
    if all(list(each) == ["type"] for each in schemas):
        return {"type": [each["type"] for each in schemas]}
    return {"anyOf": schemas}


def schema_of(name: str) -> dict[str, Any]:
    """The JSON Schema of a kind of file or of result."""
    shape, title = FILES[name]
    maker = _Maker(closed=name not in RESULTS)
    # What is one of several shapes has none of its own.
    schema = maker.shape(shape) if is_typeddict(shape) else maker.of(shape)
    if name == "rule":
        schema = _with_extensions(schema)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{name}.schema.json",
        "$comment": "Generated by python tests/json_schemas.py; do not edit.",
        "title": title,
        **schema,
        **({"$defs": maker.definitions} if maker.definitions else {}),
    }


def _with_extensions(schema: dict[str, Any]) -> dict[str, Any]:
    """That of a rule, which may also be one that extends another and states only what differs."""
    extends = {"type": "string", "description": "A rule of the package that this one changes (same code) or varies (a code of its own)."}
    whole = {"required": schema["required"]}
    return {
        **{key: value for key, value in schema.items() if key != "required"},
        "properties": {"extends": extends, **schema["properties"]},
        "if": {"required": ["extends"]},
        "then": {"propertyNames": {"enum": list(rules.EXTENDS)}},
        "else": whole,
    }


def _text(value: Any, indent: int = 0) -> str:
    """JSON with what fits on a line on one."""
    flat = json.dumps(value, ensure_ascii=False)
    if len(flat) + indent <= _WIDTH or not isinstance(value, dict | list):
        return flat
    if isinstance(value, dict):
        items, ends = [f"{json.dumps(key)}: {_text(each, indent + 2)}" for key, each in value.items()], "{}"
    else:
        items, ends = [_text(each, indent + 2) for each in value], "[]"
    line = "\n" + " " * indent
    return f"{ends[0]}{line}  " + f",{line}  ".join(items) + f"{line}{ends[1]}"


def written() -> Iterator[tuple[str, str]]:
    """The name and the text of each file."""
    for name in FILES:
        yield f"{name}.schema.json", _text(schema_of(name)) + "\n"


def different() -> list[str]:
    """The files that are not as declared."""
    texts: Mapping[str, str] = dict(written())
    there = {file.name: file.read_text("utf-8") for file in FOLDER.glob("*.json")}
    return sorted(name for name in texts.keys() | there.keys() if texts.get(name) != there.get(name))


if __name__ == "__main__":
    if "--check" in sys.argv:
        if wrong := different():
            sys.exit(f"not as declared; run python tests/json_schemas.py: {', '.join(wrong)}")
    else:
        for name, text in written():
            (FOLDER / name).write_text(text, "utf-8")
