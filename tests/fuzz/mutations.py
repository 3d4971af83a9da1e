"""Ways to damage a file, and files that were never whole. All take their chance from the given generator, so that a seed repeats a run."""

from __future__ import annotations

import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable

Mutation = Callable[[bytes, random.Random], bytes]

_NUMBER = re.compile(rb'((?:span|gridSpan|w:val|rowspan|colspan|repeated|r|ref|count)\s*=\s*["\']?)\d+', re.IGNORECASE)
_TAG = re.compile(rb"<(/?)([A-Za-z][\w:-]*)[^<>]*>")
_HUGE = (b"2000000", b"-1", b"99999999999999999999", b"0", b"65536")
_MAGICS = (
    b"PK\x03\x04",
    b"%PDF-1.7\n",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"{\\rtf1",
    b"\xff\xfe",
    b"\xfe\xff",
    b"<html>",
    b"<?xml version='1.0'?>",
    b"MIME-Version: 1.0\n",
    b'{"cells":',
)
_BOMB = b'<!DOCTYPE x [<!ENTITY a "' + b"a" * 50 + b'"><!ENTITY b "' + b"&a;" * 50 + b'"><!ENTITY c SYSTEM "file:///etc/passwd">]>'


def cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def flip(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 3, 20, 200))):
        if changed:
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def splice(data: bytes, chance: random.Random) -> bytes:
    a, b, c = sorted(chance.randrange(len(data) + 1) for _ in range(3))
    return chance.choice((data[:a] + data[b:], data[:b] + data[a:], data[:a] + data[b:c] + data[a:b] + data[c:]))


def magic(data: bytes, chance: random.Random) -> bytes:
    start = chance.choice(_MAGICS)
    return start + (data if chance.random() < 0.5 else data[len(start) :])


def encoding(data: bytes, chance: random.Random) -> bytes:
    text = data.decode("utf-8", "replace")
    return text.encode(chance.choice(("utf-16", "utf-16-be", "utf-32", "gb18030", "big5hkscs", "utf-7")), "replace")


def numbers(data: bytes, chance: random.Random) -> bytes:
    return _NUMBER.sub(lambda match: match[1] + chance.choice(_HUGE) if chance.random() < 0.3 else match[0], data)


def entities(data: bytes, chance: random.Random) -> bytes:
    at = data.find(b"?>") + 2 if b"?>" in data[:200] else 0
    text = chance.choice((b"&b;", b"&c;"))
    return data[:at] + _BOMB + data[at:].replace(b">0<", b">" + text + b"<", 50)


def nesting(data: bytes, chance: random.Random) -> bytes:
    tags = [match[0] for match in _TAG.finditer(data[:200_000]) if not match[1]]
    tag = chance.choice(tags) if tags else chance.choice((b"[", b"<div>", b"<table><tr><td>", b'{"a":'))
    at = chance.randrange(len(data) + 1)
    return data[:at] + tag * chance.choice((50, 2_000, 50_000)) + data[at:]


def tags(data: bytes, chance: random.Random) -> bytes:
    """Some tags dropped, some doubled."""
    return _TAG.sub(lambda match: chance.choice((b"", match[0] * 2)) if chance.random() < 0.02 else match[0], data)


def long_line(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice((b" ", b"\t", b"|", b",", b"1", b"(", b"\xe3\x80\x80", b'"')) * 300_000 + data[at:]


BYTES: tuple[Mutation, ...] = (cut, cut, flip, flip, splice, magic, encoding, numbers, entities, nesting, tags, long_line)


def members(data: bytes, chance: random.Random) -> bytes:
    """A zip container with a member damaged, removed, doubled, swapped with another, marked as encrypted, or packed beyond measure."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [(info.filename, archive.read(info)) for info in archive.infolist()]
    at = chance.randrange(len(parts))
    main = [index for index, (name, _) in enumerate(parts) if name.endswith(("document.xml", "sheet1.xml", "content.xml"))]
    if main and chance.random() < 0.6:
        at = main[0]
    name, content = parts[at]
    way = chance.choice(("damage", "damage", "damage", "remove", "double", "swap", "encrypt", "blow"))
    if way == "damage":
        parts[at] = name, chance.choice(BYTES)(content, chance)
    elif way == "remove":
        del parts[at]
    elif way == "double":
        parts.insert(chance.randrange(len(parts)), (name, cut(content, chance)))
    elif way == "swap":
        other = chance.randrange(len(parts))
        parts[at], parts[other] = (name, parts[other][1]), (parts[other][0], content)
    elif way == "blow":
        parts[at] = name, content[:200] + b" " * 20_000_000 + content[200:]
    packed = _packed(parts)
    return packed.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01") if way == "encrypt" else packed


def mutated(data: bytes, chance: random.Random) -> bytes:
    """`data` damaged in one way, sometimes in two."""
    for _ in range(chance.choice((1, 1, 2))):
        zipped = data.startswith(b"PK") and zipfile.is_zipfile(io.BytesIO(data))
        try:
            data = (members if zipped and chance.random() < 0.7 else chance.choice(BYTES))(data, chance)
        except (zipfile.BadZipFile, OSError, ValueError, EOFError, RuntimeError, NotImplementedError, IndexError, zlib.error):
            data = cut(data, chance)  # too damaged to be damaged in this way
    return data


def _packed(parts: list[tuple[str, bytes]]) -> bytes:
    import warnings

    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # doubled names are meant
        for name, content in parts:
            archive.writestr(name, content)
    return buffer.getvalue()
