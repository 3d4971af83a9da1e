"""The pages that are made when the site is built, and the hook by which mkdocs has them beside those written by hand.

(The plugin gen-files would do, but mkdocs-static-i18n takes pages from the folder of the documentation only.)
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import api_pages  # noqa: E402
import cli_page  # noqa: E402
import rule_pages  # noqa: E402

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

SUFFIXES = {"zh": ".md", "en": ".en.md"}
_folders: list[tempfile.TemporaryDirectory[str]] = []


def pages() -> dict[str, str]:
    """All pages that are made, by path: each in Chinese (`x.md`) and in English (`x.en.md`)."""
    makers = (rule_pages.pages, cli_page.pages, api_pages.pages, changelog)
    return {f"{path}{suffix}": text for lang, suffix in SUFFIXES.items() for make in makers for path, text in make(lang).items()}


def changelog(lang: str) -> dict[str, str]:
    """The list of changes, which is kept in English."""
    _, _, changes = (HERE.parent / "CHANGELOG.md").read_text("utf-8").partition("\n")
    head = {"zh": "# 更新记录\n\n更新记录只有英文。\n", "en": "# Changelog\n"}
    return {"changelog": head[lang] + changes}


def on_config(config: MkDocsConfig, **_: Any) -> MkDocsConfig:
    """Have mkdocs build from a copy of this folder with the pages that are made. Each language comes here: the copy is made once."""
    if Path(config.docs_dir).resolve() == HERE:
        _folders.append(tempfile.TemporaryDirectory(prefix="gkrules-docs-"))
        copy = Path(_folders[-1].name)
        shutil.copytree(HERE, copy, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.py", "*.yaml", "__pycache__"))
        for path, text in pages().items():
            (copy / path).parent.mkdir(parents=True, exist_ok=True)
            (copy / path).write_text(text, "utf-8")
        config.docs_dir = str(copy)
    return config


def on_shutdown(**_: Any) -> None:
    """Remove the copies."""
    for folder in _folders:
        folder.cleanup()
