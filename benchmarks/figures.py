"""Keeps what benchmarks measured for the documentation: ``record("reading-docx", 12.3, "ms")`` writes it into benchmarks/figures.json.

Nobody writes a figure by hand: a benchmark records it when it is run with ``--record``, and ``python docs/figures_page.py --write`` puts
it where a page asks for it.
"""

from __future__ import annotations

import argparse
import datetime
import json
import math
import os
import platform
import re
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path

FILE = Path(__file__).with_name("figures.json")
UNITS = frozenset({"", "%", "×", "ms", "s", "kB", "MB"})
"""Units that are the same in each language; what is counted has none, and the page says what it is."""
_DIGITS = 3


def add_option(parser: argparse.ArgumentParser) -> None:
    """``--record``"""
    parser.add_argument("--record", action="store_true", help="keep the figures for the documentation (benchmarks/figures.json)")


def record(name: str, value: float, unit: str, *, file: Path = FILE) -> None:
    """Keep a figure, with the day, the machine and the command of this run. Three digits are as much as a measurement is worth.

    Raises:
        ValueError: the name, the value or the unit is not fit to be shown.
    """
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", name):
        raise ValueError(f"{name!r} is no name of a figure: words with hyphens between them, of the benchmark first")
    if unit not in UNITS or not math.isfinite(value):
        raise ValueError(f"{name}: {value} {unit!r} is not fit to be shown")
    figures = load(file)
    figures[name] = {
        "value": value if isinstance(value, int) else rounded(value, unit),
        "unit": unit,
        "date": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        "machine": machine(),
        "command": shlex.join(["python", *sys.argv]),
    }
    file.write_text(json.dumps(dict(sorted(figures.items())), ensure_ascii=False, indent=2) + "\n", "utf-8")


def load(file: Path = FILE) -> dict[str, dict[str, str | float]]:
    """All figures by name."""
    return dict(json.loads(file.read_text("utf-8"))) if file.exists() else {}


def shown(figure: Mapping[str, str | float], what: str = "value") -> str:
    """A figure as a page shows it: the value with its unit, or another of its fields."""
    if what != "value":
        return str(figure[what])
    value = figure["value"]
    number = f"{value:,}".replace(",", " ") if isinstance(value, int) else f"{value:g}"
    return f"{number} {figure['unit']}".rstrip()


def rounded(value: float, unit: str) -> float:
    """A share keeps two decimals, and is not rounded up to the whole; anything else keeps three digits."""
    if unit == "%":
        return math.floor(value * 100) / 100
    return float(f"{value:.{_DIGITS}g}")


def machine() -> str:
    """The processor, as the system names it, and the version of Python."""
    name = platform.processor() or platform.machine()
    described = Path("/proc/cpuinfo")
    if described.exists() and (found := re.search(r"^model name\s*:\s*(.+)$", described.read_text("utf-8"), re.MULTILINE)):
        name = found[1].strip()
    return f"{name} ({os.cpu_count()} cores), Python {platform.python_version()}"
