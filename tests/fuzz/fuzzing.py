"""Damaged files in great numbers, read in worker processes. By hand, for as long as wanted:

    python tests/fuzz/fuzzing.py --seconds 3600 --seed 7 --kind pdf --keep /tmp/found

Seeds are the reports in fixtures/reports and generated documents of every kind that there is a writer for, so that a new kind joins
by itself. A file passes if it is read or refused with an error of ours, within time and memory.
"""

from __future__ import annotations

import argparse
import io
import json
import quopri
import random
import sys
import tarfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from email.message import EmailMessage
from email.policy import SMTP
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from gkrules.model.document import GridCell

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "fixtures"), str(ROOT / "tests" / "reading")]

from corpus.documents import Recipe  # noqa: E402
from corpus.writers import WRITERS  # noqa: E402
from mutations import mutated  # noqa: E402

from gkrules import DocumentError, Report, UsageError, load_ruleset, read  # noqa: E402
from gkrules.cli.files import SUFFIXES  # noqa: E402
from gkrules.reading import sniff  # noqa: E402
from gkrules.reading.containers.archive import KINDS, members  # noqa: E402
from gkrules.reading.limits import MIB, Limits  # noqa: E402
from gkrules.workers import ReadOptions, Request, read_files  # noqa: E402

LIMITS = Limits(max_seconds=30, max_memory_bytes=768 * MIB)
BAD_KINDS = ("crashed", "limit_seconds", "limit_memory_bytes", "no_worker")
SLOW = {"rtf": 50}
"""Kinds of which only one file in so many rounds is read: LibreOffice takes seconds for each."""
_RTF = rb"{\rtf1\ansi\ansicpg936 \'d2\'bb\'a1\'a2\'d7\'dc\'cc\'e5 2024\par\trowd\cellx2000\cellx4000\intbl 1\cell 2\cell\row\pard end\par}"
_ODT = "application/vnd.oasis.opendocument.text"
_NOT_SEEDS = {".yaml", ".md", ".py", ""}


@dataclass(frozen=True)
class Case:
    name: str
    data: bytes


def seeds() -> dict[str, list[bytes]]:
    """Whole documents by kind."""
    found: dict[str, list[bytes]] = {}
    for path in sorted((ROOT / "fixtures" / "reports").iterdir()):
        if path.suffix not in _NOT_SEEDS:
            found.setdefault(path.suffix[1:], []).append(path.read_bytes())
    for kind in WRITERS:
        made = (Recipe(kind, layout, "2021", 3).make().data for layout in ("official-balanced", "columns-swapped"))
        found.setdefault(kind, []).extend(made)
    found["json"] = [read(ROOT / "fixtures" / "reports" / "hongze_2023.docx").to_json().encode(), _nested_json()]
    found |= _tabular()
    found["mht"] = [_mht(data) for data in found["html"][:2]]
    found |= _odf()
    found["rtf"] = [_RTF]
    found["zip"] = [
        _zip({f"某县/{kind}.{kind}": found[kind][0] for kind in ("docx", "txt", "html")}),
        _zip({"内.zip": _zip({"a.csv": found["csv"][0]})}),
    ]
    found["eml"] = [_eml({"年报.docx": found["docx"][0], "年报.zip": found["zip"][0]}), _eml({}, found["html"][0].decode())]
    found["tgz"] = [_tgz({f"某县/{kind}.{kind}": found[kind][0] for kind in ("odt", "csv")})]
    return found


def _nested_json() -> bytes:
    tables = read(ROOT / "fixtures" / "reports" / "hongze_2023.docx").tables
    data = {key: json.loads(frame.to_json(orient="index")) for key, frame in tables.items()}
    return json.dumps({"单位": "某市", "年度": "2023年", **data}, ensure_ascii=False).encode()


def _mht(page: bytes) -> bytes:
    head = (
        'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="=_x"\r\n\r\n'
    )
    part = "--=_x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    return f"{head}{part}".encode() + quopri.encodestring(page) + b"\r\n--=_x--\r\n"


