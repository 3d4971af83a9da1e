"""The JSON Schemas that editors use say the same as our own loader, which knows lines and nearest names; and that of the linter's result
says what it writes.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import json_schemas
import pytest
import yaml
from jsonschema import Draft202012Validator
from lint_folders import FIXTURES, FOLDERS, laid_out

from gkrules import RuleError, load_ruleset
from gkrules.lint import run
from gkrules.lint.output import lint_json
from gkrules.rulefiles.editions import load_edition
from gkrules.rulefiles.location import rules_folder
from gkrules.rulefiles.rules import load_rule, load_user_rule
from gkrules.rulefiles.yaml_file import read_yaml
from gkrules.testing import load_case

OURS = rules_folder()
CASES = OURS.parent / "fixtures" / "rules"
KINDS = {"editions": "edition", "cases": "case"}

NOT_IN_THE_FILE = {
    "case-malformed/cases/BA001/passes/odd.yaml": "the kind of a case is the name of its folder",
    "user-extends-no-rule/rules/GKX901.yaml": "which rules there are to extend is not in the file",
    "user-takes-a-code-of-the-package/rules/GK901.yaml": "whose folder it is, and so which codes are free, is not in the file",
}


def kind_of(file: Path) -> str:
    return next((kind for folder, kind in KINDS.items() if folder in file.parts), "rule")


def validator(kind: str) -> Draft202012Validator:
    schema = json.loads((OURS / "schemas" / f"{kind}.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def loader(file: Path) -> Callable[[Path], Any]:
    base = {rule.code: rule for rule in load_ruleset().rules}
    users = file.is_relative_to(FIXTURES) and "rules" in file.relative_to(FIXTURES).parts
    rule = partial(load_user_rule, base=base) if users else load_rule
    return {"edition": load_edition, "case": load_case, "rule": rule}[kind_of(file)]


def accepts(load: Callable[[Path], Any], file: Path) -> bool:
    try:
        load(file)
    except RuleError:
        return False
    return True


def all_files() -> list[Path]:
    ours = [*OURS.glob("checks/*/*.yaml"), *OURS.glob("editions/*.yaml")]
    broken = [file for file in FIXTURES.rglob("*.yaml") if file.name not in ("expected.yaml", "facts.yaml")]
    return sorted(file for file in [*ours, *broken] if accepts(read_yaml, file))


def test_schemas_are_as_declared() -> None:
    assert json_schemas.different() == []


@pytest.mark.parametrize("file", all_files(), ids=lambda file: "/".join(file.parts[-4:]))
def test_loader_and_schema_agree(file: Path) -> None:
    valid = validator(kind_of(file)).is_valid(yaml.safe_load(file.read_text("utf-8")))
    if file.is_relative_to(FIXTURES) and file.relative_to(FIXTURES).as_posix() in NOT_IN_THE_FILE:
        assert valid
        assert not accepts(loader(file), file)
    else:
        assert valid == accepts(loader(file), file)


def test_all_cases_satisfy_the_schema() -> None:
    schema = validator("case")
    assert [file for file in CASES.glob("*/*/*.yaml") if not schema.is_valid(yaml.safe_load(file.read_text("utf-8")))] == []


def test_deviations_are_of_files_that_exist() -> None:
    assert [name for name in NOT_IN_THE_FILE if not (FIXTURES / name).is_file()] == []


@pytest.mark.parametrize("fixture", FOLDERS, ids=lambda path: path.name)
def test_what_lint_writes(fixture: Path, tmp_path: Path) -> None:
    result = run.lint([laid_out(fixture, tmp_path)])
    data = json.loads(lint_json(result, "zh"))
    assert [error.message for error in validator("lint-result").iter_errors(data)] == []
    assert len(data["findings"]) == len(result.findings)


def test_what_lint_writes_of_checks_that_could_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run.linear, "available", lambda: False)
    data = json.loads(lint_json(run.lint([laid_out(FIXTURES / "_base", tmp_path)]), "zh"))
    assert data["skipped"]
    assert [error.message for error in validator("lint-result").iter_errors(data)] == []


@pytest.mark.parametrize(
    ("change", "valid"),
    [
        ({}, True),
        ({"severity": "info", "tolerance": 2}, True),
        ({"assert": "total == 1"}, False),
        ({"colour": "red"}, False),
        ({"tolerance": -1}, False),
    ],
)
def test_extensions(change: dict[str, Any], valid: bool, tmp_path: Path) -> None:
    data = {"extends": "GK404", "code": "GKX901", **change}
    file = tmp_path / "GKX901.yaml"
    file.write_text(yaml.safe_dump(data), "utf-8")
    assert validator("rule").is_valid(data) == valid
    base = {rule.code: rule for rule in load_ruleset().rules}
    assert accepts(partial(load_user_rule, base=base), file) == valid


@pytest.mark.parametrize("change", [{"code": "odd"}, {"code": "GKX901", "name": "No Kebab"}], ids=str)
def test_extensions_have_codes_and_names_like_any_rule(change: dict[str, str], tmp_path: Path) -> None:
    data = {"extends": "GK404", **change}
    file = tmp_path / f"{change['code']}.yaml"
    file.write_text(yaml.safe_dump(data), "utf-8")
    assert not validator("rule").is_valid(data)
    assert not accepts(partial(load_user_rule, base={rule.code: rule for rule in load_ruleset().rules}), file)


KEYS = ("code", "name", "title", "status", "since", "severity", "editions", "source", "for_each", "assert")


# A number is text to our loader, and the code "x" is no name of a file: neither is for a schema to say.
@pytest.mark.parametrize("value", [[], {}, "", "x", {"zh": "x"}, [{"place": "x"}], ["x"]], ids=repr)
@pytest.mark.parametrize("name", KEYS)
def test_any_value_of_a_key(name: str, value: Any, tmp_path: Path) -> None:
    data = yaml.safe_load((FIXTURES / "_base" / "checks" / "BA001.yaml").read_text("utf-8")) | {name: value}
    file = tmp_path / "BA001.yaml"
    file.write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    assert validator("rule").is_valid(data) == accepts(load_rule, file)
