from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from corpus.documents import Recipe

from gkrules.align import align
from gkrules.align.trace import Trace
from gkrules.api import load_ruleset
from gkrules.cli import cli
from gkrules.reading import read_bytes
from gkrules.render.lines import width_of

REPORTS = Path(__file__).resolve().parents[2] / "fixtures" / "reports"
PAGE = str(REPORTS / "hongze_2023.html")
WORD = str(REPORTS / "shuyang_fgj_2023.docx")


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, ["doctor", *args])


def run_json(*args: str) -> Any:
    return json.loads(run(*args, "--format", "json").stdout)


def test_text_says_what_was_found_and_why() -> None:
    result = run(PAGE)
    assert result.exit_code == 0
    assert "种类 html" in result.stdout
    assert "编码 utf-8" in result.stdout
    assert "不像格式中的任何表格" in result.stdout
    assert "采用：收到和处理政府信息公开申请情况，得分" in result.stdout
    assert "格式版本：2021（按年度）" in result.stdout
    assert "2.其他法律行政止公开 → 2.其他法律行政法规禁止公开" in result.stdout
    assert "没有数字的单元格：21（缺少 21）" in result.stdout
    english = run(PAGE, "--lang", "en").stdout
    assert "taken: Applications" in english
    assert not re.search("[一-龥]", re.sub("“.*”|It holds.*|→.*|other_label.*|title: .*", "", english))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_lines_fit_a_narrow_screen_once_wrapped(lang: str) -> None:
    longest = max(run(WORD, "--lang", lang).stdout.splitlines(), key=width_of)
    assert width_of(longest) <= 100, longest


def test_json_is_the_same_as_data() -> None:
    data = run_json(WORD)
    assert data["digest"].startswith("sha256:")
    assert data["edition_by"] == "year"
    assert {each["table"] for each in data["candidates"] if each["taken"]} == set(load_ruleset().editions["2021"].table_by_key)
    assert [grid["number"] for grid in data["grids"]] == [1, 2, 3]
    assert sum(each["state"] == "blank" for each in data["unread"]) == 125
    assert run_json(WORD, "--edition", "2019")["edition_by"] == "asked"


def test_what_is_no_report_is_explained_as_far_as_it_goes(tmp_path: Path) -> None:
    file = tmp_path / "other.html"
    file.write_text("<html><body><p>天气</p><table><tr><td>城市<td>气温<tr><td>甲<td>3</table></body></html>", "utf-8")
    result = run(str(file))
    assert result.exit_code == 2
    assert "未能读出" in result.stdout
    assert "不像格式中的任何表格。内容：城市 | 气温 | 甲" in result.stdout
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    data = run_json(str(tmp_path / "a.png"))
    assert data["error"]["kind"] in ("unknown_kind", "no_text_layer")
    assert run("nowhere.docx").exit_code == 2


def test_a_page_without_scripts_shows_every_cell_with_its_key(tmp_path: Path) -> None:
    out = tmp_path / "out.html"
    assert run(PAGE, "--html", "-o", str(out)).exit_code == 0
    page = out.read_text("utf-8")
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert re.search(r'<td class="number"[^>]*>21<small>applications\.new\.\w+</small>', page) or "applications.new.total</small>" in page


def test_what_a_document_holds_is_escaped(tmp_path: Path) -> None:
    file = tmp_path / "evil.html"
    evil = "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&lt;img src=x&gt;\u202e"
    file.write_text((REPORTS / "hongze_2023.html").read_text("utf-8").replace("规章", f"规章{evil}"), "utf-8")
    page = run(str(file), "--html").stdout
    assert "<script" not in page
    assert "<img" not in page
    assert "\u202e" not in page
    assert "&lt;script&gt;" in page


def test_cells_are_drawn_over_the_pages_of_a_pdf(tmp_path: Path) -> None:
    made = Recipe("pdf", "official-balanced", "2021", 3).make()
    file = tmp_path / "a.pdf"
    file.write_bytes(made.data)
    page = run(str(file), "--html").stdout
    assert page.count('<div class="page"') >= 1
    assert "data:image/png;base64,iVBOR" in page
    boxes = re.findall(r'<i class="(\w*)" title="[^"]*" style="left:([\d.]+)pt;top:([\d.]+)pt;width:([\d.]+)pt', page)
    assert sum(kind == "number" for kind, *_ in boxes) > 100


def test_a_trace_changes_nothing() -> None:
    editions = list(load_ruleset().editions.values())
    for name in ("hongze_2023.html", "qinglan_2020.txt", "shuyang_fgj_2023.docx"):
        document, trace = read_bytes((REPORTS / name).read_bytes()), Trace()
        assert align(document, editions) == align(document, editions, trace=trace)
        assert any(each.taken for each in trace.candidates)


def test_standard_input_and_an_archive_of_one_document(tmp_path: Path) -> None:
    data = Path(WORD).read_bytes()
    piped = CliRunner().invoke(cli, ["doctor", "-", "--format", "json"], input=data)
    assert json.loads(piped.stdout)["digest"] == run_json(WORD)["digest"]
    packed = tmp_path / "one.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.docx", data)
    found = run_json(str(packed))
    assert found["file"] == f"{packed}!/a.docx"
    assert found["digest"] == run_json(WORD)["digest"]


def test_several_documents_are_refused_by_name() -> None:
    result = run(str(REPORTS))
    assert result.exit_code == 2
    assert "hongze_2023.docx" in result.stderr


def test_what_its_own_process_does_not_survive_is_not_read_here() -> None:
    result = run(PAGE, "--limit", "seconds=0.001", "--format", "json")
    assert result.exit_code == 2
    data = json.loads(result.stdout)
    assert data["error"]["kind"] == "limit_seconds"
    assert data["grids"] == []
    assert run(PAGE, "--limit", "seconds=0.001", "--no-isolate").exit_code == 0


def test_limits_are_kept() -> None:
    result = run(PAGE, "--limit", "cells=10", "--format", "json")
    assert json.loads(result.stdout)["error"]["kind"] == "limit_cells"
