"""Whole outputs beside those that were accepted: those that no other test of outputs holds so."""

from __future__ import annotations

import datetime
import io
import json
import re
from pathlib import Path

import docx
import openpyxl
import pytest
from click.testing import CliRunner
from docx.document import Document
from gold import check_gold
from small_set import small_checked

import gkrules
from gkrules.cli import cli
from gkrules.reading.limits import DEFAULT_LIMITS
from gkrules.render.data.json_output import checked_json
from gkrules.render.lines import plain
from gkrules.render.text.result import checked_lines
from gkrules.render.word.annotate import annotated_docx
from gkrules.render.word.remarks import remarks_of

REPORTS = Path(__file__).resolve().parents[2] / "fixtures" / "reports"
DAY = datetime.datetime(2026, 1, 20, tzinfo=datetime.UTC)
languages = pytest.mark.parametrize("lang", ["zh", "en"])


@languages
def test_text(lang: str) -> None:
    check_gold(f"small.{lang}.txt", without_digest(plain(checked_lines(small_checked(), lang))))


def test_json() -> None:
    made = json.loads(checked_json(small_checked(), "zh"))
    made["ruleset"]["digest"] = "…"
    check_gold("small.json", json.dumps(made, ensure_ascii=False, indent=1) + "\n")


@languages
def test_annotated_word(lang: str) -> None:
    """The comments of a real file: what each is about, and what it says."""
    data = (REPORTS / "hongze_2023.docx").read_bytes()
    result = gkrules.check(gkrules.read(REPORTS / "hongze_2023.docx"))
    copy = docx.Document(io.BytesIO(annotated_docx(data, remarks_of(result.reports, result.ruleset, lang), DAY, DEFAULT_LIMITS)))
    comments = [f"[{each.comment_id}] {each.author}\n{each.text}\n" for each in copy.comments]
    check_gold(f"annotated.{lang}.txt", "\n".join(comments))


@languages
def test_notice(lang: str, tmp_path: Path) -> None:
    target = tmp_path / "notice.docx"
    options = ["--until", "2026-03-01", "--date", "2026-01-20", "--issuer", "某市人民政府办公室", "--lang", lang]
    run("notice", REPORTS / "hongze_2023.docx", "-o", target, *options)
    check_gold(f"notice.{lang}.txt", words(docx.Document(str(target))))


def test_form_as_word(tmp_path: Path) -> None:
    target = tmp_path / "form.docx"
    run("template", "--unit", "青岚县水利局", "--year", "2025", "-o", target)
    check_gold("form.txt", words(docx.Document(str(target))))


def test_form_as_workbook(tmp_path: Path) -> None:
    """What every cell holds, the live formulas among it."""
    target = tmp_path / "form.xlsx"
    run("template", "--unit", "青岚县水利局", "--year", "2025", "-o", target)
    cells = (cell for sheet in openpyxl.load_workbook(target) for row in sheet.iter_rows() for cell in row if cell.value is not None)
    check_gold("form.xlsx.txt", "".join(f"{cell.parent.title} {cell.coordinate}\t{cell.value!r}\n" for cell in cells))


def run(*args: object) -> None:
    result = CliRunner().invoke(cli, [str(each) for each in args])
    assert result.exit_code in (0, 1), result.output


def words(document: Document) -> str:
    """The paragraphs of a Word file, and its tables row by row."""
    lines = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        lines += ["", *(" | ".join(dict.fromkeys(cell.text.replace("\n", " / ") for cell in row.cells)) for row in table.rows)]
    return "\n".join(lines) + "\n"


def without_digest(text: str) -> str:
    """The digest changes with every edit of a rule."""
    return re.sub(r"[0-9a-f]{12}(?=[）)])", "…", text)
