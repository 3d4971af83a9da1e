"""What the two languages of a page have in common, and how to tell which of them a page is in."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
FENCE = re.compile(r'^```([a-z]+)(?: title="([^"]+)")?\n(.*?)^```$', re.MULTILINE | re.DOTALL)
SHOWN = {"text", "console", "json"}
"""Blocks that show something; what they show of our output is tested where it is made."""
_CJK = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[A-Za-z][A-Za-z'_-]+(?!\w)")
_COMMENT = re.compile(r"(?:^|(?<=\s))#\s.*$|<!--.*?-->", re.MULTILINE)
_DOCSTRING = re.compile(r'"""[^"]*"""')
_PRINTED = re.compile(r'(?<=[(,] )f?"[^"]*"|(?<=\()f?"[^"]*"')
_LANGUAGE = re.compile(r""" --lang (?:zh|en)\b|,? ?lang=["'](?:zh|en)["']|["'](?:zh|en)["']""")


class Block(NamedTuple):
    language: str
    title: str
    code: str

    @property
    def same_in_both(self) -> Block:
        """It without what may differ: comments, docstrings, printed words, the language; shown output differs as a whole."""
        if self.language in SHOWN:
            return Block(self.language, self.title, "")
        code = _LANGUAGE.sub("", _COMMENT.sub("", self.code))
        if self.language == "python":
            code = "\n".join(_PRINTED.sub("", line) if "print(" in line else line for line in _DOCSTRING.sub("", code).splitlines())
        return Block(self.language, self.title, "\n".join(line.rstrip() for line in code.splitlines() if line.strip()))


def blocks(page: str) -> list[Block]:
    """The blocks of code of a page."""
    return [Block(*match) for match in FENCE.findall(page)]


def english_of(page: str) -> str:
    """The file of a page in English."""
    return page.removesuffix(".md") + ".en.md"


def depths(page: str) -> list[int]:
    """How deep each heading is, in their order."""
    return [len(marks) for marks in re.findall(r"^(#{1,6}) ", FENCE.sub("", page), re.MULTILINE)]


def prose(page: str) -> str:
    """A page without what keeps its language: code, addresses of links, what is quoted or in brackets, cells with an official label."""
    text = re.sub(r"<!--.*?-->", "", FENCE.sub("\n", page), flags=re.DOTALL)
    text = re.sub(r"``.+?``|`[^`\n]*`", "", text)
    text = re.sub(r"^:::.*\n(?:    .*\n)*", "", text, flags=re.MULTILINE)
    text = re.sub(r"^>.*$", "", text, flags=re.MULTILINE)
    text = re.sub(r"\]\([^)\s]*\)", "]", text)
    # The innermost first: a quotation may stand in a bracket, and a bracket in a quotation.
    for _ in range(2):
        text = re.sub(r"「[^「」]*」|《[^《》]*》|“[^“”]*”|\"[^\"\n]*\"|（[^（）]*）|〔[^〔〕]*〕|\([^()]*\)", "", text)
    return re.sub(r"(?<=\|)[^|\n]*(?=\|)", lambda cell: "" if _is_chinese(cell[0]) else cell[0], text)


def chinese_share(page: str) -> float:
    """How much of the prose is Chinese, by letters."""
    text = prose(page)
    chinese, latin = len(_CJK.findall(text)), len(re.findall(r"[A-Za-z]", text))
    return chinese / (chinese + latin) if chinese else 0.0


def english_paragraphs(page: str) -> list[str]:
    """Paragraphs, list items and cells of a table that are English prose: eight words or more, and no Chinese."""
    parts = re.split(r"\n\s*\n|\n(?=\s*(?:[-*]|\d+\.) )|\n(?=\|)|(?<!\\)\|", prose(page))
    return [part.strip() for part in parts if not _CJK.search(part) and len(_WORD.findall(part)) >= 8]


def _is_chinese(text: str) -> bool:
    return len(_CJK.findall(text)) > len(re.findall(r"[A-Za-z]", text))
