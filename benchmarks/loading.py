"""Time to import the package, and, after imports, to load all rules, compile all editions and lint: ``python benchmarks/loading.py``."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

ROUNDS = 9


def main() -> None:
    """Measure in fresh processes, and print."""
    loading, compiling = (statistics.median(column) * 1e3 for column in zip(*(_fresh("compiling") for _ in range(ROUNDS)), strict=True))
    print(f"loading {loading:.0f} ms, compiling all editions {compiling:.0f} ms, together {loading + compiling:.0f} ms")
    print(f"import gkrules {statistics.median(_fresh('importing')[0] for _ in range(ROUNDS)) * 1e3:.0f} ms (limit 30)")
    print(f"linting our own rules {_fresh('linting')[0]:.1f} s")


def compiling() -> tuple[float, float]:
    """Seconds to load the rules, and to compile every edition of them; the modules are imported before."""
    import gkrules.compile.compiled  # noqa: F401 - what compiling imports when it begins
    from gkrules.compile.ruleset import Ruleset
    from gkrules.rulefiles.location import rules_folder
    from gkrules.rulefiles.rulebook import load_folder

    start = time.perf_counter()
    loaded = Ruleset.of(load_folder(rules_folder()))
    middle = time.perf_counter()
    for edition in loaded.editions:
        loaded.compiled(edition)
    return middle - start, time.perf_counter() - middle


def importing() -> tuple[float]:
    """Seconds to import the package."""
    start = time.perf_counter()
    import gkrules  # noqa: F401 - its import is what is measured

    return (time.perf_counter() - start,)


def linting() -> tuple[float]:
    """Seconds to lint the rules of the package."""
    from gkrules.lint.run import lint

    start = time.perf_counter()
    lint()
    return (time.perf_counter() - start,)


MEASURES = {measure.__name__: measure for measure in (compiling, importing, linting)}


def _fresh(measure: str) -> list[float]:
    run = subprocess.run([sys.executable, __file__, measure], check=True, capture_output=True, text=True)
    return [float(word) for word in run.stdout.split()]


if __name__ == "__main__":
    if sys.argv[1:]:
        print(*MEASURES[sys.argv[1]]())
    else:
        main()
