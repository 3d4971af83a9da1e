"""``gkrules check --watch``, as a process: it checks again when something changes, and ends when it is interrupted."""

from __future__ import annotations

import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from gkrules.cli import cli, watching

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "reports"
needs_watchfiles = pytest.mark.skipif(watching.find_spec("watchfiles") is None, reason="the extra watch is not installed")
LIMIT = 60.0


class Watching:
    """A running process whose lines come with a time limit."""

    def __init__(self, folder: Path, *args: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gkrules", "check", *args, "--watch", "--no-isolate", "-q"],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONUTF8": "1"},
        )
        self.lines: queue.Queue[str] = queue.Queue()
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line.rstrip("\n"))

    def round(self) -> list[str]:
        """The lines until it waits again."""
        found: list[str] = []
        until = time.monotonic() + LIMIT
        while not found or "Ctrl-C" not in found[-1]:
            found.append(self.lines.get(timeout=max(until - time.monotonic(), 0.1)))
        return found

    def end(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(LIMIT)
        finally:
            self.process.kill()
            self.reader.join(LIMIT)
            assert self.process.stdout is not None
            self.process.stdout.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(FIXTURES / "yongan_2024.txt", tmp_path / "a.txt")
    return tmp_path


@needs_watchfiles
@pytest.mark.skipif(os.name == "nt", reason="no such signal")
def test_it_checks_again_when_something_changes_and_ends_when_interrupted(folder: Path) -> None:
    found = folder / "found.md"
    (folder / "in").mkdir()
    (folder / "a.txt").rename(folder / "in" / "a.txt")
    watched = Watching(folder, "in", "-o", "found.md")
    try:
        first = watched.round()
        assert "开始核对" in first[0]
        assert found.exists()
        shutil.copy(FIXTURES / "hongze_2023.html", folder / "in" / "b.html")
        watched.round()
        assert "GK404" in found.read_text("utf-8")
        (folder / "gkrules.yaml").write_text("ignore: [GK4]\n", "utf-8")
        watched.round()
        assert "GK404" not in found.read_text("utf-8")
        (folder / "gkrules.yaml").write_text("ignor: [GK4]\n", "utf-8")
        assert any("“ignore”" in line for line in watched.round())
        time.sleep(3)
        assert watched.lines.empty()  # what it writes does not wake it
    finally:
        assert watched.end() == 130


@needs_watchfiles
@pytest.mark.skipif(os.name == "nt", reason="no such signal")
def test_a_file_that_is_being_written_is_read_when_it_has_settled(folder: Path) -> None:
    whole = (FIXTURES / "yongan_2024.txt").read_bytes()
    watched = Watching(folder, "a.txt")
    try:
        watched.round()
        with (folder / "a.txt").open("wb") as stream:
            for start in range(0, len(whole), len(whole) // 6 + 1):
                stream.write(whole[start : start + len(whole) // 6 + 1])
                stream.flush()
                time.sleep(0.1)
        lines = watched.round()
        assert not [line for line in lines if line.startswith("a.txt")]  # nothing is wrong with the whole
        time.sleep(2.5)
        assert watched.lines.empty()
        replacement = folder / ".new"
        replacement.write_bytes(whole.replace("永安".encode(), "永宁".encode()))
        replacement.replace(folder / "a.txt")
        assert "核对完毕" in watched.round()[-1]
    finally:
        assert watched.end() == 130


def test_without_the_extra_it_says_what_to_install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "find_spec", lambda _: None)
    result = CliRunner().invoke(cli, ["check", str(folder), "--watch"])
    assert result.exit_code == 2
    assert "pip install 'gkrules[watch]'" in result.stderr


@needs_watchfiles
def test_standard_input_is_not_watched() -> None:
    result = CliRunner().invoke(cli, ["check", "-", "--watch"], input=b"")
    assert (result.exit_code, "--watch" in result.stderr) == (2, True)
