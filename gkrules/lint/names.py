"""Names that belong together: codes are unique, and `blank` and `bindings` speak of names that the conditions use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from gkrules.language.parser import nearest
from gkrules.language.syntax import names
from gkrules.lint import codes
from gkrules.lint.findings import LintFinding, Where
from gkrules.lint.subject import RuleFile, Subject
from gkrules.model.relations import split


def duplicate_codes(subject: Subject) -> Iterator[LintFinding]:
    """Two files with the same code; the later file is named, and says where the first is."""
    by_code: dict[str, list[RuleFile]] = defaultdict(list)
    for each in subject.rules:
        by_code[each.code].append(each)
    for code, (first, *others) in by_code.items():
        for each in others:
            yield codes.CODE_DUPLICATED.at(
                each.place("code") if each.root else Where(each.file),
                code,
                zh=f"编号 {code} 已被 {first.file} 使用",
                en=f"{first.file} has the code {code} already",
            )


def unused_names(subject: Subject) -> Iterator[LintFinding]:
    """Entries of `blank` and `bindings` for names that no condition uses: most likely misspelt, and without effect."""
    for each, rule in subject.loaded:
        bound = next((rules[rule.code] for rules in subject.bound.values() if rule.code in rules), None)
        if bound is None:
            continue
        used = {name.text for part in (bound.condition, bound.when) if part for name in names(part.node)}
        bare = used | {split(name)[1] for name in used}
        yield from (_unused(each, name, used, "blank") for name in sorted({*rule.blank} - {"", *used}))
        for edition, renamed in rule.bindings.items():
            if edition not in rule.editions:
                where = each.place("bindings", edition)
                zh, en = f"bindings 里的“{edition}”不在 editions 之内", f"'{edition}' in bindings is not one of the editions"
                yield codes.NAME_UNUSED.at(where, rule.code, zh=zh, en=en)
            yield from (_unused(each, name, bare, "bindings", edition) for name in sorted({*renamed} - bare))


def _unused(each: RuleFile, name: str, used: set[str], *path: str) -> LintFinding:
    zh, en = nearest(name, sorted(used))
    return codes.NAME_UNUSED.at(
        each.place(*path, name),
        each.code,
        zh=f"{path[0]} 里的“{name}”没有出现在条件里{zh}",
        en=f"'{name}' in {path[0]} does not occur in the conditions{en}",
    )
