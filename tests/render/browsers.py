"""Headless Chromium, as Debian has it, for pages that people look at."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium (apt-get install chromium)")
_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
]


def chromium(page: Path, *flags: str) -> str:
    """Open a page; what Chromium prints."""
    assert CHROMIUM is not None
    with tempfile.TemporaryDirectory() as profile:
        command = [CHROMIUM, *_FLAGS, f"--user-data-dir={profile}", *flags, page.as_uri()]
        done = subprocess.run(command, capture_output=True, check=False, timeout=100)
    return done.stdout.decode("utf-8", "replace")


def dom(page: Path) -> str:
    """The document after its scripts have run."""
    return chromium(page, "--dump-dom", "--virtual-time-budget=2000")


def screenshot(page: Path, target: Path, width: int, height: int) -> bytes:
    """A picture of the page in a window of a size."""
    chromium(page, f"--screenshot={target}", f"--window-size={width},{height}")
    return target.read_bytes()
