"""The types of the cells, made of the editions: ``python tests/typing_module.py`` writes ``gkrules/typing``.

With ``--check`` it only says whether they are up to date. They are files, and not made on import, so that type checkers read them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from gkrules.model.edition import Edition
from gkrules.rulefiles.rulebook import own_rulebook

FOLDER = Path(__file__).resolve().parents[1] / "gkrules" / "typing"
COMMAND = "python tests/typing_module.py"
_WIDTH = 140


def files() -> dict[str, str]:
    """The text of each file by its name."""
    editions = list(own_rulebook().editions.values())
    return {"__init__.py": _package(editions), **{f"_cells_{each.key}.py": _module(each) for each in editions}}


def _package(editions: Iterable[Edition]) -> str:
    names = sorted(f"{kind}{each.key}" for each in editions for kind in ("CellKey", "Cells"))
    imports = "".join(f"from gkrules.typing._cells_{each.key} import CellKey{each.key}, Cells{each.key}\n" for each in editions)
    return (
        '"""单元格的键和数值的类型，按格式的版本。 The types of cells, by edition of the form; for type checkers and editors.\n\n'
        f'Made by ``{COMMAND}`` of the editions in ``rules``; nothing else of the package imports it.\n"""\n\n'
        f"{imports}\n__all__ = [\n" + "".join(f'    "{name}",\n' for name in names) + "]\n"
    )


def _module(edition: Edition) -> str:
    keys = list(edition.cell_by_key)
    return "\n".join(
        [
            f'"""The cells of edition {edition.key}. Made by ``{COMMAND}``; do not edit."""',
            "",
            "from typing import Literal, TypedDict",
            "",
            "# fmt: off",
            f"CellKey{edition.key} = Literal[",
            *_lines(f'"{key}"' for key in keys),
            "]",
            f'"""The keys of the cells of {edition.en}."""',
            "",
            f"Cells{edition.key} = TypedDict(",
            f'    "Cells{edition.key}",',
            "    {",
            *_lines((f'"{key}": float | None' for key in keys), indent=8),
            "    },",
            "    total=False,",
            ")",
            '"""The numbers of the cells by key; ``None`` where a cell holds none, and no key where a report has no such cell."""',
            "",
        ]
    )


def _lines(items: Iterable[str], indent: int = 4) -> Iterator[str]:
    """As many in a line as fit."""
    line = " " * (indent - 1)
    for item in items:
        if len(line) + len(item) + 2 > _WIDTH:
            yield line
            line = " " * (indent - 1)
        line += f" {item},"
    yield line


def main() -> int:
    """Write the files, or compare them."""
    made, stale = files(), []
    for name, text in made.items():
        file = FOLDER / name
        if not file.exists() or file.read_text("utf-8") != text:
            stale.append(name)
    stale += [file.name for file in FOLDER.glob("*.py") if file.name not in made]
    if "--check" in sys.argv[1:]:
        print(f"not up to date, run {COMMAND}: {', '.join(stale)}" if stale else "up to date")
        return 1 if stale else 0
    FOLDER.mkdir(exist_ok=True)
    for name in stale:
        (FOLDER / name).unlink(missing_ok=True) if name not in made else (FOLDER / name).write_text(made[name], "utf-8")
    print(f"{len(stale)} files written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
