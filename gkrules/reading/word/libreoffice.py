"""Kinds that LibreOffice converts to ``.docx`` for us: RTF, and old Word files on request.

LibreOffice would follow what a document refers to. It is given an empty profile that forbids macros, updates of links and
links out of the document, a proxy that leads nowhere, and, where the system allows it, no network at all.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from gkrules.model.document import Document, Notice
from gkrules.model.errors import DocumentError
from gkrules.reading.context import Context
from gkrules.reading.faults import in_megabytes, named, over_limit
from gkrules.reading.kinds import table
from gkrules.reading.limits import MIB, Limits
from gkrules.reading.word import docx
from gkrules.words import Phrase, phrase

_PROGRAMS = ("soffice", "libreoffice")
_SHARE_OF_TIME = 0.8  # the worker that we may run in is killed without a chance to end what it has started
_MOST_SECONDS = 120.0
_MEMORY = 8 * 1024 * MIB  # of addresses; LibreOffice reserves far more than it uses
_FILTERS = {"rtf": "Rich Text Format", "doc": "MS Word 97"}
_CONVERTED = Notice(
    "remark",
    phrase("reading/converted"),
)
_SETTINGS = (
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("org.openoffice.Office.Writer/Content/Update", "Field", "false"),
    ("org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


def read(data: bytes, limits: Limits, context: Context) -> Document:
    """Read an RTF or an old Word file (``rtf``, ``doc``) as the ``.docx`` that LibreOffice makes of it.

    Returns:
        The document; its places have the kind ``converted``, and a notice says so.

    Raises:
        DocumentError: ``missing_program``, ``conversion_failed``, ``limit_seconds``, or what the reader of ``.docx`` raises.
    """
    kind, name = context.kind, context.name
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise DocumentError("reading/missing_program", named=named(name), kind=Phrase(table.kind_of(kind).label))
    converted = _converted(program, data, kind, limits, name)
    document = docx.read(converted, limits, replace(context, kind="converted"))
    return replace(document, kind=kind, notices=(*document.notices, _CONVERTED))


def _converted(program: str, data: bytes, kind: str, limits: Limits, name: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="gkrules-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        source, profile = place / f"report.{kind}", place / "profile"
        source.write_bytes(data)
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_registry(), encoding="utf-8")
        arguments = [
            f"-env:UserInstallation={profile.as_uri()}",
            *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"),
            *(f"--infilter={_FILTERS[kind]}", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(place / "out"), str(source)),
        ]
        seconds = min(limits.max_seconds * _SHARE_OF_TIME, _MOST_SECONDS)
        _run([*_shut_in(seconds), program, *arguments], folder, seconds)
        result = place / "out" / "report.docx"
        if not result.is_file() or result.is_symlink():
            raise DocumentError("reading/conversion_failed", named=named(name))
        if result.stat().st_size > limits.max_bytes:
            size = in_megabytes(limits.max_bytes)
            raise over_limit("reading/bytes.converted", most=size)
        return result.read_bytes()


def _run(command: list[str], folder: str, seconds: float) -> None:
    environment = {key: value for key, value in os.environ.items() if key in {"PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TMP", "TEMP"}}
    environment["HOME"] = folder
    with _room():
        process = subprocess.Popen(  # noqa: S603 - a program of this machine, with arguments that are written above
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=environment,
            start_new_session=True,
        )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        raise over_limit("reading/seconds.converting", seconds=f"{seconds:g}") from None
    finally:
        # What it started may outlive it.
        with contextlib.suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
        process.wait()


def _shut_in(seconds: float) -> list[str]:
    """What to start a program with so that it has no network, and ends even if this process is killed before it."""
    prefix: list[str] = []
    timeout = shutil.which("timeout")
    if timeout and os.name == "posix":
        prefix += [timeout, "--signal=KILL", f"{seconds + 5:.0f}"]
    return [*prefix, *_without_network()]


@lru_cache(maxsize=1)
def _without_network() -> tuple[str, ...]:
    """``unshare`` with a network of its own that leads nowhere, if the system lets us."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return ()
    command = (unshare, "--map-root-user", "--net")
    try:
        tried = subprocess.run([*command, "true"], check=False, capture_output=True, timeout=5)  # noqa: S603 - as above
    except (OSError, subprocess.SubprocessError):
        return ()
    return command if tried.returncode == 0 else ()


@contextlib.contextmanager
def _room() -> Iterator[None]:
    """Lets what is started meanwhile take more memory than a worker process may (see `gkrules.workers`)."""
    try:
        import resource
    except ImportError:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = _MEMORY if hard == resource.RLIM_INFINITY else min(_MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _registry() -> str:
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'
