"""How sentences were read, as `gkrules doctor --text` tells it: slots, the row that decided, or why nothing was compared."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from own_rows import DOCUMENT, OWN_ROW, RECEIVED

from gkrules import load_ruleset
from gkrules.cli import cli
from gkrules.narrate.derivations import derivations
from gkrules.rulefiles.rulebook import own_rulebook
from gkrules.testing import small_report

EDITION = load_ruleset().editions["2021"]


def segments(text: str, section: str = "overview") -> list[dict[str, Any]]:
    found = derivations(small_report(EDITION, text={section: text}), own_rulebook().claims_of(EDITION.key))
    return [segment for sentence in found for segment in sentence["segments"] if segment["says"] or segment["stopped"]]


def test_a_segment_has_its_words_slots_and_the_row_that_decided() -> None:
    (first, second) = segments("2024年新收政府信息公开申请5件，予以公开3件。")
    assert first["text"] == "2024年新收政府信息公开申请5件"
    assert {"object": "application", "stage": "new"}.items() <= first["slots"].items()
    assert second["slots"]["result"] == "granted"
    (said,) = first["says"]
    row = own_rulebook().claims_of(EDITION.key).by_key["applications_new"].row
    assert row is not None
    assert said == {"claim": "applications_new", "mark": "count", "value": 5, "row": row.where, "kept": True, "left_out": ""}
    file, _, line = row.where.rpartition(":")
    assert "key: applications_new" in Path(file).read_text("utf-8").splitlines()[int(line) - 1]
    json.dumps(first)


@pytest.mark.parametrize(
    ("text", "stopped"),
    [
        ("2023年新收政府信息公开申请5件。", "period"),
        ("某区审计局新收政府信息公开申请5件。", "agent"),
        ("2024年新收政府信息公开申请约5件。", "doubt"),
        ("2024年主动公开信息5条。", "object"),
    ],
)
def test_a_segment_that_says_nothing_has_the_reason(text: str, stopped: str) -> None:
    found = segments(text)
    assert [each["says"] for each in found] == [[] for _ in found]
    assert stopped in {each["stopped"] for each in found}


def left_out(*args: str) -> set[str]:
    return {said["left_out"] for segment in segments(*args) for said in segment["says"]}


def test_what_is_said_but_not_compared_has_the_reason() -> None:
    assert left_out("2024年新收政府信息公开申请5件。") == {""}
    assert left_out("2024年新收政府信息公开申请5件。\n2024年新收政府信息公开申请7件。") == {"several"}
    # Section five rightly speaks of last year.
    assert left_out("2024年新收政府信息公开申请5件。", "problems") == {"section"}


def test_sentences_without_anything_of_the_tables_are_left_out() -> None:
    assert derivations(small_report(EDITION, text={"overview": "栏目按月检查。"}), own_rulebook().claims_of(EDITION.key)) == []


def run(*args: str) -> str:
    result = CliRunner().invoke(cli, ["doctor", *args])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_command_tells_each_sentence() -> None:
    told = run(str(DOCUMENT), "--text")
    assert "→ 新收申请 5 [applications_new]" in told
    assert "不核对：说的不是申请、争议或者表内事项（object）" in told
    english = run(str(DOCUMENT), "--text", "--lang", "en")
    assert "→ applications newly received 5 [applications_new]" in english
    assert "says nothing: not about what the form counts (object)" in english
    assert "sentences" not in json.loads(run(str(DOCUMENT), "--format", "json"))
    data = json.loads(run(str(DOCUMENT), "--text", "--format", "json"))
    assert any(said["claim"] == "applications_new" for each in data["sentences"] for seg in each["segments"] for said in seg["says"])


def test_the_command_takes_the_words_and_rows_of_users(tmp_path: Path) -> None:
    (tmp_path / "own" / "claims").mkdir(parents=True)
    (tmp_path / "own" / "claims" / "own.yaml").write_text(OWN_ROW, encoding="utf-8")
    file = tmp_path / "report.txt"
    file.write_text(DOCUMENT.read_text("utf-8").replace(RECEIVED, "政府信息公开申请中，移交档案馆5件"), encoding="utf-8")
    assert "own_archived" not in run(str(file), "--text")
    assert "→ 移交档案馆 5 [own_archived]" in run(str(file), "--text", "--rules", str(tmp_path / "own"))


def test_a_fault_in_the_rules_of_users_is_named(tmp_path: Path) -> None:
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims" / "own.yaml").write_text(OWN_ROW.replace("new.total", "nothing.total"), encoding="utf-8")
    result = CliRunner().invoke(cli, ["doctor", str(DOCUMENT), "--text", "--rules", str(tmp_path)])
    assert result.exit_code == 2
    assert "own.yaml:6" in result.output
