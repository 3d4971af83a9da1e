"""One base class, well-formed kinds that the documentation lists, and a place in every error about a file."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import inspect
import pickle
import pkgutil
import re
import shlex
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from types import ModuleType

import pytest
from pandera.errors import SchemaErrors

import gkrules
from gkrules import DocumentError, GkrulesError, RuleError, UsageError
from gkrules.cli import cli
from gkrules.compile.failures import LazySchemaErrors
from gkrules.model.errors import retold

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "gkrules"
PUBLIC = {"DocumentError": DocumentError, "RuleError": RuleError, "UsageError": UsageError}
PAGE = (ROOT / "docs" / "errors.md").read_text("utf-8")


def raised() -> Iterator[tuple[str, str]]:
    """Class and kind of every error that the package makes; ``*`` for the part of a kind that varies."""
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""
            if name in ("fail", "fault_at"):
                # The helpers that raise what their callers say, at a place in a file.
                yield from (("RuleError", kind_of(key)) for key in map(key_of, node.args) if "/" in key)
            elif isinstance(node.func, ast.Name) and name in PUBLIC and node.args and file.name != "yaml_file.py":
                yield name, kind_of(key_of(node.args[0]))


def key_of(node: ast.expr) -> str:
    """The text of a literal; ``*`` for the parts that vary."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in parts)


def kind_of(key: str) -> str:
    return key.rpartition("/")[2].partition(".")[0]


def documented() -> set[tuple[str, str]]:
    parts = re.split(r"^## `(\w+)`", PAGE, flags=re.MULTILINE)[1:]
    return {(name, kind) for name, text in zip(parts[::2], parts[1::2], strict=True) for kind in re.findall(r"^\| `([^`]+)`", text, re.M)}


def errors_page() -> ModuleType:
    """The script that writes docs/errors.md."""
    spec = importlib.util.spec_from_file_location("errors_page", ROOT / "docs" / "errors_page.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


KINDS: dict[str, dict[str, dict[str, str]]] = errors_page().KINDS
CALLS = [(name, kind, about["call"]) for name, kinds in KINDS.items() for kind, about in kinds.items() if "call" in about]


def modules() -> Iterator[str]:
    for each in pkgutil.walk_packages([str(PACKAGE)], "gkrules."):
        if not each.name.endswith("__main__"):
            yield each.name


def test_every_exception_derives_from_the_base_class() -> None:
    classes = {
        value
        for name in modules()
        for value in vars(importlib.import_module(name)).values()
        if inspect.isclass(value) and issubclass(value, BaseException) and value.__module__.startswith("gkrules")
    }
    assert set(PUBLIC.values()) < classes
    # What an item of the pytest plugin fails with is an assertion, and nothing that programs could catch; what a schema
    # raises is pandera's, for those who use the schema and know nothing of this package; an error of usage is click's.
    assert {each.__name__ for each in classes if not issubclass(each, GkrulesError)} == {"Different", "LazySchemaErrors", "Told"}
    assert issubclass(LazySchemaErrors, SchemaErrors)


def test_kinds_are_well_formed() -> None:
    kinds = list(raised())
    assert len(kinds) > 40
    assert [kind for _, kind in kinds if not re.fullmatch(r"[a-z]+(_[a-z]+)*(_\*)?", kind)] == []


def test_every_kind_is_documented_and_no_other() -> None:
    assert set(raised()) == documented()


def test_the_pages_are_those_of_the_catalogue() -> None:
    made = errors_page()
    for lang, path in made.PAGES.items():
        written = path.read_text("utf-8")
        assert made.page(written, lang) == written, "run python docs/errors_page.py"


def test_every_kind_is_explained_in_both_languages() -> None:
    assert {key for kinds in KINDS.values() for about in kinds.values() for key in about} == {"zh", "en", "call"}
    assert all(about.get("zh") and about.get("en") for kinds in KINDS.values() for about in kinds.values())


@pytest.mark.parametrize(("name", "kind", "call"), CALLS, ids=[f"{name}-{kind}" for name, kind, _ in CALLS])
def test_the_call_of_a_kind_raises_it(name: str, kind: str, call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("gkrules.cli.common.fail", raise_again)
    with pytest.raises(PUBLIC[name]) as caught:
        run(call)
    assert fnmatchcase(caught.value.kind, kind)
    assert all(caught.value.text(lang).strip() for lang in ("zh", "en"))


def run(call: str) -> None:
    """Do what the page says, with the imports that it names."""
    if call.startswith("$ "):
        for command in call.removeprefix("$ ").split(" && "):
            cli(shlex.split(command)[1:], standalone_mode=False)
    else:
        exec(PAGE.split("```python\n")[2].partition("```")[0] + call, {})  # noqa: S102 -- ours


def raise_again(*_: str) -> None:
    """In the place of saying what is wrong with a command and ending it."""
    raise  # noqa: PLE0704 -- called where the error is handled


@pytest.mark.parametrize("isolated", [False, True])
def test_errors_of_documents_say_where(tmp_path: Path, isolated: bool) -> None:
    empty = tmp_path / "空.docx"
    empty.touch()
    for file, kind in ((empty, "empty_file"), (tmp_path / "none.docx", "not_found")):
        with pytest.raises(DocumentError) as caught:
            gkrules.read(file, isolated=isolated)
        assert (caught.value.kind, caught.value.where) == (kind, str(file))


@pytest.mark.parametrize(
    ("text", "place"), [("code: ]", ":1:7"), ("", ""), ("a: &x 1\nb: *x\n", ":1:4"), ("code: GKX901\nname: 3\n", ":1:1")]
)
def test_errors_of_rules_say_where(tmp_path: Path, text: str, place: str) -> None:
    file = tmp_path / "GKX901.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(RuleError) as caught:
        gkrules.load_ruleset(rules=[tmp_path])
    assert caught.value.where == f"{file}{place}"
    assert caught.value.en.startswith(caught.value.where)


def test_an_error_about_no_file_has_no_place() -> None:
    with pytest.raises(UsageError) as caught:
        gkrules.load_ruleset("1999")
    assert caught.value.where == ""


def test_errors_pass_between_processes() -> None:
    error = DocumentError("reading/encrypted", named="", where="a.docx")
    for each in (error, retold(error, "align/of-part", number=2)):
        copy = pickle.loads(pickle.dumps(each))  # noqa: S301 -- our own
        assert (type(copy), copy.kind, vars(copy), str(copy)) == (DocumentError, "encrypted", vars(each), str(each))
