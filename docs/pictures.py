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


def pages(document: Path, name: str, page: int, width: int = 1000, export: str = "pdf") -> None:
    """A picture of a page of a document, as LibreOffice draws it."""
    folder = document.parent
    flags = ["--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to", export, "--outdir", str(folder)]
    subprocess.run(["soffice", *flags, str(document)], check=True, capture_output=True, timeout=200)
    target = IMAGES / Path(name).stem
    at = ["-f", str(page), "-l", str(page), "-singlefile", "-scale-to-x", str(width), "-scale-to-y", "-1"]
    subprocess.run(["pdftoppm", "-png", *at, str(document.with_suffix(".pdf")), str(target)], check=True, timeout=100)


def terminal(text: str, name: str, folder: Path, height: int) -> None:
    """A picture of a terminal of 80 columns."""
    page = folder / "terminal.html"
    style = (
        "margin:0;padding:16px 20px;background:#16191d;color:#e3e6ea;font:15px/1.5 'Noto Sans Mono CJK SC',monospace;white-space:pre-wrap"
    )
    page.write_text(f'<meta charset="utf-8"><pre style="{style}">{html.escape(text)}</pre>', "utf-8")
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
        gkrules("check", broken, *others, "-o", str(overview))
        shot(overview, "overview.png", 1280, 900)
        shot(overview, "phone.png", 390, 900)


if __name__ == "__main__":
    main()
