"""Numbers that fell out of a table: programs that guess tables of a PDF write some of its numbers on lines of their own beside it."""

from __future__ import annotations

from dataclasses import replace

from gkrules.align.numbers import is_amount, is_blank
from gkrules.model.document import Block, Document, Grid

_UNKNOWN = "\ufffd"


def with_doubtful_blanks(document: Document) -> Document:
    """`document`, where blanks of a table right beside a line of nothing but numbers are no blanks: the numbers may be theirs."""
    if document.kind != "text":
        return document
    blocks = document.blocks
    doubtful = {
        index
        for index, block in enumerate(blocks)
        if isinstance(block, Grid) and any(map(_is_numbers, blocks[max(0, index - 1) : index + 2]))
    }
    return replace(document, blocks=tuple(_doubted(block) if index in doubtful else block for index, block in enumerate(blocks)))


def _is_numbers(block: Block) -> bool:
    if isinstance(block, Grid):
        return False
    words = block.text.split()
    return bool(words) and all(map(is_amount, words))


def _doubted(block: Block) -> Block:
    if not isinstance(block, Grid):
        return block
    return replace(block, cells=tuple(replace(cell, text=_UNKNOWN) if is_blank(cell.text) else cell for cell in block.cells))
