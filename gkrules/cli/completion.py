"""What the shell completes arguments and options with, beside the commands and choices that click knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from gkrules.rulefiles.rulebook import Rulebook


def files(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Files and folders, as the shell has them."""
    return _of_the_shell("file", incomplete)


def folders(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Folders, as the shell has them."""
    return _of_the_shell("dir", incomplete)


def codes(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The codes of the rules with their titles, and their names where one was begun; of a list with commas, the last."""
    from click.shell_completion import CompletionItem

    before, comma, last = incomplete.rpartition(",")
    rules = _rulebook(ctx).rules
    found = [(rule, rule.code) for rule in rules if rule.code.startswith(last.upper())]
    found += [(rule, rule.name) for rule in rules if last and rule.name.startswith(last.lower())]
    lang = str(ctx.params.get("lang") or "zh")
    return [CompletionItem(f"{before}{comma}{word}", help=rule.title[lang]) for rule, word in found]


def editions(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The keys of the editions, with their names."""
    from click.shell_completion import CompletionItem

    found = _rulebook(ctx).editions.values()
    return [CompletionItem(each.key, help=each.zh) for each in found if each.key.startswith(incomplete)]


def _rulebook(ctx: click.Context) -> Rulebook:
    """The rules with those of the folders that were named before; without them if they cannot be used, as nobody would see why."""
    from gkrules.model.errors import GkrulesError
    from gkrules.rulefiles.rulebook import load_rulebook

    try:
        return load_rulebook(rules=ctx.params.get("folders") or (), preview=True)
    except GkrulesError:
        return load_rulebook(preview=True)


def _of_the_shell(kind: str, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type=kind)]
