"""Reading in a process of its own, which can be killed: what hangs, crashes or eats the memory costs one file, not the run.

`Worker` is one such process, `read_files` reads many files with several of them. The process ends with its owner.
"""

from __future__ import annotations

from gkrules.pipeline.read import ReadOptions, Request
from gkrules.workers.pool import ReadResult, read_files
from gkrules.workers.worker import Worker

__all__ = ["ReadOptions", "ReadResult", "Request", "Worker", "read_files"]
