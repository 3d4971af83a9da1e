"""Tokens of a text → runs: texts, and the numbers and empty cells that follow them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from gkrules.align.labels import parse_label
from gkrules.align.tokens import BLANK, BREAK, LABEL, NUMBER, WORDS, Token
from gkrules.align.vocabulary import TableNames


@dataclass(slots=True)
class Run:
    """Texts, and the numbers and empty cells behind them, up to the next text.

    `lead` are empty cells before the first number, behind a header: they fill it up, or are blanks of the row.
    """

    texts: list[Token] = field(default_factory=list)
    values: list[Token] = field(default_factory=list)
    lead: list[Token] = field(default_factory=list)

    @property
    def has_number(self) -> bool:
        """Whether any of them is a number."""
        return any(token.kind == NUMBER for token in self.values)


def stretches(tokens: Sequence[Token], headings: Iterable[str]) -> Iterator[list[Token]]:
    """Tokens between sentences and section headings: no table goes on over these."""
    stretch: list[Token] = []
    for token in tokens:
        if token.kind == BREAK or (token.kind == LABEL and parse_label(token.text).core in headings):
            yield stretch
            stretch = []
        else:
            stretch.append(token)
    yield stretch


def runs_of(tokens: Sequence[Token], wanted: Sequence[TableNames]) -> Iterator[Run]:
    """The tokens of a stretch, cut where a text follows numbers or empty cells."""
    run = Run()
    for index, token in enumerate(tokens):
        if (
            token.kind == NUMBER
            and run.texts
            and run.values
            and not run.has_number
            and any(is_header(run.texts[-1], names) for names in wanted)
        ):
            yield run
            own = _in_line(token, run.values)
            run = Run(values=run.values[own:], lead=run.values[:own])
        if token.kind in {LABEL, WORDS}:
            if run.values:
                yield run
                run = Run()
            run.texts.append(token)
        elif token.kind == BLANK and token.starts and _leads(tokens, index):
            continue  # where a merged cell from above goes on
        else:
            run.values.append(token)
    yield run


def _in_line(number: Token, before: Sequence[Token]) -> int:
    """Which of the empty cells before a number is the first that certainly stands in its line."""
    if number.starts:
        return len(before)
    return next((at for at in range(len(before) - 1, -1, -1) if before[at].starts), len(before))


def _leads(tokens: Sequence[Token], index: int) -> bool:
    """Whether a text follows an empty cell in the same line."""
    for token in tokens[index + 1 :]:
        if token.starts or token.kind == NUMBER:
            return False
        if token.kind != BLANK:
            return True
    return False


def is_header(token: Token, names: TableNames) -> bool:
    """Whether a token is the title, the corner or the label of a column of a table."""
    label = parse_label(token.text)
    return (
        names.is_title(label)
        or names.is_corner(label)
        or (not label.kind and any(name.similarity(label) == 1 for _, name in names.columns))
    )
