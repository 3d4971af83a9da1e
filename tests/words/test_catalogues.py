"""The catalogues and the code: every sentence that the code names is there, every one that is there is named, with what it asks for."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
import yaml

import gkrules
from gkrules.words import languages, phrase

PACKAGE = Path(gkrules.__file__).parent
FILES = sorted((PACKAGE / "words").glob("*.yaml"))
# What the kinds of errors mean is for the documentation; tests/test_errors.py looks at it.
ROOMS: dict[str, dict[str, dict[str, str]]] = {file.stem: yaml.safe_load(file.read_text("utf-8")) for file in FILES if file.stem != "kinds"}
ENTRIES = [(room, entry) for room, entries in ROOMS.items() for entry in entries]
# `words` itself takes these; the second is what a document says, in each language by its own argument.
JOINT, AS_READ = "common/joint", "common/as-read"
# What makes a sentence of a key and of its arguments by name.
MAKERS = {"phrase", "fail", "fault_at", "DocumentError", "RuleError", "UsageError", "GkrulesError"}
# Arguments of these that are no part of the sentence.
BESIDE = {"where"}
KEY = re.compile(rf"({'|'.join(ROOMS)})/([A-Za-z0-9][A-Za-z0-9_.-]*)")


# Pages name their sentences in templates.
TEMPLATES = "\n".join(file.read_text("utf-8") for file in sorted(PACKAGE.rglob("templates/*.html")))


@cache
def nodes() -> tuple[tuple[Path, ast.AST], ...]:
    """Every node of the package, with its file."""
    trees = ((file, ast.parse(file.read_text("utf-8"))) for file in sorted(PACKAGE.rglob("*.py")))
    return tuple((file, node) for file, tree in trees for node in ast.walk(tree))


def literals(node: ast.AST, *, of_calls: bool = True) -> Iterator[str]:
    """The texts below a node that are no parts of an f-string; those that calls there are given only if `of_calls`."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif of_calls or not isinstance(node, ast.Call):
        for child in ast.iter_child_nodes(node):
            if not (isinstance(node, ast.JoinedStr) and isinstance(child, ast.Constant)):
                yield from literals(child, of_calls=of_calls)


@cache
def keys() -> frozenset[str]:
    """The keys that the code names in full."""
    trees = (ast.parse(file.read_text("utf-8")) for file in PACKAGE.rglob("*.py"))
    in_templates = re.findall(r"""["'](\w+/[\w.-]*\w)["']""", TEMPLATES)
    return frozenset(each for each in (*(each for tree in trees for each in literals(tree)), *in_templates) if KEY.fullmatch(each))


@cache
def composed() -> tuple[re.Pattern[str], ...]:
    """The keys that the code puts together, with a group for each part that varies."""
    found = [re.compile(re.escape(start) + r"([A-Za-z0-9_.-]+)") for start in re.findall(r'"(\w+/[\w.-]+\.)" ~ ', TEMPLATES)]
    for _, node in nodes():
        if isinstance(node, ast.JoinedStr):
            parts = [re.escape(str(each.value)) if isinstance(each, ast.Constant) else r"([A-Za-z0-9_.-]+)" for each in node.values]
            if re.match(rf"({'|'.join(ROOMS)})/", "".join(parts).replace("\\", "")):
                found.append(re.compile("".join(parts)))
    return tuple(found)


@cache
def spoken() -> frozenset[str]:
    """What can stand in the parts that vary: the texts of the package, kinds, and names of members of enumerations."""
    texts = {str(node.value) for _, node in nodes() if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    names = {node.id.lower().replace("_", "-") for _, node in nodes() if isinstance(node, ast.Name) and node.id.isupper()}
    return frozenset(texts | names | {key.partition("/")[2].partition(".")[0] for key in keys()})


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def calls() -> Iterator[tuple[str, str, set[str]]]:
    """Where, the key, and the arguments, of every sentence that is made of a key that stands there."""
    for file, node in nodes():
        if not isinstance(node, ast.Call) or any(each.arg is None for each in node.keywords):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""
        if name in MAKERS:
            given = {str(each.arg) for each in node.keywords} - BESIDE
            for key in (each for argument in node.args for each in literals(argument, of_calls=False)):
                if KEY.fullmatch(key):
                    yield f"{file.relative_to(PACKAGE)}:{node.lineno}", key, given


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_catalogue_says_whose_it_is(file: Path) -> None:
    assert file.read_text("utf-8").startswith("# ")


@pytest.mark.parametrize(("room", "entry"), ENTRIES)
def test_an_entry_says_the_same_in_every_language(room: str, entry: str) -> None:
    said: dict[str, Any] = ROOMS[room][entry]
    assert tuple(said) == languages()
    assert all(isinstance(text, str) and text.strip() for text in said.values())
    asked = [placeholders(text) for text in said.values()]
    assert asked == [asked[0]] * len(asked) or f"{room}/{entry}" == AS_READ
    # Numbers are written before; a placeholder is a name, and nothing more.
    parts = [part for text in said.values() for part in Formatter().parse(text) if part[1] is not None]
    assert all(name and name.isidentifier() and not spec and not conversion for _, name, spec, conversion in parts)


@pytest.mark.parametrize("room", ROOMS)
def test_a_catalogue_has_each_key_once(room: str) -> None:
    text = (PACKAGE / "words" / f"{room}.yaml").read_text("utf-8")
    named = re.findall(r"^([^\s#:]+):", text, re.MULTILINE)
    assert sorted(named) == sorted(ROOMS[room])


def test_every_sentence_that_the_code_names_is_there() -> None:
    assert sorted(key for key in keys() if not _there(key)) == []


@pytest.mark.parametrize(("room", "entry"), ENTRIES)
def test_every_sentence_is_named_by_the_code(room: str, entry: str) -> None:
    key = f"{room}/{entry}"
    if key not in keys() | {JOINT}:
        matches = [match for each in composed() if (match := each.fullmatch(key))]
        assert any(set(match.groups()) <= spoken() for match in matches), f"{key} is never said"


def test_every_sentence_is_given_what_it_asks_for() -> None:
    wrong = [(at, key, given) for at, key, given in calls() if _there(key) and given != placeholders(_entry(key)["zh"])]
    assert wrong == []
    assert len(list(calls())) > 100


def test_what_is_looked_for_would_be_found() -> None:
    assert not _there("language/no-such-sentence")
    assert KEY.fullmatch("language/bad_expression.too-deep")
    assert "no-such-sentence" not in spoken()
    with pytest.raises(KeyError):
        phrase("language/bad_expression.too-deep").text("zh")


def _there(key: str) -> bool:
    room, _, entry = key.partition("/")
    return entry in ROOMS[room]


def _entry(key: str) -> dict[str, str]:
    room, _, entry = key.partition("/")
    return ROOMS[room][entry]
