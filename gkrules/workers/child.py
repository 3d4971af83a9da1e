"""The worker process: takes a file at a time, reads it, and says what it found or why it could not."""

from __future__ import annotations

import os
import sys
from typing import IO

from gkrules.model.errors import GkrulesError
from gkrules.pipeline.read import ReadOptions, Request
from gkrules.reading.faults import in_megabytes, over_limit
from gkrules.reading.limits import Limits
from gkrules.rulefiles.rulebook import own_rulebook
from gkrules.workers.wire import BrokenWireError, pack, receive, send, unpack

READY, FOUND, REFUSED, BROKEN = "ready", "found", "refused", "broken"


def main() -> None:
    """Serve requests on standard input until it ends."""
    requests, answers = sys.stdin.buffer, _private_output()
    # The rules are read while the first request is still on its way.
    own_rulebook()
    send(answers, pack((READY,)))
    while True:
        try:
            request = receive(requests)
        except BrokenWireError:
            return
        send(answers, _answer(request))


def _answer(payload: bytes) -> bytes:
    path, data, options = unpack(payload, {})
    limits = Limits(**options.pop("limits"))
    bound_memory(limits.max_memory_bytes)
    try:
        found = Request(path, data, ReadOptions(**options, limits=limits)).read()
        return pack((FOUND, tuple(found)))
    except MemoryError:
        error: GkrulesError = memory_exceeded(limits.max_memory_bytes)
        return pack((REFUSED, type(error).__name__, error.args[0], error.said.arguments))
    except GkrulesError as raised:
        return pack((REFUSED, type(raised).__name__, raised.args[0], raised.said.arguments))
    except Exception as trouble:  # noqa: BLE001 - a fault of the program is reported as one
        return pack((BROKEN, f"{type(trouble).__name__}: {trouble}"))


def memory_exceeded(limit: int) -> GkrulesError:
    """Reading the file took too much memory."""
    size = in_megabytes(limit)
    return over_limit("reading/memory_bytes.reading", most=size)


def bound_memory(more: int) -> None:
    """Let this process take `more` bytes of memory than it has now, where the system can see to that."""
    try:
        import resource

        with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123
            now = int(statm.read().split()[0]) * resource.getpagesize()
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = now + more
        resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
    except (ImportError, OSError, ValueError):  # Windows has no such limit, macOS does not keep it
        return


def _private_output() -> IO[bytes]:
    """Standard output for answers only: what a library prints must not get between them."""
    answers = os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.close(null)
    return answers
