"""Reading a file of rules, waivers or names: only a regular file, and never more of it than is allowed."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable

from gkrules.model.errors import RuleError

MAX_BYTES = 1_000_000
# Should a pipe take the place of the file after it was looked at, opening it does not wait for a writer.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def read_bounded(file: str | os.PathLike[str], fault_at: Callable[..., RuleError], limit: int = MAX_BYTES) -> bytes:
    """The content of a file that is measured before it is opened.

    Raises:
        RuleError: made by `fault_at` from an entry of the catalogue and its arguments: there is no such file, it is no regular file (a
            folder, a pipe, a device: none of these is opened), or it is larger than `limit`.
    """
    try:
        found = os.stat(file)  # noqa: PTH116
        if not stat.S_ISREG(found.st_mode):
            raise fault_at("rulefiles/no_rule_file.not-a-file")
        data = _read(file, found.st_size, limit) if found.st_size <= limit else None
    except OSError as error:
        raise fault_at("rulefiles/no_rule_file.unreadable", reason=error.strerror or type(error).__name__) from error
    except ValueError as error:  # a name with a NUL
        raise fault_at("rulefiles/no_rule_file.not-a-file") from error
    if data is None or len(data) > limit:
        raise fault_at("rulefiles/rule_file_too_large.bytes", limit=limit)
    return data


def _read(file: str | os.PathLike[str], size: int, limit: int) -> bytes:
    descriptor = os.open(file, _FLAGS)
    try:
        data = os.read(descriptor, size + 1)
        while len(data) > size and len(data) <= limit:  # it has grown meanwhile
            size = len(data)
            data += os.read(descriptor, limit + 1 - size)
        return data
    finally:
        os.close(descriptor)
