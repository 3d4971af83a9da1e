"""The single values of data of any shape, each with the names that stand over it, and what those beside the tables say of the report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from gkrules.align.identity import Identity, identify, year_of_name
from gkrules.model.document import Grid
from gkrules.model.errors import DocumentError
from gkrules.words import Phrase, phrase

_CELL = frozenset({"value", "state", "raw", "place", "unit", "annotated"})
UNIT = frozenset(
    {"unit", "organ", "organisation", "organization", "agency", "单位", "单位名称", "机关", "行政机关", "机关名称", "公开主体"}
)
YEAR = frozenset({"year", "report_year", "年度", "年份", "报告年度", "年"})
TITLE = frozenset({"title", "标题", "报告标题", "名称"})
EDITION = frozenset({"edition", "版本", "格式版本"})
_SILENT = frozenset({"schema_version", "file"})
_MEASURES = ("元", "件", "项", "个", "条", "份", "次", "宗")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value that is no object and no list, or the object of a cell.

    Attributes:
        names: the names over it, the outermost first; of a record in a list also those that its other fields hold as values.
        value: text, a number, ``True``, ``False``, ``None``, or an object with ``value``.
        path: where it stands, as a JSON Pointer (RFC 6901).
    """

    names: tuple[str, ...]
    value: Any
    path: str


def leaves(data: Any, knows: Callable[[str], bool], names: tuple[str, ...] = (), path: str = "") -> Iterator[Leaf | Grid]:
    """The values of `data` in their order.

    Args:
        data: what JSON says, tables in it as `gkrules.reading.data.json_data.arranged` gives them.
        knows: whether something is a name of the form. A field of an unknown name that holds such a name names what stands beside it.
        names, path: those over `data`.
    """
    if isinstance(data, Mapping):
        if "value" in data and set(data) <= _CELL:
            yield Leaf(names, data, path)
            return
        data = {str(name): value for name, value in data.items()}
        held = [name for name, value in data.items() if isinstance(value, str) and not knows(name) and knows(value)]
        over = (*names, *(data[name] for name in held))
        for name, value in data.items():
            if name not in held:
                yield from leaves(value, knows, (*over, name), f"{path}/{_escaped(name)}")
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from leaves(value, knows, names, f"{path}/{number}")
    elif isinstance(data, Grid):
        yield data
    else:
        yield Leaf(names, data, path)


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


@dataclass(frozen=True, slots=True)
class DataIdentity:
    """Organ, year and edition as fields state them."""

    unit: str = ""
    year: int | None = None
    edition: str | None = None
    title: Identity = field(default_factory=Identity)


def is_identity(leaf: Leaf, knows: Callable[[str], bool]) -> bool:
    """Whether a value says whose report it is, and not what a cell holds."""
    if not leaf.names or isinstance(leaf.value, Mapping | float | bool) or knows(leaf.names[-1]):
        return False
    name = leaf.names[-1].strip().lower()
    if name in UNIT:
        return isinstance(leaf.value, str) and not leaf.value.strip().endswith(_MEASURES)
    return name in YEAR | TITLE | EDITION | _SILENT


def identify_data(found: Iterable[Leaf]) -> DataIdentity:
    """Organ and year, as all fields agree.

    Raises:
        DocumentError: ``bad_json``: they do not agree, or state no year.
    """
    said: dict[str, dict[Any, Leaf]] = defaultdict(dict)
    for leaf in found:
        name = leaf.names[-1].strip().lower()
        for part, names in (("unit", UNIT), ("year", YEAR), ("title", TITLE), ("edition", EDITION)):
            if name in names and leaf.value not in (None, ""):
                said[part].setdefault(_year(leaf) if part == "year" else str(leaf.value).strip(), leaf)
    for part in ("unit", "year", "edition"):
        if len(said[part]) > 1:
            one, two = [str(value)[:40] for value in said[part]][:2]
            _fail(list(said[part].values())[1].path, phrase(f"align/two-values.{part}", one=one, two=two))
    titles = [title for text in said["title"] if (title := identify([text], [])).titled]
    return DataIdentity(
        unit=next(iter(said["unit"]), ""),
        year=next(iter(said["year"]), None),
        edition=next(iter(said["edition"]), None),
        title=titles[0] if len(titles) == 1 else Identity(),
    )


def apart(data: Any) -> list[Any]:
    """The reports of a list: the items of each organ and year together. Anything else is one report."""
    if isinstance(data, Mapping):
        inside = [(name, value) for name, value in data.items() if isinstance(value, dict | list)]
        years = [year_of_name(name) for name, _ in inside]
        others = {name: value for name, value in data.items() if not isinstance(value, dict | list)}
        if len(inside) > 1 and None not in years:
            return [{**others, "year": year, "data": value} for year, (_, value) in zip(years, inside, strict=True)]
        if len(inside) == 1 and isinstance(inside[0][1], list) and len(parts := apart(inside[0][1])) > 1:
            return [{**others, inside[0][0]: part} for part in parts]
        return [data]
    if not isinstance(data, list) or not data or not all(isinstance(item, Mapping) for item in data):
        return [data]
    if all(isinstance(item.get("cells"), Mapping) for item in data):
        return list(data)
    groups: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for item in data:
        groups[_stated(item, UNIT), _stated(item, YEAR)].append(item)
    if len(groups) == 1 or ("", "") in groups:
        return [data]
    return [items[0] if len(items) == 1 else items for items in groups.values()]


def _stated(item: Mapping[str, Any], names: frozenset[str]) -> str:
    values = (str(value) for name, value in item.items() if name.strip().lower() in names and isinstance(value, str | int))
    return next((value for value in values if not value.endswith(_MEASURES)), "")


def _year(leaf: Leaf) -> int:
    found = year_of_name(str(leaf.value))
    if found is None:
        _fail(leaf.path, phrase("align/no-year", shown=str(leaf.value)[:40]))
    return found


def _fail(path: str, fault: Phrase) -> NoReturn:
    raise DocumentError("model/bad_json", fault=phrase("model/at", path=path, fault=fault))
