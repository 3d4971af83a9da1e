"""Every public name is on a page of the programming interface, and is explained there."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from itertools import pairwise

import api_pages
import pytest
from public_surface import RECORDED

import gkrules
import gkrules.testing

NAMES = list(dict.fromkeys(re.match(r"[\w.]+", line)[0] for line in RECORDED.read_text("utf-8").splitlines()))  # type: ignore[index]


def parent(name: str) -> str:
    return name.rpartition(".")[0]


def field_docstrings(cls: type) -> set[str]:
    """Fields with a text below them."""
    told = set()
    for base in cls.__mro__:
        if base.__module__.startswith("gkrules"):
            body = ast.parse(textwrap.dedent(inspect.getsource(base))).body[0].body  # type: ignore[attr-defined]
            for before, after in pairwise(body):
                if isinstance(before, ast.AnnAssign) and isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
                    told.add(ast.unparse(before.target))
    return told


def is_explained(name: str) -> bool:
    """By a docstring of its own, a line in that of its class, or the table of the page."""
    if name in api_pages.MEMBERS or name in api_pages.values(parent(name)):
        return True
    module = gkrules.testing if name.startswith("gkrules.testing.") else gkrules
    if parent(name) == module.__name__:
        return bool(inspect.getdoc(getattr(module, name.rpartition(".")[2])))
    cls, member = getattr(module, parent(name).rpartition(".")[2]), name.rpartition(".")[2]
    own = inspect.getattr_static(cls, member, None)
    if isinstance(own, property | classmethod | staticmethod) or inspect.isfunction(own) or hasattr(own, "func"):
        return bool(inspect.getdoc(getattr(own, "__func__", getattr(own, "func", own))))
    classes = " ".join(base.__doc__ or "" for base in cls.__mro__ if base.__module__.startswith("gkrules"))
    return bool(re.search(rf"`{member}`|\b{member}\b:", classes)) or member in field_docstrings(cls)


def test_every_public_name_is_on_a_page() -> None:
    on_pages = api_pages.documented()
    assert {name for name in NAMES if name not in on_pages and parent(name) not in on_pages} - {"gkrules.__version__"} == set()


@pytest.mark.parametrize("name", NAMES)
def test_every_public_name_is_explained(name: str) -> None:
    assert is_explained(name)


def test_the_pages_name_and_explain_nothing_else() -> None:
    fixtures = {name for name in api_pages.documented() if name.startswith("gkrules.pytest_plugin.")}
    assert api_pages.documented() - fixtures - set(NAMES) == set()
    assert set(api_pages.MEMBERS) - set(NAMES) == set()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_index_leads_to_every_page(lang: str) -> None:
    made = api_pages.pages(lang)
    assert {path for path in made if path != "api"} == {each.removesuffix(".md") for each in re.findall(r"\((api/\w+\.md)\)", made["api"])}
    for path, page in made.items():
        for name in re.findall(r"^::: (\S+)$", page, re.MULTILINE):
            assert f"({path}.md#{name})" in made["api"] or name == "gkrules.typing"
