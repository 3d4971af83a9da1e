"""What stands in a document in place of the tables that were looked for, and what to do about it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gkrules.align.choice import label_cores
from gkrules.align.labels import parse_label
from gkrules.model.document import Document
from gkrules.model.edition import Edition

_FILE = re.compile(
    r"[^\s，。；：、/\\<>\"“”‘’（）()\[\]]{1,60}\.(?:docx?|xlsx?|pdf|wps|et|ofd|zip|rar|7z|jpe?g|png|tiff?)(?![a-z0-9])", re.IGNORECASE
)
_NUMBER = re.compile(r"[0-9０-９][0-9０-９,，.．]*")
_SEVERAL = 5  # labels or numbers; a sentence or two may hold as many
_LONGEST = 2000
_SHOWN = 3


def found_instead(document: Document, editions: Sequence[Edition]) -> tuple[str, str]:
    """Sentences in Chinese and English on what a document without tables has: attachments, lines of labels and numbers, notices."""
    lines = [line.strip()[:_LONGEST] for block in document.paragraphs() for line in block.text.split("\n") if line.strip()]
    zh, en = "", ""
    files = list(dict.fromkeys(name for line in lines for name in _FILE.findall(line)))
    if files:
        more_zh, more_en = (f"等 {len(files)} 个", f" and {len(files) - _SHOWN} more") if len(files) > _SHOWN else ("", "")
        zh += f"文字里提到附件：{'、'.join(files[:_SHOWN])}{more_zh}；表格若在附件里，请直接核对附件。"
        en += f" It names attachments: {', '.join(files[:_SHOWN])}{more_en}; if the tables are there, check these files."
    known = frozenset().union(*(label_cores(edition) for edition in editions))
    labels = [line for line in lines if len(line) > 1 and parse_label(line).core in known]
    numbers = sum(_NUMBER.fullmatch(line) is not None for line in lines)
    if len(labels) >= _SEVERAL:
        shown = "、".join(dict.fromkeys(label[:20] for label in labels[:_SHOWN]))
        zh += f"有 {len(labels)} 行像表格的标签（{shown}），{numbers} 行只有数字："
        zh += "表格的行列可能在转成文字时丢失，请提供原来的文件，或用制表符、竖线分列。"
        en += (
            f" {len(labels)} lines look like labels of a table ({shown}), and {numbers} are bare numbers: its rows and columns may have "
            "been lost in a conversion to text. Give the original file, or separate columns by tabs or bars."
        )
    for notice in document.notices:
        zh += f"{notice.zh}。"
        en += f" {notice.en[:1].upper()}{notice.en[1:]}."
    return zh, en
