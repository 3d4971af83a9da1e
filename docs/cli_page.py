"""Makes the page of the commands, in one language, from the commands themselves and from docs/cli.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import yaml
from bilingual import in_language

from gkrules.cli import cli

BESIDE = yaml.safe_load(Path(__file__).with_name("cli.yaml").read_text("utf-8"))
WORDS = {
    "zh": {
        "title": "命令",
        "lead": "由命令自己的说明生成，与 `gkrules 命令 --help` 相同。每个命令都可以加 `-h` 或 `--help`。",
        "command": "| 命令 | 用途 |",
        "argument": "| 参数 | 说明 |",
        "option": "| 选项 | 说明 |",
        "example": "例",
        "required": "必须写。",
        "choices": "可选：{choices}。",
        "default": "缺省：{default}。",
        "exit": "退出码",
        "between": "、",
    },
    "en": {
        "title": "Commands",
        "lead": "Made from the help of the commands themselves: the same that `gkrules COMMAND --help` shows. "
        "Every command takes `-h` or `--help`. Add `--lang en` for output in English.",
        "command": "| Command | What for |",
        "argument": "| Argument | Meaning |",
        "option": "| Option | Meaning |",
        "example": "Example",
        "required": "Required.",
        "choices": "One of {choices}.",
        "default": "Default: {default}.",
        "exit": "Exit codes",
        "between": ", ",
    },
}


def pages(lang: str) -> dict[str, str]:
    """The page by its path without suffix."""
    words, found = WORDS[lang], dict(commands())
    lines = [f"# {words['title']}", "", in_language(cli.help or "", lang).partition("\n\n")[0], "", words["lead"], ""]
    lines += _head(words["command"])
    lines += [f"| [`gkrules {name}`](#{_anchor(name)}) | {_short(each, lang)} |" for name, each in found.items()]
    lines += ["", f"## {words['exit']}", "", *_exit_codes(lang)]
    for name, each in found.items():
        lines += ["", *_section(name, each, lang)]
    return {"cli": "\n".join(lines) + "\n"}


def commands(group: click.Group = cli, before: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, those of groups by both names."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from commands(command, f"{before}{name} ")
        elif command is not None and not command.hidden:
            yield f"{before}{name}", command


def texts(name: str, command: click.Command) -> Iterator[tuple[str, str]]:
    """Every text that a command shows in its help, with what it is about."""
    yield name, command.help or ""
    yield f"{name} (short)", command.short_help or command.help or ""
    for option in options(command):
        yield f"{name} {option.opts[-1]}", option.help or ""


def options(command: click.Command) -> list[click.Option]:
    """Its options, without those that are hidden."""
    return [each for each in command.params if isinstance(each, click.Option) and not each.hidden]


def arguments(command: click.Command) -> list[tuple[str, click.Argument]]:
    """Its arguments, by the name in the usage line."""
    return [
        (re.sub(r"\W", "", each.metavar or each.name or "").upper(), each) for each in command.params if isinstance(each, click.Argument)
    ]


def _section(name: str, command: click.Command, lang: str) -> Iterator[str]:
    words = WORDS[lang]
    context = click.Context(command, info_name=f"gkrules {name}")
    usage = " ".join(command.collect_usage_pieces(context))
    yield from (f"## gkrules {name} {{#{_anchor(name)}}}", "", in_language(command.help or "", lang), "")
    yield from ("```text", f"gkrules {name} {usage}", "```", "")
    # What the help explains in a paragraph of its own needs no row.
    told = in_language(command.help or "", "zh").split("\n\n")
    if found := [(called, each) for called, each in arguments(command) if not any(part.startswith(f"{called} ") for part in told)]:
        yield from _head(words["argument"])
        for called, argument in found:
            yield f"| `{called}` | {_joined(lang, BESIDE['arguments'][called][lang], _choices(argument, lang))} |"
        yield ""
    if shown := options(command):
        yield from _head(words["option"])
        yield from (_option(each, context, lang) for each in shown)
        yield ""
    yield from (f"**{words['example']}**", "", "```bash", _example(name, command, lang), "```")


def _example(name: str, command: click.Command, lang: str) -> str:
    english = lang == "en" and any("--lang" in each.opts for each in command.params)
    return str(BESIDE["examples"][name]) + " --lang en" * english


def _option(option: click.Option, context: click.Context, lang: str) -> str:
    words = WORDS[lang]
    names = ", ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
    choices = _choices(option, lang)
    if not option.is_flag and not isinstance(option.type, click.Choice):
        names += f" `{option.metavar or option.type.name.split(' ')[0].upper()}`"
    default, shown = option.get_default(context), ""
    if option.secondary_opts and isinstance(default, bool):
        shown = option.opts[-1] if default else option.secondary_opts[-1]
    elif not option.is_flag and isinstance(default, str | int | float):
        shown = str(default)
    said = [in_language(option.help or "", lang), words["required"] if option.required else "", choices]
    said += [words["default"].format(default=f"`{shown}`")] if shown else []
    return f"| {names} | {_cell(_joined(lang, *said))} |"


def _choices(parameter: click.Parameter, lang: str) -> str:
    words = WORDS[lang]
    if isinstance(parameter.type, click.IntRange):
        return words["choices"].format(choices=f"{parameter.type.min}–{parameter.type.max}")
    if not isinstance(parameter.type, click.Choice):
        return ""
    return words["choices"].format(choices=words["between"].join(f"`{each}`" for each in parameter.type.choices))


def _joined(lang: str, *said: str) -> str:
    """Sentences after one another."""
    return ("" if lang == "zh" else " ").join(each for each in said if each)


def _exit_codes(lang: str) -> list[str]:
    """What the exit codes mean, as the help of the whole says in one line."""
    line = in_language(cli.help or "", lang).rpartition("\n\n")[2]
    return [f"- `{code}`: {meaning}" for code, meaning in re.findall(r"(\d+) ([^；;。.]+)", line)]


def _short(command: click.Command, lang: str) -> str:
    return _cell(in_language(command.short_help or command.help or "", lang))


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _head(head: str) -> list[str]:
    return [head, "|---" * (head.count("|") - 1) + "|"]


def _anchor(name: str) -> str:
    return name.replace(" ", "-")
