"""Every folder under fixtures/lint is a test; together they say every sentence of the catalogue ``lint``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
import yaml
from lint_folders import BASE, FOLDERS, expected, found

from gkrules import words
from gkrules.lint import run
from gkrules.lint.findings import LintCode, LintFinding
from gkrules.lint.run import lint
from gkrules.words import Phrase, phrase

Found = Callable[[Path], tuple[Path, tuple[LintFinding, ...]]]

CATALOGUE: dict[str, dict[str, str]] = yaml.safe_load(Path(words.__file__).with_name("lint.yaml").read_text("utf-8"))
MEANINGS = {code.code for code in LintCode}
OF_THE_OUTPUT = {"skipped", "skipped.without-scipy", "skipped.without-cases", "summary", "summary.clean"}
OF_THE_COMMAND = {"no_rules"}


@pytest.fixture(scope="module")
def look(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """What is found in a fixture, looked for once."""
    known: dict[Path, tuple[Path, tuple[LintFinding, ...]]] = {}

    def once(fixture: Path) -> tuple[Path, tuple[LintFinding, ...]]:
        if fixture not in known:
            known[fixture] = found(fixture, tmp_path_factory.mktemp("lint") / "rules")
        return known[fixture]

    return once


@pytest.mark.parametrize("fixture", FOLDERS, ids=lambda folder: folder.name)
def test_fixture(fixture: Path, look: Found) -> None:
    folder, findings = look(fixture)
    got = [{"code": each.code.code, "file": each.where.file.relative_to(folder).as_posix(), "line": each.where.line} for each in findings]
    assert got == expected(fixture)


@pytest.mark.parametrize("fixture", FOLDERS, ids=lambda folder: folder.name)
def test_findings_are_whole(fixture: Path, look: Found) -> None:
    for finding in look(fixture)[1]:
        assert finding.where.line >= 1
        assert finding.where.column >= 1
        assert finding.said.text("zh").strip()
        # What it quotes stays as it is in the file.
        prose = re.sub(r"'[^']*'", "", finding.said.text("en").replace("测试", ""))
        assert not any("\u4e00" <= char <= "\u9fff" for char in prose)


def test_every_code_has_a_fixture() -> None:
    assert {each["code"] for fixture in FOLDERS for each in expected(fixture)} == MEANINGS


def test_the_base_has_no_fault() -> None:
    assert lint([BASE]).findings == ()


def test_every_sentence_is_said_and_none_that_is_not_in_the_catalogue(look: Found) -> None:
    of_fixtures = {kind for fixture in FOLDERS for finding in look(fixture)[1] for kind, _ in said(finding.said)}
    of_a_code = {kind for kind in of_fixtures if kind.partition(".")[0] in {code.title for code in LintCode}}
    assert of_fixtures == set(CATALOGUE) - MEANINGS - OF_THE_OUTPUT - OF_THE_COMMAND
    assert {kind for kind in CATALOGUE if re.fullmatch(r"L\d+", kind)} == MEANINGS
    assert of_fixtures - of_a_code == {"cells-and-others", "no-numbers", "none"}


def test_what_is_skipped_is_in_the_catalogue() -> None:
    assert {run.WITHOUT_SCIPY.said.key, run.WITHOUT_CASES.said.key} == {f"lint/{kind}" for kind in CATALOGUE if kind.startswith("skipped.")}


def test_every_sentence_asks_for_what_it_is_given(look: Found) -> None:
    for fixture in FOLDERS:
        for finding in look(fixture)[1]:
            for kind, arguments in said(finding.said):
                assert placeholders(CATALOGUE[kind]["zh"]) == set(arguments), kind


@pytest.mark.parametrize("kind", CATALOGUE)
def test_both_languages_ask_for_the_same(kind: str) -> None:
    entry = CATALOGUE[kind]
    assert set(entry) == {"zh", "en"}
    assert all(entry.values())
    assert placeholders(entry["zh"]) == placeholders(entry["en"])


def test_a_sentence_that_is_not_there_or_lacks_an_argument_is_an_error() -> None:
    with pytest.raises(KeyError):
        phrase("lint/no-such-sentence").text("zh")
    with pytest.raises(KeyError):
        phrase("lint/text-empty").text("zh")


def said(phrase: Phrase) -> Iterator[tuple[str, Mapping[str, object]]]:
    """The sentences of the catalogue ``lint`` in a phrase: its own, and those that stand in it."""
    room, _, kind = phrase.key.partition("/")
    if room == "lint":
        yield kind, phrase.arguments
    for value in phrase.arguments.values():
        if isinstance(value, Phrase):
            yield from said(value)


def placeholders(template: str) -> set[str]:
    """The names in braces, after leaving out doubled braces."""
    return set(re.findall(r"\{([a-z_]+)\}", re.sub(r"\{\{|\}\}(?!\})", "", template)))
