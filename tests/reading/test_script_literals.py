"""Literals of scripts are decoded as a script means them, in linear time, and nothing is run."""

from __future__ import annotations

import json
import time

import pytest

from gkrules.reading.web.unshown import UNKNOWN, texts_of


def texts(script: str) -> list[str]:
    return list(texts_of(script))


def test_escapes():
    assert texts(r"""var a = "\u4e00\x41\u{1F600}\ud83d\ude00\n\"\'\/\
b\0";""") == ["一A😀😀\n\"'/b\0"]
    assert texts(r"'a\qb' ; `c\`d`") == ["aqb", "c`d"]
    assert texts(r'"\ud800"') == [UNKNOWN]
    assert texts(r'"\u{110000}"') == [UNKNOWN]


@pytest.mark.parametrize("ascii_only", [True, False])
def test_what_json_writes_is_read_back(ascii_only: bool):
    values = ["<table>\n<td>一\\二</td>", 'a"b', "\u2028😀\x7f", "</script>"]
    assert texts(json.dumps({"k": values}, ensure_ascii=ascii_only)) == ["k", *values]


def test_comments_and_regular_expressions_hold_no_literals():
    assert texts("// don't\n/* \"a\" */ x = /[\"'/]\"/g; y = 4 / 2; 'b' // 'c'") == ["b"]
    assert texts('return /"/.test(a) ? "b" : "c"') == ["b", "c"]
    assert texts("a = b / c; d = 'e' / 'f'") == ["e", "f"]


def test_a_literal_without_an_end_gives_nothing_and_ends_with_its_line():
    assert texts("a = 'it\nb = 'good'") == ["good"]
    assert texts('"open') == []
    assert texts("`open") == []


def test_what_is_put_in_stays_unknown():
    assert texts("`<td>${n}</td>`") == [f"<td>{UNKNOWN}</td>"]
    assert texts('"<td>" + row.n + "</td>"') == [f"<td>{UNKNOWN}</td>"]
    # A template that holds others is a program; where the next one begins cannot be told any more.
    assert texts("`<tr>${a.map(x => `<td>`)}</tr>`; 'b'") == ["b"]


def test_pieces_of_one_text_are_joined():
    assert texts('h = "a" +\n "b"; other = "c"') == ["ab", "c"]
    assert texts("h = 'a'; h += 'b';\nh += 'c'; g += 'd'") == ["abc", "d"]
    assert texts("document.write('a'); document.writeln(\"b\");") == ["ab"]
    assert texts("f('a', 'b')") == ["a", "b"]


@pytest.mark.parametrize(
    "script",
    [
        '"' * 800_001,
        '\\"' * 400_000 + '"',
        "'\\\n" * 400_000,
        "=/[" * 300_000,
        "(/" * 400_000,
        "`${" * 300_000,
        "`${a}" * 150_000,
        "/*" * 400_000,
        '"a"+' * 50_000 + "b",
        '"' + "\\u4e00" * 800_000,
        '"a"' + " " * 800_000 + '+"b"',
        "a=" * 400_000 + '"b"',
        "$" * 800_000 + "`",
    ],
    ids=lambda script: script[:6],
)
def test_hostile_scripts_take_no_time(script: str):
    started = time.process_time()
    for _ in texts_of(script):
        pass
    assert time.process_time() - started < 4
