"""Claims: whether their files can be read, name what there is, and understand their own examples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from gkrules.checking.examples import misunderstood
from gkrules.lint import codes
from gkrules.lint.findings import LintCode, LintFinding, Where, located
from gkrules.lint.subject import Subject
from gkrules.model.claims import Claims
from gkrules.model.edition import Edition
from gkrules.model.errors import GkrulesError, RuleError
from gkrules.rulefiles.claims import CLAIMS, load_claims

_BY_KIND = {
    "bad_rule_file": codes.SHAPE_WRONG,
    "unknown_name": codes.CLAIM_NAME_UNKNOWN,
    "bad_pattern": codes.CLAIM_PATTERN_UNUSABLE,
    "duplicate_claim": codes.CLAIM_DUPLICATED,
}


def claim_files(folder: Path) -> list[Path]:
    """The files of claims of a folder."""
    return sorted((folder / CLAIMS).glob("*.yaml"))


def sound_claims(edition: Edition, folders: Sequence[Path], *, foreign: bool) -> tuple[Claims, list[LintFinding]]:
    """Those of the claims of folders that are well-formed, and what is wrong with the others."""
    there = [folder / CLAIMS for folder in folders if (folder / CLAIMS).is_dir()]
    faults: list[RuleError] = []
    claims = load_claims(there, edition, foreign=foreign, faults=faults)
    return claims, [_finding(error) for error in faults]


def _finding(error: RuleError) -> LintFinding:
    return _BY_KIND.get(error.kind, codes.YAML_UNREADABLE).of(error, _file(error))


def _file(error: GkrulesError) -> Path:
    """The file that an error without a line names first."""
    where = located(error, Path())[0]
    return where.file if where.file != Path() else Path(error.en.partition(": ")[0])


def misunderstood_examples(subject: Subject) -> Iterator[LintFinding]:
    """Examples of the folder's own claims that these read otherwise, and claims without examples of both kinds."""
    seen: set[tuple[LintCode, Where]] = set()
    for finding, code in _of_examples(subject):
        if (code, finding.where) not in seen:
            seen.add((code, finding.where))
            yield finding


def _of_examples(subject: Subject) -> Iterable[tuple[LintFinding, LintCode]]:
    own = set(claim_files(subject.folder))
    for key, claims in subject.claims.items() if not subject.claims_faulty else ():
        for claim in claims.claims:
            if claim.file not in own:
                continue
            if (claim.patterns or claim.row) and len({example.value is None for example in claim.examples}) < 2:
                zh, en = f"“{claim.key}”应有说出它的和没有说出它的例句", f"'{claim.key}' needs sentences that state it and that do not"
                yield codes.CLAIM_EXAMPLE_MISSING.at(Where(claim.file, claim.line), zh=zh, en=en), codes.CLAIM_EXAMPLE_MISSING
            for example, values in misunderstood(claim, subject.editions[key], claims):
                found = "、".join(f"{value:g}" for value in values)
                zh = f"“{claim.key}”从这句话读出{found or '不出任何数'}"
                en = f"'{claim.key}' reads {found.replace('、', ', ') or 'nothing'} in this sentence"
                where = Where(claim.file, example.line, example.column)
                yield codes.CLAIM_EXAMPLE_DISAGREES.at(where, zh=zh, en=en), codes.CLAIM_EXAMPLE_DISAGREES
