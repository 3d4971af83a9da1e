"""The programs of `producers`: what each begins with, and what it makes of it. All are looked up when they are needed."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

_TIMEOUT = 120


@dataclass(frozen=True)
class Producer:
    """A program that makes a document of another.

    Attributes:
        source: what it begins with: docx, html, xlsx, or what another program made of it (``docx>pdf`` by LibreOffice,
            ``html>pdf`` by Chromium).
        kind: of its product.
        make: a file to the product.
        needs: modules and programs.
        loses_blanks: whether it drops blank cells, or their places.
    """

    name: str
    source: str
    kind: str
    make: Callable[[Path], bytes]
    needs: tuple[str, ...]
    loses_blanks: bool = False


def missing(producer: Producer) -> list[str]:
    """What a producer needs and is not there."""
    first = {"docx>pdf": ("soffice",), "html>pdf": ("chromium",)}.get(producer.source, ())
    needs = [*producer.needs, *first]
    return [name for name in needs if not shutil.which(name) and importlib.util.find_spec(name) is None]


def converted(files: Mapping[str, Path], source: str, folder: Path) -> Path:
    """The file that a producer begins with."""
    kind, _, target = source.partition(">")
    if not target:
        return files[kind]
    path = folder / f"{kind}-{target}" / f"{files[kind].stem}.{target}"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(printed(files[kind]) if kind == "html" else office(target, files[kind]))
    return path


def run(*words: str, folder: Path | None = None) -> bytes:
    """The output of a program."""
    done = subprocess.run(words, capture_output=True, timeout=_TIMEOUT, check=True, cwd=folder)
    return done.stdout


# LibreOffice takes a second to start: the first document of a folder has all of them converted.
def office(target: str, path: Path) -> bytes:
    """What LibreOffice makes of a file."""
    kind = target.partition(":")[0]
    out = path.parent / f"office-{kind}"
    product = out / f"{path.stem}.{kind}"
    if not product.exists():
        out.mkdir(exist_ok=True)
        profile = f"-env:UserInstallation=file://{path.parent.parent}/profile"
        siblings = sorted(str(each) for each in path.parent.glob(f"*{path.suffix}"))
        run("soffice", profile, "--headless", "--convert-to", target, "--outdir", str(out), *siblings, folder=path.parent)
    return product.read_bytes()


def printed(path: Path) -> bytes:
    """What Chromium prints of a page."""
    out = path.with_suffix(".print.pdf")
    flags = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={path.parent.parent}/chromium")
    run("chromium", *flags, f"--print-to-pdf={out}", path.as_uri())
    return out.read_bytes()


def pandoc(target: str, path: Path) -> bytes:
    """What pandoc makes of a file."""
    return run("pandoc", "-t", target, str(path))


def pdf_text(path: Path, *flags: str) -> bytes:
    """What poppler's pdftotext makes of a file."""
    return run("pdftotext", *flags, str(path), "-")


def marked_down(path: Path) -> bytes:
    """What markitdown makes of a file."""
    module: Any = importlib.import_module("markitdown")
    return str(module.MarkItDown().convert(str(path)).text_content).encode()


def html2text(path: Path, *, width: int = 0) -> bytes:
    """What html2text makes of a page."""
    module: Any = importlib.import_module("html2text")
    maker = module.HTML2Text()
    maker.body_width = width
    return str(maker.handle(path.read_text(encoding="utf-8"))).encode()


def trafilatura(path: Path, output: str) -> bytes:
    """What trafilatura takes from a page."""
    module: Any = importlib.import_module("trafilatura")
    return (module.extract(path.read_text(encoding="utf-8"), output_format=output, include_tables=True, favor_recall=True) or "").encode()


def soup(path: Path, mark: str, *, strip: bool) -> bytes:
    """Beautiful Soup's get_text."""
    module: Any = importlib.import_module("bs4")
    return str(module.BeautifulSoup(path.read_text(encoding="utf-8"), "lxml").get_text(mark, strip=strip)).encode()


