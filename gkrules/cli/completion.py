"""What the shell completes arguments and options with, beside the commands and choices that click knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def files(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Files and folders, as the shell has them."""
    return _of_the_shell("file", incomplete)


def folders(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Folders, as the shell has them."""
    return _of_the_shell("dir", incomplete)


def codes(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The codes of the rules, with their titles; of a list with commas, the last."""
    from click.shell_completion import CompletionItem

    from gkrules.rulefiles.rulebook import load_rulebook

    before, comma, last = incomplete.rpartition(",")
    rules = [rule for rule in load_rulebook(preview=True).rules if rule.code.startswith(last.upper())]
    lang = str(ctx.params.get("lang") or "zh")
    return [CompletionItem(f"{before}{comma}{rule.code}", help=rule.title[lang]) for rule in rules]


def editions(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The keys of the editions, with their names."""
    from click.shell_completion import CompletionItem

    from gkrules.rulefiles.rulebook import load_rulebook

    found = load_rulebook().editions.values()
    return [CompletionItem(each.key, help=each.zh) for each in found if each.key.startswith(incomplete)]


def _of_the_shell(kind: str, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type=kind)]