def _zip(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _eml(attached: dict[str, bytes], page: str = "") -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "某县2024年年报"
    message.set_content(page or "请查收附件。", subtype="html" if page else "plain")
    for name, data in attached.items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def _tgz(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, data in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return buffer.getvalue()


def _odf() -> dict[str, list[bytes]]:
    """A report as OpenDocument text, in a container and in flat XML."""
    from gkrules.model.document import Grid
    from gkrules.reading import read_document

    blocks = read_document(ROOT / "fixtures" / "reports" / "hongze_2023.docx").blocks
    body = "".join(_odf_table(block.cells) if isinstance(block, Grid) else _odf_paragraph(block.text) for block in blocks)
    office = "urn:oasis:names:tc:opendocument:xmlns"
    names = " ".join(f'xmlns:{name}="{office}:{name}:1.0"' for name in ("office", "text", "table"))
    inner = f"<office:body><office:text>{body}</office:text></office:body>"
    content = f"<office:document-content {names}>{inner}</office:document-content>"
    flat = f'<?xml version="1.0"?><office:document {names} office:mimetype="{_ODT}">{inner}</office:document>'
    return {"odt": [_zip({"mimetype": _ODT.encode(), "content.xml": content.encode()})], "fodt": [flat.encode()]}


def _odf_paragraph(text: str) -> str:
    return f"<text:p>{escape(text)}</text:p>"


def _odf_table(cells: Sequence[GridCell]) -> str:
    spots = {(cell.row, cell.column): cell for cell in cells}
    lines = []
    for row in range(max(row for row, _ in spots) + 1):
        line = ""
        for column in range(max(cell.column + cell.colspan for cell in cells)):
            cell = spots.get((row, column))
            if cell is None:
                line += "<table:covered-table-cell/>"
                continue
            spans = f'table:number-columns-spanned="{cell.colspan}" table:number-rows-spanned="{cell.rowspan}"'
            line += f"<table:table-cell {spans}>{_odf_paragraph(cell.text)}</table:table-cell>"
        lines.append(f"<table:table-row>{line}</table:table-row>")
    return f"<table:table>{''.join(lines)}</table:table>"


def _tabular() -> dict[str, list[bytes]]:
    from sheet_helpers import as_csv, as_ods, as_xls, as_xlsx, entries

    from gkrules.reading import read_document

    cells = entries(read_document(ROOT / "fixtures" / "reports" / "hongze_2023.docx"))
    return {"xlsx": [as_xlsx(cells)], "ods": [as_ods(cells)], "xls": [as_xls(cells)], "csv": [as_csv(cells)]}


def cases(seed: int, kinds: tuple[str, ...] = ()) -> Iterator[Case]:
    """Endlessly many damaged files, all kinds in turn."""
    sources = {kind: each for kind, each in seeds().items() if not kinds or kind in kinds}
    number = 0
    while True:
        for kind, whole in sources.items():
            if kind in SLOW and number % SLOW[kind] and len(sources) > 1:
                continue
            chance = random.Random(f"{seed} {kind} {number}")  # noqa: S311
            yield Case(f"{seed}-{number}.{kind}", mutated(chance.choice(whole), chance))
        number += 1


def verdict(found: tuple[Report, ...] | Exception) -> str:
    """``read``, the kind of our error, or ``FAULT`` with what went wrong."""
    if isinstance(found, tuple) and found and all(isinstance(report, Report) for report in found):
        return "read"
    if isinstance(found, DocumentError | UsageError):
        complete = found.zh and found.en and found.kind not in BAD_KINDS
        return found.kind if complete else f"FAULT {found.kind}"
    return f"FAULT {type(found).__name__}: {found}"


def run(batch: list[Case]) -> list[tuple[Case, str]]:
    """Read every case; of an archive, each document in it."""
    results: list[tuple[Case, str]] = []
    whole: list[Case] = []
    for case in batch:
        try:
            whole += (
                [case]
                if sniff(case.data) not in KINDS
                else [replace(case, data=member.load()) for member in members(case.data, SUFFIXES, LIMITS)]
            )
        except Exception as error:  # noqa: BLE001 - judged below, as what a worker says
            results.append((case, verdict(error)))
    options = ReadOptions(limits=LIMITS)
    requests = [Request(case.name, case.data, options) for case in whole]
    found = read_files(requests, load_ruleset().editions, count=2)
    return results + [(case, verdict(each)) for case, each in zip(whole, found, strict=True)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--kind", action="append", default=[])
    parser.add_argument("--keep", type=Path, help="folder for the files that fail")
    options = parser.parse_args()
    stream, counts, end = cases(options.seed, tuple(options.kind)), Counter[str](), time.monotonic() + options.seconds
    print("seed", options.seed)
    while time.monotonic() < end:
        for case, found in run(list(islice(stream, 500))):
            counts[found] += 1
            if found.startswith("FAULT"):
                print(case.name, found, flush=True)
                if options.keep:
                    options.keep.mkdir(parents=True, exist_ok=True)
                    (options.keep / case.name).write_bytes(case.data)
    for found, count in counts.most_common():
        print(f"{count:8} {found}")
    return int(any(found.startswith("FAULT") for found in counts))


if __name__ == "__main__":
    sys.exit(main())
