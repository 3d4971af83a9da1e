"""The measures by which the pages of the documentation are judged can fail."""

from __future__ import annotations

import pytest
from bilingual_pages import Block, chinese_share, depths, english_paragraphs


@pytest.mark.parametrize(
    "text",
    [
        "A cell is read if its row is certain. 空白不是零，没有发生的也要填零。",
        "| Row | Meaning |\n|---|---|\n| `new` | the applications that 本年新收的申请，不含上年结转的 were newly received |",
    ],
)
def test_chinese_on_an_english_page_is_seen(text: str) -> None:
    assert chinese_share(text) > 0.03


@pytest.mark.parametrize(
    "text",
    [
        "The row 「本年新收政府信息公开申请数量」 (本年新收) holds what the office received.",
        'It says "结果维持 10 + 结果纠正 1" and `总计填报 0`.',
        "| Row | Official label | Key |\n|---|---|---|\n| applications newly received | 一、本年新收政府信息公开申请数量 | `new` |",
        "Some words.\n\n```text\n没有问题。\n```\n\nMore words.",
    ],
)
def test_labels_and_code_keep_their_language(text: str) -> None:
    assert chinese_share(text) < 0.03


def test_english_prose_on_a_chinese_page_is_seen() -> None:
    english = "A number has a value only where its row and column are certain."
    assert english_paragraphs(
        f"# 读取\n\n只有行和列都确定的数字才有值。\n\n{english}\n\n| 名称 | 说明 |\n|---|---|\n| a | {english} |\n"
    ) == [
        english,
        english,
    ]
    assert (
        english_paragraphs(
            "编译成 pandera.DataFrameSchema，供 pandas、polars 和 Arrow 使用。\n\n```python\nimport gkrules as the package of all\n```\n"
        )
        == []
    )


def test_code_is_compared_without_comments_and_language() -> None:
    assert (
        Block("bash", "", "gkrules check a.docx --lang en  # in English\n").same_in_both
        == Block("bash", "", "gkrules check a.docx\n").same_in_both
    )
    assert Block("bash", "", "gkrules check a.docx\n").same_in_both != Block("bash", "", "gkrules check b.docx\n").same_in_both
    printed = Block("python", "", 'def f():\n    """一步。"""\nprint(len(found), "处问题")\n').same_in_both
    assert printed == Block("python", "", 'def f():\n    """A step."""\nprint(len(found), "problems")\n').same_in_both
    assert printed != Block("python", "", 'def f():\n    """A step."""\nprint(len(other), "problems")\n').same_in_both
    assert Block("text", "", "没有问题\n").same_in_both == Block("text", "", "nothing is wrong\n").same_in_both


def test_headings_are_those_outside_code() -> None:
    assert depths("# 一\n\n```bash\n# comment\n```\n\n### 二\n") == [1, 3]
