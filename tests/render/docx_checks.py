"""Word files made of plain XML, and what a reader of the annotated ones sees."""

from __future__ import annotations

import posixpath
import zipfile
from collections import Counter
from collections.abc import Mapping
from io import BytesIO

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_SPACES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def word_file(body: str, others: Mapping[str, str | bytes] | None = None, *, relations: str = "", types: str = "", space: str = W) -> bytes:
    """A Word file with this body."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="bin" ContentType="application/octet-stream"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_MAIN_TYPE}"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Target="word/document.xml"'
        ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{space}" {_SPACES}><w:body>{body}<w:sectPr/></w:body></w:document>',
        **(
            {"word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'}
            if relations
            else {}
        ),
        **(others or {}),
    }
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.read(name)


def marked(data: bytes, space: str = W) -> dict[int, str]:
    """By the number of a comment, the text between its marks."""
    root = etree.fromstring(part(data, "word/document.xml"))
    open_now: dict[int, str] = {}
    done: dict[int, str] = {}
    for element in root.iter():
        name = etree.QName(element).localname
        number = int(element.get(f"{{{space}}}id") or -1)
        if name == "commentRangeStart":
            open_now[number] = ""
        elif name == "commentRangeEnd":
            done[number] = open_now.pop(number)
        elif name == "t":
            open_now = {each: text + (element.text or "") for each, text in open_now.items()}
    assert not open_now
    return done


def comments(data: bytes, space: str = W) -> dict[int, str]:
    """By its number, the text of each comment."""
    root = etree.fromstring(part(data, "word/comments.xml"))
    return {
        int(each.get(f"{{{space}}}id") or -1): "\n".join("".join(p.itertext()) for p in each.iter(f"{{{space}}}p"))
        for each in root.iter(f"{{{space}}}comment")
    }


def validate(before: bytes, after: bytes) -> None:
    """The package is whole: parts are well-formed and typed, relations lead somewhere, marks and comments belong together."""
    with zipfile.ZipFile(BytesIO(before)) as old, zipfile.ZipFile(BytesIO(after)) as new:
        assert new.testzip() is None
        assert len(set(new.namelist())) == len(new.namelist())
        ours = {"[Content_Types].xml", "word/document.xml", "word/comments.xml", "word/_rels/document.xml.rels"}
        assert set(old.namelist()) | ours >= set(new.namelist()) >= set(old.namelist())
        for name in set(old.namelist()) - ours:
            assert new.read(name) == old.read(name), name
            assert new.getinfo(name).date_time == old.getinfo(name).date_time
        for name in new.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(new.read(name))
        types = etree.fromstring(new.read("[Content_Types].xml"))
        overrides = Counter(each.get("PartName") for each in types if each.get("PartName"))
        assert max(overrides.values()) == 1
        assert overrides["/word/comments.xml"] == 1
        assert all(name.lstrip("/") in new.namelist() for name in overrides)
        for relations in (name for name in new.namelist() if name.endswith(".rels")):
            base = posixpath.dirname(posixpath.dirname(relations))
            seen = Counter(each.get("Id") for each in etree.fromstring(new.read(relations)))
            assert max(seen.values()) == 1
            for each in etree.fromstring(new.read(relations)):
                target = each.get("Target") or ""
                inside = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(base, target))
                assert each.get("TargetMode") == "External" or inside in new.namelist()
        root = etree.fromstring(new.read("word/document.xml"))
        space = f"{{{etree.QName(root).namespace}}}"
        noted = [each.get(f"{space}id") for each in etree.fromstring(new.read("word/comments.xml")).iter(f"{space}comment")]
        assert len(set(noted)) == len(noted)
        for name in ("commentRangeStart", "commentRangeEnd", "commentReference"):
            assert sorted(each.get(f"{space}id") for each in root.iter(f"{space}{name}")) == sorted(noted), name
        # No text was lost or moved.
        was = etree.fromstring(old.read("word/document.xml"))
        shown = [[each.text or "" for each in tree.iter(f"{space}t", f"{space}delText", f"{space}instrText")] for tree in (was, root)]
        assert "".join(shown[0]) == "".join(shown[1])
