"""The shape of an edition file."""

from typing import Annotated, NotRequired, TypedDict

from gkrules.rulefiles.shapes.declaring import Source, Text, Texts, Words, doc, one_of

Status = Annotated[str, one_of(("stable", "preview"), "preview: the form is known in part only, and what is found is provisional.")]
Narrative = Annotated[
    str,
    one_of(
        ("prescribed", "free"), "free: the form prescribes its tables only; sections are recognised where they are, and none is missed."
    ),
]
Layout = Annotated[
    str,
    one_of(
        ("down", "across", "indicators"),
        "down: a row of the table is a row of the grid; across: all numbers stand in one row; indicators: a part of the list that the "
        "edition describes, a row is one number.",
    ),
]
Type = Annotated[
    str,
    one_of(("count", "amount", "change"), "count: a whole number from 0; amount: a decimal from 0; change: a whole number with a sign."),
]
Role = Annotated[str, one_of(("serial", "label", "unit", "number"))]
Groups = Annotated[dict[str, Texts], doc("Named sets of keys; a group may name groups before it.")]


class Years(TypedDict):
    """The first and the last of the years of which the reports have this form."""

    first: int
    last: NotRequired[int]


class Section(TypedDict):
    """A section of the form."""

    key: str
    heading: Text
    en: Text
    variants: NotRequired[Texts]
    says: NotRequired[Annotated[Texts, doc("Words of which one must stand in a heading of this section: they tell its subject.")]]
    beside: NotRequired[Annotated[Texts, doc("Words that may stand beside these.")]]


class ListColumn(TypedDict):
    """A column of the printed list of indicators."""

    role: Role
    label: Text
    variants: NotRequired[Texts]


class Indicators(TypedDict):
    """How the tables of layout indicators are printed: one below the other, as one list with a unit and a number in each row."""

    title: Text
    columns: list[ListColumn]


class Row(TypedDict):
    """A row of a table."""

    key: str
    label: Text
    en: Text
    variants: NotRequired[Texts]
    under: NotRequired[Texts]
    replaces: NotRequired[Texts]
    columns: NotRequired[Annotated[Texts, doc("Keys of the columns of which the row has a cell, where these are not all.")]]
    type: NotRequired[Annotated[Type, doc("Goes before the type of the column.")]]
    unit: NotRequired[Annotated[Text, doc("Goes before the unit of the column.")]]


class Column(TypedDict):
    """A column of a table."""

    key: str
    label: Text
    en: Text
    type: Type
    unit: Text
    variants: NotRequired[Texts]
    under: NotRequired[Texts]


class Table(TypedDict):
    """A table of the form."""

    key: str
    section: Annotated[str, doc("Key of one of the sections.")]
    label: Text
    en: Text
    layout: Layout
    rows: list[Row]
    columns: list[Column]
    title: NotRequired[Text]
    corner: NotRequired[Text]
    corner_variants: NotRequired[Texts]
    row_groups: NotRequired[Groups]
    column_groups: NotRequired[Groups]


class EditionFile(TypedDict):
    """One version of the official form, rules/editions/KEY.yaml, in the order in which it is printed."""

    edition: Annotated[Text, doc('The key, e.g. "2021".')]
    name: Words
    reporting_years: Years
    source: Annotated[list[Source], doc("Legal sources.")]
    title: Text
    sections: list[Section]
    tables: list[Table]
    heading_words: NotRequired[Annotated[Texts, doc("Words that may stand in the heading of any section and tell nothing of its subject.")]]
    status: NotRequired[Status]
    indicators: NotRequired[Indicators]
    without_tables: NotRequired[Annotated[Words, doc("Said of a report of these years without tables.")]]
    remark: NotRequired[Annotated[Words, doc("Said of every report that is read with this edition.")]]
    narrative: NotRequired[Narrative]
