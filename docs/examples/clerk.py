"""写报告的人：公布之前核对一份报告，写成网页，连同上年的报告一起看。

A clerk: one report before it is published, beside last year's, as a page to read.
"""

from __future__ import annotations

import sys
from pathlib import Path

import gkrules


def main(report: str, last_year: str, page: str) -> bool:
    """Write the page; whether the report can be published as it is."""
    result = gkrules.check(report, previous=last_year)
    made = result.render("html")
    assert isinstance(made, str)
    Path(page).write_text(made, "utf-8")
    for finding in result.findings:
        print(finding.message["zh"])
    return result.ok


if __name__ == "__main__":
    sys.exit(not main(*sys.argv[1:]))
