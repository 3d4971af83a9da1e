"""The ``units`` and ``lexicon`` of files of claims → `Lexicon`."""

from __future__ import annotations

from collections.abc import Mapping

from gkrules.model.claims import Lexicon
from gkrules.rulefiles.patterns import plain
from gkrules.rulefiles.shapes.claims import UnitKind
from gkrules.rulefiles.shapes.declaring import values_of
from gkrules.rulefiles.wordings import KEY, Faults
from gkrules.rulefiles.yaml_file import Node

NOTHING = "nothing"
"""The value that takes a word of an earlier folder out of its slot."""
MAX_FORMS = 5_000
"""So many words can one entry stand for."""
MAX_DEPTH = 20
"""So many brackets can stand in each other."""
_CLOSING = {"(": ")", "[": "]"}
_NO_BRACKETS = str.maketrans("", "", "()[]|")


class LexiconBuilder:
    """Puts the words of files together; those of a later folder replace those of an earlier one."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._words: dict[str, dict[str, str]] = {}
        self._units: dict[str, str] = {}
        self._places: dict[tuple[str, str], tuple[object, Node]] = {}

    def add(self, root: Mapping[str, Node], folder: object) -> None:
        """Add what a file of a folder says."""
        attempt = self._faults.attempt
        for name, node in (attempt(_known_units, root["units"]) or {}).items() if "units" in root else ():
            for unit in attempt(node.texts) or ():
                self._units[unit] = name
        for slot, values in (attempt(root["lexicon"].entries) or {}).items() if "lexicon" in root else ():
            for value, node in (attempt(values.entries) or {}).items():
                attempt(self._entry, slot, value, node, folder)

    def _entry(self, slot: str, value: str, node: Node, folder: object) -> None:
        for name in (slot, value):
            if not KEY.fullmatch(name):
                node.fail("rulefiles/bad_rule_file.slot-name", name=name)
        for item in node.items():
            self._faults.attempt(self._item, slot, value, item, folder)

    def _item(self, slot: str, value: str, item: Node, folder: object) -> None:
        for word in forms(item):
            self._word(word, slot, value, item, folder)

    def _word(self, word: str, slot: str, value: str, item: Node, folder: object) -> None:
        earlier = self._places.get((word, slot))
        slots = self._words.setdefault(word, {})
        if earlier is not None and earlier[0] == folder and slots.get(slot) != value:
            other = f"{earlier[1].file}:{earlier[1].line}"
            had = slots.get(slot, NOTHING)
            item.fail("rulefiles/duplicate_claim.word", word=word, slot=slot, earlier=had, other=other, value=value)
        self._places[word, slot] = folder, item
        if value == NOTHING:
            slots.pop(slot, None)
        else:
            slots[slot] = value

    def lexicon(self) -> Lexicon:
        """The words that there are."""
        return Lexicon({word: slots for word, slots in self._words.items() if slots}, dict(self._units))


def _known_units(node: Node) -> dict[str, Node]:
    return node.mapping(optional=values_of(UnitKind))


def forms(node: Node) -> list[str]:
    """The words that an entry stands for: ``[ab]`` may be left out, ``(a|b)`` is one or the other."""
    text = node.text()
    if not _matched(text):
        node.fail("rulefiles/bad_pattern.brackets", text=text)
    found, _ = _alternatives(node, text, 0)
    words = [word for word in dict.fromkeys(found) if word]
    if not words:
        node.fail("rulefiles/bad_pattern.no-word")
    letters = text.translate(_NO_BRACKETS)
    if plain(letters) != letters:
        node.fail("rulefiles/bad_pattern.never-in-a-text", letters=letters, plain=plain(letters))
    return words


def _matched(text: str) -> bool:
    """Whether every bracket is closed by its own kind, and none stands in more than `MAX_DEPTH` others."""
    opened: list[str] = []
    for char in text:
        if char in _CLOSING:
            opened.append(_CLOSING[char])
        elif char in _CLOSING.values() and (not opened or opened.pop() != char):
            return False
        if len(opened) > MAX_DEPTH:
            return False
    return not opened


def _limited(node: Node, text: str, size: int) -> None:
    """Refuse an entry that stands for more words than `MAX_FORMS`, before they are made."""
    if size > MAX_FORMS:
        node.fail("rulefiles/bad_pattern.too-many-words", text=text, limit=MAX_FORMS)


def _alternatives(node: Node, text: str, start: int) -> tuple[list[str], int]:
    """The words from a place on to the bracket that closes there, and where it stands."""
    done: list[str] = []
    heads = [""]
    place = start
    while place < len(text) and text[place] not in ")]":
        char = text[place]
        if char in "([":
            inner, place = _alternatives(node, text, place + 1)
            inner = inner if char == "(" else [*inner, ""]
            _limited(node, text, len(heads) * len(inner))
            heads = [head + each for head in heads for each in inner]
        elif char == "|":
            done, heads = done + heads, [""]
        else:
            heads = [head + char for head in heads]
        _limited(node, text, len(heads) + len(done))
        place += 1
    return done + heads, place
