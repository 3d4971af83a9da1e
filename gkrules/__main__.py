"""``python -m gkrules``"""

from __future__ import annotations

from gkrules.cli import main

if __name__ == "__main__":
    main()
