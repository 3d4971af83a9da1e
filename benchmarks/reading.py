"""How well and how fast documents are read: ``python benchmarks/reading.py [--seeds N] [--write] [--record]``.

Reads every generated document (fixtures/corpus), prints cells right, wrong and unread by kind, and the time of a reading as a
ratio to what the bare parser needs, side by side in one run. ``--write`` puts the tables into docs/reading.en.md and docs/reading.md.

``--damage N`` reads N damaged documents instead, and names those of which a cell was read wrongly; ``--case NAME`` makes one of them
again, writes it into the folder for temporary files, and says what was read wrongly.
"""

from __future__ import annotations

import argparse
import io
import resource
import statistics
import sys
import tempfile
import time
import zipfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "fixtures"))

import figures  # noqa: E402
from corpus.damage import KINDS, Case, cases, wrong  # noqa: E402
from corpus.documents import Made, Recipe, recipes  # noqa: E402
from corpus.judge import judge  # noqa: E402
from corpus.layouts import LAYOUTS  # noqa: E402
from corpus.writers import WRITERS  # noqa: E402
from reading_page import PAGE, write  # noqa: E402

from gkrules.api import read  # noqa: E402
from gkrules.reading import read_bytes as read_blocks  # noqa: E402

PRODUCERS = "## Producers"  # the section that `producers` writes, which stays
DAMAGED = 2000
TIMED = 20
ROUNDS = 5


@dataclass
class Counts:
    """Documents and cells of one kind or layout."""

    documents: int = 0
    sure: int = 0
    right: int = 0
    wrong: int = 0
    unread: int = 0
    by_kind: set[str] = field(default_factory=set)

    @property
    def share(self) -> str:
        """Cells read rightly, of those that can be."""
        return f"{100 * self.right / self.sure:.2f} %" if self.sure else "–"


def bare_html(data: bytes) -> None:
    """The tree of the page."""
    from selectolax.lexbor import LexborHTMLParser

    LexborHTMLParser(data.decode("utf-8", "replace"))


def bare_docx(data: bytes) -> None:
    """The tree of the main part."""
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        etree.fromstring(archive.read("word/document.xml"))


def plain_html(data: bytes) -> None:
    """The least that uses the tree: the text of every cell and paragraph, without spans, visibility, places or checks."""
    from selectolax.lexbor import LexborHTMLParser

    for node in LexborHTMLParser(data.decode("utf-8", "replace")).css("td, th, p, h1, h2, h3"):
        node.text()


def plain_docx(data: bytes) -> None:
    """The least that uses the tree: the text of every cell and paragraph, without merges, styles, numbering, changes or places."""
    from lxml import etree

    namespace = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    for paragraph in root.iter(f"{namespace}p"):
        "".join(text.text or "" for text in paragraph.iter(f"{namespace}t"))


def bare_pdf(data: bytes) -> None:
    """Text with a box for each character, and the paths."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    for page in document:
        text = page.get_textpage()
        text.get_text_range()
        for index in range(text.count_chars()):
            text.get_charbox(index, loose=True)
        list(page.get_objects())
    document.close()


def plumbed(data: bytes) -> None:
    """Tables by pdfplumber (not a dependency: ``pip install pdfplumber``)."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_tables()


def seconds(work: Callable[[bytes], object], documents: list[Made], rounds: int = ROUNDS) -> float:
    """Median over documents of the best of some rounds, warm."""
    times = []
    for made in documents:
        best = float("inf")
        for _ in range(rounds):
            start = time.perf_counter()
            work(made.data)
            best = min(best, time.perf_counter() - start)
        times.append(best)
    return statistics.median(times)


def speed(*, record: bool = False) -> list[str]:
    """The table of times."""
    lines = ["| kind | bare parser, ms | reader, ms | ratio | to the report, ms | ratio |", "|---|---|---|---|---|---|"]
    # A reader cannot cost less than asking the tree for its texts, so that this is measured, too; the bare tree stays in the table.
    bases: list[tuple[str, str, Callable[[bytes], None]]] = [
        ("html", "html, tree only", bare_html),
        ("html", "html, tree and texts", plain_html),
        ("docx", "docx, tree only", bare_docx),
        ("docx", "docx, tree and texts", plain_docx),
        ("pdf", "pdf", bare_pdf),
    ]
    for kind, name, work in bases:
        made = [Recipe(kind, "official-balanced", ("2019", "2021")[seed % 2], seed).make() for seed in range(TIMED)]
        base, blocks, whole = seconds(work, made), seconds(read_blocks, made), seconds(lambda data: read(data, name="x"), made)
        if record:
            figures.record(f"reading-{kind}", whole * 1e3, "ms")
        lines.append(f"| {name} | {base * 1e3:.1f} | {blocks * 1e3:.1f} | {blocks / base:.1f} | {whole * 1e3:.1f} | {whole / base:.1f} |")
        if kind == "pdf":
            try:
                plumber = seconds(plumbed, made[:4], rounds=1)
            except ImportError:
                continue
            lines.append(
                f"| pdf, to pdfplumber's tables | {plumber * 1e3:.1f} | {blocks * 1e3:.1f} | {blocks / plumber:.2f} | "
                f"{whole * 1e3:.1f} | {whole / plumber:.2f} |"
            )
    return lines


