from __future__ import annotations

import base64
import io
import json
import time
import zipfile
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from gkrules import api
from gkrules.cli import cli
from gkrules.model.errors import DocumentError
from gkrules.reading import Limits, read_bytes, sniff
from gkrules.reading.containers import archive
from gkrules.reading.kinds.suffixes import REFUSED, SUFFIXES

FIXTURES = Path(__file__).parents[2] / "fixtures" / "reports"
WORD = (FIXTURES / "yongan_2024.docx").read_bytes()
PAGE = (FIXTURES / "hongze_2023.html").read_text(encoding="utf-8")
TEXT = (FIXTURES / "hongze_2023.txt").read_text(encoding="utf-8")
SIGNATURE = "<p>请查收</p><table><tr><td>办公室</td><td>电话 0512-1234567</td></tr></table>"


def mail(*attached: tuple[str, bytes | EmailMessage], text: str = "请查收附件。", html: str = "") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "办公室 <a@example.gov.cn>"
    message["To"] = "b@example.gov.cn"
    message["Subject"] = "2024年年报"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    for name, content in attached:
        if isinstance(content, bytes):
            message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
        else:
            message.add_attachment(content)
    return message


def eml(*attached: tuple[str, bytes | EmailMessage], **more: str) -> bytes:
    return mail(*attached, **more).as_bytes(policy=SMTP)


