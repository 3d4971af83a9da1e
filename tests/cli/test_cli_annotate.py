"""The command ``annotate``: what it writes beside a report, and what it never touches."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from click.testing import CliRunner, Result

from gkrules.cli import cli

REPORTS = Path(__file__).resolve().parents[2] / "fixtures" / "reports"
SOFFICE = shutil.which("soffice")


def run(*args: object) -> Result:
    return CliRunner().invoke(cli, [str(each) for each in args])


def altered(name: str, *pairs: tuple[str, str]) -> bytes:
    """A report with other words in it."""
    target = BytesIO()
    with zipfile.ZipFile(REPORTS / name) as old, zipfile.ZipFile(target, "w") as new:
        for member in old.infolist():
            content = old.read(member)
            if member.filename == "word/document.xml":
                text = content.decode()
                for before, after in pairs:
                    assert before in text
                    text = text.replace(before, after)
                content = text.encode()
            new.writestr(member, content)
    return target.getvalue()


@pytest.fixture
def report(tmp_path: Path) -> Path:
    made = tmp_path / "年报.docx"
    made.write_bytes(altered("hongze_2023.docx", ("新收政府信息公开申请21件", "新收政府信息公开申请22件")))
    return made


def anchors(file: Path) -> dict[str, str]:
    """By the first line of each comment, the text that it is anchored to."""
    document = docx.Document(str(file))
    found = {}
    for comment in document.comments:
        number = comment.comment_id
        texts, inside = [], False
        for element in document.element.body.iter():
            if element.tag.endswith("}commentRangeStart") and element.get(element.tag.partition("}")[0] + "}id") == str(number):
                inside = True
            if element.tag.endswith("}commentRangeEnd") and element.get(element.tag.partition("}")[0] + "}id") == str(number):
                inside = False
            if inside and element.tag.endswith("}t"):
                texts.append(element.text or "")
        found[comment.paragraphs[0].text] = "".join(texts)
    return found


def test_the_copy_has_a_comment_at_each_problem_and_the_report_is_untouched(report: Path) -> None:
    before = report.read_bytes()
    result = run("annotate", report, "--no-isolate")
    copy = report.with_name("年报.批注.docx")
    assert (result.exit_code, result.output) == (1, f"已写入 {copy}：问题 5 个，批注 5 条\n")
    assert report.read_bytes() == before
    assert anchors(copy) == {
        "问题 1（共 5 个）　警告　GK501": "2023年全区新收政府信息公开申请22件，没有上年结转。",
        "问题 2（共 5 个）　警告　GK202": "2.其他法律行政止公开",
        "问题 3（共 5 个）　错误　GK201": "三、收到和处理政府信息公开申请情况",
        "问题 4（共 5 个）　错误　GK404": "0",
        "问题 5（共 5 个）　错误　GK404": "0",
    }


def test_the_copy_reads_as_the_report_does(report: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.docx"
    assert run("annotate", report, "-o", copy, "--no-isolate").exit_code == 1
    first, second = (run("extract", each, "--format", "csv", "--no-isolate").output for each in (report, copy))
    assert first.replace(str(report), "") == second.replace(str(copy), "")
    again = tmp_path / "again.docx"
    assert run("annotate", copy, "-o", again, "--no-isolate").exit_code == 1
    assert len(list(docx.Document(str(again)).comments)) == 10


def test_a_copy_that_is_there_is_not_written_over(report: Path) -> None:
    copy = report.with_name("年报.批注.docx")
    copy.write_bytes(b"mine")
    result = run("annotate", report)
    assert (result.exit_code, copy.read_bytes()) == (2, b"mine")
    assert "用 -o 写出别的文件名" in result.output
    assert run("annotate", report, "-o", copy, "--no-isolate").exit_code == 1
    assert copy.read_bytes() != b"mine"


@pytest.mark.parametrize("link", ["same", "symbolic", "hard"])
def test_the_report_itself_is_never_the_copy(report: Path, link: str) -> None:
    target = report if link == "same" else report.with_name("link.docx")
    if link == "symbolic":
        target.symlink_to(report)
    elif link == "hard":
        target.hardlink_to(report)
    before = report.read_bytes()
    result = run("annotate", report, "-o", target)
    assert (result.exit_code, report.read_bytes() == before) == (2, True)


def test_a_clean_report_gets_no_copy(tmp_path: Path) -> None:
    report = Path(shutil.copy(REPORTS / "yongan_2024.docx", tmp_path))
    result = run("annotate", report, "--no-isolate")
    assert (result.exit_code, result.output) == (0, "没有发现问题，没有写文件\n")
    assert list(tmp_path.iterdir()) == [report]


@pytest.mark.parametrize("name", ["hongze_2023.txt", "hongze_2023.html", "hongze_2023.doc", "hongze_2023.ofd"])
def test_other_kinds_are_sent_to_the_page(name: str, tmp_path: Path) -> None:
    result = run("annotate", REPORTS / name, "-o", tmp_path / "x.docx")
    assert result.exit_code == 2
    assert "gkrules check 文件 -o 结果.html" in result.output
    assert not list(tmp_path.iterdir())


def test_rules_are_chosen_and_the_language_too(report: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.docx"
    result = run("annotate", report, "--select", "GK5", "--lang", "en", "-o", copy, "--no-isolate")
    assert (result.exit_code, "1 problems in 1 comments" in result.output) == (0, True)
    assert next(iter(anchors(copy))) == "Problem 1 of 1 · warning · GK501"


def test_waivers_count_unless_they_are_put_aside(report: Path, tmp_path: Path) -> None:
    (tmp_path / "gkrules.yaml").write_text("waivers:\n- rule: GK501\n  reason: 已核实\n", "utf-8")
    copy = tmp_path / "copy.docx"
    assert run("annotate", report, "--select", "GK501", "-o", copy, "--no-isolate").exit_code == 0
    assert not copy.exists()
    assert run("annotate", report, "--select", "GK501", "-o", copy, "--no-isolate", "--no-waivers").exit_code == 0
    assert len(anchors(copy)) == 1


def test_standard_input_needs_a_name(report: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.docx"
    data = report.read_bytes()
    assert "用 -o 写出副本" in CliRunner().invoke(cli, ["annotate", "-"], input=data).output
    assert CliRunner().invoke(cli, ["annotate", "-", "-o", str(copy), "--no-isolate"], input=data).exit_code == 1
    assert len(anchors(copy)) == 5


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.4"])
def test_a_broken_file_is_one_line(data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    file.write_bytes(data)
    result = run("annotate", file, "-o", tmp_path / "b.docx", "--no-isolate")
    assert (result.exit_code, result.output.count("\n")) == (2, 1)


def converted(file: Path, folder: Path, form: str = "pdf") -> Path:
    """What LibreOffice makes of a file."""
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", form, "--outdir", str(folder / "pdf"), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / "pdf" / f"{file.stem}.pdf"


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_a_pdf_gets_highlights_where_the_cells_are(report: Path, tmp_path: Path) -> None:
    printed = converted(report, tmp_path)
    copy = tmp_path / "copy.pdf"
    result = run("annotate", printed, "-o", copy, "--select", "GK404", "--no-isolate")
    assert (result.exit_code, "批注 2 条" in result.output) == (1, True)
    assert copy.read_bytes().startswith(printed.read_bytes())
    under = []
    with pypdfium2.PdfDocument(copy) as document:
        for index in range(len(document)):
            page = document[index]
            for number in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
                note, rect = pdfium.FPDFPage_GetAnnot(page.raw, number), pdfium.FS_RECTF()
                if pdfium.FPDFAnnot_GetSubtype(note) == pdfium.FPDF_ANNOT_HIGHLIGHT:
                    pdfium.FPDFAnnot_GetRect(note, rect)
                    under.append(page.get_textpage().get_text_bounded(rect.left, rect.bottom, rect.right, rect.top).strip())
                pdfium.FPDFPage_CloseAnnot(note)
    assert under == ["0", "0"]


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_shows_the_copy_and_its_comments(report: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.docx"
    assert run("annotate", report, "-o", copy, "--no-isolate").exit_code == 1
    notes = 'pdf:writer_pdf_Export:{"ExportNotes":{"type":"boolean","value":"true"}}'
    texts = {}
    for file, form in ((report, "pdf"), (copy, notes)):
        with pypdfium2.PdfDocument(converted(file, tmp_path, form)) as made:
            texts[file] = [page.get_textpage().get_text_range() for page in made]
    # Nothing moved: the same words on the same pages.
    assert texts[copy] == texts[report]
    with pypdfium2.PdfDocument(tmp_path / "pdf" / "copy.pdf") as made:
        pages = [made[index] for index in range(len(made))]
        notes_seen = sum(pdfium.FPDFPage_GetAnnotCount(page.raw) for page in pages)
    assert notes_seen >= 5
