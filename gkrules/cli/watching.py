"""``gkrules check --watch``: the same check again when a file that it reads has changed.

The library that watches only wakes us; whether something has changed is told by comparing what the files are like, so that a change
during a check is not missed, and what the check itself writes is none.
"""

from __future__ import annotations

import datetime
import os
import time
from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from gkrules.cli.common import current_configuration
from gkrules.cli.missing import SAID
from gkrules.model.errors import UsageError
from gkrules.words import phrase

if TYPE_CHECKING:
    from gkrules.cli.checking import Rules

_EVERY = 2000  # milliseconds after which is looked without being woken: network drives tell nothing
_SETTLED = 0.3  # seconds in which a file that is being written does not change
_PATIENCE = 10.0  # seconds after which it is read as it is
_NO_FILE = (0, 0, 0)
State = dict[str, tuple[int, int, int]]


def watch_and_repeat(
    ctx: click.Context, paths: Sequence[str], rules: Rules, rosters: Sequence[str], outputs: Sequence[str], lang: str
) -> NoReturn:
    """Run the command of a context, without ``--watch``, again and again, until it is interrupted.

    Raises:
        UsageError: ``missing_extra``, or ``nothing_to_watch`` (standard input).
    """
    if find_spec("watchfiles") is None:
        raise UsageError("cli/missing_extra", extra="watch")
    if "-" in (*paths, *rules.previous, *rules.below):
        raise UsageError("cli/nothing_to_watch")
    places = [*paths, *rules.previous, *rules.below]
    written = {os.path.realpath(each) for each in outputs}
    while True:
        before = _state(_watched(places, rules, rosters), written)
        click.echo(phrase("cli/watch-begins", time=f"{_now():%H:%M:%S}").text(lang), err=True)
        _once(ctx)
        click.echo(phrase("cli/watch-waits", time=f"{_now():%H:%M:%S}").text(lang), err=True)
        _wait_for_change(before, places, rules, rosters, written)


def _once(ctx: click.Context) -> None:
    """The command once more, with the same arguments; the configuration is read again, too."""
    from gkrules.cli.common import ARGUMENTS, INTERRUPTED

    ctx.meta.pop(SAID, None)
    try:
        with ctx.command.make_context(ctx.info_name, list(ctx.meta[ARGUMENTS]), parent=ctx.parent) as again:
            again.params["watch"] = False
            ctx.command.invoke(again)
    except click.exceptions.Exit as ended:
        if ended.exit_code == INTERRUPTED:
            raise


def _wait_for_change(before: State, places: Sequence[str], rules: Rules, rosters: Sequence[str], written: set[str]) -> None:
    from watchfiles import watch

    def now() -> State:
        return _state(_watched(places, rules, rosters), written)

    if now() == before:
        folders = sorted(_folders(places, rules, rosters))
        for _ in watch(*folders, watch_filter=None, recursive=False, debounce=100, step=50, rust_timeout=_EVERY, yield_on_timeout=True):
            if now() != before:
                break
    until = time.monotonic() + _PATIENCE
    last = now()
    while time.monotonic() < until:
        time.sleep(_SETTLED)
        if last == (last := now()):
            return


def _watched(places: Iterable[str], rules: Rules, rosters: Iterable[str]) -> Iterator[str]:
    """The files that a check reads: documents, rules, rosters, configurations and waivers, whether they are there or not."""
    from gkrules.cli.files import documents_of
    from gkrules.rulefiles.configuration import PROJECT_FILE, configuration_folders
    from gkrules.rulefiles.waivers import FILE_NAME

    yield from rosters
    for place in places:
        yield from documents_of(place) if os.path.isdir(place) else [place]  # noqa: PTH112
        here = Path(place).resolve()
        for folder in (*_inside(here), *here.parents):
            yield str(folder / FILE_NAME)
    for folder in configuration_folders(Path.cwd()):
        yield str(folder / PROJECT_FILE)
        yield str(folder / FILE_NAME)
    if (found := current_configuration()) is not None:
        yield str(found.file)
    for each in _rule_folders(rules):
        yield from (str(file) for file in Path(each).rglob("*.yaml"))


def _folders(places: Iterable[str], rules: Rules, rosters: Iterable[str]) -> set[Path]:
    """The folders whose changes wake us. Files are watched by their folders: what writes a file often puts another one in its place."""
    found = {Path.cwd().resolve(), *(Path(each).resolve().parent for each in rosters)}
    for place in (*places, *_rule_folders(rules)):
        here = Path(place).resolve()
        found.update(_inside(here) if here.is_dir() else [here.parent])
    return {each for each in found if each.is_dir()}


def _rule_folders(rules: Rules) -> set[str]:
    found = current_configuration()
    return {*rules.folders, *(found.texts("rules") if found else ())}


def _inside(folder: Path) -> Iterator[Path]:
    """A folder and those in it, without hidden ones."""
    for place, folders, _ in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield Path(place)


def _state(files: Iterable[str], written: set[str]) -> State:
    """What the files are like, by name: time, size and inode. What the check writes is left out."""
    found: State = {}
    for file in files:
        if os.path.realpath(file) in written:
            continue
        try:
            about = os.stat(file)  # noqa: PTH116
        except (OSError, ValueError):
            found[file] = _NO_FILE
        else:
            found[file] = (about.st_mtime_ns, about.st_size, about.st_ino)
    return found


def _now() -> datetime.datetime:
    return datetime.datetime.now().astimezone()
