"""What it costs to read a file in a process of its own: ``python benchmarks/isolation.py [--record]``.

Processor time of a whole ``gkrules extract``, with its children, with and without ``--isolate``, in turn.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
from pathlib import Path

import figures

REPORT = Path(__file__).resolve().parents[1] / "fixtures" / "reports" / "yongan_2024.docx"
ROUNDS = 9


def seconds(option: str) -> float:
    """Processor time of one run and of what it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "gkrules", "extract", str(REPORT), option], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Measure and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    figures.add_option(parser)
    record = parser.parse_args().record
    pairs = [(seconds("--no-isolate"), seconds("--isolate")) for _ in range(ROUNDS)]
    here, apart = (statistics.median(times) for times in zip(*pairs, strict=True))
    print(f"in this process {here:.3f} s, in one of its own {apart:.3f} s: {apart / here:.2f} ×")
    if record:
        figures.record("isolation-here", here, "s")
        figures.record("isolation-apart", apart, "s")
        figures.record("isolation-more", apart - here, "s")


if __name__ == "__main__":
    main()
