"""The table of kinds: one row is all that a new kind takes."""

from __future__ import annotations

import runpy
import sys
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

import pytest

from gkrules.model.document import Document, Paragraph
from gkrules.model.errors import DocumentError
from gkrules.model.places import Place
from gkrules.reading import DEFAULT_LIMITS, read_bytes, sniff
from gkrules.reading.containers import archive
from gkrules.reading.kinds import suffixes, table
from gkrules.reading.kinds.signs import Magic
from gkrules.words import catalogue


def test_the_rows_hold_together() -> None:
    names = [kind.name for kind in table.KINDS]
    assert len(set(names)) == len(names)
    endings = [suffix for kind in table.KINDS for suffix in (*kind.suffixes, *kind.also)]
    assert len(set(endings)) == len(endings)
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in endings)
    for kind in table.KINDS:
        # What is given as a document is read, or there is a word for why not.
        special = kind.name in {"empty", "encrypted"}  # have errors of their own
        assert bool(kind.module) + special + bool(kind.label and kind.advice) == 1, kind.name
        assert all(key.partition("/")[2] in catalogue("reading") for key in (kind.label, kind.advice) if key)
        assert kind.is_taken or not kind.suffixes, "messages would list what cannot be read"


@pytest.mark.parametrize("kind", [kind for kind in table.KINDS if kind.module or kind.members], ids=lambda kind: kind.name)
def test_the_modules_are_there(kind: table.Kind) -> None:
    for name, function in ((kind.module, "read"), (kind.members, "entries")):
        if name:
            assert find_spec(name), name
            assert callable(getattr(import_module(name), function))


def test_names_that_only_code_knows_are_rows() -> None:
    assert sniff(b"") == table.kind_of("empty").name
    assert sniff(b"PK\x05\x06" + bytes(18)) == table.kind_of("zip").name
    assert {"zip", "gzip", "tar", "7z", "eml"} == archive.KINDS
    assert set(suffixes.REFUSED) == {".rar", ".msg"}
    assert {".docx", ".wps", ".csv", ".json", ".tgz", ".eml"} <= set(suffixes.SUFFIXES)
    assert set(suffixes.ARCHIVES) < set(suffixes.SUFFIXES)


def test_a_new_kind_is_a_module_and_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("made_up_kind")

    def read(data: bytes, limits: object, context: object) -> Document:
        assert limits is DEFAULT_LIMITS
        return Document(context.kind, (Paragraph(data[4:].decode(), Place(kind=context.kind, line=1)),), context.name)

    module.read = read
    monkeypatch.setitem(sys.modules, "made_up_kind", module)
    row = table.Kind("made-up", (Magic(b"MADE"),), (".made",), (".up",), module="made_up_kind")
    data = "MADE年报".encode()
    assert sniff(data) == "text"
    monkeypatch.setattr(table, "KINDS", (row, *table.KINDS))
    assert sniff(b"\r\n" + data) == "made-up"
    document = read_bytes(data, "甲.made")
    assert (document.kind, document.title, document.blocks[0].text) == ("made-up", "甲.made", "年报")
    with pytest.raises(DocumentError, match=r"可以读取 \.made、\.docx、.*\.txt 和 \.json 文件.* readable are \.made, \.docx, "):
        read_bytes(b"\x7fELF" + bytes(20))
    found = runpy.run_path(suffixes.__file__)
    assert found["SUFFIXES"][:2] == (".made", ".up")
    # One that is recognised, and refused.
    refused = replace(row, module="", suffixes=(), label="reading/label.image", advice="reading/advice.original")
    monkeypatch.setattr(table, "KINDS", (refused, *table.KINDS[1:]))
    with pytest.raises(DocumentError, match="这是图片，") as caught:
        read_bytes(data, "甲.made")
    assert caught.value.kind == "unknown_kind"
    assert runpy.run_path(suffixes.__file__)["REFUSED"][0] == ".up"
