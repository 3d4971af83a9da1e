"""What programs may rely on changes only when somebody means it, and every part of it says what it is."""

from __future__ import annotations

import ast
import difflib
import importlib
import inspect
from itertools import pairwise

import pytest
from public_surface import RECORDED, REWRITE, surface

import gkrules
import gkrules.testing

NAMES = [(module, name) for module in (gkrules, gkrules.testing) for name in module.__all__ if name != "__version__"]


def test_the_public_surface_is_as_recorded() -> None:
    recorded, found = RECORDED.read_text("utf-8").splitlines(), surface().splitlines()
    changes = "\n".join(difflib.unified_diff(recorded, found, "recorded", "found", n=0, lineterm=""))
    assert not changes, f"the public surface has changed. If this is meant, run `{REWRITE}` and say so in CHANGELOG.md:\n{changes}"


@pytest.mark.parametrize(("module", "name"), NAMES, ids=lambda value: getattr(value, "__name__", value))
def test_every_public_name_has_a_docstring(module: object, name: str) -> None:
    value = getattr(module, name)
    if not callable(value):
        assert name in documented_data(module, name)
        return
    parts = {name: value}
    if inspect.isclass(value):
        members = {each: member for each, member in vars(value).items() if not each.startswith("_")}
        kinds = (property, classmethod, staticmethod)
        parts |= {each: member for each, member in members.items() if inspect.isfunction(member) or isinstance(member, kinds)}
    # A dataclass without a docstring is given one that begins with its call.
    missing = [each for each, part in parts.items() if not part.__doc__ or part.__doc__.startswith(f"{each}(")]
    assert missing == []


def documented_data(module: object, name: str) -> set[str]:
    """The constants of the module where a name is at home that have a docstring below them."""
    home = importlib.import_module(module._HOMES[name])  # type: ignore[attr-defined]
    body = ast.parse(inspect.getsource(home)).body
    return {
        node.target.id
        for node, after in pairwise(body)
        if isinstance(node, ast.AnnAssign)
        and isinstance(node.target, ast.Name)
        and isinstance(after, ast.Expr)
        and isinstance(after.value, ast.Constant)
    }
