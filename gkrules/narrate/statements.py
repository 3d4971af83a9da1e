"""Report → the statements that its narrative makes, each with what it says and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from gkrules.model.claims import Claim, Claims, Statement
from gkrules.model.report import Report
from gkrules.narrate.context import Context, SentenceContext
from gkrules.narrate.listing import Listings
from gkrules.narrate.numerals import NUMBER, last_digit, number, percentage, year
from gkrules.narrate.scanner import Rule, Scanner, compiled, group_span, scanner_of
from gkrules.narrate.sentences import Paragraph, Sentence, paragraphs_of, short
from gkrules.narrate.structure import headings, repetitions

LIMIT = 100
"""So many different statements of a claim are looked at; that there are more is a statement without numbers."""
MAX_LETTERS = 50_000
"""So much of a text is looked at; reports have 2 000 to 20 000 letters. What the rest states is not known."""
_COST = 100
_COUNT = rf"{NUMBER}(?:件|宗|条|份|起|次|项|例|个)"


def statements_of(report: Report, claims: Claims) -> dict[str, list[Statement]]:
    """The statements of a report's narrative by the key of their claim, without repetitions, in the order of the text.

    Only what is certainly about the whole report of its year counts; what can be read in more ways than one is left out.
    """
    found = _Found()
    scanner = scanner_of(claims)
    paragraphs = list(paragraphs_of(report))
    context = Context()
    section = ""
    listings = Listings(scanner.claims, report)
    for paragraph in paragraphs:
        if paragraph.section != section:
            section, context = paragraph.section, Context(topic=paragraph.section if paragraph.section in claims.topics else "")
        reader = _Paragraph(paragraph, scanner, report.year, context, found, listings)
        for statement in reader.read():
            found.add(statement)
        if found.letters >= MAX_LETTERS:
            found.cut_short(claims.claims, paragraph)
            break
        if paragraph.cut:
            found.cut_short([claim for claim in claims.claims if section in claim.sections], paragraph)
        topic = section if section in claims.topics else ""
        context = reader.context.of_heading() if paragraph.is_heading else Context(topic=topic)
    for claim in claims.claims:
        own = headings(report, paragraphs) if claim.kind == "heading" else repetitions(paragraphs) if claim.kind == "repetition" else ()
        for values, quote, place in own:
            found.add(Statement(claim.key, values, quote, place))
    return found.by_claim


class _Found:
    """The statements so far."""

    def __init__(self) -> None:
        self.by_claim: dict[str, list[Statement]] = {}
        self._values: dict[str, set[tuple[float, ...]]] = {}
        self.letters = 0

    def cut_short(self, claims: Iterable[Claim], paragraph: Paragraph) -> None:
        """Note, for claims, that there may be statements that were not looked at."""
        quote = short(paragraph.sentences[-1].original)
        for claim in claims:
            several = self.by_claim.setdefault(claim.key, [])
            if all(statement.values for statement in several):
                several.append(Statement(claim.key, {}, quote, paragraph.place))

    def full(self, claim: str) -> bool:
        return len(self.by_claim.get(claim, ())) > LIMIT

    def add(self, statement: Statement) -> None:
        seen = self._values.setdefault(statement.claim, set())
        values = tuple(statement.values.values())
        if values in seen or self.full(statement.claim):
            return
        seen.add(values)
        several = self.by_claim.setdefault(statement.claim, [])
        several.append(statement if len(several) < LIMIT else Statement(statement.claim, {}, statement.quote, statement.place))


class _Paragraph:
    """Reads a paragraph sentence by sentence."""

    def __init__(
        self, paragraph: Paragraph, scanner: Scanner, this_year: int | None, context: Context, found: _Found, listings: Listings
    ) -> None:
        self.paragraph, self.scanner, self.this_year = paragraph, scanner, this_year
        self.context, self.found, self.listings = context, found, listings

    def read(self) -> list[Statement]:
        """The statements of the paragraph that do not qualify one another."""
        statements: list[tuple[Claim, Statement]] = []
        years: set[int] = set()
        for sentence in self.paragraph.sentences:
            if self.found.letters >= MAX_LETTERS:
                break
            self.found.letters += len(sentence.text)
            rules, has_context = self.scanner.hits(sentence.text)
            rules = [rule for rule in rules if self.paragraph.section in rule.claim.sections and not self.found.full(rule.claim.key)]
            if rules:
                # A sentence with claims takes as long as many without.
                self.found.letters += _COST
            if rules or has_context:
                context = SentenceContext(self.scanner, sentence.text, self.context)
                years.update(context.years)
                if rules:
                    statements += _Reading(self, sentence, context).statements(rules)
                self.context = context.after()
        return self._certain(statements, years)

    def _certain(self, statements: list[tuple[Claim, Statement]], years: set[int]) -> list[Statement]:
        """Without a "none" beside a number, a smaller number after a larger one, and a year beside the report's own."""
        largest: dict[str, float] = {}
        for claim, statement in statements:
            if claim.kind == "number":
                largest[claim.key] = max(largest.get(claim.key, 0), statement.values["stated"])
        kept, seen = [], dict[str, float]()
        for claim, statement in statements:
            stated = statement.values["stated"]
            if claim.kind == "number":
                if (stated == 0 < largest[claim.key]) or stated < seen.get(claim.key, 0):
                    continue
                seen[claim.key] = stated
            if claim.kind == "year" and stated != self.this_year and self.this_year in years:
                continue
            kept.append(statement)
        return kept


