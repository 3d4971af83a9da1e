"""Takes help texts apart that say the same in Chinese and, after it, in English."""

from __future__ import annotations

import inspect
import re

_CJK = re.compile(r"[\u3400-\u9fff]")
_FILE = re.compile(r"[\w-]*(?:\.\w+)+")
_CHINESE_ENDS = re.compile(r"(?<=[。！？])[”’」）]*\s+(?=\S)")
_CLAUSE = re.compile(r"(?P<before>\W*\d+ )?(?P<zh>[^A-Za-z]*[\u3400-\u9fff][^A-Za-z]*?) (?P<en>[A-Za-z][^\u3400-\u9fff]*)")
_WRAPPED = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])\n(?=[\u3000-\u9fff\uff00-\uffef])")


def in_language(text: str, lang: str) -> str:
    """What a text says in a language, its paragraphs separated by blank lines; empty where it says nothing in it.

    A paragraph is Chinese sentences and then English ones, is in one of the languages, or is a row of clauses (``0 没有问题 clean; 1 …``)
    each of which has its words in both.
    """
    paragraphs = re.split(r"\n[ \t]*\n", inspect.cleandoc(text).strip())
    found = (_of(" ".join(_WRAPPED.sub("", each).split()), lang) for each in paragraphs)
    return "\n\n".join(each for each in found if each)


def _of(paragraph: str, lang: str) -> str:
    ends = [match.end() for match in _CHINESE_ENDS.finditer(paragraph)]
    # Chinese sentences may be many; English begins after the last of them.
    split = ends[-1] if ends and not is_chinese(paragraph[ends[-1] :]) else None
    if split is not None and is_chinese(paragraph[:split]):
        return (paragraph[:split] if lang == "zh" else paragraph[split:]).strip()
    clauses = [_CLAUSE.fullmatch(each.strip()) for each in re.split(r"(?<=[:;]) ", paragraph)]
    if len(clauses) > 1 and all(clauses):
        return _clauses([each for each in clauses if each is not None], lang)
    return paragraph if is_chinese(paragraph) == (lang == "zh") else ""


def _clauses(clauses: list[re.Match[str]], lang: str) -> str:
    """``退出码：0 没有问题；1 有问题。`` or ``Exit code: 0 clean; 1 findings.``"""
    said = [(each["before"] or "") + (each["zh"] if lang == "zh" else each["en"]).strip().rstrip(".") for each in clauses]
    if lang == "en":
        return " ".join(said) + "."
    ends = ["：" if each["en"].endswith(":") else "；" for each in clauses[:-1]]
    return "".join(text + end for text, end in zip(said, [*ends, "。"], strict=True))


def is_chinese(text: str) -> bool:
    """Whether a text is Chinese, which may name English things, rather than English, which may name a Chinese one."""
    text = _FILE.sub("", text)
    chinese = len(_CJK.findall(text))
    return chinese > 0 and chinese * 4 > len(re.findall(r"[A-Za-z]{2,}", text))