def soup_rows(path: Path, mark: str) -> bytes:
    """What scrapers write with Beautiful Soup: paragraphs, and the cells of each row between marks."""
    module: Any = importlib.import_module("bs4")
    page = module.BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")
    lines = []
    for node in page.find_all(["h1", "p", "tr"]):
        cells = node.find_all(["td", "th"]) if node.name == "tr" else []
        lines.append(mark.join(cell.get_text(strip=True) for cell in cells) if cells else node.get_text(strip=True))
    return "\n".join(lines).encode()


def markdownified(path: Path) -> bytes:
    """What markdownify makes of a page."""
    module: Any = importlib.import_module("markdownify")
    return str(module.markdownify(path.read_text(encoding="utf-8"))).encode()


def docx_text(path: Path) -> bytes:
    """What docx2txt makes of a Word file."""
    module: Any = importlib.import_module("docx2txt")
    return str(module.process(str(path))).encode()


def docx_rows(path: Path, mark: str, *, once: bool = False) -> bytes:
    """What scripts write with python-docx: paragraphs, and the cells of each row between marks, merged ones repeated or `once`."""
    module: Any = importlib.import_module("docx")
    tables: Any = importlib.import_module("docx.table")
    lines = []
    for block in module.Document(str(path)).iter_inner_content():
        if not isinstance(block, tables.Table):
            lines.append(block.text)
            continue
        for row in block.rows:
            cells = list(dict.fromkeys(cell._tc for cell in row.cells)) if once else [cell._tc for cell in row.cells]
            lines.append(mark.join(tables._Cell(cell, block).text for cell in cells))
    return "\n".join(lines).encode()


def plumbed_text(path: Path, *, layout: bool = False) -> bytes:
    """The text that pdfplumber takes from pages."""
    module: Any = importlib.import_module("pdfplumber")
    with module.open(path) as document:
        return "\n".join(page.extract_text(layout=layout) or "" for page in document.pages).encode()


def plumbed_tables(path: Path) -> bytes:
    """The tables that pdfplumber takes from pages, as lines of CSV below each other."""
    import csv

    module: Any = importlib.import_module("pdfplumber")
    stream = io.StringIO()
    writer = csv.writer(stream)
    with module.open(path) as document:
        for page in document.pages:
            for table in page.extract_tables():
                writer.writerows([["" if cell is None else cell for cell in row] for row in table])
                writer.writerow([])
    return _titled(path, stream.getvalue().encode())


def frames(path: Path) -> list[Any]:
    """The tables of a page, or the sheets of a workbook, as pandas reads them."""
    import pandas as pd

    if path.suffix == ".xlsx":
        return [pd.read_excel(path, engine="openpyxl")]
    return list(pd.read_html(io.StringIO(path.read_text(encoding="utf-8"))))


def pandas_csv(path: Path, *, index: bool = True) -> bytes:
    """Tables as pandas writes them to CSV, below each other."""
    return _titled(path, "\n".join(frame.to_csv(index=index) for frame in frames(path)).encode())


def pandas_markdown(path: Path) -> bytes:
    """Tables as pandas writes them to Markdown."""
    return _titled(path, "\n\n".join(frame.to_markdown() for frame in frames(path)).encode())


def pandas_excel(path: Path) -> bytes:
    """Tables as pandas writes them to a workbook, a sheet each."""
    import pandas as pd

    stream = io.BytesIO()
    with pd.ExcelWriter(stream, engine="openpyxl") as book:
        for number, frame in enumerate(frames(path)):
            frame.to_excel(book, sheet_name=f"表{number + 1}")
    return stream.getvalue()


