"""The configuration that holds, as JSON."""

from __future__ import annotations

from typing import Any

from gkrules.render.data.json_output import dumps
from gkrules.render.inputs import Configured, Held


def configuration_json(configured: Configured, _lang: str) -> str:
    """Every setting with its value and where it comes from: ``file`` and ``line``, which are null for a default."""
    return dumps(
        {
            "file": configured.file or None,
            "above": configured.above,
            "passed_over": configured.passed_over or None,
            "settings": {each.name: _held(each) for each in configured.settings},
            "limits": {each.name: _held(each) for each in configured.limits},
            "waivers": {place: file or None for place, file in configured.waivers.items()},
        }
    )


def _held(each: Held) -> dict[str, Any]:
    value = list(each.value) if isinstance(each.value, tuple) else each.value
    return {"value": value, "file": each.file or None, "line": each.line or None}
