"""What is made from the code, in the pages for people (README, docs/) and the manifest: `make docs` writes it anew."""

import asyncio
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import typer.core
import typer.main

import bot
from bot.cli import app
from bot.domain.access.relation import NAMED, SEEING, WORKSPACE, Relation
from bot.domain.access.right import MAY, Right
from bot.domain.core.phrases import join_with_and
from bot.domain.framework.knowledge import Knowledge
from bot.domain.messaging.message import MessageContent
from bot.knowledge import load_knowledge
from bot.llm.prompt_records import PromptRecords, PromptStatus
from bot.llm.prompts import load_prompts
from bot.slack.interactions.commands import COMMANDS, build_usage_hint
from tests.conftest import FIXED_KNOWLEDGE, ROOT
from tests.plan_schema import build_plan_schema
from tests.slack.gallery import everything
from tests.slack.plain_text import seen
from tests.support.model_failures import describe_failures

PICTURE = re.compile(r"<!-- gallery: (?P<title>.*?) -->\n```\n.*?```\n", re.S)
TABLE = re.compile(r"<!-- table: (?P<name>\w+) -->\n.*?<!-- end of table -->\n", re.S)
WIDTH = 110
PLAN_SCHEMA = ROOT / "docs" / "plan.schema.json"


def list_pages() -> tuple[Path, ...]:
    return (*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")))


def refresh(text: str, knowledge: Knowledge) -> str:
    """The page as it should read today."""
    gallery: dict[str, object] = {}

    def picture(found: re.Match[str]) -> str:
        gallery.update({} if gallery else everything(knowledge))  # most pages show none of it
        message = gallery[found["title"]]
        assert isinstance(message, MessageContent)
        return f"<!-- gallery: {found['title']} -->\n```\n{draw(message)}```\n"

    def table(found: re.Match[str]) -> str:
        rows = "".join(f"{row}\n" for row in TABLES[found["name"]](knowledge))
        return f"<!-- table: {found['name']} -->\n\n{rows}\n<!-- end of table -->\n"

    return TABLE.sub(table, PICTURE.sub(picture, text))


def draw(message: MessageContent) -> str:
    """Long lines folded at the width of the page."""
    return "".join(f"{folded}\n" for line in seen(message) for folded in _fold(line))


def _fold(line: str) -> list[str]:
    if len(line) <= WIDTH:
        return [line]
    cut = line.rfind(" ", 0, WIDTH)
    return [line[:cut], *_fold("  " + line[cut + 1 :])]


def describe_packages(_: Knowledge) -> Iterator[str]:
    """Every package with what its docstring says of it."""
    yield "| package | what it is for, and what may be touched there |"
    yield "| --- | --- |"
    for name in list_packages():
        yield f"| `{name.replace('.', '/')}/` | {' '.join((import_module(name).__doc__ or '').split())} |"


def list_packages() -> tuple[str, ...]:
    found = (module.name for module in walk_packages(bot.__path__, "bot.") if module.ispkg)
    return tuple(sorted(name for name in found if not name.startswith("bot.storage.migrations.")))


def describe_commands(_: Knowledge) -> Iterator[str]:
    """Every command of the terminal, with what it says of itself."""
    yield "| command | does | options |"
    yield "| --- | --- | --- |"
    for words, command in sorted(list_commands().items()):
        own = [(param.name or "", param.opts[0], param.param_type_name) for param in command.params]
        call = " ".join([words, *(name.upper() for name, _, kind in own if kind == "argument")])
        options = ", ".join(f"`{written}`" for _, written, kind in own if kind == "option")
        yield f"| `python -m bot {call}` | {(command.help or '').splitlines()[0]} | {options} |"


def describe_slack_commands(_: Knowledge) -> Iterator[str]:
    """Every word of `/pilot`, as it is registered."""
    yield "| command | does | who may |"
    yield "| --- | --- | --- |"
    for command in COMMANDS:
        for rest, does in command.usage.items():
            yield f"| `/pilot {f'{command.word} {rest}'.strip()}` | {does} | {describe_allowed(command.right)} |"


def describe_allowed(right: Right) -> str:
    """Everybody who has it, in few words where they go by one."""
    for called, everybody in (
        ("anybody", WORKSPACE),
        ("whoever sees the pilot", SEEING),
        ("whoever is named in the pilot", NAMED),
    ):
        if MAY[right] == everybody:
            return called
    names = [relation.value for relation in Relation if relation in MAY[right]]
    return join_with_and(names)


def describe_rights(_: Knowledge) -> Iterator[str]:
    """What can be done, and of everybody whether they may."""
    yield f"| may | {' | '.join(relation.value for relation in Relation)} |"
    yield f"| --- |{' :-: |' * len(Relation)}"
    for right in Right:
        marks = ("✓" if relation in MAY[right] else "" for relation in Relation)
        yield f"| {right.value} | {' | '.join(marks)} |"


def list_commands() -> Mapping[str, typer.core.TyperCommand]:
    """By the words that call it."""
    found: dict[str, typer.core.TyperCommand] = {}
    for name, command in typer.main.get_group(app).commands.items():
        for under, leaf in getattr(command, "commands", {"": command}).items():
            found[f"{name} {under}".strip()] = leaf
    return found


def describe_prompts(knowledge: Knowledge) -> Iterator[str]:
    yield "| prompt | last evaluated with | on teams | kappa | very same level | usable answers |"
    yield "| --- | --- | --- | --- | --- | --- |"
    directory = ROOT / "prompts"
    for status in PromptRecords(directory, load_prompts(directory, knowledge)).list_statuses():
        for cells in _describe_results(status):
            yield f"| `{status.name}` | {cells} |"


def _describe_results(status: PromptStatus) -> Iterator[str]:
    last = status.last
    if last is None or not status.is_evaluated:
        yield "never | | | | " if last is None else f"not as it reads now ({last.model}, {last.date}) | | | | "
        return
    for teams, result in last.results.items():
        numbers = (result["kappa"], result["exact"], f"{result['usable']} of {result['calls']}")
        yield " | ".join([f"{last.model}, {last.date}", teams, *map(str, numbers)])


def describe_model_input(knowledge: Knowledge) -> Iterator[str]:
    """All that a call is told of a pilot: a prompt refuses what it does not declare."""
    yield "| call | what of a pilot and its people goes to the model |"
    yield "| --- | --- |"
    for prompt in load_prompts(ROOT / "prompts", knowledge):
        held = "; ".join(f"**{name}**: {' '.join(meaning.split())}" for name, meaning in prompt.variables.items())
        yield f"| `{prompt.name}`: {prompt.purpose[0].lower()}{prompt.purpose[1:].rstrip('.')} | {held} |"


TABLES: dict[str, Callable[[Knowledge], Iterator[str]]] = {
    "rights": describe_rights,
    "packages": describe_packages,
    "commands": describe_commands,
    "slack_commands": describe_slack_commands,
    "prompts": describe_prompts,
    "model_input": describe_model_input,
    "model_failures": lambda knowledge: iter(asyncio.run(describe_failures(knowledge))),
}


def refresh_manifest(text: str) -> str:
    """With the commands that there are, as Slack hints at them."""
    return re.sub(r'("usage_hint": )".*"', lambda found: found[1] + json.dumps(build_usage_hint()), text)


def main() -> None:
    knowledge = load_knowledge(FIXED_KNOWLEDGE)
    for file in (*list_pages(), ROOT / "manifest.json"):
        before = file.read_text()
        _renew(file, refresh(before, knowledge) if file.suffix == ".md" else refresh_manifest(before))
    _renew(PLAN_SCHEMA, build_plan_schema())


def _renew(file: Path, text: str) -> None:
    if not file.exists() or file.read_text() != text:
        file.write_text(text)
        sys.stdout.write(f"{file.relative_to(ROOT)} written anew\n")


if __name__ == "__main__":
    main()
