"""Every folder under fixtures/lint is a test."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lint_folders import BASE, FOLDERS, expected, found

from gkrules.lint.codes import CODES
from gkrules.lint.run import lint


@pytest.mark.parametrize("fixture", FOLDERS, ids=lambda folder: folder.name)
def test_fixture(fixture: Path, tmp_path: Path) -> None:
    folder, findings = found(fixture, tmp_path / "rules")
    got = [{"code": each.code, "file": each.where.file.relative_to(folder).as_posix(), "line": each.where.line} for each in findings]
    assert got == expected(fixture)


@pytest.mark.parametrize("fixture", FOLDERS, ids=lambda folder: folder.name)
def test_findings_are_whole(fixture: Path, tmp_path: Path) -> None:
    for finding in found(fixture, tmp_path / "rules")[1]:
        code = CODES[finding.code]
        assert (finding.name, finding.severity) == (code.name, code.severity)
        assert finding.where.line >= 1
        assert finding.where.column >= 1
        assert finding.zh.strip()
        assert finding.en.strip()
        # What it quotes stays as it is in the file.
        prose = re.sub(r"'[^']*'", "", finding.en.replace("测试", ""))
        assert not any("\u4e00" <= char <= "\u9fff" for char in prose)


def test_every_code_has_a_fixture() -> None:
    assert {each["code"] for fixture in FOLDERS for each in expected(fixture)} == set(CODES)


def test_the_base_has_no_fault() -> None:
    assert lint([BASE]).findings == ()
