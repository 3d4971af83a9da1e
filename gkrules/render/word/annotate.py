"""A Word file with its problems as comments.

Own parts, by zipfile and lxml: python-docx 1.2 refuses .docm and strict files and parts without a type, writes every part of XML anew, and
anchors to whole runs only.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from gkrules.model.places import Place
from gkrules.reading.containers.package import Package
from gkrules.reading.limits import DEFAULT_LIMITS, Limits
from gkrules.reading.word.spots import Bit, Spots, spots_of
from gkrules.render.word.anchors import Marker, commentable, name_of, paragraphs_in
from gkrules.render.word.comments import add_comment, comments_root, free_numbers
from gkrules.render.word.remarks import Remark, Sentence
from gkrules.render.word.rewritten import comments_name, rewritten, with_comments_part, written

if TYPE_CHECKING:
    from lxml import etree

_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_ENDS = "。！？!?；;"


def annotated_docx(data: bytes, remarks: Sequence[Remark], when: datetime.datetime, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """The file with a comment for each remark. One whose place is not found is put at the first paragraph, with its place in words.

    Raises:
        DocumentError: the file cannot be read.
    """
    package = Package(data, limits)
    main = package.main_name()
    spots = spots_of(package, limits)
    namespace = str(spots.root.tag).rpartition("}")[0][1:]
    there = comments_name(package, main)
    comments = package.xml(there) if there else None
    if comments is None:
        comments = comments_root(namespace)
    numbers = free_numbers((spots.root, comments), namespace, len(remarks))
    marker = Marker(namespace)
    # All sentences are looked for before the first of them splits a run.
    sentences = [_bits_of(spots, remark.place, remark.sentence) if remark.sentence else [] for remark in remarks]
    for number, remark, bits in zip(numbers, remarks, sentences, strict=True):
        found = _anchor(spots, remark, bits, marker, number)
        lines = remark.lines if found or not remark.where else (*remark.lines, remark.where)
        add_comment(comments, namespace, number, lines, when)
    parts = {main: written(spots.root)}
    if there is None:
        there, others = with_comments_part(package, main, limits, strict=namespace == _STRICT)
        parts.update(others)
    made = rewritten(data, {**parts, there: written(comments)})
    _verify(made, there, namespace, numbers, limits)
    return made


def _anchor(spots: Spots, remark: Remark, bits: Sequence[Bit], marker: Marker, number: int) -> bool:
    """Set the marks of a comment; ``False`` if its place was not found."""
    place = remark.place
    if bits and marker.around_text(bits[0], bits[-1], number):
        return True
    elements = spots.elements.get(place) if place is not None else None
    if elements is None and place is not None and place.table is not None:
        elements = spots.elements.get(Place(place.kind, table=place.table))
    paragraphs = [paragraph for element in elements or () for paragraph in _paragraphs(element)]
    if paragraphs:
        marker.around_paragraphs(paragraphs[0], paragraphs[-1], number)
        return place in spots.elements
    first = _first_paragraph(spots)
    marker.around_paragraphs(first, first, number)
    return False


def _paragraphs(element: etree._Element) -> list[etree._Element]:
    return paragraphs_in(element) if name_of(element) == "tc" else [commentable(element)]


def _bits_of(spots: Spots, place: Place | None, sentence: Sentence) -> list[Bit]:
    """The characters of a sentence; of one whose place is not known (before the first heading) where it first stands."""
    wanted = "".join(sentence.text.split())
    for each in spots.paragraphs() if place is None else [place]:
        number = "".join(spots.number(each).split())
        bits = spots.bits(each)
        text = number + "".join(bit.char for bit in bits)
        starts = _starts(text, wanted)
        if len(starts) > sentence.nth:
            start = starts[sentence.nth]
            return bits[max(0, start - len(number)) : max(0, start + len(wanted) - len(number))]
    return []


def _starts(text: str, wanted: str) -> list[int]:
    """Where a sentence begins in a text: as a sentence of its own, else anywhere."""
    starts: list[int] = []
    at = text.find(wanted) if wanted else -1
    while at >= 0:
        starts.append(at)
        at = text.find(wanted, at + 1)
    own = [start for start in starts if not start or text[start - 1] in _ENDS]
    return own or starts


def _first_paragraph(spots: Spots) -> etree._Element:
    """The first paragraph that was read, else the first that may hold a comment, else a new one."""
    read = next(spots.paragraphs(), None)
    if read is not None:
        return commentable(spots.elements[read][0])
    namespace = str(spots.root.tag).rpartition("}")[0] + "}"
    found = next(spots.root.iter(f"{namespace}p"), None)
    if found is not None:
        return commentable(found)
    body = next(spots.root.iter(f"{namespace}body"))
    made = body.makeelement(f"{namespace}p", {})
    body.insert(0, made)
    return made


def _verify(made: bytes, comments: str, namespace: str, numbers: Sequence[int], limits: Limits) -> None:
    """Count anchors against comments in the saved file: a comment without an anchor is shown nowhere."""
    package = Package(made, limits)
    counts: Counter[tuple[str, int]] = Counter()
    for part in (package.main_name(), comments):
        root = package.xml(part)
        for name in ("comment", "commentRangeStart", "commentRangeEnd", "commentReference"):
            found = root.iter(f"{{{namespace}}}{name}") if root is not None else ()
            counts.update((name, int(text)) for each in found if (text := each.get(f"{{{namespace}}}id") or "").isdigit())
    wrong = [
        number
        for number in numbers
        for name in ("comment", "commentRangeStart", "commentRangeEnd", "commentReference")
        if counts[name, number] != 1
    ]
    if wrong:
        raise RuntimeError(f"comments without their marks: {wrong}")
