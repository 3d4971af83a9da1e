"""Draws the pictures of the outputs in docs/images/ from the fixtures. Needs Chromium, LibreOffice, pdftoppm and a Chinese font."""

from __future__ import annotations

import html
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
REPORTS = "fixtures/reports"
_CHROMIUM = [
    "chromium",
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--hide-scrollbars",
]


def gkrules(*args: str, width: int = 80) -> str:
    """Run a command of this tree; what it prints."""
    command = [sys.executable, "-m", "gkrules", *args]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, "COLUMNS": str(width)})
    if done.returncode > 1:
        raise SystemExit(f"{args}: {done.stderr}{done.stdout}")
    return done.stdout


def shot(page: Path, name: str, width: int, height: int) -> None:
    """A picture of a page."""
    with tempfile.TemporaryDirectory() as profile:
        flags = [f"--user-data-dir={profile}", f"--screenshot={IMAGES / name}", f"--window-size={width},{height}"]
        subprocess.run([*_CHROMIUM, *flags, page.as_uri()], check=True, capture_output=True, timeout=100)


def pages(document: Path, name: str, page: int, *, width: int = 1000, height: int = -1) -> None:
    """A picture of a page of a document, as LibreOffice draws it; of its upper part if `height` is given."""
    folder = document.parent
    flags = ["--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run(["soffice", *flags, str(document)], check=True, capture_output=True, timeout=200)
    target = IMAGES / Path(name).stem
    at = ["-f", str(page), "-l", str(page), "-singlefile", "-scale-to-x", str(width), "-scale-to-y", "-1"]
    part = ["-x", "0", "-y", "0", "-W", str(width), "-H", str(height)] if height > 0 else []
    # What poppler has to say of the boxes of LibreOffice's notes is of no interest.
    subprocess.run(
        ["pdftoppm", "-png", *at, *part, str(document.with_suffix(".pdf")), str(target)], check=True, capture_output=True, timeout=100
    )


def fill_in(form: Path) -> None:
    """Put right numbers into a form, but for one."""
    from openpyxl import load_workbook

    from gkrules import read
    from gkrules.testing import valid_report

    right = valid_report("2021")
    book = load_workbook(form)
    for key, cell in read(form).cells.items():
        if cell.place is not None and cell.place.sheet is not None:
            wrong = 10 * (key == "applications.granted.natural_person")
            book[cell.place.sheet].cell(cell.place.row or 1, cell.place.column or 1).value = (right.cells[key].value or 0) + wrong
    book.save(form)


def as_forges_show(text: str) -> str:
    """Markdown as a page, about as forges draw it."""
    from markdown_it import MarkdownIt

    style = "body{font:15px/1.6 'Noto Sans CJK SC';margin:24px}table{border-collapse:collapse}td,th{border:1px solid #ccd;padding:4px 10px}"
    drawn = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    return f'<meta charset="utf-8"><style>{style}</style>{drawn}'


def terminal(text: str, name: str, folder: Path, height: int) -> None:
    """A picture of a terminal of 80 columns."""
    page = folder / "terminal.html"
    style = (
        "margin:0;padding:16px 20px;background:#16191d;color:#e3e6ea;font:15px/1.5 'Noto Sans Mono CJK SC',monospace;white-space:pre-wrap"
    )
    page.write_text(
        f'<meta charset="utf-8"><body style="margin:0;background:#16191d"><pre style="{style}">{html.escape(text)}</pre>', "utf-8"
    )
    shot(page, name, 760, height)


def main() -> None:
    """Draw all of them."""
    IMAGES.mkdir(exist_ok=True)
    broken, others = (
        f"{REPORTS}/hongze_2023.docx",
        [f"{REPORTS}/{name}.docx" for name in ("hongze_2024", "yongan_2024", "qinglan_slj_2022")],
    )
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        page, overview = folder / "page.html", folder / "overview.html"
        gkrules("check", broken, "-o", str(page))
        shot(page, "page.png", 1280, 1000)
        gkrules("check", broken, "-o", str(page), "--lang", "en")
        shot(page, "page.en.png", 1280, 1000)
        gkrules("check", broken, *others, "-o", str(overview))
        shot(overview, "overview.png", 1280, 900)
        shot(overview, "phone.png", 390, 900)
        annotated, notice, book, form = (folder / name for name in ("annotated.docx", "notice.docx", "book.xlsx", "form.xlsx"))
        gkrules("annotate", broken, "-o", str(annotated))
        pages(annotated, "annotated.png", 3, height=520)
        gkrules("notice", broken, "--issuer", "某市人民政府办公室", "--until", "2099-12-31", "-o", str(notice))
        pages(notice, "notice.png", 1, width=800)
        gkrules("check", broken, *others, "-o", str(book))
        pages(book, "workbook-report.png", 4)
        gkrules("template", "--unit", "青岚县水利局", "--year", "2025", "-o", str(form))
        word = folder / "form.docx"
        gkrules("template", "--unit", "青岚县水利局", "--year", "2025", "-o", str(word))
        pages(word, "form-word.png", 1, width=800)
        summary = folder / "summary.html"
        summary.write_text(as_forges_show(gkrules("check", broken, *others, "--format", "markdown")), "utf-8")
        shot(summary, "markdown.png", 1000, 760)
        fill_in(form)
        pages(form, "form-workbook.png", 2)
        terminal(gkrules("check", broken, *others, "--statistics"), "terminal.png", folder, 780)


if __name__ == "__main__":
    main()
