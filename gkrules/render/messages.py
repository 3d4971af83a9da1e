"""The sentence of a finding, from the templates of its rule."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Callable, Mapping, Sequence

from gkrules.model.cells import UNIT_IN_CELL, CellState
from gkrules.model.edition import CellRef
from gkrules.model.findings import Finding, Outcome
from gkrules.model.relations import BELOW, split
from gkrules.model.report import Note
from gkrules.render.cells import describe, describe_rows
from gkrules.render.safe import clean
from gkrules.render.words import (
    column_label,
    cut_list,
    filled,
    holds,
    is_position,
    number,
    quoted,
    row_label,
    say,
    section_label,
    state_word,
    table_label,
)
from gkrules.rulefiles.rulebook import Rulebook
from gkrules.rulefiles.shapes.rules import PLACEHOLDERS

LANGUAGES = ("zh", "en")


def messages(finding: Finding, rulebook: Rulebook, edition: str) -> dict[str, str]:
    """The sentence of `finding` in every language; `edition` is the key of its report's edition.

    Raises:
        KeyError: a template asks for what the finding does not have.
    """
    return {lang: message(finding, rulebook, edition, lang) for lang in LANGUAGES}


def message(finding: Finding, rulebook: Rulebook, edition: str, lang: str) -> str:
    """The sentence of `finding` in one language.

    Raises:
        KeyError: the template asks for what the finding does not have.
    """
    rule = rulebook.rule(finding.code)
    if finding.outcome is Outcome.ERROR:
        return say("render/rule-broke", lang, title=rule.title[lang])
    template = rule.message[lang]
    names = placeholders(template)
    words = _Words(finding, rulebook, edition, lang, names, rule.each.get(lang, ""), rule.each_none.get(lang, ""))
    return filled(template, {name: words.get(name) for name in names}, lang)


def placeholders(template: str) -> set[str]:
    """The names that a template asks for.

    Raises:
        KeyError: it asks for something else than a plain known name (an attribute, a format).
    """
    names: set[str] = set()
    for _, name, spec, conversion in string.Formatter().parse(template):
        if name is None:
            continue
        if name not in PLACEHOLDERS or spec or conversion:
            raise KeyError(name)
        names.add(name)
    return names


_MOST_LABELS = 30
_MOST_PAIRS = 12


class _Words:
    """What a finding answers to each placeholder."""

    def __init__(
        self, finding: Finding, rulebook: Rulebook, edition: str, lang: str, asked: set[str], each: str = "", each_none: str = ""
    ) -> None:
        self.finding = finding
        self.rulebook = rulebook
        self.edition = rulebook.editions[edition]
        self.lang = lang
        self.labels = rulebook.labels(edition)
        self.asked = asked
        self.each, self.each_none = each, each_none
        self.refs = [ref for key in finding.cells if (ref := self.edition.cell_by_key.get(key))]

    def get(self, name: str) -> str:
        words: str = getattr(self, f"_{name}")()
        # Only the remark about the official label may be empty: some notes are about what the form does not have.
        if not words and name != "official":
            raise KeyError(name)
        return words

    def _table(self) -> str:
        return table_label(self.edition.table_by_key[self._scope("table", lambda ref: ref.table.key)], self.lang)

    def _row(self) -> str:
        table = self.edition.table_by_key[self._scope("table", lambda ref: ref.table.key)]
        return row_label(table.row_by_key[self._scope("row", lambda ref: ref.row.key)], self.lang)

    def _column(self) -> str:
        table = self.edition.table_by_key[self._scope("table", lambda ref: ref.table.key)]
        return column_label(table.column_by_key[self._scope("column", lambda ref: ref.column.key)], self.lang)

    def _section(self) -> str:
        return section_label(self.edition.section_by_key[self._scope("section", lambda ref: ref.table.section)], self.lang)

    def _scope(self, part: str, of_cell: Callable[[CellRef], str]) -> str:
        """What the rule looked at; where it does not say, what all the cells have in common."""
        if part in self.finding.scope:
            return self.finding.scope[part]
        if part == "table" and self.finding.note:
            return self.finding.note.table
        common = {of_cell(ref) for ref in self.refs}
        if len(common) != 1:
            raise KeyError(part)
        return common.pop()

    def _left(self) -> str:
        return self._side(self.finding.left, self.finding.equation.left if self.finding.equation else ())

    def _right(self) -> str:
        return self._side(self.finding.right, self.finding.equation.right if self.finding.equation else ())

    def _side(self, total: float | None, terms: Sequence[tuple[int | float, str]]) -> str:
        """What a side comes to; where it is one cell without a number, also what stands there: ``“/”（按 0 计）``."""
        key = terms[0][1] if len(terms) == 1 and terms[0][0] == 1 else ""
        if total is None or key not in self.finding.values or self.finding.values[key] is not None:
            return self._number(total)
        content = holds(None, self.finding.raw.get(key, ""), self.lang)
        form = "render/counted-as.implied" if key in self.finding.implied else "render/counted-as"
        return say(form, self.lang, content=content, number=self._number(total))

    def _difference(self) -> str:
        return self._number(self.finding.difference)

    def _number(self, value: float | None) -> str:
        return "" if value is None else number(value, self.lang)

    def _claim(self) -> str:
        claim = self.rulebook.claims_of(self.edition.key).by_key.get(self.finding.scope.get("claim", ""))
        if claim is None:
            raise KeyError("claim")
        return claim.label[self.lang]

    def _quote(self) -> str:
        return quoted(self.finding.quote, self.lang)

    def _stated(self) -> str:
        return self._of_statement("")

    def _part(self) -> str:
        return self._of_statement(".part")

    def _whole(self) -> str:
        return self._of_statement(".whole")

    def _each(self) -> str:
        """The words for each of the faults, joined."""
        return say("render/clauses", self.lang).join(self._of_one(each) for each in self.finding.also or (self.finding,))

    def _of_one(self, finding: Finding) -> str:
        claim = self.rulebook.claims_of(self.edition.key).by_key.get(finding.scope.get("claim", ""))
        template = self.each_none if self.each_none and claim is not None and claim.without_number else self.each
        names = placeholders(template) - {"each"}
        words = _Words(finding, self.rulebook, self.edition.key, self.lang, names)
        return template.format_map({name: words.get(name) for name in names})

    def _where(self) -> str:
        """The section that a sentence stands in."""
        section = self.edition.section_by_key.get(self.finding.scope.get("section", ""))
        return section_label(section, self.lang) if section else say("render/preamble", self.lang)

    def _direction(self) -> str:
        falling = self.finding.values.get(f"claim.{self.finding.scope['claim']}.direction") == -1
        return say("render/direction.less" if falling else "render/direction.more", self.lang)

    def _of_statement(self, name: str) -> str:
        return self._number(self.finding.values.get(f"claim.{self.finding.scope['claim']}{name}"))

    def _year(self) -> str:
        return self._number(self.finding.values.get("report.year"))

    def _count(self) -> str:
        return str(len(self.finding.cells)) if self.finding.cells else ""

    def _cells(self) -> str:
        return describe(
            self.finding.cells,
            self.edition,
            self.lang,
            content=self._content(),
            labels=self.labels,
            drop_row="row" in self.asked,
            drop_column="column" in self.asked,
        )

    def _content(self) -> Mapping[str, str]:
        """What stands in the cells: the document's text where it is no number, else the number."""
        content: dict[str, str] = {}
        for key in self.finding.cells:
            raw = clean(self.finding.raw.get(key, ""))
            value = self.finding.values.get(key)
            if raw:
                content[key] = self._printed(key, raw, value)
            elif value is not None and key in self.edition.cell_by_key:
                content[key] = f" {number(value, self.lang)}"
            elif value is not None and not is_position(key):
                content[key] = self._fact(key, value)
        return content

    def _fact(self, key: str, value: float) -> str:
        if key.endswith("_day"):  # month × 100 + day
            month, day = divmod(int(value), 100)
            return say("render/content.day", self.lang, month=month, day=day)
        form = "render/content.year" if key.endswith("_year") else "render/content.fact"
        return say(form, self.lang, number=number(value, self.lang))

    def _printed(self, key: str, raw: str, value: float | None) -> str:
        """The document's text; of a number with other text, also what was counted: ``“12000元”（按 1.2 万元计）``."""
        text = quoted(raw, self.lang)
        if value is None:
            return say("render/content.text", self.lang, text=text)
        shown = number(value, self.lang)
        if _has_number(raw, value):
            return say("render/content.annotated", self.lang, text=text, number=shown)
        ref = self.edition.cell_by_key.get(split(key)[1])
        unit = ref.column.unit if ref and ref.column.unit != UNIT_IN_CELL else ""
        return say("render/content.converted.unit" if unit else "render/content.converted", self.lang, text=text, number=shown, unit=unit)

    def _rows(self) -> str:
        return describe_rows(self.finding.cells, self.edition, self.lang, drop_table="table" in self.asked)

    def _note(self) -> str:
        return self.labels[f"note.{self._of_note().kind}.count"][self.lang]

    def _label(self) -> str:
        """The label of the remark; of several all of them, each once, in the quotation marks that the message puts around them."""
        empty = say("render/label-empty", self.lang, state=state_word(CellState.BLANK, self.lang))
        notes = self.finding.notes or (self._of_note(),)
        said = ((clean(note.said.text(self.lang)) if note.said else "") or clean(note.label) for note in notes)
        labels = list(dict.fromkeys(words or empty for words in said))
        words = say("render/label-joint", self.lang).join(labels[:_MOST_LABELS])
        return words if len(labels) <= _MOST_LABELS else cut_list("rows", words, _MOST_LABELS, len(labels), self.lang)

    def _said(self) -> str:
        """What the remarks say, as clauses."""
        notes = self.finding.notes or (self._of_note(),)
        said = (clean(note.said.text(self.lang)) if note.said else clean(note.label) for note in notes)
        return say("render/clauses", self.lang).join(dict.fromkeys(each for each in said if each))

    def _compared(self) -> str:
        """Each cell with its number, that of the reports below, and the difference."""
        pairs = [(key, f"{BELOW}{key}") for key in self.finding.cells if f"{BELOW}{key}" in self.finding.values]
        shown = [self._of_pair(own, below) for own, below in pairs[:_MOST_PAIRS]]
        words = say("render/clauses", self.lang).join(shown)
        return words if len(pairs) <= _MOST_PAIRS else cut_list("cells", words, _MOST_PAIRS, len(pairs), self.lang)

    def _of_pair(self, own: str, below: str) -> str:
        label = describe((own,), self.edition, self.lang, drop_row="row" in self.asked)
        mine, theirs = self.finding.values.get(own), self.finding.values.get(below)
        raw = self.finding.raw.get(own)
        return say(
            "render/compared-below",
            self.lang,
            label=label,
            own=quoted(raw, self.lang) if raw else number(mine, self.lang),
            below=number(theirs, self.lang),
            difference=number((mine or 0) - (theirs or 0), self.lang),  # what does not apply is nothing to add
        )

    def _official(self) -> str:
        note = self._of_note()
        label = clean(note.official)
        if not label or label == clean(note.label):
            return ""
        return say("render/label-official", self.lang, label=label)

    def _of_note(self) -> Note:
        if self.finding.note is None:
            raise KeyError("note")
        return self.finding.note


_NUMBER = re.compile(r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?")


def _has_number(raw: str, value: float) -> bool:
    """Whether a text has a number in digits, and not another one that `value` was converted from."""
    found = _NUMBER.search(unicodedata.normalize("NFKC", raw))
    return found is not None and float(found.group().replace(",", "")) == abs(value)
