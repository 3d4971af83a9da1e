"""Puts the figures of the benchmarks (benchmarks/figures.json) into the pages that ask for them.

``--write`` fills them in, ``--check`` says which pages differ. A page asks with ``<!--figure:NAME-->…<!--/-->`` for a value with its
unit, with ``<!--figure:NAME.date-->…<!--/-->`` (or ``.machine``, ``.command``) for when and where it was measured.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

import figures as measured  # noqa: E402

MARKER = re.compile(r"<!--figure:([^>]*?)-->(.*?)<!--/-->", re.DOTALL)
FIELDS = ("value", "date", "machine", "command")


def filled(page: str, figures: Mapping[str, Mapping[str, str | float]]) -> str:
    """A page with its figures as they were measured.

    Raises:
        KeyError: the page asks for what was not measured.
    """

    def figure(match: re.Match[str]) -> str:
        name, _, field = match[1].strip().partition(".")
        if name not in figures or (field or "value") not in FIELDS:
            raise KeyError(match[1])
        return f"<!--figure:{match[1]}-->{measured.shown(figures[name], field or 'value')}<!--/-->"

    return MARKER.sub(figure, page)


def pages() -> list[Path]:
    """All pages that may ask for figures."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def differing() -> list[Path]:
    """The pages whose figures are not those of the benchmarks."""
    figures = measured.load()
    return [path for path in pages() if filled(path.read_text("utf-8"), figures) != path.read_text("utf-8")]


def main() -> int:
    """Write the figures, or compare them."""
    found = differing()
    if sys.argv[1:] == ["--write"]:
        for path in found:
            path.write_text(filled(path.read_text("utf-8"), measured.load()), "utf-8")
        return 0
    for path in found:
        print(f"{path.relative_to(ROOT)}: run python docs/figures_page.py --write", file=sys.stderr)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
