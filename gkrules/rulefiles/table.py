"""The ``table`` of files of claims → the claims that its rows make."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from gkrules.language.scopes import cells_of
from gkrules.model.claims import AMOUNT, MARKS, NUMBER, SUFFIXES, Claim, ClaimExample, ClaimKind, ClaimRow
from gkrules.model.edition import Edition
from gkrules.model.report import PREAMBLE
from gkrules.rulefiles.shapes import claims as shapes
from gkrules.rulefiles.shapes.declaring import values_of
from gkrules.rulefiles.wordings import KEY
from gkrules.rulefiles.yaml_file import Node

_READINGS = {"meant": ("meant", "or_meant", "or_else_meant"), "whole": ("whole", "or_whole")}
_PERCENT = re.compile(r"([0-9]+(?:\.[0-9]+)?)%")
_GROWTH = re.compile(r"([+-])([0-9]+(?:\.[0-9]+)?)%")
_CHANGE = re.compile(r"([+-])([0-9]+)")
LABEL = "{}"
"""Where the label of a row stands in that of a claim that it makes."""
Labels = Mapping[str, Mapping[str, str]]
"""How claims of a kind are called, in each language; a kind that is not there is called as its row."""


def claims_of_row(node: Node, sections: tuple[str, ...], edition: Edition, labels: Labels) -> tuple[Claim, ...]:
    """The claims that a row makes, one for each kind that its marks allow; none if it is about other editions.

    Raises:
        RuleError: the row is malformed, or names cells that the edition does not have.
    """
    entry = node.shaped(shapes.TableRow)
    if "editions" in entry and edition.key not in entry["editions"].texts():
        return ()
    key = entry["key"].text()
    if not KEY.fullmatch(key) or key in edition.table_by_key:
        entry["key"].fail("rulefiles/bad_rule_file.claim-key", key=key)
    marks = tuple(each.one_of(shapes.Mark) for each in entry["marks"].items()) if "marks" in entry else ("count",)
    if not marks:
        entry["marks"].fail("rulefiles/bad_rule_file.no-marks")
    while_zero = _cells(entry["while_zero"], edition) if "while_zero" in entry else ()
    row = ClaimRow(key, _when(entry["when"]), marks, while_zero, where=f"{node.file}:{node.line}")
    if ("whole" in entry) != ("share" in marks):
        node.fail("rulefiles/bad_rule_file.share-without-whole")
    meant = _readings(entry["meant"], "meant", edition)
    whole = _readings(entry["whole"], "whole", edition) if "whole" in entry else {}
    compared = _readings(entry["compared"], "meant", edition) if "compared" in entry else meant
    label = entry["label"].in_languages()
    where = _sections(entry["sections"], edition) if "sections" in entry else sections
    examples = list(_examples(entry.get("examples")))
    return tuple(
        Claim(
            key + SUFFIXES[kind.key],
            {lang: labels.get(kind.key, {}).get(lang, LABEL).replace(LABEL, text) for lang, text in label.items()},
            kind,
            _cells_of(kind, meant, compared, whole),
            sections=where,
            examples=tuple(example for of, example in examples if of in (None, kind) or (of is NUMBER and kind is AMOUNT)),
            row=row,
            file=node.file,
            line=node.line,
        )
        for kind in dict.fromkeys(MARKS.values())
        if set(kind.marks) & set(marks)
    )


def _when(node: Node) -> frozenset[tuple[str, str]]:
    """The slots of a row; several values (``a+b``) in the order that the reader puts them in."""
    slots = {slot: "+".join(sorted(value.text().split("+"))) for slot, value in node.entries().items()}
    if not slots:
        node.fail("rulefiles/bad_rule_file.no-slots")
    return frozenset(slots.items())


def _sections(node: Node, edition: Edition) -> tuple[str, ...]:
    for each in node.items():
        if each.text() not in (*edition.section_by_key, PREAMBLE):
            each.fail("rulefiles/unknown_name.section", name=each.text())
    return node.texts()


def labels_of(node: Node) -> dict[str, dict[str, str]]:
    """The ``labels`` of a file: by kind, in each language, with ``{}`` for that of the row."""
    found = {}
    for kind, entry in node.mapping(optional=values_of(shapes.LabelKind)).items():
        found[kind] = entry.in_languages()
        for text in found[kind].values():
            if LABEL not in text:
                entry.fail("rulefiles/bad_rule_file.label-of-row", label=LABEL, text=text)
    return found


def _cells_of(
    kind: ClaimKind, meant: Mapping[str, tuple[str, ...]], compared: Mapping[str, tuple[str, ...]], whole: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """The cells of a claim by the names of its kind."""
    first, second = compared["meant"], compared["or_meant"]
    named = {**meant, **whole, "part": meant["meant"], "now": first, "before": first, "or_now": second, "or_before": second}
    return {name: named[name] for name in kind.cells}


def _readings(node: Node, name: str, edition: Edition) -> dict[str, tuple[str, ...]]:
    """The lists of cells of the possible readings; the first one where there are fewer than names."""
    names = _READINGS[name]
    found = [_cells(each, edition) for each in node.items()]
    if not 1 <= len(found) <= len(names):
        node.fail("rulefiles/bad_rule_file.lists-of-cells", limit=len(names))
    return {each: found[place] if place < len(found) else found[0] for place, each in enumerate(names)}


def _cells(node: Node, edition: Edition) -> tuple[str, ...]:
    keys: list[str] = []
    for item in node.items():
        text = item.text()
        found = (text,) if text in edition.cell_by_key else cells_of(text, edition)
        if not found:
            item.fail("rulefiles/unknown_name.cell", name=text)
        keys += found
    return tuple(keys)


def _examples(node: Node | None) -> Iterator[tuple[ClaimKind | None, ClaimExample]]:
    """The examples with the kind that they are about; ``None`` for all."""
    if node is None:
        return
    entry = node.shaped(shapes.Examples)
    for text, value in entry["states"].entries().items():
        kind, number = _value(value)
        yield kind, ClaimExample(text, number, value.line, value.column)
    for each in entry["silent"].items():
        yield None, ClaimExample(each.text(), None, each.line, each.column)


def _value(node: Node) -> tuple[ClaimKind, float]:
    """``21`` a count, ``45.2%`` a share, ``+20%`` a growth, ``-3`` (as text) a difference."""
    value = node.scalar()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return NUMBER, value
    text = str(value)
    for pattern, kind in ((_PERCENT, MARKS["share"]), (_GROWTH, MARKS["growth"]), (_CHANGE, MARKS["difference"])):
        match = pattern.fullmatch(text)
        if match is not None:
            return kind, float(match[match.lastindex or 1])
    return node.fail("rulefiles/bad_rule_file.example-value")
