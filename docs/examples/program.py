"""写程序的人：抓取来的表，每行一份报告，核对后列出要问谁、问哪一格。

A program: what a scraper has, a row per report, as findings: whom to ask about which cell.
"""

from __future__ import annotations

import pandas as pd

import gkrules

SCRAPED = pd.DataFrame(
    {
        "单位": ["甲县教育局", "乙县教育局"],
        "年度": ["2024年", "2024年"],
        "一、本年新收政府信息公开申请数量/自然人": ["3", "4"],
        "一、本年新收政府信息公开申请数量/商业企业": ["0", "0"],
        "一、本年新收政府信息公开申请数量/科研机构": ["0", "0"],
        "一、本年新收政府信息公开申请数量/社会公益组织": ["0", "0"],
        "一、本年新收政府信息公开申请数量/法律服务机构": ["0", "0"],
        "一、本年新收政府信息公开申请数量/其他": ["1", "0"],
        "一、本年新收政府信息公开申请数量/总计": ["4", "5"],
    }
)


def main() -> list[str]:
    """The questions to ask."""
    asked: list[str] = []
    for found in gkrules.check(gkrules.from_frame(SCRAPED), select="GK401").reports:
        for finding in found.findings:
            suspects = ", ".join(suspect.cell for suspect in finding.suspects)
            asked.append(f"{found.report.unit} {found.report.year}: {finding.message['zh']} ({suspects})")
    return asked


if __name__ == "__main__":
    print("\n".join(main()))
