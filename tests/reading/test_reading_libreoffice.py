from __future__ import annotations

import os
import shutil
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from test_reading_doc import contents, refused

from gkrules import read
from gkrules.model.document import Document, Grid
from gkrules.reading import Limits, read_bytes, read_document
from gkrules.reading.word import libreoffice

REPORTS = Path(__file__).parents[2] / "fixtures" / "reports"
RTF = rb"{\rtf1\ansi\ansicpg936 \'d2\'bb\'a1\'a2\'d7\'dc\'cc\'e5 2024\par\trowd\cellx2000\cellx4000\intbl 1\cell 2\cell\row\pard end\par}"

needs_libreoffice = pytest.mark.skipif(
    not any(map(shutil.which, ("soffice", "libreoffice"))), reason="LibreOffice is not installed on this machine"
)


def test_without_libreoffice_the_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "/nonexistent")
    error = refused(RTF)
    assert error.kind == "missing_program"
    assert all(word in error.zh for word in ("RTF", "LibreOffice", ".docx", "年报.doc"))
    assert "save it as .docx" in error.en


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program that stands for LibreOffice; the test writes what it does."""
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    return program


@pytest.mark.skipif(os.name != "posix", reason="the program is a shell script")
def test_a_conversion_without_a_result(fake: Path):
    assert refused(RTF).kind == "conversion_failed"


@pytest.mark.skipif(os.name != "posix", reason="the program is a shell script")
def test_a_conversion_that_never_ends_is_killed_with_its_children(fake: Path, tmp_path: Path):
    child = tmp_path / "child"
    fake.write_text(f'#!/bin/sh\n(sleep 60) &\necho $! > "{child}"\nwait\n', encoding="utf-8")
    before = time.monotonic()
    assert refused(RTF, Limits(max_seconds=2)).kind == "limit_seconds"
    assert time.monotonic() - before < 20
    number = int(child.read_text())
    for _ in range(50):
        state = Path(f"/proc/{number}/stat")
        if not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return
        time.sleep(0.1)
    pytest.fail("the child of the conversion lives on")


def words(document: Document) -> list[str]:
    return [block.text for part in document.blocks for block in (part.cells if isinstance(part, Grid) else [part])]


@needs_libreoffice
def test_rtf_says_where_its_places_are():
    document = read_bytes(RTF)
    assert document.kind == "rtf"
    assert contents(document)[0] == "一、总体 2024"
    assert contents(document)[1] == [(0, 0, 1, 1, "1"), (0, 1, 1, 1, "2")]
    assert {block.place.kind for block in document.blocks} == {"converted"}
    assert "转换" in document.notices[-1].zh


@needs_libreoffice
def test_doc_on_request_is_read_alike():
    file = REPORTS / "hongze_2023.doc"
    document = read_bytes(file.read_bytes(), with_libreoffice=True)
    assert document.kind == "doc"
    # LibreOffice rounds widths, so that grids may differ by a thin column; what stands in them does not.
    assert words(document) == words(read_document(file))
    ours, theirs = read(file), read(file, with_libreoffice=True)
    assert {key: cell.value for key, cell in ours.cells.items()} == {key: cell.value for key, cell in theirs.cells.items()}
    assert {cell.place.kind for cell in theirs.cells.values() if cell.place} == {"converted"}


@pytest.mark.skipif(not libreoffice._without_network(), reason="this system lets nobody take away the network")
def test_the_conversion_has_no_network(fake: Path, tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        attempt = f"import socket; socket.create_connection(('127.0.0.1', {server.getsockname()[1]}), 2)"
        assert subprocess.run([sys.executable, "-c", attempt], check=False).returncode == 0
        fake.write_text(f'#!/bin/sh\n"{sys.executable}" -c "{attempt}" 2>/dev/null\necho $? > "{tmp_path}/status"\n', encoding="utf-8")
        assert refused(RTF).kind == "conversion_failed"
    assert (tmp_path / "status").read_text().strip() == "1"


def test_the_profile_forbids_macros_and_links():
    registry = libreoffice._registry()
    assert '"DisableMacrosExecution" oor:op="fuse"><value>true<' in registry
    assert '"BlockUntrustedRefererLinks" oor:op="fuse"><value>true<' in registry
