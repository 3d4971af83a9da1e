from __future__ import annotations

import base64
import contextlib
import quopri
import random
import time
from pathlib import Path

import pytest

from gkrules import api, read
from gkrules.model.errors import DocumentError
from gkrules.reading import Limits, read_bytes, read_document, sniff

FIXTURES = Path(__file__).parents[2] / "fixtures" / "reports"
WEB_PAGES = sorted(FIXTURES.glob("*.html"))
END = b"--=_x--\r\n"


def mht(page: bytes, *, encoding: str = "quoted-printable", charset: str = "", before: bytes = b"", head: str = "") -> bytes:
    """A page as browsers save it, with a picture beside it."""
    body = base64.encodebytes(page) if encoding == "base64" else quopri.encodestring(page) if encoding == "quoted-printable" else page
    kind = f'text/html; charset="{charset}"' if charset else "text/html"
    header = head or 'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n\t'
    return b"".join(
        (
            f'{header}boundary="=_x"\r\n\r\n\r\n'.encode(),
            before,
            f"--=_x\r\nContent-Type: {kind}\r\nContent-ID: <main@x>\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode(),
            body,
            b"\r\n--=_x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n",
            END,
        )
    )


def refused(data: bytes, limits: Limits | None = None) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        read_bytes(data, "年报.mht", limits=limits or Limits())
    return caught.value


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize("file", WEB_PAGES, ids=lambda file: file.name)
def test_a_report_reads_the_same_as_from_its_page(file: Path, encoding: str):
    data = mht(file.read_bytes(), encoding=encoding)
    assert sniff(data) == "mhtml"
    report, found = read(file), api.read(data, name=str(file))
    assert found == report
    assert read_bytes(data).notices == read_document(file).notices


def test_the_encoding_of_the_part_counts_only_where_the_bytes_leave_it_open():
    page = "<html><body><p>政府信息公开年度报告</p><table><tr><td>总计</td><td>5</td></tr></table></body></html>"
    for charset, encoding in (("gb2312", "gb18030"), ("utf-8", "gb18030"), ("gbk", "utf-8"), ("", "gb18030")):
        document = read_bytes(mht(page.encode(encoding), charset=charset))
        assert next(document.paragraphs()).text == "政府信息公开年度报告"


def test_the_part_that_is_named_as_the_start_is_the_page():
    frame = b"--=_x\r\nContent-Type: text/html\r\nContent-ID: <frame@x>\r\n\r\n<p>advertisement</p>\r\n"
    named = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; start="<main@x>"; '
    assert next(read_bytes(mht(b"<p>report</p>", before=frame, head=named)).paragraphs()).text == "report"
    assert next(read_bytes(mht(b"<p>report</p>", before=frame)).paragraphs()).text == "advertisement"


@pytest.mark.parametrize("address", ["cid:frame@x", "http://a.gov.cn/b.html"])
def test_a_report_in_a_frame_is_read_where_the_page_itself_has_none(address: str):
    table = "".join(f"<tr><td>规章</td><td>{number}</td></tr>" for number in range(3))
    frame = (
        "--=_x\r\nContent-Type: text/html\r\nContent-ID: <frame@x>\r\nContent-Location: http://a.gov.cn/b.html\r\n"
        f"Content-Transfer-Encoding: 8bit\r\n\r\n<p>二、主动公开</p><table>{table}</table>\r\n"
    ).encode()
    named = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; start="<main@x>"; '
    document = read_bytes(mht(f'<p>one</p><iframe src="{address}"></iframe><p>two</p>'.encode(), before=frame, head=named))
    assert [each.text for each in document.paragraphs()] == ["one", "二、主动公开", "two"]
    assert [len(grid.cells) for grid in document.grids()] == [6]
    assert ["iframe" in each.zh for each in document.notices] == [True]
    shown = read_bytes(mht(f'<table>{table}</table><iframe src="{address}"></iframe>'.encode(), before=frame, head=named))
    assert len(list(shown.grids())) == 1
    assert not list(read_bytes(mht(b"<p>one</p>", before=frame, head=named)).grids())


def test_a_file_that_was_cut_short_says_so():
    data = mht(b"<p>one</p><p>two</p>")
    document = read_bytes(data[: -len(END)])
    assert [each.text for each in document.paragraphs()] == ["one", "two"]
    assert [each.kind for each in document.notices] == ["incomplete"]


@pytest.mark.parametrize("data", [mht(b""), mht(b"<p>x").replace(b"text/html\r\nContent-ID", b"text/css\r\nContent-ID")])
def test_without_a_page_it_is_damaged(data: bytes):
    assert refused(data).kind == "damaged"


def test_limits():
    page = mht(b"<p>" + b"x" * 5000 + b"</p>")
    assert refused(page, Limits(max_part_bytes=2000)).kind == "limit_part_bytes"
    many = mht(b"<p>x</p>").replace(END, b"--=_x\r\nContent-Type: image/png\r\n\r\n\r\n" * 60 + END)
    assert refused(many, Limits(max_members=20)).kind == "limit_members"
    nested = b"".join(b'Content-Type: multipart/related; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(3000))
    assert refused(b"MIME-Version: 1.0\r\n" + nested).kind == "limit_markup_depth"


@pytest.mark.parametrize(
    "head",
    [
        b"MIME-Version: 1.0\nContent-Type: text/html\n" + b"X-A: b\n" * 100_000,
        b"A-B: c\n" * 600 + b"\n",
        b"MIME-Version: 1.0\nContent-Type: text/html; " + b"a" * 300_000,
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=" + b'"' * 100_000,
        b"MIME-Version: 1.0\nContent-Type: text/html\nSubject: " + b"=?utf-8?B?" * 20_000,
    ],
)
def test_odd_headers_take_no_time(head: bytes):
    started = time.monotonic()
    with contextlib.suppress(DocumentError):
        read_bytes(head + b"\n\n<p>x</p>")
    assert time.monotonic() - started < 5


def test_cut_and_changed_files_raise_nothing_foreign():
    chance = random.Random(11)  # noqa: S311
    good = mht("<p>一、总体情况</p><table><tr><td>总计</td><td>5</td></tr></table>".encode())
    samples = [good[:length] for length in range(0, len(good), 5)]
    for _ in range(300):
        data = bytearray(good)
        for _ in range(4):
            data[chance.randrange(len(data))] = chance.randrange(256)
        samples.append(bytes(data))
    read_whole = 0
    for data in samples:
        try:
            read_bytes(data)
            read_whole += 1
        except DocumentError as error:
            assert error.zh  # noqa: PT017
    assert read_whole > 100
