"""A new rule: its file, and a case for each thing that it must do."""

from __future__ import annotations

import re
from pathlib import Path

from gkrules.model.errors import UsageError
from gkrules.rulefiles.location import rules_folder
from gkrules.rulefiles.rules import is_ours

_CODE = re.compile(r"[A-Z]{2,4}[0-9]{3}")

_RULE = """\
# yaml-language-server: $schema={schema}
# 规则语言的说明见 docs/language.md；改好后用 gkrules lint 检查本文件夹。 The language: docs/language.md; then run gkrules lint.
code: {code}
name: applications-of-last-year-left-unhandled  # 说明错在哪里，不说怎么改 states the fault, not the remedy
title: {{zh: 上年结转的申请没有办完, en: Applications of last year were left unhandled}}
status: stable                                  # preview | stable | deprecated | removed
since: 0.1.0
severity: warning                               # error | warning | info
editions: ["2019", "2021"]
source:
  - {{document: 依据的文件, place: 第几条}}
for_each: report
assert: applications.handled_total.total >= applications.carried_in.total
blank: unknown                                  # 空白的含义 what a blank means: zero | unknown
message:
  zh: "办结数少于上年结转数：{{cells}}。"
  en: "Fewer applications were handled than carried in: {{cells}}."
explain:
  zh:
    checks: 检查什么。
    why: 为什么要检查。
    mend: 怎样改正。
  en:
    checks: What is checked.
    why: Why it matters.
    mend: How to mend it.
examples:
  fails: {{cells: {{applications.carried_in.total: 5, applications.handled_total.total: 4}}}}
  passes: {{cells: {{applications.carried_in.total: 5, applications.handled_total.total: 5}}}}
"""

TO_FILL_IN = frozenset(
    ("依据的文件", "第几条", "检查什么。", "为什么要检查。", "怎样改正。", "What is checked.", "Why it matters.", "How to mend it.")
)
"""What stands in a new rule until somebody writes it; the linter finds it."""

# Beside the rules, so that the reference in a rule still leads to it when the folder goes to another machine.
_SCHEMA = "schemas/rule.schema.json"

_CASES = {
    "pass/all-handled.yaml": """\
description: 上年结转的都办完了
cells: {applications.carried_in.total: 5, applications.handled_total.total: 5}
""",
    "fail/one-left.yaml": """\
description: 少办 1 件
cells: {applications.carried_in.total: 5, applications.handled_total.total: 4}
expect:
  - {cells: [applications.carried_in.total, applications.handled_total.total]}
""",
    "unknown/blank.yaml": """\
description: 办结数空白，不判断
cells: {applications.carried_in.total: 5, applications.handled_total.total: null}
""",
}


def new_rule(code: str, folder: Path) -> list[Path]:
    """Write ``FOLDER/CODE.yaml`` and ``FOLDER/cases/CODE/{pass,fail,unknown}/…``, and return what was written.

    The rule works as it stands: it is an example to be changed, and the linter says what is left to be written. The JSON Schema for
    editors is put into ``FOLDER/schemas/``, if none is there yet.

    Raises:
        UsageError: the code is not free or not well-formed, or a file is already there.
    """
    code = code.strip().upper()
    if is_ours(code) or not _CODE.fullmatch(code):
        raise UsageError("rulefiles/bad_code", code=code)
    files = {folder / f"{code}.yaml": _RULE.format(code=code, schema=_SCHEMA)}
    files |= {folder / "cases" / code / name: text for name, text in _CASES.items()}
    taken = [file for file in files if file.exists()]
    if taken:
        raise UsageError("rulefiles/file_exists", file=taken[0])
    if not (folder / _SCHEMA).exists():
        files[folder / _SCHEMA] = (rules_folder() / _SCHEMA).read_text("utf-8")
    for file, text in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return list(files)
