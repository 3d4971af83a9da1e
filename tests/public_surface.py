"""The public names with signatures and fields, as text: ``python tests/public_surface.py`` writes them to `public_surface.txt`."""

from __future__ import annotations

import dataclasses
import enum
import inspect
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, get_overloads

RECORDED = Path(__file__).with_name("public_surface.txt")
REWRITE = "python tests/public_surface.py"


class Word(str):
    """Text that is its own representation, so that signatures show it as written."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def surface() -> str:
    """All public names, a line for each name, field, method and property."""
    import gkrules
    import gkrules.testing

    return "".join(f"{line}\n" for module in (gkrules, gkrules.testing) for line in _module(module))


def _module(module: ModuleType) -> Iterator[str]:
    for name in module.__all__:
        value = getattr(module, name)
        full = f"{module.__name__}.{name}"
        if inspect.isclass(value):
            yield f"{full}: class({', '.join(base.__name__ for base in value.__bases__ if base is not object)})"
            yield from (f"{full}{line}" for line in _class(value))
        elif callable(value):
            for each in get_overloads(value) or [value]:
                yield f"{full}{_signature(each)}"
        elif isinstance(value, Mapping):
            yield f"{full} = {{{', '.join(map(repr, value))}}}"
        else:
            yield f"{full}: {type(value).__name__}"


def _class(value: type) -> Iterator[str]:
    if issubclass(value, enum.Enum):
        yield from (f".{member.name} = {member.value!r}" for member in value)
    fields = dataclasses.fields(value) if dataclasses.is_dataclass(value) else ()
    for each in fields:
        if not each.name.startswith("_"):
            yield f".{each.name}: {each.type}{_default(each)}"
    if not fields and "__init__" in vars(value):
        yield f"{_signature(value)}"
    for name, member in sorted(_members(value).items()):
        if isinstance(member, property) or hasattr(member, "func"):
            getter = member.fget if isinstance(member, property) else member.func
            yield f".{name}: {inspect.signature(getter).return_annotation}"
        elif isinstance(member, classmethod | staticmethod):
            yield f".{name}{_signature(getattr(value, name))} [{type(member).__name__}]"
        elif inspect.isfunction(member):
            yield f".{name}{_signature(member)}"


def _members(value: type) -> dict[str, Any]:
    """What the class and its bases in the package define, methods and properties alike."""
    own = [base for base in reversed(value.__mro__) if base.__module__.startswith("gkrules")]
    return {name: member for base in own for name, member in vars(base).items() if not name.startswith("_")}


def _default(field: dataclasses.Field[Any]) -> str:
    if field.default is not dataclasses.MISSING:
        return f" = {_shown(field.default)!r}"
    return f" = {field.default_factory.__name__}()" if field.default_factory is not dataclasses.MISSING else ""


def _signature(value: Any) -> str:
    signature = inspect.signature(value)
    parameters = [
        each.replace(
            annotation=Word(each.annotation) if isinstance(each.annotation, str) else each.annotation, default=_shown(each.default)
        )
        for each in signature.parameters.values()
    ]
    returns = signature.return_annotation
    return str(signature.replace(parameters=parameters, return_annotation=Word(returns) if isinstance(returns, str) else returns))


def _shown(default: Any) -> Any:
    if isinstance(default, enum.Enum):
        return Word(f"{type(default).__name__}.{default.name}")
    if dataclasses.is_dataclass(default):
        return Word(f"{type(default).__name__}()")
    return default


if __name__ == "__main__":
    RECORDED.write_text(surface(), "utf-8")
    print(f"{RECORDED.name}: {len(RECORDED.read_text('utf-8').splitlines())} lines")
