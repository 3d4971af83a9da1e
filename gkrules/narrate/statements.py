"""Report → the statements that its narrative makes, each with what it says and where it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from gkrules.model.claims import HEADING, LISTING, MARKS, REPETITION, ROW_MARKS, SHARE, YEAR, Claim, ClaimKind, Claims, Statement
from gkrules.model.report import Report
from gkrules.narrate.clauses import Said
from gkrules.narrate.lists import Lists
from gkrules.narrate.patterns import patterns_of
from gkrules.narrate.presumptions import borne_out
from gkrules.narrate.readings import SentenceReading, readings_of
from gkrules.narrate.sentences import Paragraph, short
from gkrules.narrate.stale import Stale
from gkrules.narrate.structure import headings, repetitions

LIMIT = 100
"""So many different statements of a claim are looked at; that there are more is a statement without numbers."""
MAX_LETTERS = 50_000
"""So much of a text is looked at; reports have 2 000 to 20 000 letters. What the rest states is not known."""


def statements_of(report: Report, claims: Claims) -> dict[str, list[Statement]]:
    """The statements of a report's narrative by the key of their claim, without repetitions, in the order of the text.

    Only what is certainly about the whole report of its year counts. Where a text gives one claim several numbers, it states none.
    """
    found = _Found()
    reader = _Reader(report, claims)
    paragraphs: list[Paragraph] = []
    for paragraph, sentences in readings_of(report, claims):
        paragraphs.append(paragraph)
        if found.letters >= MAX_LETTERS:
            continue
        for statement in reader.paragraph(sentences, found):
            found.add(statement)
        if found.letters >= MAX_LETTERS:
            found.cut_short(claims.claims, paragraph)
        elif paragraph.cut:
            found.cut_short([claim for claim in claims.claims if paragraph.section in claim.sections], paragraph)
    found.by_claim = borne_out(found.by_claim, report, claims)
    stale = list(reader.stale_years(found.by_claim))
    found.settle(claims)
    for statement in stale:
        found.add(statement)
    for claim in claims.claims:
        own = headings(report, paragraphs) if claim.kind is HEADING else repetitions(paragraphs) if claim.kind is REPETITION else ()
        for values, quote, place in own:
            found.add(Statement(claim.key, values, quote, place))
    return found.by_claim


def claim_of(said: Said, section: str, report: Report, claims: Claims) -> tuple[Claim | None, str]:
    """The claim that something said in a section of a report makes by the decision table, and why it counts for nothing.

    That is ``no_row``, ``section``, ``not_zero`` (a row that holds only where cells are 0), or empty where it counts.
    """
    claim = claims.by_slots.get(frozenset(said.slots.items()), {}).get(MARKS[said.mark].key)
    if claim is None or claim.row is None or not set(ROW_MARKS[said.mark]) & set(claim.row.marks):
        return None, "no_row"
    if section not in claim.sections:
        return claim, "section"
    cells = [report.cells.get(key) for key in claim.row.while_zero]
    return claim, "" if all(cell is not None and cell.value == 0 for cell in cells) else "not_zero"


class _Found:
    """The statements so far."""

    def __init__(self) -> None:
        self.by_claim: dict[str, list[Statement]] = {}
        self._values: dict[str, set[tuple[str, tuple[float, ...]]]] = {}
        self.letters = 0

    def cut_short(self, claims: Iterable[Claim], paragraph: Paragraph) -> None:
        """Note, for claims, that there may be statements that were not looked at."""
        quote = short(paragraph.sentences[-1].original)
        for claim in claims:
            several = self.by_claim.setdefault(claim.key, [])
            if all(statement.values for statement in several):
                several.append(Statement(claim.key, {}, quote, paragraph.place, paragraph.section))

    def add(self, statement: Statement) -> None:
        """Add a statement that was not made before."""
        seen = self._values.setdefault(statement.claim, set())
        values = (statement.presumed, tuple(statement.values.values()))
        several = self.by_claim.setdefault(statement.claim, [])
        if values in seen or len(several) > LIMIT:
            return
        seen.add(values)
        several.append(statement if len(several) < LIMIT else Statement(statement.claim, {}, statement.quote, statement.place))

    def settle(self, claims: Claims) -> None:
        """Leave out what rows of the table say where a section gives several numbers: one of them must be about something else."""
        for key, several in self.by_claim.items():
            if len(several) > 1 and claims.by_key[key].row is not None:
                sections = Counter(statement.section for statement in several if statement.values)
                self.by_claim[key] = [each for each in several if not each.values or sections[each.section] == 1]
        self.by_claim = {key: several for key, several in self.by_claim.items() if several}


class _Reader:
    """Makes statements of what was read."""

    def __init__(self, report: Report, claims: Claims) -> None:
        self.report, self.claims, self.patterns = report, claims, patterns_of(claims)
        self.lists, self.stale = Lists(claims, report), Stale(report, claims)
        self.of_lists = [claim for claim in claims.claims if claim.kind in (LISTING, SHARE)]

    def paragraph(self, sentences: Iterable[SentenceReading], found: _Found) -> Iterator[Statement]:
        """The statements of a paragraph, up to the limit of letters."""
        years: set[float] = set()
        of_years: list[Statement] = []
        self.lists.start()
        results: list[tuple[Said, SentenceReading]] = []
        for sentence in sentences:
            found.letters += len(sentence.sentence.text)
            self.stale.note(sentence)
            tokens = [token for reading in sentence.readings for token in reading.segment.tokens]
            years.update(token.value for token in tokens if token.mark == "date")
            if self.report.year is not None and any(token.is_("moment", "now") for token in tokens):
                years.add(self.report.year)
            for claim, value, start in self.patterns.found(sentence.sentence.text, sentence.paragraph.section):
                statement = self._statement(claim, {"stated": value}, sentence, start)
                if claim.kind is YEAR:
                    of_years.append(statement)
                else:
                    yield statement
            said = [each for reading in sentence.readings for each in reading.said]
            results += [(each, sentence) for each in said]
            yield from self._of_rows(said, sentence)
            for kind, values, start in self.lists.of(sentence.readings):
                yield from self._of_list(kind, values, sentence, start)
            if found.letters >= MAX_LETTERS:
                break
        added = self.lists.of_paragraph([said for said, _ in results if not said.presumed])
        if added is not None:
            last, sentence = next(each for each in reversed(results) if "result" in each[0].slots)
            yield from self._of_list(LISTING, added, sentence, last.start)
        # A year beside the report's own, or beside another one, is one that the paragraph looks back on.
        alone = len(years - {0.0}) < 2
        yield from (statement for statement in of_years if alone or statement.values["stated"] == self.report.year)

    def stale_years(self, stated: Mapping[str, object]) -> Iterator[Statement]:
        """That sentences tell this year's numbers of the year before."""
        of_year = [claim for claim in self.claims.claims if claim.kind is YEAR]
        if not of_year or self.report.year is None:
            return
        for sentence in self.stale.found(stated):
            for claim in of_year:
                if sentence.paragraph.section in claim.sections:
                    yield self._statement(claim, {"stated": self.report.year - 1}, sentence, 0)

    def _of_rows(self, said: Iterable[Said], sentence: SentenceReading) -> Iterator[Statement]:
        for each in said:
            made = self.claim(each, sentence.paragraph.section)
            if made is not None:
                values = made.kind.values_of(each.value, each.digit, each.direction)
                yield replace(self._statement(made, values, sentence, each.start), presumed=each.presumed)

    def _of_list(self, kind: ClaimKind, values: dict[str, float], sentence: SentenceReading, start: int) -> Iterator[Statement]:
        for claim in self.of_lists:
            if claim.kind is kind and sentence.paragraph.section in claim.sections:
                yield self._statement(claim, values, sentence, start)

    def claim(self, said: Said, section: str) -> Claim | None:
        """The claim that something said makes; ``None`` where the table has none for its mark or section."""
        claim, why = claim_of(said, section, self.report, self.claims)
        return None if why else claim

    def _statement(self, claim: Claim, values: dict[str, float], sentence: SentenceReading, start: int) -> Statement:
        text = sentence.sentence
        quote = short(text.original, start / max(len(text.text), 1))
        return Statement(claim.key, values, quote, sentence.paragraph.place, sentence.paragraph.section, sentence.number)
