"""The page of what each rule says is what the rules say."""

import importlib.util
from pathlib import Path
from types import ModuleType

import gkrules

ROOT = Path(__file__).resolve().parents[1]


def sentences_page() -> ModuleType:
    """The script that writes the page; docs is no package."""
    spec = importlib.util.spec_from_file_location("sentences_page", ROOT / "docs" / "sentences_page.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_each_rule_says_what_the_pages_have() -> None:
    module = sentences_page()
    made = module.pages()
    for lang, path in module.PAGES.items():
        assert made[lang] == path.read_text("utf-8"), "run python docs/sentences_page.py"
    codes = {rule.code for rule in gkrules.load_ruleset(preview=True).rules if rule.status != "removed"}
    assert {code for code in codes if f"| [{code}](rules/{code}.md) | 不通过 |" not in made["zh"]} == set()
