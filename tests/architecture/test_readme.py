"""What the documents tell a reader to type exists: make targets, `testbed` commands, modules."""

from __future__ import annotations

import importlib
import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import typer.main

from tests.architecture.sources import ROOT, Violation, assert_none

FENCE = re.compile(r"^ *```")
OPTION = re.compile(r"--[a-z][a-z-]*")
DOCUMENTS = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "integration_under_test/README.md")
REMEDY = "correct the document, or add what it promises"


class Command(NamedTuple):
    """One line of a code block, without its prompt and its environment variables."""

    path: str
    line: int
    words: tuple[str, ...]


def commands(path: str, text: str) -> Iterator[Command]:
    """Lines of code blocks that start with `make`, `testbed` or `python -m`."""
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        if FENCE.match(line):
            inside = not inside
        elif inside:
            words = _words(line)
            if words[:1] in (["make"], ["testbed"]) or words[:2] == ["python", "-m"]:
                yield Command(path, number, tuple(words))


def _words(line: str) -> list[str]:
    words = line.strip().removeprefix("$ ").partition(" #")[0].split()
    while words and re.fullmatch(r"[A-Z_]+=\S*", words[0]):
        words.pop(0)
    if words:
        words[0] = Path(words[0]).name.replace("python3", "python")
    return words


def missing(command: Command) -> str:
    """What the command names that does not exist, '' when all is there."""
    first, *rest = command.words
    if first == "make":
        return _missing_targets(rest)
    if first == "testbed":
        return _missing_subcommand(rest)
    module = rest[1] if len(rest) > 1 else ""
    return "" if _module_exists(module) else f"module {module!r}"


def make_targets() -> set[str]:
    text = (ROOT / "Makefile").read_text("utf8")
    return set(re.findall(r"^([a-z]+):", text, flags=re.MULTILINE))


def _missing_targets(words: list[str]) -> str:
    wanted = [word for word in words if "=" not in word and not word.startswith("-")]
    absent = [word for word in wanted if word not in make_targets()]
    return f"make target {absent[0]!r}" if absent else ""


def _missing_subcommand(words: list[str]) -> str:
    group = typer.main.get_command(importlib.import_module("sim.cli").app)
    found = getattr(group, "commands", {}).get(words[0]) if words else group
    if found is None:
        return f"command 'testbed {words[0]}'"
    options = {"--help", *(option for param in found.params for option in _options(param))}
    absent = [option for option in OPTION.findall(" ".join(words)) if option not in options]
    return f"option {absent[0]!r} of 'testbed {words[0]}'" if absent else ""


def _options(param: Any) -> list[str]:
    return [*param.opts, *param.secondary_opts]


def _module_exists(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except (ModuleNotFoundError, ValueError):
        return False


def test_every_command_in_the_documents_exists() -> None:
    if not (ROOT / "README.md").exists():
        pytest.skip("README.md is not written yet")
    present = [name for name in DOCUMENTS if (ROOT / name).exists()]
    found = [c for name in present for c in commands(name, (ROOT / name).read_text("utf8"))]
    absent = [(c, what) for c in found if (what := missing(c))]
    assert_none(Violation(c.path, c.line, f"{what} does not exist", REMEDY) for c, what in absent)


def test_the_readme_shows_its_first_command_by_line_30() -> None:
    if not (ROOT / "README.md").exists():
        pytest.skip("README.md is not written yet")
    first = next(commands("README.md", (ROOT / "README.md").read_text("utf8")), None)
    assert first is not None, "README.md:1: no command in it; show `make demo` first"
    assert first.line <= 30, f"README.md:{first.line}: the first command stands too far down"


def test_commands_are_read_from_code_blocks_only() -> None:
    text = "make this\n```\n$ make demo\nCI=1 .venv/bin/testbed run x --seed 1  # why\nls\n```\n"
    assert [c.words for c in commands("a.md", text)] == [
        ("make", "demo"),
        ("testbed", "run", "x", "--seed", "1"),
    ]


def test_a_target_or_a_module_that_does_not_exist_is_found() -> None:
    assert missing(Command("a.md", 1, ("make", "demo"))) == ""
    assert missing(Command("a.md", 1, ("make", "coffee"))) == "make target 'coffee'"
    assert missing(Command("a.md", 1, ("python", "-m", "sim.coffee"))) == "module 'sim.coffee'"
