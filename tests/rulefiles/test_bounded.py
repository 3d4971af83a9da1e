"""Files are measured before they are read: pipes and devices are never opened, large files never read; errors quote a little."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from gkrules.model.errors import RuleError
from gkrules.rulefiles.cases import load_case
from gkrules.rulefiles.rosters import load_roster
from gkrules.rulefiles.rulebook import load_rulebook
from gkrules.rulefiles.yaml_file import read_yaml

READERS: list[tuple[str, Callable[[Path], object]]] = [
    ("GKX901.yaml", lambda file: load_rulebook(rules=file.parent)),
    ("editions/2030.yaml", lambda file: load_rulebook(rules=file.parent.parent)),
    ("claims/a.yaml", lambda file: load_rulebook(rules=file.parent.parent)),
    ("cases/GKX901/pass/a.yaml", lambda file: load_rulebook(rules=file.parents[3])),
    ("cases/GKX901/pass/a.yaml", load_case),
    ("names.yaml", load_roster),
    ("names.csv", load_roster),
    ("names.txt", load_roster),
    ("any.yaml", read_yaml),
]
each_reader = pytest.mark.parametrize(("name", "read"), READERS, ids=[f"{number}-{name}" for number, (name, _) in enumerate(READERS)])


def refused(read: Callable[[Path], object], file: Path, kind: str) -> RuleError:
    with pytest.raises(RuleError) as caught:
        read(file)
    assert caught.value.kind == kind
    assert str(file) in caught.value.zh
    return caught.value


@pytest.fixture
def place(tmp_path: Path) -> Callable[[str], Path]:
    def at(name: str) -> Path:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        return file

    return at


@each_reader
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_refused_and_not_opened(name: str, read: Callable[[Path], object], place: Callable[[str], Path]) -> None:
    file = place(name)
    os.mkfifo(file)
    raised: list[BaseException] = []

    def attempt() -> None:
        try:
            read(file)
        except RuleError as error:
            raised.append(error)

    thread = threading.Thread(target=attempt, daemon=True)
    thread.start()
    thread.join(20)
    assert not thread.is_alive()
    assert [getattr(error, "kind", "") for error in raised] == ["no_rule_file"]


@each_reader
@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no devices here")
def test_a_device_is_refused(name: str, read: Callable[[Path], object], place: Callable[[str], Path]) -> None:
    file = place(name)
    file.symlink_to("/dev/zero")
    refused(read, file, "no_rule_file")


@each_reader
def test_a_huge_file_is_never_read(
    name: str, read: Callable[[Path], object], place: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = place(name)
    with file.open("wb") as stream:
        stream.truncate(10 * 2**30)
    opened: list[object] = []
    real = os.open
    monkeypatch.setattr(os, "open", lambda path, *rest, **more: (opened.append(os.fspath(path)), real(path, *rest, **more))[1])
    refused(read, file, "rule_file_too_large")
    assert str(file) not in [str(each) for each in opened]


@each_reader
def test_a_folder_of_that_name(name: str, read: Callable[[Path], object], place: Callable[[str], Path]) -> None:
    file = place(name)
    file.mkdir()
    refused(read, file, "no_rule_file")


def test_one_that_is_not_there_and_a_name_with_a_nul(tmp_path: Path) -> None:
    refused(read_yaml, tmp_path / "none.yaml", "no_rule_file")
    refused(read_yaml, tmp_path / "a\0b.yaml", "no_rule_file")


@pytest.mark.parametrize(
    "text",
    [
        f"{'k' * 5000}: 1\n",
        f"extends: {'G' * 5000}\n",
        f"extends: GK301\ncode: {'字' * 5000}\n",
        f"extends: GK301\nseverity: {'s' * 5000}\n",
        f"extends: GK301\nstatus: {'s' * 5000}\n",
        f"extends: GK301\nmessage: {{zh: a, en: b, {'x' * 900}: c}}\n",
        f"extends: GK301\nmessage: {{zh: '{{{'x' * 5000}}}', en: b}}\n",
        f"extends: GK301\n? [{'k' * 5000}]\n: 1\n",
        f'extends: GK301\nname: "{"n" * 5000}\\q"\n',
    ],
)
def test_an_error_quotes_a_little_of_the_file(tmp_path: Path, text: str) -> None:
    file = tmp_path / "GK301.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(RuleError) as caught:
        load_rulebook(rules=tmp_path)
    for said in (caught.value.zh, caught.value.en):
        assert max(said.count(letter) for letter in "kG字snx") < 430
