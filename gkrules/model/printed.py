"""Values that a program has, as they would be printed."""

from __future__ import annotations

import math


def printed(value: object) -> str:
    """What a value is when it is printed; empty for a missing one."""
    if value is None or str(value) in ("<NA>", "NaT"):
        return ""
    if isinstance(value, float):
        if math.isnan(value):
            return ""
        return str(int(value)) if math.isfinite(value) and value.is_integer() else repr(float(value))
    return str(value)
