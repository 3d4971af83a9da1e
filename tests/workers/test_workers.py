from __future__ import annotations

import os
import pickle
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import gkrules
from gkrules.cli.files import InputFile
from gkrules.cli.files import read_files as read_for_commands
from gkrules.model.document import Notice
from gkrules.model.errors import DocumentError, UsageError
from gkrules.model.report import Note
from gkrules.reading.limits import MIB, Limits
from gkrules.words import as_read
from gkrules.workers import ReadOptions, Request, Worker, read_files
from gkrules.workers.wire import BrokenWireError, pack, unpack

REPORTS = sorted(
    path for path in (Path(__file__).resolve().parents[2] / "fixtures" / "reports").iterdir() if path.suffix in (".docx", ".html", ".txt")
)
EDITIONS = gkrules.load_ruleset().editions
needs_fifo = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")


def read(worker: Worker, path: Path | str, **options: Any) -> gkrules.Report:
    return worker.read(Request(str(path), options=ReadOptions(**options)), EDITIONS)


def kind_of(call: Callable[[], object]) -> str:
    with pytest.raises(DocumentError) as caught:
        call()
    assert caught.value.zh
    assert caught.value.en
    return caught.value.kind


def test_a_worker_reads_what_is_read_here() -> None:
    with Worker() as worker:
        for path in REPORTS:
            assert read(worker, path) == gkrules.read(path)
        data = REPORTS[0].read_bytes()
        assert worker.read(Request("x", data), EDITIONS).cells == gkrules.read(REPORTS[0]).cells
        assert read(worker, REPORTS[0], year=2022).year == 2022
    assert gkrules.read(REPORTS[0], isolated=True) == gkrules.read(REPORTS[0])


def test_errors_come_through(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    with Worker() as worker:
        assert kind_of(lambda: read(worker, tmp_path / "none.docx")) == "not_found"
        assert kind_of(lambda: read(worker, tmp_path / "a.png")) == "unknown_kind"
        with pytest.raises(UsageError, match="1999"):
            read(worker, REPORTS[0], year=1999)
        assert read(worker, REPORTS[0]).cells


@needs_fifo
def test_what_hangs_is_ended_and_names_the_limit(tmp_path: Path) -> None:
    hanging = tmp_path / "hanging.txt"
    os.mkfifo(hanging)
    with Worker() as worker:
        started = time.monotonic()
        assert kind_of(lambda: read(worker, hanging, limits=Limits(max_seconds=0.3))) == "limit_seconds"
        assert time.monotonic() - started < 60
        assert read(worker, REPORTS[0]).cells


@needs_fifo
def test_a_crash_costs_one_file(tmp_path: Path) -> None:
    hanging = tmp_path / "hanging.txt"
    os.mkfifo(hanging)
    with Worker() as worker:
        assert read(worker, REPORTS[0]).cells
        crash = threading.Timer(0.3, worker._process.kill)
        crash.start()
        assert kind_of(lambda: read(worker, hanging)) == "crashed"
        assert read(worker, REPORTS[0]).cells


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="this system does not bound the memory of a process")
def test_memory_is_bounded(tmp_path: Path) -> None:
    large = tmp_path / "large.txt"
    large.write_bytes("一、总体情况\n".encode() * 2_000_000)
    with Worker() as worker:
        assert kind_of(lambda: read(worker, large, limits=Limits(max_memory_bytes=48 * MIB))) == "limit_memory_bytes"
        assert read(worker, REPORTS[0]).cells


def test_limits_reach_the_worker() -> None:
    with Worker() as worker:
        assert kind_of(lambda: read(worker, REPORTS[0], limits=Limits(max_cells=3))) == "limit_cells"


@needs_fifo
def test_many_files_keep_their_order_and_one_that_fails_costs_no_other(tmp_path: Path) -> None:
    hanging = tmp_path / "hanging.txt"
    os.mkfifo(hanging)
    paths = [str(REPORTS[0]), str(hanging), *map(str, REPORTS), str(tmp_path / "none.txt"), str(REPORTS[1])]
    options = ReadOptions(limits=Limits(max_seconds=8))
    found = list(read_files([Request(path, options=options) for path in paths], EDITIONS, count=2))
    kinds = [each.kind if isinstance(each, DocumentError) else "read" for each in found]
    assert kinds == ["read", "limit_seconds", *["read"] * len(REPORTS), "not_found", "read"]
    assert [each.file for several in found if isinstance(several, tuple) for each in several] == [paths[0], *map(str, REPORTS), paths[-1]]


@needs_fifo
def test_who_stops_early_leaves_no_process(tmp_path: Path) -> None:
    hanging = tmp_path / "hanging.txt"
    os.mkfifo(hanging)
    before = threading.active_count()
    results = read_files([Request(str(REPORTS[0])), Request(str(hanging))], EDITIONS, count=1)
    assert isinstance(next(results), tuple)
    results.close()  # type: ignore[attr-defined]
    end = time.monotonic() + 30
    while threading.active_count() > before and time.monotonic() < end:
        time.sleep(0.01)  # a timer that is called off ends a moment later
    assert threading.active_count() == before


def test_commands_read_alike_with_and_without_workers(tmp_path: Path) -> None:
    files = [InputFile(str(REPORTS[0])), InputFile(str(tmp_path / "none.txt"))]
    isolated = read_for_commands(files)
    here = read_for_commands(files, isolate=False)
    assert isolated == here
    assert [each.kind for each in here[1]] == ["not_found"]


class _Evil:
    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, ("/tmp/gkrules-was-here",)  # noqa: S108


def test_a_worker_cannot_make_its_owner_run_code() -> None:
    for payload in (pickle.dumps(_Evil()), pickle.dumps(os.getcwd), pickle.dumps(Path()), b"", b"\x80\x05."):
        with pytest.raises(BrokenWireError):
            unpack(payload, EDITIONS)
    # What a module of the model imports is not of the model.
    for name in ("import_module", "json", "Mapping"):
        foreign = b"\x80\x04\x8c\x16gkrules.model.exchange\x8c" + bytes([len(name)]) + name.encode() + b"\x93."
        with pytest.raises(BrokenWireError):
            unpack(foreign, EDITIONS)
    note = Note.of(Notice("remark", as_read("某", "x")))
    assert unpack(pack((note, EDITIONS["2021"])), EDITIONS) == (note, EDITIONS["2021"])
