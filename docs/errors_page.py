"""Writes the tables of docs/errors.md from ``gkrules/words/kinds.yaml``; with ``--check`` it only says whether they are up to date."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "errors.md"
KINDS: dict[str, dict[str, dict[str, str]]] = yaml.safe_load((ROOT / "gkrules" / "words" / "kinds.yaml").read_text("utf-8"))
_TABLE = re.compile(r"^\|.*\n(?:\|.*\n)*", re.MULTILINE)


def table(kinds: Mapping[str, Mapping[str, str]]) -> str:
    """The table of a class of errors."""
    lines = ["| kind | 含义 · meaning | 最短的写法 · smallest call |", "|---|---|---|"]
    for kind, about in kinds.items():
        call = f"`{about['call'].replace('|', chr(92) + '|')}`" if "call" in about else ""
        lines.append(f"| `{kind}` | {about['zh']} · {about['en']} | {call} |")
    return "\n".join(lines) + "\n"


def page(written: str) -> str:
    """The page with its tables as the catalogue has them; what stands around them is written by hand."""
    before, *sections = re.split(r"^(?=## `)", written, flags=re.MULTILINE)
    made = []
    for section in sections:
        name = section.split("`")[1]
        made.append(_TABLE.sub(lambda _, name=name: table(KINDS[name]), section, count=1))
    return before + "".join(made)


def main() -> int:
    """Write the page, or compare it."""
    written = PAGE.read_text("utf-8")
    made = page(written)
    if sys.argv[1:] == ["--check"]:
        return int(made != written)
    PAGE.write_text(made, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
