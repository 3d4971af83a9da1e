"""Messages whose placeholders could not be filled are refused on load, with the place and a caret; those that load can be filled."""

from __future__ import annotations

from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkrules.model.errors import RuleError
from gkrules.render.messages import placeholders
from gkrules.render.words import filled
from gkrules.rulefiles.placeholders import bad_placeholders
from gkrules.rulefiles.rulebook import load_rulebook
from gkrules.rulefiles.shapes.rules import OF_ONE_PLACE, PLACEHOLDERS


def refused(folder: Path, message: str, *, key: str = "message", en: str = "fine") -> RuleError:
    file = folder / "GK301.yaml"
    file.write_text(f"extends: GK301\n{key}:\n  zh: {message}\n  en: {en}\n", "utf-8")
    with pytest.raises(RuleError) as caught:
        load_rulebook(rules=folder)
    assert caught.value.kind == "bad_placeholder"
    return caught.value


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{colunm}", "是否应为“column”"),
        ("{left!r}", "即 {left}"),
        ("{left.x}", "即 {left}"),
        ("{left[0]}", "即 {left}"),
        ("{left:>10}", "即 {left}"),
        ("{ left }", "即 {left}"),
        ("{0}", "如 {cells}"),
        ("{}", "如 {cells}"),
        ("{__class__}", "没有占位符 {__class__}"),
    ],
)
@pytest.mark.parametrize("before", ["", "空白：", "a {cells} 和 {{x}} "])
def test_the_place_the_caret_and_the_nearest(tmp_path: Path, written: str, said: str, before: str) -> None:
    error = refused(tmp_path, f'"{before}{written}"')
    assert error.where == f"{tmp_path / 'GK301.yaml'}:3:{len('  zh: x') + len(before) + 1}"
    assert said in error.zh
    place, line, caret = error.zh.rsplit("\n", 2)
    assert error.where in place
    assert line.strip() == f'zh: "{before}{written}"'
    assert caret.strip() == "^" * len(written)
    assert written.strip("{} ").partition("!")[0].partition(".")[0].partition("[")[0].partition(":")[0] in error.en


@pytest.mark.parametrize("written", ["{left", "left}", "{left}}", "{{left}", "{", "}", "{a{b}}", "{{{"])
def test_braces_that_do_not_match(tmp_path: Path, written: str) -> None:
    assert "^" in refused(tmp_path, f"'{written}'").zh
    assert "^" in refused(tmp_path, "好", en=f"'{written}'").en


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("|\n    好 {cells}\n    坏 {colunm}", (5, 7)),
        (">-\n    好 {cells}\n    坏 {colunm}", (5, 7)),
        ("好 {cells} {colunm}", (3, 17)),
        ("'好''好 {colunm}'", (3, 13)),
        ('"好\\n{colunm}"', (3, 11)),
        ('"\\x7bcolunm}"', (3, 7)),  # a brace that is not written as one: the place of the text
    ],
)
def test_the_place_in_every_style_of_yaml(tmp_path: Path, text: str, place: tuple[int, int]) -> None:
    line, column = place
    assert refused(tmp_path, text).where.endswith(f":{line}:{column}")


def test_the_words_for_one_place_cannot_ask_for_each(tmp_path: Path) -> None:
    for key in ("each", "each_none"):
        assert "{each}" in refused(tmp_path, "'{each}'", key=key, en="'{each}'").zh


def test_a_line_is_shown_in_part(tmp_path: Path) -> None:
    error = refused(tmp_path, f"'{'长' * 3000}{{colunm}}{'长' * 3000}'")
    assert len(error.zh) < 900
    assert "{colunm}" in error.zh
    assert len(refused(tmp_path, f"'{{{'x' * 5000}}}'").zh) < 1200


def test_what_is_fine_loads(tmp_path: Path) -> None:
    (tmp_path / "GK301.yaml").write_text("extends: GK301\nmessage: {zh: '{{x}} {cells}', en: '{{x}} {cells}'}\n", "utf-8")
    assert load_rulebook(rules=tmp_path).rule("GK301").message["zh"] == "{{x}} {cells}"


PIECES = st.one_of(
    st.sampled_from(["{", "}", "{{", "}}", "{cells}", "{left}", "{left!r}", "{x}", "{}", "[", ":", " "]),
    st.text(max_size=4),
)


@given(st.lists(PIECES, max_size=8).map("".join))
def test_a_message_that_loads_can_be_filled_and_no_other(template: str) -> None:
    words = dict.fromkeys(PLACEHOLDERS, "“甲”。")
    if any(True for _ in bad_placeholders(template)):
        with pytest.raises((KeyError, ValueError)):
            placeholders(template)
    else:
        assert placeholders(template) <= set(PLACEHOLDERS)
        for lang in ("zh", "en"):
            assert "\0" not in filled(template, words, lang) or "\0" in template
        assert template.format_map(words) == "".join(
            before + ("" if name is None else words[name]) for before, name, _, _ in Formatter().parse(template)
        )


@given(st.lists(PIECES, max_size=8).map("".join))
def test_the_words_for_one_place_ask_for_less(template: str) -> None:
    if not any(True for _ in bad_placeholders(template, OF_ONE_PLACE)):
        assert "each" not in placeholders(template)
