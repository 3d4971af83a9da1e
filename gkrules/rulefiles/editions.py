"""An edition file → `Edition`."""

from __future__ import annotations

from pathlib import Path

from gkrules.model.edition import Column, Edition, Indicators, ListColumn, Row, Section, Source, Table
from gkrules.rulefiles.shapes import editions as shapes
from gkrules.rulefiles.shapes.declaring import Source as LegalSource
from gkrules.rulefiles.yaml_file import Node, read_yaml


def load_edition(file: Path) -> Edition:
    """Read an edition from its YAML file.

    Raises:
        RuleError: the file is not a well-formed edition.
    """
    root = read_yaml(file).shaped(shapes.EditionFile)
    years = root["reporting_years"].shaped(shapes.Years)
    name = root["name"].in_languages()
    sections = tuple(_section(node) for node in root["sections"].items())
    return Edition(
        key=root["edition"].text(),
        zh=name["zh"],
        en=name["en"],
        first_year=years["first"].integer(),
        last_year=years["last"].integer() if "last" in years else None,
        source=sources(root["source"]),
        title=root["title"].text(),
        sections=sections,
        tables=tuple(_table(node, {section.key for section in sections}) for node in root["tables"].items()),
        heading_words=_texts(root, "heading_words"),
        status=root["status"].one_of(shapes.Status) if "status" in root else "stable",
        indicators=_indicators(root["indicators"]) if "indicators" in root else None,
        remark=root["remark"].in_languages() if "remark" in root else {},
        without_tables=root["without_tables"].in_languages() if "without_tables" in root else {},
        free_text="narrative" in root and root["narrative"].one_of(shapes.Narrative) == "free",
    )


def _indicators(node: Node) -> Indicators:
    entry = node.shaped(shapes.Indicators)
    columns = []
    for item in entry["columns"].items():
        column = item.shaped(shapes.ListColumn)
        columns.append(ListColumn(column["role"].one_of(shapes.Role), column["label"].text(), _texts(column, "variants")))
    missing = {"label", "unit", "number"} - {column.role for column in columns}
    if missing:
        entry["columns"].fail("rulefiles/bad_rule_file.roles-missing", roles=sorted(missing))
    return Indicators(entry["title"].text(), tuple(columns))


def sources(node: Node) -> tuple[Source, ...]:
    """A list of legal sources."""
    entries = [item.shaped(LegalSource) for item in node.items()]
    return tuple(Source(entry["document"].text(), _text(entry, "place"), _texts(entry, "editions")) for entry in entries)


def _section(node: Node) -> Section:
    entry = node.shaped(shapes.Section)
    return Section(
        entry["key"].text(),
        entry["heading"].text(),
        entry["en"].text(),
        variants=_texts(entry, "variants"),
        says=_texts(entry, "says"),
        beside=_texts(entry, "beside"),
    )


def _table(node: Node, sections: set[str]) -> Table:
    entry = node.shaped(shapes.Table)
    columns = tuple(_column(item) for item in entry["columns"].items())
    rows = tuple(_row(item, [column.key for column in columns]) for item in entry["rows"].items())
    return Table(
        key=entry["key"].text(),
        section=entry["section"].choice(*sections),
        label=entry["label"].text(),
        en=entry["en"].text(),
        layout=entry["layout"].one_of(shapes.Layout),
        rows=rows,
        columns=columns,
        title=_text(entry, "title"),
        corner=_text(entry, "corner"),
        corner_variants=_texts(entry, "corner_variants"),
        row_groups=_groups(entry.get("row_groups"), [row.key for row in rows]),
        column_groups=_groups(entry.get("column_groups"), [column.key for column in columns]),
    )


def _row(node: Node, columns: list[str]) -> Row:
    entry = node.shaped(shapes.Row)
    return Row(
        entry["key"].text(),
        entry["label"].text(),
        entry["en"].text(),
        variants=_texts(entry, "variants"),
        under=_texts(entry, "under"),
        replaces=_texts(entry, "replaces"),
        columns=tuple(each.choice(*columns) for each in entry["columns"].items()) if "columns" in entry else (),
        type=entry["type"].one_of(shapes.Type) if "type" in entry else "",
        unit=_text(entry, "unit"),
    )


def _column(node: Node) -> Column:
    entry = node.shaped(shapes.Column)
    return Column(
        entry["key"].text(),
        entry["label"].text(),
        entry["en"].text(),
        type=entry["type"].one_of(shapes.Type),
        unit=entry["unit"].text(),
        variants=_texts(entry, "variants"),
        under=_texts(entry, "under"),
    )


def _groups(node: Node | None, members: list[str]) -> dict[str, tuple[str, ...]]:
    """Groups by name, each flattened to its members in the order written; a group may name groups before it."""
    groups: dict[str, tuple[str, ...]] = {}
    for name, group in node.entries().items() if node else ():
        keys: list[str] = []
        for item in group.items():
            keys.extend(groups.get(item.text()) or (item.choice(*members),))
        groups[name] = tuple(keys)
    return groups


def _texts(entry: dict[str, Node], key: str) -> tuple[str, ...]:
    return entry[key].texts() if key in entry else ()


def _text(entry: dict[str, Node], key: str) -> str:
    return entry[key].text() if key in entry else ""
