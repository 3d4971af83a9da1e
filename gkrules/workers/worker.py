"""The owner's side of one worker process."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import asdict
from types import TracebackType
from typing import IO, Any, cast

from gkrules.model.edition import Edition
from gkrules.model.errors import DocumentError, GkrulesError, RuleError, UsageError, within
from gkrules.model.report import Report
from gkrules.pipeline.read import Request, only_one
from gkrules.reading.faults import over_limit
from gkrules.workers.child import FOUND, READY, REFUSED
from gkrules.workers.wire import BrokenWireError, pack, receive, send, unpack

_START = "import sys; sys.path[:] = sys.argv[1:]; from gkrules.workers.child import main; main()"
_SECONDS_TO_START = 120.0
_ERRORS: Mapping[str, type[GkrulesError]] = {each.__name__: each for each in (DocumentError, UsageError, RuleError)}


class Worker:
    """A process that reads files one by one. It is started at once, and anew after a file that it did not survive.

    Use it from one thread at a time, and close it, or use it with ``with``.
    """

    def __init__(self) -> None:
        self._process = _start()
        self._ready = False
        self._closed = False

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the process for good."""
        self._closed = True
        self._end()

    def _end(self) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                try:
                    stream.close()
                except OSError:  # what was still to be written has nobody left to read it
                    continue

    def read(self, request: Request, editions: Mapping[str, Edition]) -> Report:
        """Read a file with one report as `gkrules.read` does; it raises what `read_all` raises, and ``several_reports``."""
        return only_one(self.read_all(request, editions))

    def read_all(self, request: Request, editions: Mapping[str, Edition]) -> tuple[Report, ...]:
        """Read a file as `gkrules.read_all` does.

        Raises:
            DocumentError: what `gkrules.read_all` raises; ``limit_seconds``; ``crashed`` if the process died of the file.
            UsageError: as `gkrules.read_all`.
            RuntimeError: the program failed to read it: a fault of gkrules.
        """
        with within(request.path):
            return self._read(request, editions)

    def _read(self, request: Request, editions: Mapping[str, Edition]) -> tuple[Report, ...]:
        answer = self._ask(request, editions)
        if answer[0] == FOUND and isinstance(answer[1], tuple) and answer[1] and all(isinstance(each, Report) for each in answer[1]):
            return answer[1]
        if answer[0] == REFUSED and str(answer[2]).endswith("limit_memory_bytes"):
            self._restart()  # what it took, it may still hold
        if answer[0] == REFUSED and answer[1] in _ERRORS:
            raise _ERRORS[answer[1]](str(answer[2]), **answer[3])
        raise RuntimeError(str(answer[1]))

    def _ask(self, request: Request, editions: Mapping[str, Edition]) -> tuple[Any, ...]:
        if self._process.poll() is not None:
            self._restart()
        requests, answers = cast("IO[bytes]", self._process.stdin), cast("IO[bytes]", self._process.stdout)
        payload = pack((request.path, request.data, asdict(request.options)))
        try:
            if not self._ready:
                with _Deadline(self._process, _SECONDS_TO_START):
                    self._ready = unpack(receive(answers), {}) == (READY,)
            with _Deadline(self._process, request.options.limits.max_seconds) as deadline:
                send(requests, payload)
                answer = receive(answers)
            return cast("tuple[Any, ...]", unpack(answer, editions))
        except (BrokenWireError, OSError):
            started, late = self._ready, self._ready and deadline.passed
            self._restart()
            if late:
                seconds = f"{request.options.limits.max_seconds:g}"
                raise over_limit("reading/seconds.reading", seconds=seconds) from None
            raise (DocumentError("workers/crashed") if started else DocumentError("workers/no_worker")) from None

    def _restart(self) -> None:
        self._end()
        if self._closed:
            return
        self._process = _start()
        self._ready = False


class _Deadline:
    """Kills a process unless the block ends in time."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self._process = process
        self._timer = threading.Timer(min(seconds, threading.TIMEOUT_MAX), self._kill)
        self._timer.daemon = True
        self.passed = False

    def __enter__(self) -> _Deadline:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def _kill(self) -> None:
        self.passed = True
        self._process.kill()


def _start() -> subprocess.Popen[bytes]:
    """A new process with the same paths; ``-P`` keeps the folder that it is started in from lending it modules."""
    return subprocess.Popen(  # noqa: S603 - this interpreter, and a program that is written above
        [sys.executable, "-P", "-c", _START, *(path for path in sys.path if path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        # An interrupt from the keyboard is for the owner, who then ends its workers.
        start_new_session=True,
    )