class _Reading:
    """Reads one sentence."""

    def __init__(self, paragraph: _Paragraph, sentence: Sentence, context: SentenceContext) -> None:
        self.paragraph, self.sentence, self.context = paragraph, sentence, context
        self.text = sentence.text
        self.taken: dict[tuple[int, int], str] = {}

    def statements(self, rules: list[Rule]) -> Iterator[tuple[Claim, Statement]]:
        """What the sentence states, as far as it is certain."""
        found: list[tuple[int, Claim, Statement]] = []
        later = [rule for rule in rules if rule.claim.follows]
        for several in ([rule for rule in rules if not rule.claim.follows], later):
            for rule, match in sorted(((each, match) for each in several for match in each.regex.finditer(self.text)), key=_rank):
                found += [(match.start(), rule.claim, statement) for statement in self._statements(rule, match)]
        return ((claim, statement) for _, claim, statement in sorted(found, key=lambda each: each[0]))

    def _statements(self, rule: Rule, match: Any) -> Iterator[Statement]:
        claim = rule.claim
        span = next((group_span(match, name) for name in ("n", "p", "y") if match.groupdict().get(name) is not None), None)
        if span is not None and span in self.taken:
            return
        if claim.kind in ("listing", "share"):
            if claim.kind == "listing" and self.text.count("其中") > 1:
                return
            for said in self.paragraph.listings.of(claim, self.text, match):
                yield self._statement(claim, said, match)
            return
        values = self._values(rule, match)
        if values is None or (claim.topics and self.context.topic(match.end()) not in claim.topics):
            return
        if claim.follows and self._number_before(match.start()) not in claim.follows:
            return
        if span is not None:
            # A number that a pattern understands is used up, even if it is out of scope: no looser pattern may take it.
            self.taken[span] = claim.key
        if self._in_scope(rule, match):
            yield self._statement(claim, values, match)

    def _values(self, rule: Rule, match: Any) -> dict[str, float] | None:
        groups = match.groupdict()
        if rule.pattern.says is not None:
            return {"stated": rule.pattern.says} | ({"digit": 0} if rule.claim.kind == "amount" else {})
        if groups.get("y") is not None:
            return {"stated": year(groups["y"])}
        values: dict[str, float] = {}
        if groups.get("p") is not None:
            read = percentage(groups["p"])
            if read is None:
                return None
            values = {"stated": read[0], "digit": read[1]}
        elif groups.get("n") is not None:
            value = number(groups["n"])
            if value is None:
                return None
            values = {"stated": value}
            if rule.claim.kind == "amount":
                values["digit"] = last_digit(groups["n"])
        if rule.claim.kind in ("growth", "change"):
            values["direction"] = 1 if groups.get("up") is not None else -1
        return values or {"stated": 1}

    def _in_scope(self, rule: Rule, match: Any) -> bool:
        claim = rule.claim
        if claim.kind == "phrase":
            return rule.unless is None or rule.unless.search(self.text) is None
        start = match.start()
        this_year = self.paragraph.this_year
        stated_year = self.context.year(start)
        return (
            (claim.kind == "year" or stated_year is None or stated_year == this_year)
            and not (self.context.open(start) - set(claim.ignores))
            and (rule.unless is None or rule.unless.search(self.text) is None)
            and (rule.needs is None or rule.needs.search(self.text[:start]) is not None)
        )

    def _number_before(self, position: int) -> str:
        """The claim that the last number before a position states; empty if none does."""
        last = None
        for match in compiled(_COUNT).finditer(self.text[:position]):
            last = match.span()
        if last is None:
            return ""
        return next((key for (start, end), key in self.taken.items() if last[0] <= start and end <= last[1]), "")

    def _statement(self, claim: Claim, values: dict[str, float], match: Any) -> Statement:
        quote = short(self.sentence.original, match.start() / max(len(self.text), 1))
        return Statement(claim.key, values, quote, self.paragraph.paragraph.place)


def _rank(pair: tuple[Rule, Any]) -> tuple[tuple[int, int], int]:
    rule, match = pair
    return rule.rank, match.start()
