"""Where the rules of this package lie."""

from __future__ import annotations

from pathlib import Path


def rules_folder() -> Path:
    """The folder with the YAML: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "rules"
    return installed if installed.is_dir() else package.parent / "rules"
