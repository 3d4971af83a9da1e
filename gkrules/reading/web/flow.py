"""Text as a browser lays it out: source white space collapses, blocks and line breaks make lines."""

from __future__ import annotations

import re

# Not \s: no-break spaces and U+3000 are content.
_SPACE = re.compile(r"[ \t\r\n\f]+")
_WHITE = " \t\r\n\f"
_WIDE = re.compile("[\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]")


class Flow:
    """Collects the pieces of a paragraph or a cell."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self.pieces: list[str] = []
        """The text since the last line began. To append to it is the same as `add`."""

    def add(self, text: str, *, preformatted: bool = False) -> None:
        """Add text as it stands in the source."""
        if not preformatted:
            self.pieces.append(text)
            return
        first, *others = text.replace("\r\n", "\n").split("\n")
        self.pieces.append(first)
        for other in others:
            self.break_line()
            self.pieces.append(other)

    def break_line(self) -> None:
        """A ``<br>``: always a new line."""
        self._lines.append(self._line())
        self.pieces.clear()

    def end_block(self) -> None:
        """The edge of a block: a new line, unless one has just begun."""
        if self.pieces:
            line = self._line()
            self.pieces.clear()
            if line:
                self._lines.append(line)

    def is_empty(self) -> bool:
        """Whether nothing was added."""
        return not self.pieces and not self._lines

    def take(self) -> str:
        """The text so far; the flow starts anew."""
        line = self._line() if self.pieces else ""
        self.pieces.clear()
        lines = self._lines
        if not lines:
            return line
        if line:
            lines.append(line)
        text = (lines[0] if len(lines) == 1 else "\n".join(lines)).strip("\n ")
        lines.clear()
        return text

    def _line(self) -> str:
        pieces = self.pieces
        raw = pieces[0] if len(pieces) == 1 else "".join(pieces)
        words = raw.split()
        if len(words) == 1 and words[0] == raw:  # most cells: no white space at all
            return raw
        if not words and not raw.strip(_WHITE):
            return ""
        if "\n" in raw or "\r" in raw:
            return _SPACE.sub(lambda run: _collapsed(raw, run), raw).strip(" ")
        return _SPACE.sub(" ", raw).strip(" ")


def _collapsed(raw: str, run: re.Match[str]) -> str:
    """A line end of the source between two Chinese characters is formatting, any other white space is one space."""
    if "\n" not in run[0] and "\r" not in run[0]:
        return " "
    before, after = raw[run.start() - 1 : run.start()], raw[run.end() : run.end() + 1]
    return "" if _WIDE.match(before) and _WIDE.match(after) else " "