def zipped(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        for name, content in members.items():
            file.writestr(name.replace("_", "."), content)
    return stream.getvalue()


def names(data: bytes, limits: Limits | None = None) -> list[str]:
    return [member.name for member in archive.members(data, SUFFIXES + REFUSED, limits or Limits())]


def refusal(data: bytes, limits: Limits | None = None) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        read_bytes(data, "年报.eml", limits=limits or Limits())
    return caught.value


def values(report: Any) -> dict[str, Any]:
    return {key: each.value for key, each in report.cells.items()}


def test_a_mail_is_told_from_a_saved_page_and_from_text() -> None:
    whole = eml(("年报.docx", WORD))
    assert sniff(whole) == sniff(b"\xef\xbb\xbf" + whole) == sniff(b"From a@b Mon Jan  1 00:00:00 2024\n" + whole) == "eml"
    long = b"Received: by x\r\n" + b"".join(b"X-Long-%d: %s\r\n" % (number, b"y" * 300) for number in range(30))
    assert sniff(b"Return-Path: <a@b>\r\nDelivered-To: c@d\r\n" + long + whole) == "eml"
    assert sniff(b"From: a@b\nSubject: x\nDate: today\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x--") == "eml"
    page = b"From: <Saved by Blink>\r\nSnapshot-Content-Location: http://x\r\nSubject: x\r\nDate: x\r\nMIME-Version: 1.0\r\n"
    assert sniff(page + b"Content-Type: multipart/related; boundary=x\r\n\r\n--x--") == "mhtml"
    assert (
        sniff(page.replace(b"Snapshot-Content-Location: http://x\r\n", b"") + b"Content-Type: multipart/related;\r\n\r\n--x--") == "mhtml"
    )
    for text in ("致: 甲\nTo: 乙\n\n政府信息公开", "From: 甲\nTo: 乙\n", "注：甲\nhttp://x\nto: y\n"):
        assert sniff(text.encode()) == "text"


@pytest.mark.parametrize("attachment", ["yongan_2024.docx", "hongze_2023.html", "hongze_2023.txt", "hongze_2023.ofd"])
def test_the_report_that_is_attached_is_read(attachment: str) -> None:
    content = (FIXTURES / attachment).read_bytes()
    expected = api.read(content, name=attachment)
    pieces: tuple[tuple[str, bytes | EmailMessage], ...]
    for pieces in (
        ((attachment, content),),
        (("logo.png", b"\x89PNG"), (attachment, content), ("通知.txt", "请于1月31日前报送。".encode())),
        ((attachment, content), ("扫描件.pdf", b"%PDF-1.4 broken")),
        (("年报.zip", zipped(**{attachment.replace(".", "_"): content})),),
        (("", mail((attachment, content))),),
    ):
        found = api.read(eml(*pieces, html=SIGNATURE), name="a.eml")
        assert values(found) == values(expected)
    notices = read_bytes(eml((attachment, content), ("扫描件.pdf", b"%PDF-1.4 broken"))).notices
    assert attachment in notices[0].zh
    assert "扫描件.pdf" in notices[0].zh


def test_the_report_that_is_the_text_is_read() -> None:
    expected = values(api.read(FIXTURES / "hongze_2023.html"))
    assert values(api.read(eml(html=PAGE), name="a.eml")) == expected
    assert values(api.read(eml(("logo.png", b"x"), ("说明.txt", b"see below"), html=PAGE), name="a.eml")) == expected
    assert values(api.read(eml(text=TEXT), name="a.eml")) == values(api.read(FIXTURES / "hongze_2023.txt"))
    in_gbk = EmailMessage()
    in_gbk["From"], in_gbk["To"], in_gbk["Subject"] = "a@b", "c@d", "x"
    in_gbk.set_content(PAGE, subtype="html", charset="gb18030", cte="base64")
    assert values(api.read(in_gbk.as_bytes(), name="a.eml")) == expected


def test_several_documents_are_never_chosen_from() -> None:
    error = refusal(eml(("甲.docx", WORD), ("乙.html", PAGE.encode()), ("丙.txt", b"x")))
    assert error.kind == "several_reports"
    assert "甲.docx" in error.zh
    assert "乙.html" in error.zh
    assert "丙.txt" not in error.zh
    assert refusal(eml(("甲.docx", WORD), html=PAGE)).kind == "several_reports"
    error = refusal(eml(("甲.txt", b"a"), ("乙.rar", b"Rar!\x1a\x07\x00")))
    assert error.kind == "no_tables"
    assert "乙.rar" in error.zh
    assert refusal(eml(("乙.rar", b"Rar!\x1a\x07\x00"))).kind == "unknown_kind"


def test_the_command_checks_everything_in_a_mail(tmp_path: Path) -> None:
    path = tmp_path / "年报.eml"
    path.write_bytes(eml(("甲.docx", WORD), ("甲.docx", b"PK\x03\x04"), ("图.png", b"x"), ("压缩.zip", zipped(b_docx=WORD)), html=PAGE))
    result = CliRunner().invoke(cli, ["check", str(tmp_path), "--format", "json", "--no-isolate"])
    data = json.loads(result.stdout)
    assert sorted(each["file"] for each in data["reports"]) == sorted(
        f"{path}!/{name}" for name in ("压缩.zip!/b.docx", "正文.html", "甲.docx")
    )
    assert [each["file"] for each in data["failed"]] == [f"{path}!/甲（2）.docx"]
    assert names(eml(("甲.docx", WORD), html=SIGNATURE)) == ["甲.docx"]
    assert names(eml(html=SIGNATURE)) == ["正文.html"]


@pytest.mark.parametrize(
    "header",
    [
        b'Content-Disposition: attachment; filename="=?GB2312?B?' + base64.b64encode("年报.docx".encode("gb2312")) + b'?="',
        b"Content-Disposition: attachment; filename*=UTF-8''%E5%B9%B4%E6%8A%A5.docx",
        b'Content-Disposition: attachment; filename="' + "年报.docx".encode("gb18030") + b'"',
        b'Content-Disposition: attachment; filename="C:\\\\temp\\\\' + "年报.docx".encode() + b'"',
        b'Content-Type: application/octet-stream; name="../../' + "年报.docx".encode() + b'"',
    ],
)
def test_names_of_attachments(header: bytes) -> None:
    data = (
        b"From: a@b\r\nTo: c@d\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        b"--b\r\n" + header + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(WORD) + b"\r\n--b--\r\n"
    )
    assert names(data) == ["年报.docx"]
    assert len(values(api.read(data, name="a.eml"))) == 200


def test_hostile_mails_are_refused() -> None:
    attached = eml(("a.txt", b"x" * 50_000))
    assert refusal(attached, Limits(max_bytes=60_000)).kind == "limit_bytes"
    (member,) = archive.members(attached, SUFFIXES, Limits(max_bytes=40_000))
    with pytest.raises(DocumentError) as caught:
        member.load()
    assert caught.value.kind == "limit_bytes"
    several = archive.members(eml(*((f"{number}.txt", b"x" * 1000) for number in range(5))), SUFFIXES, Limits(max_package_bytes=3000))
    with pytest.raises(DocumentError) as caught:
        _ = [member.load() for member in several]
    assert caught.value.kind == "limit_package_bytes"
    with pytest.raises(DocumentError) as caught:
        names(eml(*((f"{number}.txt", b"x") for number in range(30))), Limits(max_members=20))
    assert caught.value.kind == "limit_members"
    inner = mail(("a.docx", WORD))
    for _ in range(5):
        inner = mail(("", inner))
    assert refusal(inner.as_bytes(policy=SMTP)).kind == "unsafe"
    disguised = eml(("a.txt", eml(("b.txt", eml(("c.docx", WORD))))), ("d.docx", WORD))
    assert values(api.read(disguised, name="a.eml")) == values(api.read(FIXTURES / "yongan_2024.docx"))
    head = b"From: a@b\r\nTo: c@d\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
    deep = head + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(1000)) + b"\r\nx"
    assert refusal(deep).kind == "limit_markup_depth"
    begun = time.monotonic()
    assert refusal(head + b"Content-Type: multipart/mixed;" + b" a=b;" * 100_000 + b"\r\n\r\nx").kind == "damaged"
    assert refusal(head + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\n" * 20_000).kind == "limit_members"
    assert refusal(head + b"Content-Type: text/plain\r\n\r\n" + b"1\n" * 300_000).kind == "limit_lines"
    assert time.monotonic() - begun < 5
    cut = eml(("a.docx", WORD))[:-30_000]
    assert refusal(cut).kind == "damaged"


def test_mails_of_outlook_are_named() -> None:
    from gkrules.reading.faults import unknown_kind
    from gkrules.reading.kinds.ole_names import MAGIC

    data = MAGIC + bytes(600) + "__properties_version1.0".encode("utf-16-le") + bytes(600)
    assert sniff(data) == "msg"
    assert "Outlook" in refusal(data).zh
    assert sniff(MAGIC + bytes(600) + "PowerPoint Document".encode("utf-16-le")) == "ppt"
    assert "PowerPoint" in unknown_kind("ppt", "").zh
