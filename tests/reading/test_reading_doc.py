from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest
from doc_variants import VARIANTS

from gkrules.model.document import Document, Grid
from gkrules.model.errors import DocumentError
from gkrules.reading import Limits, read_bytes, read_document
from gkrules.reading.kinds.ole_names import root_names
from gkrules.reading.kinds.sniff import sniff

FIXTURES = Path(__file__).parents[2] / "fixtures"
DOC = FIXTURES / "doc"
REPORTS = sorted((FIXTURES / "reports").glob("*.doc"))


def contents(document: Document) -> list[object]:
    """What a document says, whatever its kind."""
    return [
        [(cell.row, cell.column, cell.rowspan, cell.colspan, cell.text) for cell in block.cells] if isinstance(block, Grid) else block.text
        for block in document.blocks
    ]


def refused(data: bytes, limits: Limits | None = None) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        read_bytes(data, "年报.doc", limits=limits or Limits())
    return caught.value


def words(document: Document) -> str:
    return "\n".join(notice.zh for notice in document.notices)


@pytest.mark.parametrize("name", VARIANTS)
def test_a_doc_says_what_its_docx_says(name: str):
    data = (DOC / f"{name}.doc").read_bytes()
    assert sniff(data) == "doc"
    document = read_bytes(data)
    assert document.kind == "doc"
    assert contents(document) == contents(read_bytes(VARIANTS[name]))
    assert not any(grid.ragged for grid in document.grids())
    assert ("修订" in words(document)) == (name == "changes")
    assert len(document.notices) == (name == "changes")


def test_every_variant_is_there():
    assert {file.stem for file in DOC.glob("*.doc")} == set(VARIANTS)


@pytest.mark.parametrize("file", REPORTS, ids=lambda file: file.name)
def test_a_whole_report(file: Path):
    document = read_document(file)
    assert contents(document) == contents(read_document(file.with_suffix(".docx")))
    assert document.notices == ()
    places = [cell.place.to_dict() for grid in document.grids() for cell in grid.cells if cell.place]
    assert places[0] == {"kind": "doc", "table": 1, "row": 1, "column": 1}
    assert {block.place.kind for block in document.blocks} == {"doc"}


def test_kingsofts_name_and_blanks_before_the_magic(tmp_path: Path):
    file = tmp_path / "年报.wps"
    file.write_bytes(b"\r\n" + REPORTS[0].read_bytes())
    assert contents(read_document(file)) == contents(read_document(REPORTS[0]))


def test_names_in_the_root_folder():
    assert {"worddocument", "1table"} <= root_names(REPORTS[0].read_bytes())
    assert root_names(b"") == frozenset()


def test_the_missing_library_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "olefile", None)
    error = refused(REPORTS[0].read_bytes())
    assert error.kind == "missing_extra"
    assert "pip install 'gkrules[doc]'" in error.zh
    assert "pip install 'gkrules[doc]'" in error.en


def test_limits():
    data = REPORTS[0].read_bytes()
    for limits, kind in (
        (Limits(max_cells=50), "limit_cells"),
        (Limits(max_characters=100), "limit_characters"),
        (Limits(max_objects=20), "limit_objects"),
        (Limits(max_bytes=1000), "limit_bytes"),
    ):
        assert refused(data, limits).kind == kind
    assert refused((DOC / "nested.doc").read_bytes(), Limits(max_depth=5)).kind == "limit_depth"


def test_files_that_were_cut():
    data = (DOC / "merges.doc").read_bytes()
    whole = contents(read_bytes(data))
    for length in [*range(0, 1600, 13), *range(1600, len(data), 97)]:
        try:
            document = read_bytes(data[:length])
        except DocumentError:
            continue
        # Only what the text does not need may be missing.
        assert contents(document) == whole


def test_mutated_files_raise_nothing_foreign():
    chance = random.Random(1949)  # noqa: S311
    refusals = read = 0
    for name in ("merges", "nested", "boxes", "numbers", "fields", "changes"):
        data = (DOC / f"{name}.doc").read_bytes()
        for _ in range(70):
            mutated = bytearray(data)
            for _ in range(chance.choice([1, 1, 4, 40])):
                at = chance.randrange(len(mutated))
                mutated[at : at + chance.choice([1, 4])] = chance.choice([b"\xff", b"\x00", chance.randbytes(4)])
            try:
                read_bytes(bytes(mutated))
                read += 1
            except DocumentError:
                refusals += 1
    assert refusals > 20
    assert read > 20
