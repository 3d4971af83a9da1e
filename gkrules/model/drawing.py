"""How a notebook shows a noun. `gkrules.api` says how: a noun knows nothing of pages."""

from __future__ import annotations

from collections.abc import Callable

_draws: list[Callable[[object], str | None]] = []


def provide_drawing(draw: Callable[[object], str | None]) -> None:
    """Give the nouns their HTML. `gkrules.api` does."""
    _draws[:] = [draw]


def drawn(noun: object) -> str | None:
    """A noun as HTML; ``None``, for which notebooks show its `repr`, without the extra ``html``."""
    return _draws[0](noun) if _draws else None
