"""Every extra is named by the error that asks for it, and what to install is said once in a run."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

import gkrules
from gkrules.cli import cli
from gkrules.reading.faults import missing_extra
from gkrules.words import catalogue

ROOT = Path(__file__).resolve().parents[2]
EXTRAS: dict[str, list[str]] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
NOT_FOR_USERS = {"test", "docs", "dev", "all"}
GROUPS = {"outputs": {"html", "xlsx", "word"}, "testing": {"pytest"}, "polars": {"pyarrow"}}
"""Extras that hold others: who has them has those."""


def named() -> set[str]:
    """The extras that the package names where something is missing."""
    written = {
        match
        for file in (ROOT / "gkrules").rglob("*")
        if file.suffix in (".py", ".yaml")
        for match in re.findall(r"(?:gkrules\[|missing_extra\(|backend=|extra=)[\"']?(\w+)", file.read_text("utf-8"))
    }
    return written & set(EXTRAS)


def test_every_extra_is_named_where_it_is_missing() -> None:
    assert set(EXTRAS) - NOT_FOR_USERS - named() - set(GROUPS) - {"pyarrow"} == set()
    with pytest.raises(gkrules.UsageError) as caught:
        gkrules.to_frame([], backend="none")
    assert {"polars", "pyarrow"} <= set(re.findall(r"\w+", caught.value.en))


def test_all_has_every_extra_of_users() -> None:
    (all_of_them,) = EXTRAS["all"]
    direct = set(re.findall(r"\w+", all_of_them.partition("[")[2]))
    assert direct | {inner for name in direct for inner in GROUPS.get(name, ())} == set(EXTRAS) - NOT_FOR_USERS


@pytest.mark.parametrize(("extra", "key"), [("doc", "needs.doc"), ("excel", "needs.xls"), ("archives", "needs.7z"), ("ocr", "needs.scans")])
def test_readers_name_theirs(extra: str, key: str) -> None:
    error = missing_extra(extra, f"reading/{key}")
    assert all(f"pip install 'gkrules[{extra}]'" in error.text(lang) for lang in ("zh", "en"))
    assert key in catalogue("reading")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_to_install_is_said_once_in_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    monkeypatch.setattr("gkrules.pipeline.read.Request.read", _without_doc)
    for number in range(3):
        (tmp_path / f"{number}.doc").write_bytes(b"x")
    for form in ("text", "json"):
        result = CliRunner().invoke(cli, ["check", str(tmp_path), "--no-isolate", "--lang", lang, "--format", form])
        said = result.stdout.partition('"message"')[0] if form == "json" else result.stdout
        assert result.exit_code == 2
        assert said.count("pip install") == 1
        assert len(re.findall(r"\d\.doc", result.stdout)) >= 3


def _without_doc(*_: object) -> list[gkrules.Report]:
    raise missing_extra("doc", "reading/needs.doc")
