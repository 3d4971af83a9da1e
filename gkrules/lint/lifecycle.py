"""The life of a rule: since when it is there, what takes its place, and what it was called before."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gkrules.lint import codes
from gkrules.lint.findings import LintFinding
from gkrules.lint.subject import GONE, Subject, text, texts

# https://semver.org, without build metadata
_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?")


def successors(subject: Subject) -> Iterator[LintFinding]:
    """Rules that end without naming what takes their place, or that name what is gone itself."""
    live = subject.live()
    for each in subject.rules:
        named, node = text(each.root, "replaced_by"), each.node("replaced_by")
        if node is None and each.status in GONE:
            yield codes.SUCCESSOR_MISSING.at(
                each.place("status"),
                each.code,
                zh=f"状态是 {each.status}，但没有 replaced_by",
                en=f"the status is {each.status}, but there is no replaced_by",
            )
        elif node is not None and (named not in live or named == each.code):
            yield codes.SUCCESSOR_NOT_LIVE.at(
                node, each.code, zh=f"没有可以代替它的规则“{named}”", en=f"there is no rule '{named}' that could take its place"
            )


def versions(subject: Subject) -> Iterator[LintFinding]:
    """`since` that is no semantic version."""
    for each in subject.rules:
        node, value = each.node("since"), text(each.root, "since")
        if node and value.strip() and not _VERSION.fullmatch(value):
            yield codes.SINCE_NOT_A_VERSION.at(
                node, each.code, zh=f"“{value}”应为三段的版本号，如 0.1.0", en=f"'{value}' must be a version of three parts, e.g. 0.1.0"
            )


def aliases(subject: Subject) -> Iterator[LintFinding]:
    """Former codes that are codes of rules, or former codes of two rules."""
    taken = {code: code for code in (*sorted(subject.own), *(rule.code for rule in subject.context))}
    for each in subject.rules:
        for node, alias in texts(each.node("aliases")):
            if alias in taken:
                yield codes.ALIAS_TAKEN.at(
                    node,
                    each.code,
                    taken[alias],
                    zh=f"旧编号 {alias} 属于 {taken[alias]}",
                    en=f"the former code {alias} belongs to {taken[alias]}",
                )
            taken.setdefault(alias, each.code)
