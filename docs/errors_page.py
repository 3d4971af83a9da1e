"""Writes the tables of docs/errors.md and errors.en.md from ``gkrules/words/kinds.yaml``; ``--check`` only compares them."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
PAGES = {"zh": ROOT / "docs" / "errors.md", "en": ROOT / "docs" / "errors.en.md"}
HEADS = {"zh": "| kind | 含义 | 最短的写法 |", "en": "| kind | Meaning | Smallest call |"}
KINDS: dict[str, dict[str, dict[str, str]]] = yaml.safe_load((ROOT / "gkrules" / "words" / "kinds.yaml").read_text("utf-8"))
_TABLE = re.compile(r"^\|.*\n(?:\|.*\n)*", re.MULTILINE)


def table(kinds: Mapping[str, Mapping[str, str]], lang: str) -> str:
    """The table of a class of errors."""
    lines = [HEADS[lang], "|---|---|---|"]
    for kind, about in kinds.items():
        call = f"`{about['call'].replace('|', chr(92) + '|')}`" if "call" in about else ""
        lines.append(f"| `{kind}` | {about[lang]} | {call} |")
    return "\n".join(lines) + "\n"


def page(written: str, lang: str) -> str:
    """The page with its tables as the catalogue has them; what stands around them is written by hand."""
    before, *sections = re.split(r"^(?=## `)", written, flags=re.MULTILINE)
    made = []
    for section in sections:
        name = section.split("`")[1]
        made.append(_TABLE.sub(lambda _, name=name: table(KINDS[name], lang), section, count=1))
    return before + "".join(made)


def main() -> int:
    """Write the pages, or compare them."""
    differ = False
    for lang, path in PAGES.items():
        written = path.read_text("utf-8")
        made = page(written, lang)
        differ |= made != written
        if sys.argv[1:] != ["--check"]:
            path.write_text(made, "utf-8")
    return int(differ and sys.argv[1:] == ["--check"])


if __name__ == "__main__":
    sys.exit(main())
