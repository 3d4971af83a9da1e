from __future__ import annotations

from pathlib import Path

import pytest

from gkrules.model.errors import DocumentError, UsageError
from gkrules.reading import read_bytes
from gkrules.reading.faults import over_limit
from gkrules.reading.limits import LIMIT_NAMES, MIB, Limits
from gkrules.words import catalogue

REPORTS = Path(__file__).resolve().parents[2] / "fixtures" / "reports"


@pytest.mark.parametrize(
    ("setting", "name", "value"),
    [
        ("pages=500", "max_pages", 500),
        ("bytes=200M", "max_bytes", 200 * MIB),
        ("max-part-bytes = 1.5 GiB", "max_part_bytes", 1536 * MIB),
        ("seconds=0.5", "max_seconds", 0.5),
        ("ratio_floor=4kb", "ratio_floor", 4096),
    ],
)
def test_limits_can_be_set_by_name(setting: str, name: str, value: float) -> None:
    limits = Limits().with_values([setting])
    assert getattr(limits, name) == value
    assert sum(getattr(limits, each) != getattr(Limits(), each) for each in LIMIT_NAMES.values()) == 1


@pytest.mark.parametrize("setting", ["pages", "pages=", "pages=0", "pages=-1", "page=5", "=5", "pages=5x", "pages=1e9", "seconds=inf", ""])
def test_what_is_no_limit_is_refused_with_the_names(setting: str) -> None:
    with pytest.raises(UsageError) as caught:
        Limits().with_values([setting])
    assert caught.value.kind == "bad_limit"
    assert "pages" in caught.value.zh
    assert f"'{setting}'" in caught.value.en


@pytest.mark.parametrize("file", ["limits.md", "limits.en.md"])
def test_every_limit_is_in_the_docs(file: str) -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / file).read_text(encoding="utf-8")
    for name, attribute in LIMIT_NAMES.items():
        default = getattr(Limits(), attribute)
        shown = (
            f"{default / 1024 / MIB:g}G"
            if default >= 1024 * MIB
            else f"{default // MIB}M"
            if name.endswith(("bytes", "floor"))
            else f"{default:g}"
        )
        assert f"| `{name}` | {shown} |" in page.replace("1000000", "1e+06"), name


def refusal(data: bytes, limits: Limits) -> str:
    with pytest.raises(DocumentError) as caught:
        read_bytes(data, limits=limits)
    return caught.value.kind


def test_text_and_markup_are_bounded_before_they_take_memory() -> None:
    assert refusal("数据\n".encode() * 11, Limits(max_lines=10)) == "limit_lines"
    assert refusal("数据\n".encode() * 11, Limits(max_text_bytes=50)) == "limit_text_bytes"
    assert refusal(b"<html><p>1<p>2<p>3", Limits(max_elements=3)) == "limit_elements"
    assert refusal((REPORTS / "hongze_2023.docx").read_bytes(), Limits(max_elements=1_000)) == "limit_elements"


def test_what_is_beyond_a_limit_is_called_after_it() -> None:
    words = catalogue("reading")
    refusing = {key.removeprefix("limit_") for key in words if key.startswith("limit_")}
    # A span is clamped, and the floor belongs to the ratio.
    assert refusing == set(LIMIT_NAMES) - {"span", "ratio_floor"}
    for name in refusing:
        key = next(key for key in words if key.partition(".")[0] == name)
        error = over_limit(f"reading/{key}", **dict.fromkeys(("cells", "count", "most", "name", "seconds", "where"), "7"))
        assert error.kind == f"limit_{name}"
        assert f"超出限度（{name}）：" in error.zh
        assert f"--limit {name}=VALUE" in error.en