def quality(seeds: int, *, record: bool = False) -> tuple[list[str], int]:
    """The tables of cells, and how many were read wrongly."""
    kinds: dict[str, Counts] = defaultdict(Counts)
    layouts: dict[str, Counts] = defaultdict(Counts)
    for recipe in recipes(range(seeds)):
        verdict = judge(recipe.make())
        for counts in (kinds[recipe.kind], kinds["all"], layouts[recipe.layout]):
            counts.documents += 1
            counts.sure += verdict.sure
            counts.right += verdict.right
            counts.wrong += len(verdict.wrong)
            counts.unread += len(verdict.unread)
            counts.by_kind.add(recipe.kind)
        for fault in verdict.wrong:
            print(recipe.name, fault, file=sys.stderr)
    if record:
        every = kinds["all"]
        figures.record("reading-documents", every.documents, "")
        figures.record("reading-cells", every.sure, "")
        figures.record("reading-right", 100 * every.right / every.sure, "%")
        figures.record("reading-wrong", every.wrong, "")
        figures.record("reading-unread", every.unread, "")
        figures.record("reading-layouts", len(LAYOUTS), "")
    head = ["documents", "recoverable cells", "right", "silently wrong", "unread"]
    lines = [f"| kind | {' | '.join(head)} |", "|---" * 6 + "|"]
    lines += [row(kind, kinds[kind]) for kind in (*WRITERS, "all")]
    lines += [
        "",
        f"There were {len(LAYOUTS)} layouts. In these, not every recoverable cell was read:",
        "",
        f"| layout | {' | '.join(head)} |",
    ]
    lines += ["|---" * 6 + "|", *(row(name, counts) for name, counts in layouts.items() if counts.right != counts.sure or counts.wrong)]
    return lines, kinds["all"].wrong


def damage(count: int) -> tuple[list[str], int]:
    """The table of damaged documents: how many cells were read wrongly, by kind and damage."""
    documents: dict[tuple[str, str], int] = defaultdict(int)
    faults: dict[tuple[str, str], int] = defaultdict(int)
    refused = 0
    for case in cases(count):
        made = case.make()
        found = wrong(made)
        refused += found is None
        for what in (*set(made.damages), "all"):
            for kind in (case.recipe.kind, "all"):
                documents[what, kind] += 1
                faults[what, kind] += bool(found)
        if found:
            print(case.name, "+".join(made.damages), len(found), found[0], file=sys.stderr)
    kinds = [*KINDS, "all"]
    lines = [f"| damage | {' | '.join(kinds)} |", "|---" * (len(kinds) + 1) + "|"]
    for what in sorted({what for what, _ in documents}, key=lambda name: (name == "all", name)):
        fields = [f"{faults[what, kind]} / {documents[what, kind]}" if documents[what, kind] else "–" for kind in kinds]
        lines.append(f"| {what} | {' | '.join(fields)} |")
    lines += ["", f"{count} documents, of which {refused} were refused. A document with several kinds of damage counts once for each."]
    return lines, faults["all", "all"]


def show(name: str) -> int:
    """Make a damaged document again."""
    made = Case.named(name).make()
    path = Path(tempfile.gettempdir()) / f"{name}.{made.made.kind}"
    path.write_bytes(made.made.data)
    found = wrong(made)
    print(path, "+".join(made.damages), "refused" if found is None else f"{len(found)} wrong", *(found or []), sep="\n")
    return 1 if found else 0


def row(name: str, counts: Counts) -> str:
    """A line of a table of cells."""
    return f"| {name} | {counts.documents} | {counts.sure} | {counts.share} | {counts.wrong} | {counts.unread} |"


def main() -> int:
    """Measure, print, and write on demand."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=2, help="documents per layout, kind and edition (2: more than 2 000 in all)")
    parser.add_argument("--write", action="store_true", help="write docs/reading.en.md and docs/reading.md")
    parser.add_argument("--damage", type=int, metavar="N", help="read N damaged documents instead: documents with a wrong cell / documents")
    parser.add_argument("--case", metavar="NAME", help="make a damaged document again")
    figures.add_option(parser)
    options = parser.parse_args()
    if options.case:
        return show(options.case)
    if options.damage:
        lines, wrong_documents = damage(options.damage)
        print("\n".join(lines))
        return 1 if wrong_documents else 0
    timed = speed(record=options.record)
    read, wrong_cells = quality(options.seeds, record=options.record)
    harmed, wrong_documents = damage(DAMAGED)
    if options.record:
        figures.record("reading-damaged", DAMAGED, "")
        figures.record("reading-damaged-wrong", wrong_documents, "")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    text = "\n".join(
        [
            "<!-- generated by python benchmarks/reading.py --write; do not edit -->",
            "# Reading, measured",
            "",
            "These documents are generated (`fixtures/corpus`): the official form with known numbers. A cell is recoverable if the",
            "document allows only one reading. It is wrong if another number was read, or a number or a blank in place of something else.",
            "",
            *read,
            "",
            "Time for one document, warm, compared with the bare parser (selectolax; zip and lxml; pdfium with a box for each",
            "character) in one run:",
            "",
            *timed,
            "",
            f"The whole run took at most {memory:.0f} MB of memory.",
            "",
            "## Damage",
            "",
            "Here cells of generated documents were lost, shifted, split, merged, repeated or blanked, and rows and lines of text were",
            "lost, repeated or added (`python benchmarks/reading.py --damage N`). The table shows documents with a cell read wrongly",
            "/ documents.",
            "",
            *harmed,
            "",
        ]
    )
    print(text)
    if options.write:
        _, heading, producers = PAGE.read_text(encoding="utf-8").partition(PRODUCERS)
        write(f"{text}\n{heading}{producers}".rstrip("\n") + "\n")
    return 1 if wrong_cells or wrong_documents else 0


if __name__ == "__main__":
    sys.exit(main())
