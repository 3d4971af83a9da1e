"""汇总的机关：一个文件夹的报告，逐份读取，读不出来的单独列出，按规则统计。

An office: a folder of reports; what cannot be read is listed on its own, the findings are counted by rule.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import gkrules


def main(folder: str) -> tuple[Counter[str], list[str]]:
    """How many findings each rule has, and what could not be read."""
    reports: list[gkrules.Report] = []
    unread: list[str] = []
    for path in sorted(Path(folder).glob("*.docx")):
        try:
            reports += gkrules.read_all(path)
        except gkrules.DocumentError as error:
            unread.append(f"{path.name}: {error.zh}")
    result = gkrules.check(reports)
    return Counter(finding.code for finding in result.findings), unread


if __name__ == "__main__":
    counts, failed = main(sys.argv[1])
    for code, count in counts.most_common():
        print(code, count)
    print("\n".join(failed))
