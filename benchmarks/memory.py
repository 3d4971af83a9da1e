"""Most memory that reading takes, for documents that are as large as the limits allow: ``python benchmarks/memory.py``.

Each document is read in a process of its own, and the peak of its resident memory printed beside the bound; what a limit
refuses is printed with its name, since refusing takes memory, too.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from gkrules import Limits

ROOT = Path(__file__).resolve().parents[1]
BOUND = 300
LIMITS = Limits()
CELLS = LIMITS.max_cells - 10
COLUMNS = 8
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
READ = """
import re, sys, time
import gkrules
from gkrules.reading import read_document
read_document("fixtures/reports/yongan_2024.docx")
def peak():
    # Unlike getrusage, this knows nothing of the process that started this one.
    return int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
idle = peak()
started = time.perf_counter()
try:
    found = str(len(gkrules.read_all(sys.argv[1])))
except gkrules.GkrulesError as error:
    found = error.kind
print(idle // 1024, peak() // 1024, round(time.perf_counter() - started, 1), found)
"""


def rows(cell: Callable[[int], str], start: str, end: str) -> str:
    """As many cells as may be, in rows."""
    return "".join(start + "".join(cell(number + column) for column in range(COLUMNS)) + end for number in range(0, CELLS, COLUMNS))


def docx(body: str) -> bytes:
    """A Word file that holds nothing but a body."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(ROOT / "fixtures" / "reports" / "yongan_2024.docx") as model,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in model.namelist():
            if name != "word/document.xml":
                made.writestr(name, model.read(name))
        made.writestr("word/document.xml", f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>')
    return target.getvalue()


def pdf(pages: int, lines: int, length: int, strokes: int) -> bytes:
    """A PDF of so many pages, lines of text, characters in a line, and strokes on a page."""
    text = "".join(f"BT /F 4 Tf 20 {20 + 4 * line} Td ({'0123456789' * (length // 10)}) Tj ET\n" for line in range(lines))
    ruled = "".join(
        f"{20 + 5 * (stroke % 100)} {20 + 8 * (stroke // 100)} m {25 + 5 * (stroke % 100)} {20 + 8 * (stroke // 100)} l S\n"
        for stroke in range(strokes)
    )
    content = zlib.compress((text + ruled).encode())
    kids = " ".join(f"{number} 0 R" for number in range(5, 5 + pages))
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {pages}/Kids[{kids}]>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n" % len(content) + content + b"\nendstream",
        *[b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 3 0 R>>>>>>"] * pages,
    ]
    target, places = io.BytesIO(b"%PDF-1.4\n"), []
    target.seek(0, io.SEEK_END)
    for number, body in enumerate(bodies, 1):
        places.append(target.tell())
        target.write(b"%d 0 obj\n" % number + body + b"\nendobj\n")
    start = target.tell()
    target.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places))
    target.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(bodies) + 1, start))
    return target.getvalue()


def xlsx(height: int, width: int) -> bytes:
    """A workbook of one sheet."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("2024")
    for row in range(height):
        sheet.append([row + column for column in range(width)])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def documents() -> Iterator[tuple[str, bytes]]:
    """Names and documents."""
    sentences = "".join(f"第{number}条：本机关依法公开信息，并按期答复申请。" for number in range(40))
    whole = LIMITS.max_text_bytes
    yield "cells.html", f"<table>{rows(lambda n: f'<td>{n}</td>', '<tr>', '</tr>')}</table>".encode()
    paragraph = f"<p>{sentences}</p>\n"
    yield "text.html", (paragraph * (whole // len(paragraph.encode()) - 1)).encode()
    yield "marks.html", ("<p><span>一</span></p>" * (LIMITS.max_elements // 2 - 10)).encode()
    yield "text.txt", f"{sentences}\n".encode() * (whole // len(f"{sentences}\n".encode()))
    yield "lines.txt", "数据\n".encode() * (LIMITS.max_lines - 10)
    yield "cells.md", ("|" + "1|" * COLUMNS + "\n").encode() * (CELLS // COLUMNS)
    yield "cells.csv", ("1," * COLUMNS + "1\n").encode() * (CELLS // (COLUMNS + 1))
    tc = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    yield "cells.docx", docx("<w:tbl>" + "".join(f"<w:tr>{tc.format(number) * COLUMNS}</w:tr>" for number in range(9_000)) + "</w:tbl>")
    yield (
        "text.docx",
        docx(
            "".join(
                f"<w:p><w:r><w:t>{number}{sentences}</w:t></w:r></w:p>"
                for number in range(LIMITS.max_part_bytes // len(sentences.encode()) - 500)
            )
        ),
    )
    yield "runs.docx", docx("".join(f"<w:p><w:r><w:t>{number}</w:t></w:r></w:p>" for number in range(LIMITS.max_elements // 3 - 10)))
    yield "text.pdf", pdf(LIMITS.max_pages, 49, 100, 0)
    yield "strokes.pdf", pdf(LIMITS.max_pages, 1, 10, LIMITS.max_objects // LIMITS.max_pages // 3)
    yield "cells.xlsx", xlsx(16_000, COLUMNS)
    yield "cells.json", json.dumps({"cells": {f"a.b.c{number}": number for number in range(2_000_000)}}).encode()


def main() -> None:
    """Measure and print."""
    print("document      MB on disk   idle   peak (bound)   seconds   reports or error")
    with tempfile.TemporaryDirectory() as folder:
        for name, data in documents():
            path = Path(folder, name)
            path.write_bytes(data)
            done = subprocess.run([sys.executable, "-c", READ, str(path)], capture_output=True, text=True, check=False, cwd=ROOT)
            idle, peak, seconds, found = (done.stdout.split() or ["?", "?", "?", f"exit {done.returncode} {done.stderr[-200:]}"])[:4]
            print(f"{name:12} {len(data) / 2**20:10.1f} {idle:>7} {peak:>7} ({BOUND}) {seconds:>10}   {found}", flush=True)
            path.unlink()


if __name__ == "__main__":
    main()
