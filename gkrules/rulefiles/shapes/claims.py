"""The shape of a file of claims."""

from typing import Annotated, NotRequired, TypedDict

from gkrules.model.claims import KINDS, SUFFIXES
from gkrules.rulefiles.shapes.declaring import Texts, Words, doc, one_of

KEY = "[a-z][a-z0-9_]*"
Key = Annotated[str, doc(pattern=f"^{KEY}$")]
Regex = Annotated[str, doc("A regular expression of RE2.")]
Cells = Annotated[list[str], doc("Cells, or groups of cells: table.row-or-group.column-or-group.", minItems=1)]
Kind = Annotated[str, one_of(kind.key for kind in KINDS.values() if not kind.marks)]
Mark = Annotated[str, one_of(("count", "none", "share", "change", "amount"))]
LabelKind = Annotated[str, one_of(SUFFIXES)]
UnitKind = Annotated[str, one_of(("form", "occasions", "other", "amount", "money", "time"))]
RowText = Annotated[str, doc(pattern=r"\{\}")]


class RowLabel(TypedDict):
    """A label in both languages, with {} for that of the row."""

    zh: RowText
    en: RowText


class Examples(TypedDict):
    """Sentences that must, or must not, be understood."""

    states: Annotated[
        dict[str, float | str], doc('Sentences, and what each states: 21 a count, 45.2% a share, +20% a growth, "-3" a difference.')
    ]
    silent: Annotated[list[str], doc("Sentences that state nothing of it.")]


class Claim(TypedDict):
    """A claim with patterns of its own."""

    key: Key
    label: Words
    kind: Kind
    patterns: list[Regex]
    editions: NotRequired[Texts]
    sections: NotRequired[Texts]
    unless: NotRequired[Annotated[Regex, doc("The sentence must not match this.")]]
    examples: NotRequired[Examples]


class TableRow(TypedDict):
    """A row of the decision table."""

    key: Key
    label: Words
    when: Annotated[dict[str, str], doc("The slots that decide: all of them, and no others.", minProperties=1)]
    meant: Annotated[list[Cells], doc("The possible readings: of each the cells whose sum is meant.", minItems=1, maxItems=3)]
    marks: NotRequired[Annotated[list[Mark], doc("What can be said of it; count if not given.", minItems=1)]]
    compared: NotRequired[Annotated[list[Cells], doc("The readings for changes on last year; meant if not given.", minItems=1, maxItems=3)]]
    whole: NotRequired[Annotated[list[Cells], doc("Of what a share is.", minItems=1, maxItems=2)]]
    while_zero: NotRequired[Cells]
    editions: NotRequired[Texts]
    sections: NotRequired[Texts]
    examples: NotRequired[Examples]


class ClaimsFile(TypedDict, total=False):
    """What narratives state about the cells of the form: rules/claims/*.yaml. See docs/claims.md."""

    editions: Annotated[Texts, doc("The editions that the file speaks of; all of them where it does not say.")]
    words: Annotated[dict[str, Regex], doc("Parts of patterns, used as {name}; a word may use those above it.")]
    units: Annotated[
        dict[UnitKind, Texts],
        doc(
            "Units of counting: form for what the tables count, occasions, other, amount (万元), money (other units of it, of which only "
            "0 counts), and time, which counts nothing."
        ),
    ]
    lexicon: Annotated[
        dict[str, dict[str, Texts]],
        doc("Slot, value, words: [ab] may be left out, (a|b) is one or the other. The value 'nothing' takes a word out of the slot."),
    ]
    sections: Annotated[Texts, doc("Where claims are looked for that do not say.")]
    labels: Annotated[
        dict[LabelKind, RowLabel], doc("How the claims that rows make of a mark are called, by kind; {} is the label of the row.")
    ]
    table: Annotated[list[TableRow], doc("The decision table: the slots of a segment, and the cells that its number is about.")]
    claims: Annotated[list[Claim], doc("Claims that no row makes: phrases, years, and what the text's own order and arithmetic say.")]
