"""Documents that were read knew only the claims of the package; they are checked with those of the rules that are asked for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from own_rows import DOCUMENT, OWN_ROW, RECEIVED

import gkrules
from gkrules.cli import cli

OWN_WORD = """\
lexicon: {applicant: {natural_person: [庄户人]}}
"""
OWN_UNIT = """\
units: {form: [案桩]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "own" / "claims").mkdir(parents=True)
    return tmp_path / "own"


def document(folder: Path, received: str) -> Path:
    """The document with another sentence on what was received (its table says 5)."""
    text = DOCUMENT.read_text("utf-8")
    assert text.count(RECEIVED) == 1
    file = folder.parent / "report.txt"
    file.write_text(text.replace(RECEIVED, received), encoding="utf-8")
    return file


CASES = [
    (OWN_ROW, "政府信息公开申请中，移交档案馆{}件", "移交档案馆写的是 6"),
    (OWN_WORD, "新收到政府信息公开申请5件，其中庄户人提出{}件", "自然人的申请写的是 6"),
    (OWN_UNIT, "新收到政府信息公开申请{}案桩", "新收申请写的是 6"),
]
IDS = ["row", "word", "unit"]


@pytest.mark.parametrize(("own", "sentence", "label"), CASES, ids=IDS)
def test_a_document_is_checked_with_the_claims_of_users(own: str, sentence: str, label: str, folder: Path) -> None:
    (folder / "claims" / "own.yaml").write_text(own, encoding="utf-8")
    ruleset = gkrules.load_ruleset(rules=[folder])
    report = gkrules.read(document(folder, sentence.format(6)))
    # Ours do not understand the sentence, whatever was checked before.
    assert gkrules.check(report, select=["GK501"]).findings == ()
    (finding,) = gkrules.check(report, ruleset=ruleset, select=["GK501"]).findings
    assert (finding.left, finding.right) == (6, 5)
    assert label in finding.message["zh"]
    assert gkrules.check(report, select=["GK501"]).findings == ()
    right = gkrules.read(document(folder, sentence.format(5)))
    assert gkrules.check(right, ruleset=ruleset, select=["GK501"]).findings == ()


@pytest.mark.parametrize(("own", "sentence", "label"), CASES, ids=IDS)
def test_the_command_takes_the_claims_of_users(own: str, sentence: str, label: str, folder: Path) -> None:
    (folder / "claims" / "own.yaml").write_text(own, encoding="utf-8")
    file = str(document(folder, sentence.format(6)))
    without = CliRunner().invoke(cli, ["check", file, "--select", "GK501"])
    assert "GK501" not in without.stdout
    found = CliRunner().invoke(cli, ["check", file, "--select", "GK501", "--rules", str(folder), "--fail-on", "warning"])
    assert found.exit_code == 1, found.output
    assert "GK501 " in found.stdout
    assert label in found.stdout
    # Neither the message nor the equation below it names a claim by its key.
    assert "claim." not in found.stdout
    data = json.loads(CliRunner().invoke(cli, ["check", file, "--select", "GK501", "--rules", str(folder), "--format", "json"]).stdout)
    (finding,) = data["reports"][0]["findings"]
    assert label in finding["message"]["zh"]


def test_isolated_reading_makes_no_difference(folder: Path) -> None:
    """A report from a process of its own carries a copy of the edition."""
    (folder / "claims" / "own.yaml").write_text(OWN_ROW, encoding="utf-8")
    report = gkrules.read(document(folder, "政府信息公开申请中，移交档案馆6件"), isolated=True)
    found = gkrules.check(report, ruleset=gkrules.load_ruleset(rules=[folder]), select=["GK501"])
    assert [each.code for each in found.findings] == ["GK501"]
    assert found.reports[0].report is report
