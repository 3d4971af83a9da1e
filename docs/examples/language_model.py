"""用大语言模型读表的人：给模型输出格式，核对它的回答，只让它重看算不平的单元格，从不替它改数。

A judge for a language model: the schema of its answer, the check, and what it is asked to look at again. No number is put in its place.
"""

from __future__ import annotations

import json

import gkrules

RULES = gkrules.load_ruleset("2021")
SCHEMA = gkrules.answer_schema("2021", partial=True)  # also: gkrules schema answer --partial

ANSWER = """读取结果如下：
```json
{"schema_version": "1", "edition": "2021", "unit": "甲县教育局", "year": "2024年",
 "cells": {"review_litigation.review.upheld": "1", "review_litigation.review.corrected": 0, "review_litigation.review.other": 0,
           "review_litigation.review.pending": 0, "review_litigation.review.total": 2}}
```"""


def again(answer: str) -> list[str]:
    """The cells that the model has to look at again; none where every sum of its answer holds."""
    report = gkrules.Report.from_json(answer)
    for note in report.notes:
        print(note.zh)
    result = gkrules.check(report, ruleset=RULES, select="GK4")
    return list(dict.fromkeys(suspect.cell for finding in result.findings for suspect in finding.suspects))


if __name__ == "__main__":
    print(len(json.dumps(SCHEMA)), "letters of schema")
    print("\n".join(again(ANSWER)))
