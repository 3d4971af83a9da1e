"""Time to import the package, and, after imports, to load all rules, compile both editions and lint: ``python benchmarks/loading.py``."""

from __future__ import annotations

import subprocess
import sys

import numpy as np

ROUNDS = 9

_CODE = """
import time
import gkrules.compile.schema, gkrules.rulefiles.rulebook as ruleset
from gkrules.rulefiles.location import rules_folder
start = time.perf_counter()
loaded = ruleset.load_folder(rules_folder())
middle = time.perf_counter()
for edition in loaded.editions:
    loaded.schema_for(edition)
print(middle - start, time.perf_counter() - middle)
"""
_IMPORT = """
import time
start = time.perf_counter()
import gkrules
print(time.perf_counter() - start)
"""
_LINT = """
import time
from gkrules.lint.run import lint
start = time.perf_counter()
lint()
print(time.perf_counter() - start)
"""


def main() -> None:
    """Measure in fresh processes, and print."""
    loading, compiling = np.median([_seconds(_CODE) for _ in range(ROUNDS)], axis=0) * 1e3
    print(f"loading {loading:.0f} ms, compiling both editions {compiling:.0f} ms, together {loading + compiling:.0f} ms (limit 60)")
    print(f"import gkrules {np.median([_seconds(_IMPORT) for _ in range(ROUNDS)]) * 1e3:.0f} ms (limit 30)")
    print(f"linting our own rules {_seconds(_LINT)[0]:.1f} s")


def _seconds(code: str) -> list[float]:
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return [float(word) for word in run.stdout.split()]


if __name__ == "__main__":
    main()
