"""Bars in the lines of a text: whether they part cells (``a | b``), or one stands behind each (``a | b |``).

A line that ends with a bar has an empty cell behind it in the one style, and none in the other; the other lines of the text tell which.
"""

from __future__ import annotations

from collections.abc import Iterable

from gkrules.model.document import Block, Grid

BARS = ("|", "｜")
_ENOUGH = 3  # lines; one or two may have lost their last bar


def bars_part_cells(blocks: Iterable[Block]) -> bool:
    """Whether bars only part cells: several lines have bars, but none at their ends."""
    open_ended = 0
    for block in blocks:
        if isinstance(block, Grid):
            continue
        for line in block.text.split("\n"):
            bare = line.strip()
            if any(bar in bare for bar in BARS) and not bare.startswith(BARS) and not bare.endswith(BARS):
                open_ended += 1
    return open_ended >= _ENOUGH
