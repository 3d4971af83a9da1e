"""Files: what their text must say to the editor."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from gkrules.lint import codes
from gkrules.lint.findings import LintFinding, Where
from gkrules.lint.subject import Subject
from gkrules.rulefiles.claims import CLAIMS

_COMMENT = re.compile(r"^#\s*yaml-language-server:\s*\$schema=(\S+)", re.MULTILINE)


def missing_schema_comments(subject: Subject) -> Iterator[LintFinding]:
    """Files of rules, editions and claims without ``# yaml-language-server: $schema=…``, but for those that cannot be read."""
    editions = sorted((subject.folder / "editions").glob("*.yaml"))
    rules = [each.file for each in subject.rules if each.root]
    claims = [] if subject.claims_faulty else sorted((subject.folder / CLAIMS).glob("*.yaml"))
    for file in [*rules, *(file for file in editions if file.stem not in subject.unread_editions), *claims]:
        kind = "rule" if file in rules else "claims" if file in claims else "edition"
        if not _COMMENT.search(_head(file)):
            line = f"# yaml-language-server: $schema=…/{kind}.schema.json"
            yield codes.SCHEMA_COMMENT_MISSING.at(
                Where(file),
                *([file.stem] if kind == "rule" else []),
                zh=f"开头没有 {line}",
                en=f"does not start with {line}",
            )


def _head(file: Path) -> str:
    """What stands before the first key."""
    lines = file.read_text("utf-8-sig").splitlines()
    return "\n".join(line for line in lines[:10] if line.startswith("#"))
