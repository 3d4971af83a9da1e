"""Makes the pages of the programming interface, by task and in one language, from docs/api.yaml; docstrings explain the names."""

from __future__ import annotations

import enum
import importlib.util
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

import gkrules
from gkrules.words import phrase

API = yaml.safe_load(Path(__file__).with_name("api.yaml").read_text("utf-8"))
MEMBERS: dict[str, dict[str, str]] = API["members"]
ENUMERATIONS = {"CellState": "state", "Outcome": "outcome", "Severity": "severity", "Slip": "slip"}
"""Classes of values, with what stands before a value in the words of `render`."""
WORDS = {
    "zh": {
        "title": "程序接口",
        "lead": "公开的名称按用途分列；没有列出的不是公开接口。公开接口只随主版本改变。",
        "docstrings": "各个名称的说明取自源代码，是英文。",
        "page": "| 用途 | 名称 |",
        "member": "| 名称 | 说明 |",
    },
    "en": {
        "title": "Programming interface",
        "lead": "The public names, by task. What is not listed here is not public. The interface changes with major versions only.",
        "docstrings": "",
        "page": "| Task | Names |",
        "member": "| Name | Meaning |",
    },
}


def pages(lang: str) -> dict[str, str]:
    """All of them in a language, by path without suffix."""
    shown = {key: page for key, page in API["pages"].items() if "module" not in page or importlib.util.find_spec(page["module"])}
    words = WORDS[lang]
    index = [f"# {words['title']}", "", words["lead"], "", *_head(words["page"])]
    for key, page in shown.items():
        links = " ".join(f"[`{name.removeprefix('gkrules.')}`](api/{key}.md#{name})" for name in page.get("names", ()))
        index.append(f"| [{page[lang]['title']}](api/{key}.md) | {links} |")
    index += ["", *_members("gkrules", lang)]
    made = {"api": "\n".join(index)}
    for key, page in shown.items():
        lines = [f"# {page[lang]['title']}", "", page[lang]["lead"], "", words["docstrings"], ""]
        for name in page.get("names", [page.get("module")]):
            lines += [*_directive(name), "", *_members(name, lang)]
        made[f"api/{key}"] = "\n".join(lines)
    return made


def documented() -> set[str]:
    """Every name that has a heading of its own on a page."""
    return {name for page in API["pages"].values() for name in page.get("names", ())}


def values(name: str) -> dict[str, str]:
    """The members of an enumeration by name, with the key of the words for each."""
    cls = _class(name)
    if cls is None or not issubclass(cls, enum.Enum):
        return {}
    return {f"{name}.{each.name}": f"render/{ENUMERATIONS[cls.__name__]}.{each.value}" for each in cls}


def _directive(name: str) -> list[str]:
    """What mkdocstrings replaces; members that have a place on another page are left out."""
    elsewhere = [each.rpartition(".")[2] for each in documented() if each.startswith(f"{name}.")]
    filters = ["!^_", *(f"!^{each}$" for each in sorted(elsewhere))]
    return [f"::: {name}", "    options:", f"      filters: {filters}"]


def _members(name: str, lang: str) -> Iterator[str]:
    """A table of what has no docstring of its own."""
    told = {each: MEMBERS[each][lang] for each in MEMBERS if each == name or each.rpartition(".")[0] == name}
    told = {each: text for each, text in told.items() if each not in documented() or each == name}
    told |= {each: phrase(key).text(lang) for each, key in values(name).items()}
    if told:
        yield from _head(WORDS[lang]["member"])
        yield from (f"| `{each.removeprefix(f'{name}.')}` | {text} |" for each, text in told.items())
        yield ""


def _class(name: str) -> type | None:
    found: Any = getattr(gkrules, name.removeprefix("gkrules."), None)
    return found if inspect.isclass(found) else None


def _head(head: str) -> list[str]:
    return [head, "|---" * (head.count("|") - 1) + "|"]
