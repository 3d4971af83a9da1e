"""The command ``notice``: a file for each organ, and never over another one."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import docx
import pypdfium2
import pytest
from click.testing import CliRunner, Result

from gkrules.cli import cli

REPORTS = Path(__file__).resolve().parents[2] / "fixtures" / "reports"
SOFFICE = shutil.which("soffice")


def run(*args: object) -> Result:
    return CliRunner().invoke(cli, ["notice", *(str(each) for each in args), "--no-isolate"])


def text(file: Path) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(str(file)).paragraphs)


def test_a_folder_gets_a_file_for_each_organ(tmp_path: Path) -> None:
    result = run(
        *sorted(REPORTS.glob("*.docx")), "-o", tmp_path / "a" / "b", "--until", "2026-01-20", "--issuer", "某办", "--date", "2026-01-05"
    )
    assert result.exit_code == 1
    folder = tmp_path / "a" / "b"
    assert sorted(file.name for file in folder.iterdir()) == ["沭阳县发展和改革局.docx", "淮安市洪泽区人民政府.docx", "青岚县水利局.docx"]
    said = text(folder / "淮安市洪泽区人民政府.docx")
    assert "1. 2023 年度报告（文件：hongze_2023.docx）\n2. 2024 年度报告（文件：hongze_2024.docx）" in said
    assert said.endswith("某办\n2026 年 1 月 5 日")
    assert "请于 2026 年 1 月 20 日 前" in said
    assert "枣庄市市中区永安镇人民政府（" in result.output
    assert "没有发现问题，不写通知" in result.output


def test_one_organ_gets_the_file_that_is_named(tmp_path: Path) -> None:
    target = tmp_path / "n.docx"
    assert run(REPORTS / "hongze_2023.docx", "-o", target).exit_code == 1
    assert "淮安市洪泽区人民政府：" in text(target)


def test_several_organs_do_not_go_into_one_file(tmp_path: Path) -> None:
    target = tmp_path / "n.docx"
    result = run(REPORTS / "hongze_2023.docx", REPORTS / "shuyang_fgj_2023.docx", "-o", target)
    assert (result.exit_code, "请用 -o 写一个文件夹" in result.output, target.exists()) == (2, True, False)


def test_a_clean_report_gets_none(tmp_path: Path) -> None:
    result = run(REPORTS / "yongan_2024.docx", "-o", tmp_path / "n")
    assert (result.exit_code, list(tmp_path.iterdir())) == (0, [])
    assert "没有发现问题" in result.output


def test_a_report_in_the_folder_is_not_written_over(tmp_path: Path) -> None:
    report = tmp_path / "淮安市洪泽区人民政府.docx"
    shutil.copy(REPORTS / "hongze_2023.docx", report)
    before = report.read_bytes()
    result = run(report, "-o", tmp_path)
    assert (result.exit_code, report.read_bytes() == before) == (2, True)
    assert "没有写" in result.output


def test_a_template_of_ones_own(tmp_path: Path) -> None:
    template = tmp_path / "t.docx"
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ issuer }}"
    document.add_paragraph("致 {{ unit }}：{{ problem_count }} 个问题")
    document.save(str(template))
    target = tmp_path / "n.docx"
    assert run(REPORTS / "hongze_2023.docx", "-o", target, "--template", template, "--issuer", "某<办>").exit_code == 1
    assert text(target) == "致 淮安市洪泽区人民政府：4 个问题"
    assert docx.Document(str(target)).sections[0].header.paragraphs[0].text == "某<办>"
    before = template.read_bytes()
    assert run(REPORTS / "hongze_2023.docx", "-o", template, "--template", template).exit_code == 2
    assert template.read_bytes() == before


@pytest.mark.parametrize("tag", ["{{ nothing }}", "{% if %}", "{{ unit"])
def test_a_malformed_template_writes_nothing(tag: str, tmp_path: Path) -> None:
    template = tmp_path / "t.docx"
    document = docx.Document()
    document.add_paragraph(tag)
    document.save(str(template))
    result = run(REPORTS / "hongze_2023.docx", "-o", tmp_path / "n", "--template", template)
    assert (result.exit_code, "模板不能用" in result.output, (tmp_path / "n").exists()) == (2, True, False)


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "n").write_text("x", "utf-8")
    result = run(REPORTS / "hongze_2023.docx", "-o", tmp_path / "n")
    assert (result.exit_code, "无法写入" in result.output) == (2, True)
    assert (tmp_path / "n").read_text("utf-8") == "x"


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_notice(tmp_path: Path) -> None:
    target = tmp_path / "n.docx"
    assert run(REPORTS / "hongze_2023.docx", "-o", target, "--until", "2026-01-20").exit_code == 1
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(target)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    with pypdfium2.PdfDocument(tmp_path / "n.pdf") as made:
        shown = "".join(page.get_textpage().get_text_range() for page in made).replace("\r\n", "")
    assert "政府信息公开工作年度报告整改通知" in shown
    assert "行政复议·总计：11" in shown
