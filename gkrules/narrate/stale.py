"""Sentences that tell this year's numbers with last year's year: 2023年，新收到申请5件 in a report of 2024 whose table says 5."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from gkrules.model.claims import NUMBER, Claim, Claims
from gkrules.model.report import Report
from gkrules.narrate.clauses import Clauses
from gkrules.narrate.organs import Organs
from gkrules.narrate.readings import SentenceReading, opening
from gkrules.narrate.said import Said
from gkrules.narrate.tokens import tokenizer_of

MOST = 20
"""So many sentences are read a second time."""
_NOT_ONLY_OF_IT = re.compile(r"[比较]|同期|持平|增[加长]|减少|上升|下降|计划|整改|以来|本年|今年|至|截止")


class Stale:
    """Finds the sentences, among those that name the year before the report's."""

    def __init__(self, report: Report, claims: Claims) -> None:
        self.report: Report = report
        self.claims: Claims = claims
        self._named: list[SentenceReading] = []

    def note(self, sentence: SentenceReading) -> None:
        """Keep a sentence that names the year before, and no other."""
        if self.report.year is None or len(self._named) >= MOST:
            return
        years = {token.value for reading in sentence.readings for token in reading.segment.tokens if token.mark == "date" and token.value}
        if years == {self.report.year - 1} and not _NOT_ONLY_OF_IT.search(sentence.sentence.text):
            self._named.append(sentence)

    def found(self, stated: Mapping[str, object]) -> Iterator[SentenceReading]:
        """The sentences whose numbers are all those of the tables, and which the text does not state of the report's year (`stated`)."""
        if self.report.year is None or not self._named:
            return
        year = self.report.year - 1
        clauses = Clauses(tokenizer_of(self.claims.lexicon), frozenset(self.claims.by_slots), Organs(self.report.unit), year)
        for sentence in self._named:
            readings, _ = clauses.sentence(sentence.sentence.text, opening(sentence.paragraph.section))
            said = [each for reading in readings for each in reading.said if each.mark == "count" and not each.presumed]
            told = [(each, claim) for each in said if (claim := self._claim(each, sentence.paragraph.section)) is not None]
            if any(each.value for each, _ in told) and all(self._agrees(each, claim) and claim.key not in stated for each, claim in told):
                yield sentence

    def _claim(self, said: Said, section: str) -> Claim | None:
        claim = self.claims.by_slots.get(frozenset(said.slots.items()), {}).get(NUMBER.key)
        return claim if claim is not None and section in claim.sections else None

    def _agrees(self, said: Said, claim: Claim) -> bool:
        return any(self._sum(keys) == said.value for keys in claim.cells.values() if keys)

    def _sum(self, keys: Sequence[str] | Iterable[str]) -> float | None:
        values = [cell.value if (cell := self.report.cells.get(key)) else None for key in keys]
        known = [value for value in values if value is not None]
        return sum(known) if len(known) == len(values) else None