def _titled(path: Path, data: bytes) -> bytes:
    """Tables alone do not say their year: scripts put the name of the document above, as they do here. A sheet has its own title."""
    if path.suffix == ".xlsx":
        return data
    year = "2020" if "-2019-" in path.name else "2023"
    return f"青岚县人民政府{year}年政府信息公开工作年度报告\n\n".encode() + data


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Without what libraries say about documents."""
    with Path(os.devnull).open("w") as sink, contextlib.redirect_stderr(sink):
        yield


_OFFICE = (
    ("docx", "pdf", "pdf"),
    ("docx without rules", "pdf", "pdf"),
    ("docx", "odt", "odt"),
    ("docx", "html", "html"),
    ("docx", "docx", "docx"),
    ("docx", "doc", "doc"),
    ("docx", "txt:Text (encoded):UTF8", "txt"),
    ("html", "pdf:writer_web_pdf_Export", "pdf"),
    ("html", "odt:writer8", "odt"),
    ("html", "docx:MS Word 2007 XML", "docx"),
)


def _producers() -> Iterator[Producer]:
    for source, target, kind in _OFFICE:
        yield Producer(f"LibreOffice, {source} to {kind}", source, kind, partial(office, target), ("soffice",), loses_blanks=kind == "txt")
    yield Producer("Chromium, html to pdf", "html", "pdf", printed, ("chromium",))
    for source in ("docx", "html"):
        for target, kind in (("markdown", "md"), ("gfm", "md"), ("plain", "txt"), ("rst", "txt"), ("html", "html"), ("commonmark_x", "md")):
            yield Producer(f"pandoc, {source} to {target}", source, kind, partial(pandoc, target), ("pandoc",))
    for source, name in (("docx>pdf", "LibreOffice"), ("html>pdf", "Chromium")):
        yield Producer(f"pdftotext, PDF of {name}", source, "txt", pdf_text, ("pdftotext",), loses_blanks=True)
        yield Producer(
            f"pdftotext -raw, PDF of {name}", source, "txt", lambda path: pdf_text(path, "-raw"), ("pdftotext",), loses_blanks=True
        )
        layout = lambda path: pdf_text(path, "-layout")  # noqa: E731
        yield Producer(f"pdftotext -layout, PDF of {name}", source, "txt", layout, ("pdftotext",), loses_blanks=True)
        yield Producer(f"pdfplumber text, PDF of {name}", source, "txt", plumbed_text, ("pdfplumber",), loses_blanks=True)
        yield Producer(f"pdfplumber tables, PDF of {name}", source, "csv", plumbed_tables, ("pdfplumber",))
    for source in ("docx", "html", "xlsx", "docx>pdf"):
        lost = source != "xlsx"
        yield Producer(f"markitdown, {source}", source, "md", marked_down, ("markitdown",), lost)
    yield Producer("html2text", "html", "md", html2text, ("html2text",))
    yield Producer("trafilatura, text", "html", "txt", lambda path: trafilatura(path, "txt"), ("trafilatura",), loses_blanks=True)
    yield Producer("trafilatura, markdown", "html", "md", lambda path: trafilatura(path, "markdown"), ("trafilatura",), loses_blanks=True)
    for mark, name in ((" ", "blank"), ("\n", "line end"), ("|", "bar")):
        for strip in (False, True):
            make = partial(soup, mark=mark, strip=strip)
            words = f"bs4 get_text, {name}{', stripped' if strip else ''}"
            yield Producer(words, "html", "txt", make, ("bs4", "lxml"), loses_blanks=True)
    yield Producer("bs4 rows, tab", "html", "txt", partial(soup_rows, mark="\t"), ("bs4", "lxml"))
    yield Producer("bs4 rows, bar", "html", "txt", partial(soup_rows, mark=" | "), ("bs4", "lxml"))
    yield Producer("markdownify", "html", "md", markdownified, ("markdownify",), loses_blanks=True)
    yield Producer("docx2txt", "docx", "txt", docx_text, ("docx2txt",), loses_blanks=True)
    for mark, name in (("\t", "tab"), (" | ", "bar")):
        yield Producer(f"python-docx, {name}", "docx", "txt", partial(docx_rows, mark=mark), ("docx",))
        yield Producer(
            f"python-docx, {name}, merged once", "docx", "txt", partial(docx_rows, mark=mark, once=True), ("docx",), loses_blanks=True
        )
    for source in ("html", "xlsx"):
        needs = ("openpyxl",) if source == "xlsx" else ()
        yield Producer(f"pandas, {source} to csv", source, "csv", pandas_csv, needs)
        yield Producer(f"pandas, {source} to csv, no index", source, "csv", partial(pandas_csv, index=False), needs)
        yield Producer(f"pandas, {source} to markdown", source, "md", pandas_markdown, (*needs, "tabulate"))
        yield Producer(f"pandas, {source} to xlsx", source, "xlsx", pandas_excel, ("openpyxl",))


PRODUCERS = tuple(_producers())
