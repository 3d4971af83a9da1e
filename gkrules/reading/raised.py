"""Raised and lowered digits: the 2 of a footnote or of a square is never a digit of the number before it."""

from __future__ import annotations

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def raised(text: str) -> str:
    """`text` with its digits as superscripts, which no number is read from."""
    return text.translate(_RAISED)


def lowered(text: str) -> str:
    """`text` with its digits as subscripts."""
    return text.translate(_LOWERED)
