"""The page of what was measured in reading, in both languages: docs/reading.en.md is written, docs/reading.md is made from it.

``python benchmarks/reading_page.py`` makes the Chinese page anew, after a change to the English one or to reading_page.yaml.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import yaml

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGE = DOCS / "reading.en.md"
CHINESE_PAGE = DOCS / "reading.md"

WORDS = Path(__file__).with_suffix(".yaml")


def chinese(page: str) -> str:
    """The page in Chinese.

    Raises:
        ValueError: it says something that is not known in Chinese.
    """
    words = yaml.safe_load(WORDS.read_text(encoding="utf-8"))

    def paragraph(text: str) -> str:
        if text.startswith("|"):
            return "\n".join("|".join(map(cell, line.split("|"))) for line in text.split("\n"))
        joined = " ".join(text.split("\n"))
        for english, translated in words["paragraphs"].items():
            if found := re.fullmatch(english, joined):
                return found.expand(translated)
        raise ValueError(f"there is no Chinese for: {joined}")

    def cell(text: str) -> str:
        return text.replace(text.strip(), words["cells"].get(text.strip(), text.strip())) if text.strip() else text

    mark = re.match(r"(<!-- generated .*-->\n)?", page)[0]
    return mark + "\n\n".join(map(paragraph, page.removeprefix(mark).rstrip("\n").split("\n\n"))) + "\n"


def write(page: str) -> None:
    """Write both pages."""
    translated = chinese(page)
    PAGE.write_text(page, encoding="utf-8")
    CHINESE_PAGE.write_text(translated, encoding="utf-8")


if __name__ == "__main__":
    write(PAGE.read_text(encoding="utf-8"))
    sys.exit(0)
