from __future__ import annotations

import gzip
import io
import json
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from gkrules import api
from gkrules.cli import cli
from gkrules.model.errors import DocumentError
from gkrules.reading import Limits, sniff
from gkrules.reading.containers import archive

FIXTURES = Path(__file__).parents[2] / "fixtures" / "reports"
WORD = (FIXTURES / "yongan_2024.docx").read_bytes()
TEXT = (FIXTURES / "hongze_2023.txt").read_bytes()


def packed(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return stream.getvalue()


def run(*args: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(cli, [*args, "--no-isolate"], input=stdin)


def found(result: Result) -> tuple[list[str], dict[str, str]]:
    data: dict[str, Any] = json.loads(result.stdout)
    return [each["file"] for each in data["reports"]], {each["file"]: each["kind"] for each in data["failed"]}


def test_an_archive_is_read_like_a_folder(tmp_path: Path) -> None:
    inner = packed({"b.txt": TEXT})
    members = {"区/a.docx": WORD, "说明.txt": "不是报告".encode(), "图.png": b"\x89PNG", "__MACOSX/._a.docx": b"x", "里面.zip": inner}
    path = tmp_path / "reports.zip"
    path.write_bytes(packed(members))
    reports, failed = found(run("check", str(path), "--format", "json"))
    assert reports == [f"{path}!/区/a.docx", f"{path}!/里面.zip!/b.txt"]
    assert failed == {f"{path}!/说明.txt": "not_a_report"}
    whole = run("check", str(tmp_path), "--format", "json")
    assert found(whole) == (reports, failed)
    assert whole.exit_code == 2


def test_names_in_gbk_are_read() -> None:
    data = bytearray(packed({"aabb.docx": WORD}))
    name = "年报".encode("gb18030")
    assert data.count(b"aabb") == 2
    (member,) = archive.members(bytes(data).replace(b"aabb", name), (".docx",))
    assert member.name == "年报.docx"
    assert member.load() == WORD


@pytest.mark.parametrize("command", ["check", "extract"])
def test_standard_input(command: str) -> None:
    for data in (WORD, TEXT):
        result = run(command, "-", "--format", "json", stdin=data)
        value = json.loads(result.stdout)
        assert (value["reports"][0] if command == "check" else value)["file"] == "-"
    reports, _ = found(run("check", "-", "--format", "json", stdin=packed({"a.docx": WORD})))
    assert reports == ["-!/a.docx"]
    assert run("check", "-", stdin=b"").exit_code == 2


def test_limits_of_archives_are_named() -> None:
    bomb = packed({"a.txt": b" " * 400_000})
    many = packed({f"{number}.txt": b"x" for number in range(30)})
    nested = packed({"a.zip": packed({"b.zip": packed({"c.txt": b"x"})})})
    for data, limits, kind in (
        (bomb, Limits(max_bytes=100_000), "limit_bytes"),
        (bomb, Limits(max_package_bytes=100_000), "limit_package_bytes"),
        (bomb, Limits(ratio_floor=1000, max_ratio=50), "limit_ratio"),
        (many, Limits(max_members=20), "limit_members"),
        (nested, Limits(), "unsafe"),
        (many[:-40], Limits(), "damaged"),
    ):
        with pytest.raises(DocumentError) as caught:
            _ = [member.load() for member in archive.members(data, (".txt", ".zip"), limits)]
        assert caught.value.kind == kind


def test_archives_without_documents_and_archives_given_to_read(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(packed({"a.png": b"x"}))
    result = run("check", str(path))
    assert result.exit_code == 2
    assert "压缩包里没有" in result.stdout
    with pytest.raises(DocumentError) as caught:
        api.read(path)
    assert caught.value.kind == "unknown_kind"
    assert "gkrules check" in caught.value.zh


def tarred(members: dict[str, bytes | tarfile.TarInfo], mode: str = "w") -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=mode) as file:
        for name, content in members.items():
            info = content if isinstance(content, tarfile.TarInfo) else tarfile.TarInfo(name)
            if isinstance(content, bytes):
                info.size = len(content)
            file.addfile(info, io.BytesIO(content) if isinstance(content, bytes) else None)
    return stream.getvalue()


def link(name: str, kind: bytes = tarfile.SYMTYPE) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, "/etc/passwd"
    return info


def sevened(members: dict[str, bytes], **options: Any) -> bytes:
    py7zr = pytest.importorskip("py7zr")
    stream = io.BytesIO()
    with py7zr.SevenZipFile(stream, "w", **options) as file:
        for name, content in members.items():
            file.writestr(content, name)
    return stream.getvalue()


def kinds_of(data: bytes, limits: Limits | None = None, name: str = "") -> dict[str, str]:
    """The documents of an archive, each with the kind of the error that reading it raises, if any."""
    found = {}
    for member in archive.members(data, (".txt", ".docx", *archive.ARCHIVES), limits or Limits(), name):
        try:
            member.load()
            found[member.name] = ""
        except DocumentError as error:
            found[member.name] = error.kind
    return found


def refusal(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(DocumentError) as caught:
        kinds_of(data, limits)
    return caught.value.kind


@pytest.mark.parametrize("ending", ["tar", "tar.gz", "tgz", "7z"])
def test_other_archives_are_read_like_a_folder(tmp_path: Path, ending: str) -> None:
    members = {"区/甲.docx": WORD, "里面.zip": packed({"乙.txt": TEXT}), "图.png": b"x", "说明.txt": "不是报告".encode()}
    data = sevened(members) if ending == "7z" else tarred(members, "w" if ending == "tar" else "w:gz")
    path = tmp_path / f"年报.{ending}"
    path.write_bytes(data)
    reports, failed = found(run("check", str(tmp_path), "--format", "json"))
    assert reports == [f"{path}!/区/甲.docx", f"{path}!/里面.zip!/乙.txt"]
    assert failed == {f"{path}!/说明.txt": "not_a_report"}
    assert found(run("check", "-", "--format", "json", stdin=data))[0] == ["-!/区/甲.docx", "-!/里面.zip!/乙.txt"]
    other = tmp_path / "没有扩展名"
    other.write_bytes(data)
    assert len(found(run("check", str(other), "--format", "json"))[0]) == 2
    with pytest.raises(DocumentError) as caught:
        api.read(path)
    assert caught.value.kind == "unknown_kind"
    assert "gkrules check" in caught.value.zh


def test_a_packed_file_is_the_one_document_in_it(tmp_path: Path) -> None:
    path = tmp_path / "甲.docx.gz"
    path.write_bytes(gzip.compress(WORD))
    assert found(run("check", str(path), "--format", "json")) == ([f"{path}!/甲.docx"], {})
    stream = io.BytesIO()
    with gzip.GzipFile("里面.docx", "wb", fileobj=stream) as file:
        file.write(WORD[:1000])
    raw = stream.getvalue().replace(b"docx", b"docx", 1)
    joined = raw + gzip.compress(WORD[1000:])
    (member,) = archive.members(joined, (), name="x.gz")
    assert member.load() == WORD
    (member,) = archive.members(gzip.compress(WORD), (), name="没有扩展名.gz")
    assert member.name == "没有扩展名"
    assert kinds_of(gzip.compress(packed({"a.txt": b"x"})), name="a.zip.gz") == {"a.zip!/a.txt": ""}


def test_members_that_are_links_or_lead_out_are_refused_one_by_one() -> None:
    members: dict[str, bytes | tarfile.TarInfo] = {
        "a.txt": b"1",
        "/etc/b.txt": b"2",
        "x/../../c.txt": b"3",
        "d.txt": link("d.txt"),
        "e.txt": link("e.txt", tarfile.LNKTYPE),
        "f.txt": link("f.txt", tarfile.FIFOTYPE),
        "C:/g.txt": b"4",
    }
    found = kinds_of(tarred(members))
    assert found.pop("a.txt") == ""
    assert len(found) == 6
    assert set(found.values()) == {"unsafe"}
    assert kinds_of(sevened({"a.txt": b"1", "b.txt": b""})) == {"a.txt": "", "b.txt": ""}


def test_limits_of_other_archives_are_named() -> None:
    bomb = {"a.txt": b" " * 400_000}
    many = {f"{number}.txt": b"x" for number in range(30)}
    for build in (tarred, lambda members: tarred(members, "w:gz"), sevened):
        data, several = build(bomb), build(many)
        assert kinds_of(data, Limits(max_bytes=100_000)) == {"a.txt": "limit_bytes"}
        assert refusal(data, Limits(max_package_bytes=100_000)) == "limit_package_bytes"
        assert refusal(several, Limits(max_members=20)) == "limit_members"
        assert refusal(several[: len(several) // 2]) == "damaged"
    for data in (gzip.compress(bomb["a.txt"]), tarred(bomb, "w:gz"), sevened(bomb)):
        assert refusal(data, Limits(ratio_floor=1000, max_ratio=50)) == "limit_ratio"
    packed_once = gzip.compress(bomb["a.txt"])
    assert refusal(packed_once, Limits(max_bytes=100_000)) == "limit_bytes"
    assert refusal(gzip.compress(b"x") * 30, Limits(max_members=20)) == "limit_members"
    assert refusal(tarred({"a.tar": tarred({"b.tgz": tarred({"c.txt": b"x"}, "w:gz")})})) == "unsafe"
    assert refusal(b"\x1f\x8b\x08\x00" + b"\xff" * 50) == "damaged"


def test_headers_that_lie() -> None:
    long_name = tarred({"a.txt": b"1"})[:512]
    pax = bytearray(long_name)
    pax[156:157] = b"x"
    pax[124:136] = b"77777777777\0"
    pax[148:156] = b"        "
    pax[148:156] = f"{sum(pax):06o}\0 ".encode()
    assert sniff(bytes(pax)) == "tar"
    assert refusal(bytes(pax) + b"9" * 200_000) == "damaged"
    two = tarred({"a.txt": b"1", "b.txt": b"2"})
    assert refusal(two[:1024] + b"x" * 512 + two[1536:]) == "damaged"
    whole = sevened({"a.txt": b"1"})
    for at, value in ((20, b"\xff" * 8), (12, b"\xff" * 4)):
        assert refusal(whole[:at] + value + whole[at + len(value) :]) == "damaged"
    for at in range(32, len(whole), 3):
        data = whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]
        try:
            kinds = set(kinds_of(data).values())
        except DocumentError as error:
            kinds = {error.kind}
        assert kinds <= {"damaged", "limit_members", "encrypted", ""}


def test_locked_archives_and_archives_without_their_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    locked = sevened({"a.txt": b"1"}, password="x")  # noqa: S106 - of an archive made here
    assert refusal(locked) == "encrypted"
    assert kinds_of(packed({"locked.7z": locked, "b.txt": b"1"})) == {"b.txt": "", "locked.7z": "encrypted"}
    monkeypatch.setitem(sys.modules, "py7zr", None)
    path = tmp_path / "a.7z"
    path.write_bytes(locked)
    result = run("check", str(path))
    assert result.exit_code == 2
    assert "gkrules[archives]" in result.stdout


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("a.rar", b"Rar!\x1a\x07\x01\x00" + b"x" * 50, "RAR"),
        ("a.part2.rar", b"\x00\x01\x02\x03" * 50, "RAR"),
        ("a.tar.bz2", b"BZh91AY&SY" + b"x" * 50, "bzip2"),
        ("a.pptx", packed({"[Content_Types].xml": b"<x/>", "ppt/presentation.xml": b"<x/>"}), "PowerPoint"),
    ],
)
def test_what_is_not_read_is_refused_by_its_name(name: str, data: bytes, word: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(DocumentError) as caught:
        api.read(tmp_path / name)
    assert caught.value.kind == "unknown_kind"
    assert word in caught.value.zh
    assert word in caught.value.en
    if name.endswith(".rar"):  # never passed over in silence
        path = tmp_path / "x.zip"
        path.write_bytes(packed({name: data, "b.docx": WORD}))
        reports, failed = found(run("check", str(path), str(tmp_path), "--format", "json"))
        assert reports == [f"{path}!/b.docx"]
        assert failed == {f"{path}!/{name}": "unknown_kind", str(tmp_path / name): "unknown_kind"}
