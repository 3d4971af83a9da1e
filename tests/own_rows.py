"""A user's own row of the decision table, with the word that it needs, and a document to try it on."""

from __future__ import annotations

from pathlib import Path

DOCUMENT = Path(__file__).resolve().parents[1] / "fixtures" / "reports" / "yongan_2024.txt"
RECEIVED = "新收到政府信息公开申请5件"
"""Words of the document."""
OWN_ROW = """\
lexicon: {result: {archived: [移交档案馆]}}
table:
  - key: own_archived
    label: {zh: 移交档案馆, en: given to the archive}
    when: {object: application, result: archived}
    meant: [[applications.new.total]]
"""
