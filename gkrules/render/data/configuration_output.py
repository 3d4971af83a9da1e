"""The configuration that holds, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from gkrules.render.data.json_output import SCHEMA_VERSION, dumps
from gkrules.render.inputs import Configured, Held

if TYPE_CHECKING:
    from gkrules.render.data import json_config_shapes as shapes


def configuration_json(configured: Configured, _lang: str) -> str:
    """Every setting with its value and where it comes from: ``file`` and ``line``, which are null for a default."""
    data: shapes.ConfigResult = {
        "schema_version": SCHEMA_VERSION,
        "file": configured.file or None,
        "above": configured.above,
        "passed_over": configured.passed_over or None,
        "settings": cast("shapes.HeldSettings", {each.name: _held(each) for each in configured.settings}),
        "limits": {each.name: cast("shapes.HeldText", _held(each)) for each in configured.limits},
        "waivers": {place: file or None for place, file in configured.waivers.items()},
    }
    return dumps(data)


def _held(each: Held) -> dict[str, Any]:
    value = list(each.value) if isinstance(each.value, tuple) else each.value
    return {"value": value, "file": each.file or None, "line": each.line or None}
