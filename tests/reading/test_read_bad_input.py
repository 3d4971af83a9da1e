from __future__ import annotations

import random
import zipfile
from pathlib import Path

import pytest
from read_helpers import W, docx, p, package, real_report, tbl, tc, tr

from gkrules.model.errors import DocumentError
from gkrules.reading import Limits, read_bytes, read_document
from gkrules.reading.kinds.sniff import sniff

GOOD = docx(p("一、总体情况") + tbl(tr(tc("甲"), tc("1"))))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def refused(data: bytes, limits: Limits | None = None) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        read_bytes(data, "年报.doc", limits=limits or Limits())
    assert caught.value.zh
    assert caught.value.en
    return caught.value


@pytest.mark.parametrize("data", [b"", b" \n\t", b"\xef\xbb\xbf\n", b"\xff\xfe", bytes(100)])
def test_empty(data: bytes):
    assert sniff(data) == "empty"
    assert refused(data).kind == "empty_file"


@pytest.mark.parametrize(
    ("data", "kind", "word"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "image", "图片"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image", "图片"),
        (OLE, "ole", "Office"),
        (package({"a.txt": "x"}), "zip", "压缩包"),
        (b'\xef\xbb\xbf {"unit": "x"}', "json", "JSON"),
        (b'[\n{"unit": 1}]', "json", "JSON"),
        (b'<?xml version="1.0"?><w:wordDocument/>', "xml", "XML"),
        (b"\x7fELF\x02\x01\x01" + bytes(40), "binary", "二进制"),
        (random.Random(7).randbytes(4096), "binary", "二进制"),  # noqa: S311
    ],
)
def test_kinds_that_are_not_read_are_named(data: bytes, kind: str, word: str):
    assert sniff(data) == kind
    error = refused(data)
    assert error.kind == "unknown_kind"
    assert word in error.zh
    assert ".docx" in error.zh
    assert "年报.doc" in error.zh


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (GOOD, "docx"),
        (GOOD[: len(GOOD) // 2], "docx"),
        (b"<!DOCTYPE html><p>x", "html"),
        (b"<?xml version='1.0'?>\n<!-- c --><html><body>", "html"),
        (b"<table><tr><td>1", "html"),
        ("年报\n<table><tr><td>1</td></tr></table>".encode(), "text"),
        (b"[bookmark: x] a", "text"),
        ("［2024］号".encode(), "text"),
        ("《条例》".encode("gb18030"), "text"),
    ],
)
def test_kinds_that_are_read(data: bytes, kind: str):
    assert sniff(data) == kind


def test_an_encrypted_word_file():
    error = refused(OLE + "EncryptedPackage".encode("utf-16-le") + bytes(300))
    assert error.kind == "encrypted"
    assert "密码" in error.zh


def test_damaged_word_files():
    body = f'<w:document xmlns:w="{W}"><w:body>'
    for data in (
        GOOD[:-30],
        GOOD[:200],
        package({"word/styles.xml": "<x/>"}),
        package({"word/document.xml": body}),
        package({"word/document.xml": ""}),
        package({"word/document.xml": "<x/>"}),
        package({"word/document.xml": f'<w:document xmlns:w="{W}"/>'}),
        package({"word/document.xml": body + "</w:body></w:document>", "_rels/.rels": "<broken"}),
    ):
        error = refused(data)
        assert error.kind == "damaged"
        assert "已损坏" in error.zh


def test_every_truncation_and_many_flips_raise_nothing_foreign():
    chance = random.Random(42)  # noqa: S311
    samples = [GOOD[:length] for length in range(0, len(GOOD), 7)]
    for _ in range(300):
        data = bytearray(GOOD)
        for _ in range(3):
            data[chance.randrange(len(data))] = chance.randrange(256)
        samples.append(bytes(data))
    refusals = 0
    for data in samples:
        try:
            read_bytes(data)
        except DocumentError:
            refusals += 1
    assert refusals > len(GOOD) // 7 * 0.9


def test_a_document_type_is_refused():
    entity = '<!DOCTYPE w:document [<!ENTITY a "aaaa"><!ENTITY f SYSTEM "file:///etc/hostname">]>'
    xml = f'<?xml version="1.0"?>{entity}<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&f;</w:t></w:r></w:p></w:body></w:document>'
    error = refused(package({"word/document.xml": xml}))
    assert error.kind == "unsafe"
    assert "DOCTYPE" in error.zh
    hidden = xml.replace('"1.0"?', '"1.0" encoding="UTF-16"?').encode("utf-16")
    assert refused(package({"word/document.xml": hidden})).kind == "unsafe"


def test_zip_bombs():
    blank = " " * 400_000
    body = f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>{blank}</w:t></w:r></w:p></w:body></w:document>'
    bomb = package({"word/document.xml": body})
    assert refused(bomb, Limits(max_part_bytes=100_000)).kind == "limit_part_bytes"
    assert refused(bomb, Limits(max_package_bytes=100_000)).kind == "limit_package_bytes"
    by_ratio = refused(bomb, Limits(ratio_floor=1000, max_ratio=50))
    assert by_ratio.kind == "limit_ratio"
    assert "50" in by_ratio.zh
    many = package({f"word/{number}.xml": "" for number in range(30)}, zipfile.ZIP_STORED)
    assert refused(many, Limits(max_members=20)).kind == "limit_members"


def test_a_declared_size_that_lies_is_not_believed():
    body = f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>{" " * 90_000}</w:t></w:r></w:p></w:body></w:document>'
    size = len(body).to_bytes(4, "little")
    lying = package({"word/document.xml": body}).replace(size, (100).to_bytes(4, "little"))
    assert refused(lying, Limits(max_part_bytes=50_000)).kind in {"damaged", "limit_part_bytes"}


def test_the_limit_of_the_file_is_named(tmp_path: Path):
    path = tmp_path / "大.txt"
    path.write_bytes(b"a" * 3000)
    for call in (
        lambda: read_bytes(b"a" * 3000, limits=Limits(max_bytes=2048)),
        lambda: read_document(path, limits=Limits(max_bytes=2048)),
    ):
        with pytest.raises(DocumentError, match="2048") as caught:
            call()
        assert caught.value.kind == "limit_bytes"


def test_paths(tmp_path: Path):
    for path, kind in ((tmp_path / "无.txt", "not_found"), (tmp_path, "cannot_read"), ("a\0b", "cannot_read")):
        with pytest.raises(DocumentError) as caught:
            read_document(path)
        assert caught.value.kind == kind
    file = tmp_path / "年报.doc"
    file.write_text("<html><body><p>甲</p></body></html>", encoding="utf-8")
    assert read_document(str(file)).kind == "html"
    assert read_document(file).blocks[0].place.paragraph == 1


def test_cut_copies_of_the_real_form_never_hang_or_leak():
    data = real_report("template_2021_blank.docx").read_bytes()
    for length in range(0, len(data), 997):
        with pytest.raises(DocumentError):
            read_bytes(data[:length])


def test_modules_of_a_kind_are_imported_only_when_needed():
    import subprocess
    import sys

    code = (
        "import sys; from gkrules.reading import read_bytes; read_bytes('甲'.encode());"
        "assert 'lxml' not in sys.modules and 'selectolax' not in sys.modules;"
        "read_bytes(b'<p>x</p>'); assert 'selectolax' in sys.modules and 'lxml' not in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
