"""`gkrules.typing` names the cells of the editions, and costs nobody anything who does not import it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
import typing_module

import gkrules.typing
from gkrules.rulefiles.rulebook import own_rulebook

ROOT = Path(__file__).resolve().parents[1]
EDITIONS = own_rulebook().editions


def test_the_files_are_up_to_date() -> None:
    written = {file.name: file.read_text("utf-8") for file in typing_module.FOLDER.glob("*.py")}
    assert written == typing_module.files(), f"run {typing_module.COMMAND}"


@pytest.mark.parametrize("key", EDITIONS)
def test_they_name_every_cell(key: str) -> None:
    cells = tuple(EDITIONS[key].cell_by_key)
    assert get_args(getattr(gkrules.typing, f"CellKey{key}")) == cells
    assert tuple(get_type_hints(getattr(gkrules.typing, f"Cells{key}"))) == cells


def test_they_are_not_imported_with_the_package() -> None:
    code = "import sys, gkrules.api, gkrules.compile.ruleset; print('gkrules.typing' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "False"


CONSUMER = """
from gkrules.typing import CellKey2021, Cells2021

def total(cells: Cells2021) -> float | None:
    return cells.get("applications.new.total")

key: CellKey2021 = "applications.new.total"
wrong: CellKey2021 = "applications.new.totl"
total({"applications.new.totl": 1})
total({"applications.new.total": "1"})
"""


def test_a_type_checker_finds_misspelt_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "consumer.py"
    file.write_text(CONSUMER, "utf-8")
    monkeypatch.setenv("MYPYPATH", str(ROOT))
    mypy = pytest.importorskip("mypy.api", reason="mypy is not installed: pip install 'gkrules[dev]'")
    out, _, code = mypy.run(["--strict", "--no-incremental", "--follow-imports=silent", str(file)])
    assert code == 1
    assert [int(line.split(":")[1]) for line in out.splitlines() if ": error:" in line] == [8, 9, 10]
