"""Reports that a page carries in scripts, fields, frames and templates are read where the page shows no table of figures."""

from __future__ import annotations

import json
import time
from html import escape
from urllib.parse import quote

import pytest
from read_helpers import rows, texts

from gkrules.model.document import Document
from gkrules.reading import Limits, read_bytes

TABLE = "<table><tr><td>规章</td><td>1</td></tr><tr><td>规范性文件</td><td>2</td></tr><tr><td>行政许可</td><td>3</td></tr></table>"
OTHER = TABLE.replace(">3<", ">4<")
REPORT = f'<p class="t">二、主动公开</p>{TABLE}<p>三、其他</p>'
META = "<table><tr><td>索引号</td><td>12</td></tr><tr><td>文号</td><td></td></tr><tr><td>名称</td><td>年报</td></tr></table>"
READ = [["规章", "1"], ["规范性文件", "2"], ["行政许可", "3"]]


def read(body: str, head: str = "") -> Document:
    return read_bytes(f"<!doctype html><html><head>{head}</head><body><h1>年报</h1>{body}<p>主办单位</p></body></html>".encode())


def in_script(text: str) -> str:
    return json.dumps(text).replace("</", "<\\/")


SHAPES = {
    "textarea": f'<textarea style="display:none">{escape(REPORT)}</textarea>',
    "textarea raw": f"<textarea>{REPORT}</textarea>",
    "hidden field": f'<input type="hidden" value="{escape(REPORT)}">',
    "srcdoc": '<iframe srcdoc="' + escape(f"<html><body>{REPORT}</body></html>") + '"></iframe>',
    "template": f"<template id=a>{REPORT}</template>",
    "noscript": f"<noscript>{REPORT}</noscript>",
    "xmp": f"<xmp>{REPORT}</xmp>",
    "text": f"<div>{escape(REPORT)}</div>",
    "pre": f"<pre>{escape(REPORT)}</pre>",
    "script": f"<script>var a = 'x'; b.innerHTML = {in_script(REPORT)};</script>",
    "script single": "<script>// don't\nb = '" + REPORT.replace("</", "<\\/") + "'</script>",
    "script template": f"<script>b = `{REPORT}`</script>",
    "script pieces": "<script>" + "".join(f"h += {in_script(each + '>')};" for each in REPORT.split(">")[:-1]) + "</script>",
    "script escaped": f"<script>b = {in_script(escape(REPORT))}</script>",
    "script percent": f"<script>document.write(decodeURIComponent('{quote(REPORT)}'))</script>",
    "json": f'<script type="application/json">{{"id": 1, "content": {in_script(REPORT)}}}</script>',
    "json in a string": f"<script>s = JSON.parse({in_script(json.dumps({'a': REPORT}))})</script>",
    "plain script": f'<script type="text/plain">{REPORT}</script>',
    "hidden around": f'<div style="display:none"><div><textarea>{escape(REPORT)}</textarea></div></div>',
    "frame in frame": '<iframe srcdoc="' + escape(f"<textarea>{escape(REPORT)}</textarea>") + '"></iframe>',
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_carrier_is_looked_into(shape: str):
    document = read(META + SHAPES[shape])
    assert [rows(grid) for grid in document.grids()][1:] == [READ]
    assert texts(document) == ["年报", "二、主动公开", "三、其他", "主办单位"]
    assert [(notice.kind, "报告取自" in notice.zh) for notice in document.notices] == [("remark", True)]
    grids = list(document.grids())
    assert [grid.place.table for grid in grids] == [1, 2]
    assert grids[1].cells[-1].place == grids[1].cells[-1].place.__class__(kind="html", table=2, row=3, column=2)
    assert [each.place.paragraph for each in document.paragraphs()] == [1, 2, 3, 4]


def test_a_script_in_the_head_comes_first():
    document = read("", head=f"<script>window.state = {in_script(REPORT)}</script>")
    assert texts(document)[0] == "二、主动公开"
    assert [rows(grid) for grid in document.grids()] == [READ]


def test_nothing_is_looked_into_where_the_page_shows_its_tables():
    document = read(TABLE + "".join(SHAPES.values()).replace(TABLE, OTHER).replace(escape(TABLE), escape(OTHER)).replace("三、其他", "隐"))
    assert [rows(grid) for grid in document.grids()][:1] == [READ]
    assert all(rows(grid) == READ for grid in document.grids())
    assert not document.notices


@pytest.mark.parametrize(
    "body",
    [
        f"<!-- {REPORT} -->",
        f"<script>// b = {in_script(REPORT)}</script>",
        f"<script>/* b = {in_script(REPORT)} */</script>",
        "<script>b = " + in_script(f"<!-- {REPORT} -->") + "</script>",
        f"<textarea>&lt;!-- {escape(REPORT)} --&gt;</textarea>",
        "<script>b = '<table><tr><td>栏目</td><td>导航</td></tr></table>'</script>",
        f'<div style="display:none">{REPORT}</div>',
    ],
)
def test_what_was_commented_out_or_has_no_figures_is_not_read(body: str):
    document = read(body)
    assert not list(document.grids())
    assert texts(document) == ["年报", "主办单位"]
    assert not document.notices


def test_copies_count_once_and_different_tables_all():
    same = read(SHAPES["script"] + SHAPES["noscript"] + SHAPES["srcdoc"])
    assert [rows(grid) for grid in same.grids()] == [READ]
    both = read(f"<script>a = {in_script(TABLE)}; b = {in_script(OTHER)}</script><noscript>{TABLE}</noscript>")
    assert [rows(grid)[2][1] for grid in both.grids()] == ["3", "4"]


def test_a_number_that_only_running_the_script_would_tell_is_no_number():
    more = TABLE.replace("</table>", "<tr><td>行政强制</td><td>4</td></tr></table>").replace("</", "<\\/")
    made = read(f"<script>b = `{more.replace('>2<', '>${n}<')}`;</script>")
    joined = read("<script>b = '" + more.replace(">2<", ">' + row.n + '<") + "';</script>")
    for document in (made, joined):
        assert rows(next(document.grids()))[:2] == [["规章", "1"], ["规范性文件", "\ufffd"]]


@pytest.mark.parametrize(
    "body",
    [
        "<script>" + "var a = '<table'; " * 60_000 + "</script>",
        "<script>a = '" + "<table><td>" * 120_000 + "</script>",
        "<script>a = '" + REPORT * 2_000 + "'</script>",
        "<textarea>" + escape("<table><td>1") * 60_000,
        "<div>&lt;table&gt;&lt;td&gt;" * 900,
        "<xmp><table><td>" * 60_000,
        '<iframe srcdoc="' + "&lt;iframe srcdoc=" * 60_000,
    ],
    ids=lambda body: body[:24],
)
def test_hostile_carriers_take_no_time(body: str):
    started = time.process_time()
    try:
        read(body)
    except Exception as error:  # noqa: BLE001
        assert getattr(error, "kind", "").startswith("limit_"), error  # noqa: PT017
    assert time.process_time() - started < 8


def test_texts_within_texts_have_an_end():
    body = REPORT
    for _ in range(6):
        body = f'<iframe srcdoc="{escape(body)}"></iframe>'
    assert not list(read(body).grids())
    assert list(read_bytes(f"<html>{SHAPES['srcdoc']}</html>".encode(), limits=Limits(max_text_bytes=100_000)).grids())
