from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from gkrules import api
from gkrules.cli import cli
from gkrules.model.errors import DocumentError
from gkrules.reading import Limits, archive

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
