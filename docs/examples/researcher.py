"""研究的人：全部报告的单元格写成一张长表，再按行列统计。

A researcher: the cells of all reports as one long table, and what they add up to.
"""

from __future__ import annotations

import sys
from pathlib import Path

import gkrules


def main(folder: str) -> dict[str, float]:
    """How many applications each report received, by file."""
    reports = [report for path in sorted(Path(folder).glob("*.docx")) for report in gkrules.read_all(path)]
    cells = gkrules.to_frame(reports, layout="tidy")
    received = cells[(cells["row"] == "new") & (cells["column"] == "total")]
    return {str(file): float(value) for file, value in zip(received["file"], received["value"], strict=True)}


if __name__ == "__main__":
    for name, value in main(sys.argv[1]).items():
        print(f"{value:10.0f}  {name}")
