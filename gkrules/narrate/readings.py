"""A report's narrative, read sentence by sentence: the segments, what each was read as, and why it says nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gkrules.model.claims import Claims
from gkrules.model.report import Report
from gkrules.narrate.clauses import Clauses, Frame, Reading
from gkrules.narrate.organs import Organs
from gkrules.narrate.sentences import Paragraph, Sentence, paragraphs_of
from gkrules.narrate.tokens import tokenizer_of

_OPENING = {"applications": Frame(object="application", disclosure=True), "review_litigation": Frame(disclosure=True)}


def opening(section: str) -> Frame:
    """What the first sentence of a section is about if it does not say."""
    return _OPENING.get(section, Frame()).copy()


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """A sentence, where it stands, and the readings of its segments.

    Attributes:
        number: which sentence of the text, from 0.
    """

    paragraph: Paragraph
    sentence: Sentence
    number: int
    readings: Sequence[Reading]


def readings_of(report: Report, claims: Claims) -> Iterator[tuple[Paragraph, Iterator[SentenceReading]]]:
    """The paragraphs of a report's narrative, each with its sentences as they are read.

    What a sentence leaves open (whose numbers, of what, of which year) holds for the next one of its paragraph, and what a
    heading names for the paragraph under it.
    """
    clauses = Clauses(tokenizer_of(claims.lexicon), frozenset(claims.by_slots), Organs(report.unit), report.year)
    heading: Frame | None = None
    number, section = 0, ""
    for paragraph in paragraphs_of(report):
        if paragraph.section != section:
            section, heading = paragraph.section, None
        reader = _Paragraph(clauses, paragraph, heading or _OPENING.get(section, Frame()), number)
        yield paragraph, reader.sentences()
        number += len(paragraph.sentences)
        heading = Frame(object=reader.frame.object, disclosure=reader.frame.disclosure) if paragraph.is_heading else None


class _Paragraph:
    def __init__(self, clauses: Clauses, paragraph: Paragraph, frame: Frame, number: int) -> None:
        self.clauses, self.paragraph, self.number = clauses, paragraph, number
        self.frame = frame.copy()

    def sentences(self) -> Iterator[SentenceReading]:
        """The sentences, read as they are asked for."""
        if not self.frame.object:
            self.frame.ahead = self._ahead()
        for place, sentence in enumerate(self.paragraph.sentences):
            readings, self.frame = self.clauses.sentence(sentence.text, self.frame)
            yield SentenceReading(self.paragraph, sentence, self.number + place, readings)

    def _ahead(self) -> str:
        """What the paragraph names first: 不予公开14件，…，共办结政府信息公开申请47件."""
        for sentence in self.paragraph.sentences:
            for token in self.clauses.tokenizer.tokens(sentence.text):
                if token.is_("object") and not token.is_("object", "weak"):
                    return token.slots["object"]
        return ""
