"""Writing files safely: whole or not at all, and never over what was read."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from gkrules.model.errors import UsageError


def refuse_inputs(outputs: Iterable[str], inputs: Iterable[str]) -> None:
    """Make sure that no output is one of the inputs, by whatever name or link, or another output.

    Raises:
        UsageError: ``output_is_input`` or ``output_twice``.
    """
    read = {identity: name for name in inputs for identity in _identities(name)}
    seen: set[object] = set()
    for output in outputs:
        mine = _identities(output)
        for identity in mine:
            if identity in read:
                raise UsageError("cli/output_is_input", file=output, input=read[identity])
        if seen.intersection(mine):
            raise UsageError("cli/output_twice", file=output)
        seen.update(mine)


def _identities(name: str) -> list[object]:
    """What a file is known by: its real name and, if it is there, its inode, which a hard link has, too."""
    real = os.path.realpath(name)
    try:
        found = os.stat(real)  # noqa: PTH116
    except (OSError, ValueError):
        return [real]
    if not stat.S_ISREG(found.st_mode):
        return []  # /dev/null may be written twice
    return [real, (found.st_dev, found.st_ino)]


@contextmanager
def whole_file(name: str) -> Iterator[IO[bytes]]:
    """A stream for the new content of a file, which takes its place once everything is written: what fails leaves the old one.

    Raises:
        OSError: it cannot be written.
    """
    # The file that a link points to is replaced, not the link.
    target = Path(os.path.realpath(name))
    if target.exists() and not target.is_file():  # a device or a pipe can only be written to
        with target.open("wb") as stream:
            yield stream
        return
    descriptor, made = tempfile.mkstemp(prefix=f".{target.name[:40]}.", suffix=".tmp", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        Path(made).chmod(_mode(target))
        Path(made).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(made).unlink()
        raise


def write_whole(name: str, content: bytes) -> None:
    """Write a file whole or not at all.

    Raises:
        OSError: it cannot be written.
    """
    with whole_file(name) as stream:
        stream.write(content)


def _mode(target: Path) -> int:
    """The permissions that the file has, or would get."""
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
