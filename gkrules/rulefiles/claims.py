"""Files of claims → `Claims` of an edition."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from gkrules.model.claims import KINDS, Claim, ClaimExample, Claims, Pattern
from gkrules.model.edition import Edition
from gkrules.model.errors import RuleError
from gkrules.model.report import PREAMBLE
from gkrules.rulefiles.lexicon import LexiconBuilder
from gkrules.rulefiles.location import rules_folder
from gkrules.rulefiles.shapes import claims as shapes
from gkrules.rulefiles.table import claims_of_row, labels_of
from gkrules.rulefiles.wordings import KEY, Faults, Shared, define, pattern
from gkrules.rulefiles.yaml_file import Node, read_yaml

_Result = TypeVar("_Result")

CLAIMS = "claims"
"""The folder of a ruleset, or of a user, with claims."""

DERIVED: dict[str, frozenset[str]] = {
    "stage": frozenset({"carried_in", "carried_out", "paid"}),
    "polarity": frozenset({"all", "none"}),
    "of": frozenset({"received", "due"}),
    "outcome": frozenset({"rest"}),
}
"""The values of slots that no word has: the reader makes them of several words."""


def load_claims(folders: Sequence[Path], edition: Edition, *, foreign: bool = False, faults: list[RuleError] | None = None) -> Claims:
    """The claims for an edition from the files ``*.yaml`` of folders, in the order of their names.

    What a later folder says replaces what an earlier one says: claims and rows of the same key, rows of the same slots,
    words of the same name, and what a word means in a slot.

    Args:
        folders: of a ruleset first, then of users.
        edition: the form that the claims speak of.
        foreign: the edition does not come with the first folder; claims there about what it does not have are left out.
        faults: takes what is wrong, claim by claim; what is well-formed is returned.

    Raises:
        RuleError: a file is malformed, or names a word, value of a slot, cell or section that there is not; unless `faults` is given.
    """
    keeper = Faults(faults)
    attempt = keeper.attempt
    ours = (rules_folder() / CLAIMS).resolve()
    shared = Shared(frozenset(folder for folder in folders if folder.resolve() == ours and (faults is None or len(folders) > 1)))
    read = [(folder, attempt(_root, file)) for folder in folders for file in sorted(folder.glob("*.yaml"))]
    roots = _speaking([(folder, root) for folder, root in read if root is not None], edition, foreign, keeper)
    sections: dict[Path, tuple[str, ...]] = {}
    labels: dict[str, dict[str, str]] = {}
    words = LexiconBuilder(keeper)
    for folder, root in roots:
        define(root, shared, keeper)
        words.add(root, folder)
        if "labels" in root:
            labels |= attempt(labels_of, root["labels"]) or {}
        if "sections" in root:
            sections[folder] = attempt(root["sections"].texts) or ()
    lexicon = words.lexicon()
    slots = {slot: values | DERIVED.get(slot, set()) for slot, values in lexicon.values.items()}
    found = _Found(keeper)
    for folder, root in roots:
        default = sections.get(folder, next(iter(sections.values()), ()))
        if foreign and folder not in list(sections)[1:]:
            default = tuple(each for each in default if each in edition.section_by_key)
        lenient = foreign and folder == folders[0]
        for node in (attempt(root["claims"].items) or ()) if "claims" in root else ():
            claim = _read(_claim, node, shared, default, edition, keeper=keeper, lenient=lenient)
            found.add(node, (claim,) if claim else (), folder)
        for node in (attempt(root["table"].items) or ()) if "table" in root else ():
            claims = _read(claims_of_row, node, default, edition, labels, keeper=keeper, lenient=lenient) or ()
            if claims:
                attempt(_known_slots, node, slots)
            found.add(node, claims, folder)
    files = tuple(file for folder in folders for file in sorted(folder.glob("*.yaml")))
    return Claims(found.claims(), lexicon, files)


class ClaimsOfEditions(Mapping[str, Claims]):
    """The claims of each edition by its key, read when first asked for.

    Args:
        folders: the folders of claims, ours first.
        editions: the editions.
        foreign: keys of those that users have added; see `load_claims`.
    """

    def __init__(self, folders: Sequence[Path], editions: Mapping[str, Edition], foreign: frozenset[str]) -> None:
        self._folders, self._editions, self._foreign = folders, editions, foreign
        self._loaded: dict[str, Claims] = {}

    def __getitem__(self, key: str) -> Claims:
        if key not in self._loaded:
            self._loaded[key] = load_claims(self._folders, self._editions[key], foreign=key in self._foreign)
        return self._loaded[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._editions)

    def __len__(self) -> int:
        return len(self._editions)

    def load_all(self) -> None:
        """Read them all.

        Raises:
            RuleError: a file is malformed.
        """
        for key in self:
            _ = self[key]

    def __getstate__(self) -> dict[str, object]:
        return {**self.__dict__, "_loaded": {}}


@dataclass
class _Found:
    """The claims so far, by the key of what makes them: a claim, or a row of the table."""

    keeper: Faults
    made: dict[str, tuple[Path, Node, tuple[Claim, ...]]] = field(default_factory=dict)

    def add(self, node: Node, claims: tuple[Claim, ...], folder: Path) -> None:
        """Add the claims of an entry, in the place of those of another folder that has the same key or the same slots."""
        if not claims:
            return
        key, when = _name(claims), _slots(claims)
        same = [each for each, (_, _, other) in self.made.items() if each == key or (when is not None and _slots(other) == when)]
        if any(self.keeper.attempt(_once, node, each, self.made[each], folder) is None for each in same):
            return
        # A row of a user for the same slots stands in the place of ours.
        renamed = dict.fromkeys(same[:1], key)
        self.made = {renamed.get(each, each): value for each, value in self.made.items() if each not in same[1:]}
        self.made[key] = folder, node, claims

    def claims(self) -> tuple[Claim, ...]:
        """All of them, in the order of their files."""
        found: dict[str, Claim] = {}
        for _, node, several in self.made.values():
            for claim in several:
                if claim.key not in found or self.keeper.attempt(_apart, node, claim, found[claim.key]):
                    found[claim.key] = claim
        return tuple(found.values())


def _name(claims: tuple[Claim, ...]) -> str:
    return claims[0].row.key if claims[0].row else claims[0].key


def _slots(claims: tuple[Claim, ...]) -> frozenset[tuple[str, str]] | None:
    return claims[0].row.when if claims[0].row else None


def _speaking(
    roots: Sequence[tuple[Path, dict[str, Node]]], edition: Edition, foreign: bool, keeper: Faults
) -> list[tuple[Path, dict[str, Node]]]:
    """The files that speak of an edition. One that names none speaks of those that the files of the first folder speak of."""
    if foreign:
        return list(roots)
    named = [(keeper.attempt(root["editions"].texts) or ()) if "editions" in root else None for _, root in roots]
    ours = [names for (folder, _), names in zip(roots, named, strict=True) if folder == roots[0][0]]
    spoken_of = any(names is None or edition.key in names for names in ours)
    return [each for each, names in zip(roots, named, strict=True) if (spoken_of if names is None else edition.key in names)]


def _root(file: Path) -> dict[str, Node]:
    return read_yaml(file).shaped(shapes.ClaimsFile)


def _read(make: Callable[..., _Result], *args: object, keeper: Faults, lenient: bool) -> _Result | None:
    if not lenient:
        return keeper.attempt(make, *args)
    try:
        return make(*args)
    except RuleError:
        # Claims of another form: here there are no such cells or sections.
        return None


def _once(node: Node, key: str, other: tuple[Path, Node, tuple[Claim, ...]], folder: Path) -> bool:
    """Refuse a second claim of the same key, or a second row of the same slots, in the same folder."""
    if other[0] == folder:
        node.fail("rulefiles/duplicate_claim.entry", key=key, other=f"{other[1].file}:{other[1].line}")
    return True


def _apart(node: Node, claim: Claim, other: Claim) -> bool:
    """Refuse a claim whose key another row or claim makes too: the share of row ``a`` is ``a_share``."""
    node.fail("rulefiles/duplicate_claim.key", key=claim.key, other=f"{other.file}:{other.line}")


def _claim(node: Node, shared: Shared, default: tuple[str, ...], edition: Edition) -> Claim | None:
    entry = node.shaped(shapes.Claim)
    kind = KINDS[entry["kind"].one_of(shapes.Kind)]
    key = entry["key"].text()
    if not KEY.fullmatch(key) or key in edition.table_by_key:
        entry["key"].fail("rulefiles/bad_rule_file.claim-key", key=key)
    if "editions" in entry and edition.key not in entry["editions"].texts():
        return None
    patterns = entry["patterns"].items()
    claim = Claim(
        key=key,
        label=entry["label"].in_languages(),
        kind=kind,
        patterns=tuple(Pattern(pattern(each, shared, kind.finds or None), f"{each.file}:{each.line}") for each in patterns),
        sections=entry["sections"].texts() if "sections" in entry else default,
        unless=pattern(entry["unless"], shared) if "unless" in entry else "",
        examples=_examples(entry.get("examples")),
        file=node.file,
        line=node.line,
    )
    for name in claim.sections:
        if name not in (*edition.section_by_key, PREAMBLE):
            node.fail("rulefiles/unknown_name.section", name=name)
    return claim


def _examples(node: Node | None) -> tuple[ClaimExample, ...]:
    if node is None:
        return ()
    entry = node.shaped(shapes.Examples)
    states = []
    for text, value in entry["states"].entries().items():
        number = value.scalar()
        if not isinstance(number, int | float):
            value.fail("rulefiles/bad_rule_file.not-a-number")
        states.append(ClaimExample(text, number, value.line, value.column))
    silent = (ClaimExample(each.text(), None, each.line, each.column) for each in entry["silent"].items())
    return (*states, *silent)


def _known_slots(node: Node, valid: Mapping[str, set[str] | frozenset[str]]) -> None:
    """Every slot and value of a row is one that words give, or that the reader makes of them."""
    for slot, value in node.entries()["when"].entries().items():
        slot_of = {"by": "applicant"}.get(slot, slot)
        if slot_of not in valid and slot_of not in DERIVED:
            value.fail("rulefiles/unknown_name.slot", name=slot_of)
        for name in value.text().split("+"):
            if name not in valid.get(slot_of, DERIVED.get(slot_of, frozenset())):
                value.fail("rulefiles/unknown_name.value", name=name, slot=slot)
