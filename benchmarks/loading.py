"""Time to load all rules and to compile both editions, cold but after imports: ``python benchmarks/loading.py``."""

from __future__ import annotations

import subprocess
import sys

import numpy as np

ROUNDS = 9

_CODE = """
import time
import gkrules.compile.schema, gkrules.ruleset.ruleset as ruleset
from gkrules.ruleset.location import rules_folder
start = time.perf_counter()
loaded = ruleset.load_folder(rules_folder())
middle = time.perf_counter()
for edition in loaded.editions:
    loaded.schema_for(edition)
print(middle - start, time.perf_counter() - middle)
"""


def main() -> None:
    """Measure in fresh processes, and print."""
    runs = [subprocess.run([sys.executable, "-c", _CODE], check=True, capture_output=True, text=True).stdout for _ in range(ROUNDS)]
    loading, compiling = np.median([[float(word) for word in run.split()] for run in runs], axis=0) * 1e3
    print(f"loading {loading:.0f} ms, compiling both editions {compiling:.0f} ms, together {loading + compiling:.0f} ms (limit 60)")


if __name__ == "__main__":
    main()
