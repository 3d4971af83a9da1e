"""Whole reports by real programs, and how they are read: ``python benchmarks/producers.py [--seeds N] [--only TEXT] [--write]``.

The forms of the corpus, full, with zeros and with zeros left blank, go through whatever of these programs is there: LibreOffice,
Chromium, pandoc, poppler, markitdown, html2text, trafilatura, Beautiful Soup, markdownify, docx2txt, pdfplumber, pandas, python-docx.
What is not there is named and left out. None of them is a dependency; ``apt-get install libreoffice-writer chromium pandoc poppler-utils
fonts-noto-cjk`` and ``pip install 'markitdown[docx,xlsx,pdf]' html2text trafilatura beautifulsoup4 markdownify docx2txt pdfplumber
python-docx tabulate openpyxl lxml_html_clean`` give all. ``--write`` puts the table into docs/reading.en.md and
docs/reading.md, ``--keep DIR`` keeps the documents.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "fixtures"), str(ROOT / "benchmarks")]

from corpus.damage_rows import member, with_member  # noqa: E402
from corpus.documents import EDITIONS, Made, Recipe  # noqa: E402
from corpus.figures import Fact  # noqa: E402
from corpus.judge import judge  # noqa: E402
from producer_tools import PRODUCERS, Producer, converted, missing  # noqa: E402
from reading_page import PAGE, write  # noqa: E402

import gkrules  # noqa: E402
from gkrules.api import read  # noqa: E402

HEADING = "## Producers"
# Numbers that all differ show any slip; those of the others are as reports have them.
LAYOUTS = ("official", "official-balanced", "zeros-left-blank")
SOURCES = ("docx", "html", "xlsx")
BARE = "docx without rules"


@dataclass
class Counts:
    """What became of the documents of a producer."""

    documents: int = 0
    sure: int = 0
    right: int = 0
    wrong: int = 0
    unread: int = 0
    refused: int = 0
    false_errors: int = 0
    failed: int = 0

    def row(self, name: str) -> str:
        """A line of the table."""
        share = f"{100 * self.right / self.sure:.2f} %" if self.sure else "–"
        counts = f"{self.documents} | {self.sure} | {share} | {self.wrong} | {self.unread} | {self.refused} | {self.false_errors}"
        return f"| {name} | {counts} |"


@dataclass(frozen=True)
class Base:
    """A form of the corpus, as files of the kinds that programs begin with.

    Attributes:
        facts: what it prints.
        errors: what checking finds in it where nothing is lost.
        balanced: whether its equations hold.
    """

    name: str
    made: Made
    files: dict[str, Path]
    errors: frozenset[str]
    balanced: bool


def bases(seeds: int, folder: Path) -> list[Base]:
    """The forms, written into a folder."""
    found = []
    for layout in LAYOUTS:
        for edition in EDITIONS:
            for seed in range(seeds):
                # The name of a recipe is the source of its chance: one form is written in each kind.
                first = Recipe("docx", layout, edition, seed)
                files = {}
                for kind in SOURCES:
                    files[kind] = folder / kind / f"{layout}-{edition}-{seed}.{kind}"
                    files[kind].parent.mkdir(exist_ok=True)
                    files[kind].write_bytes(first.make_as(kind).data)
                files[BARE] = folder / "bare" / files["docx"].name
                files[BARE].parent.mkdir(exist_ok=True)
                files[BARE].write_bytes(bare(files["docx"].read_bytes()))
                made = first.make_as("html")
                found.append(Base(files["docx"].stem, made, files, errors_of(made.data, made.name), layout != "official"))
    return found


def bare(data: bytes) -> bytes:
    """A Word file whose tables have no ruling lines."""
    part = "word/document.xml"
    return with_member(data, part, re.sub(r"<w:tblBorders>.*?</w:tblBorders>", "", member(data, part)))


def errors_of(data: bytes, name: str) -> frozenset[str]:
    """The errors that checking finds, but for cells that it says are unread."""
    try:
        result = gkrules.check(read(data, name=name))
    except gkrules.DocumentError:
        return frozenset()
    return frozenset(
        f"{each.code} {' '.join(each.cells)}" for each in result.findings if each.severity == "error" and not each.code.startswith("GK2")
    )


def facts_of(base: Base, producer: Producer) -> dict[str, Fact]:
    """What the product still tells: where a program drops blank cells, a row that has one allows several readings."""
    facts = base.made.facts
    if not producer.loses_blanks:
        return facts
    rows = {row_of(key) for key, fact in facts.items() if fact.state == "blank"}
    return {key: replace(fact, sure=fact.sure and row_of(key) not in rows) for key, fact in facts.items()}


def row_of(key: str) -> str:
    """The row of the printed form: section four is one."""
    return "review_litigation" if key.startswith("review_litigation.") else key.rpartition(".")[0]


def products(producer: Producer, whole: list[Base], folder: Path) -> Iterator[tuple[Base, bytes | None]]:
    """The documents that a producer makes of the forms; ``None`` where it failed."""
    for base in whole:
        try:
            source = converted(base.files, producer.source, folder)
            yield base, producer.make(source)
        except Exception as error:  # noqa: BLE001  (whatever another program does is counted)
            print(f"{producer.name}: {base.name}: {type(error).__name__}: {str(error)[:160]}", file=sys.stderr)
            yield base, None


def measured(producer: Producer, whole: list[Base], folder: Path, keep: Path | None) -> Counts:
    """Read what a producer makes."""
    counts = Counts()
    for base, data in products(producer, whole, folder):
        if data is None:
            counts.failed += 1
            continue
        name = f"{re.sub(r'[^a-z0-9]+', '-', producer.name.lower()).strip('-')}-{base.name}.{producer.kind}"
        if keep:
            (keep / name).write_bytes(data)
        verdict = judge(replace(base.made, name=name, kind=producer.kind, data=data, facts=facts_of(base, producer)))
        counts.documents += 1
        counts.sure += verdict.sure
        counts.right += verdict.right
        counts.wrong += len(verdict.wrong)
        counts.unread += len(verdict.unread)
        counts.refused += bool(verdict.refusal)
        if verdict.wrong:
            print(f"WRONG {name}: {len(verdict.wrong)}: {verdict.wrong[0]}", file=sys.stderr)
        if base.balanced and not verdict.refusal:
            false = errors_of(data, name) - base.errors
            counts.false_errors += len(false)
            if false:
                print(f"FALSE {name}: {len(false)}: {sorted(false)[0][:120]}", file=sys.stderr)
    return counts


def table(seeds: int, only: str, keep: Path | None) -> tuple[list[str], int]:
    """The table of producers, and how many cells were read wrongly."""
    lines = ["| producer | documents | recoverable cells | right | silently wrong | unread | refused | false errors |", "|---" * 8 + "|"]
    total, absent = Counts(), []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole = bases(seeds, folder)
        for producer in PRODUCERS:
            if only not in producer.name:
                continue
            if lacks := missing(producer):
                absent.append(f"{producer.name} ({', '.join(lacks)})")
                continue
            start = time.perf_counter()
            counts = measured(producer, whole, folder, keep)
            print(f"{counts.row(producer.name)} {time.perf_counter() - start:.0f} s, failed {counts.failed}", file=sys.stderr)
            lines.append(counts.row(producer.name))
            for field, number in vars(counts).items():
                setattr(total, field, getattr(total, field) + number)
    lines.append(total.row("all"))
    lines += ["", f"These were not there, and were left out: {'; '.join(absent)}." if absent else "All of the programs were there."]
    lines += [f"{total.failed} documents could not be made."] if total.failed else []
    return lines, total.wrong


def main() -> int:
    """Measure, print, and write on demand."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=2, help="forms per layout and edition (7: more than 2 000 documents in all)")
    parser.add_argument("--only", default="", metavar="TEXT", help="only producers whose name has this text")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the documents in a folder")
    parser.add_argument("--write", action="store_true", help="write the section into docs/reading.en.md and docs/reading.md")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
    lines, wrong = table(options.seeds, options.only, options.keep)
    text = "\n".join(
        [
            HEADING,
            "",
            "These are whole reports made by real programs (`python benchmarks/producers.py --write`). Where a program drops blank cells,",
            "rows with a blank are not recoverable. False errors are errors that are found in a correct report but not in its original.",
            "",
            *lines,
            "",
        ]
    )
    print(text)
    if options.write:
        before, _, own = PAGE.read_text(encoding="utf-8").partition(HEADING)
        _, mark, after = own.partition("\n## ")  # the sections of others stay
        write(f"{before.rstrip()}\n\n{text.rstrip()}\n{mark and mark + after}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
