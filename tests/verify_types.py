"""Whether every public name has a type that no checker has to guess: ``python tests/verify_types.py`` asks pyright; 1 if one has none."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Tell the share of names whose type is known, and the others."""
    # It takes a package for typed where it finds it on the path of modules, which an editable install is not.
    path = os.pathsep.join([str(ROOT), *(each for each in sys.path if each.endswith("site-packages"))])
    command = [sys.executable, "-m", "pyright", "--verifytypes", "gkrules", "--ignoreexternal", "--outputjson"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": path}, timeout=300)
    found = json.loads(done.stdout)["typeCompleteness"]
    unclear = [each["name"] for each in found["symbols"] if not each["isTypeKnown"] and each["name"].startswith("gkrules")]
    print(f"{found['completenessScore']:.2%} of the public names have a known type")
    print("\n".join(unclear[:50]))
    return int(found["completenessScore"] < 1)


if __name__ == "__main__":
    sys.exit(main())
