"""Many files, a few workers: results in the order of the files."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue

from gkrules.model.edition import Edition
from gkrules.model.report import Report
from gkrules.pipeline.read import Request
from gkrules.workers.worker import Worker

ReadResult = tuple[Report, ...] | Exception
"""The reports of a file, or why there is none: what `Worker.read_all` raises."""

_MOST = 8
_FILES_FOR_ANOTHER = 4  # starting a worker costs as much as reading a few files


def read_files(requests: Sequence[Request], editions: Mapping[str, Edition], *, count: int | None = None) -> Iterator[ReadResult]:
    """Read every file, with `count` processes (by default as many as there are processors and work for).

    Yields:
        For each request, in their order, its reports or the error.
    """
    if count is None:
        count = min(_MOST, os.cpu_count() or 1, 1 + len(requests) // _FILES_FOR_ANOTHER)
    workers = [Worker() for _ in range(min(count, len(requests)))]
    idle: SimpleQueue[Worker] = SimpleQueue()
    for worker in workers:
        idle.put(worker)

    def read(request: Request) -> ReadResult:
        worker = idle.get()
        try:
            return worker.read_all(request, editions)
        except Exception as error:  # noqa: BLE001 - one file that trips a reader must not cost the result of the others
            return error
        finally:
            idle.put(worker)

    futures: list[Future[ReadResult]] = []
    executor = ThreadPoolExecutor(max(1, len(workers)))
    try:
        futures = [executor.submit(read, request) for request in requests]
        for future in futures:
            yield future.result()
    finally:
        for future in futures:
            future.cancel()
        for worker in workers:
            worker.close()
        executor.shutdown(cancel_futures=True)
