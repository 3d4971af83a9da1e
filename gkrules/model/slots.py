"""Cheaper construction of the records of which a document has hundreds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def setters(record: type) -> tuple[Callable[[Any, Any], None], ...]:
    """For each field of a frozen dataclass with slots what sets it, for an ``__init__`` of its own.

    The one that `dataclasses` writes looks each field up by name again; that is half of the time.
    """
    return tuple(getattr(record, name).__set__ for name in record.__slots__)  # type: ignore[attr-defined]
