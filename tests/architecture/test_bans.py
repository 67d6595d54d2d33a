"""Calls and names that break a run's determinism, or a reader's patience, with what to use."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import PurePosixPath

import pytest

from tests.architecture.sources import (
    Source,
    Sources,
    Violation,
    assert_none,
    functions,
    own,
    own_tests,
    planted,
)

CLOCK = "take the clock as an argument (`clock.now()`, `await asyncio.sleep(...)`, `env.timeout`)"
STREAMS = "draw from sim.streams.Streams, addressed by purpose and business key"

BANNED = {
    "time.*": CLOCK,
    "datetime.datetime.now": CLOCK,
    "datetime.datetime.utcnow": CLOCK,
    "datetime.datetime.today": CLOCK,
    "datetime.date.today": CLOCK,
    "random.*": STREAMS,
    "numpy.random.*": STREAMS,
    "secrets.*": STREAMS,
    "uuid.*": "derive ids from the document's own key or from sim.streams",
    "os.urandom": STREAMS,
    "print": "return the text, or write it in sim/cli",
    "builtins.print": "return the text, or write it in sim/cli",
}
"""Called name (a pattern) -> what to use instead."""

ALLOWED = {
    "sim/clock/*.py": ("time.*", "datetime.datetime.now"),
    "integration_under_test/reference/store/seal.py": ("secrets.*",),
    "integration_under_test/service/chance.py": ("secrets.*",),
    "integration_under_test/service/clock.py": ("datetime.datetime.now",),
    "scenarios/load/clock.py": ("time.*",),
    "sim/streams.py": ("numpy.random.*",),
    "sim/__main__.py": ("print",),
}
"""Where a banned call is at home."""

FILE_NAMES = ("util*", "helper*", "common*", "base", "misc*", "*manager*", "tools")

BROAD_EXCEPTS = {
    "integration_under_test/service/app.py::_attempted": "foreign code: raising refuses",
    "integration_under_test/service/channels/channels.py::_taken": "foreign code: raising refuses",
    "sim/live/serving/sound_arm.py::send": "a broken mock is a 500 with its place in the log",
    "sim/live/pace.py::_drive": "carried to whoever waits for the clock, and raised there",
    "sim/clock/loop.py::_drive": "as the stock loop: a callback's failure is reported",
    "sim/clock/loop.py::_run_handle": "as the stock loop: a callback's failure is reported",
    "sim/checkers/check.py::_run": "foreign code: a checker that breaks makes the run unknown",
    "sim/experiment/crash_forks.py::_run": "a branch tells what broke it, and ends its process",
    "sim/experiment/pool.py::_shift": "carried to whoever asked for the work, and raised there",
    "sim/study/replication.py::replicate": "a study goes on; what broke a run is its outcome",
    "sim/host/fenced_ports.py::_settled": "raised again by the caller, if there is one left",
    "sim/host/host.py::start": "foreign code: what the integration raises is recorded",
    "sim/host/host.py::stop": "foreign code: what the integration raises is recorded",
    "sim/host/host.py::_handle": "foreign code: raising refuses the delivery",
}
"""The edges (`path::function`) where foreign code may raise anything, with the reason."""

BROAD = ("Exception", "BaseException")
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
SHOWS_MONEY = ("sim/measures/", "sim/checkers/", "sim/report/", "sim/cli")
"""Read-only places: a ratio or an amount in dollars there is never posted again."""


def banned_calls(all_sources: Sources) -> Iterator[Violation]:
    for source in all_sources:
        origins = _origins(source)
        allowed = _allowed(source.path)
        for line, name in _used_names(source, origins):
            for pattern, remedy in BANNED.items():
                if fnmatch(name, pattern) and pattern not in allowed:
                    yield Violation(source.path, line, f"{name} is banned", remedy)


def _allowed(path: str) -> list[str]:
    return [name for glob, names in ALLOWED.items() if fnmatch(path, glob) for name in names]


def _origins(source: Source) -> dict[str, str]:
    """Local name -> full dotted name, for each import of a module."""
    origins: dict[str, str] = {}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                local = alias.asname or alias.name.split(".")[0]
                origins[local] = alias.name if alias.asname else local
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                origins[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return origins


def _used_names(source: Source, origins: dict[str, str]) -> Iterator[tuple[int, str]]:
    """Called names, and references to them: `default_factory=uuid4` calls it just as well."""
    types = {id(part) for part in _annotations(source)}
    for node in ast.walk(source.tree):
        if id(node) in types or not isinstance(node, ast.Name | ast.Attribute):
            continue
        first, dot, rest = ast.unparse(node).partition(".")
        if first in origins:
            yield node.lineno, origins[first] + dot + rest
        elif first == "print" and not dot:
            yield node.lineno, "print"


def _annotations(source: Source) -> Iterator[ast.AST]:
    for node in ast.walk(source.tree):
        for name in ("annotation", "returns"):
            if isinstance(part := getattr(node, name, None), ast.AST):
                yield from ast.walk(part)


def banned_file_names(all_sources: Sources) -> Iterator[Violation]:
    for source in all_sources:
        for part in PurePosixPath(source.path).with_suffix("").parts:
            if any(fnmatch(part, pattern) for pattern in FILE_NAMES):
                remedy = "name the file after the noun it holds"
                yield Violation(source.path, 1, f"the name {part!r} says nothing", remedy)


def broad_excepts(all_sources: Sources) -> Iterator[Violation]:
    for source in all_sources:
        for function, handler in _handlers(source):
            edge = f"{source.path}::{function}"
            if _is_broad(handler) and not _raises_again(handler) and edge not in BROAD_EXCEPTS:
                remedy = "catch what you expect, or name the edge in BROAD_EXCEPTS"
                yield Violation(source.path, handler.lineno, f"{function} catches all", remedy)


def stale_edges(all_sources: Sources) -> Iterator[Violation]:
    """Named edges that no longer catch everything."""
    present = {
        f"{source.path}::{function}"
        for source in all_sources
        for function, handler in _handlers(source)
        if _is_broad(handler)
    }
    for edge in BROAD_EXCEPTS.keys() - present:
        path, _, function = edge.partition("::")
        rule = f"{function} is a named edge that catches nothing broad"
        yield Violation(path, 1, rule, "drop it from BROAD_EXCEPTS")


def _handlers(source: Source) -> Iterator[tuple[str, ast.ExceptHandler]]:
    owner: dict[int, str] = {}
    for function in functions(source):  # outer functions come first, inner ones overwrite
        owner |= {id(node): function.name for node in ast.walk(function)}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ExceptHandler):
            yield owner.get(id(node), "<module>"), node


def _is_broad(handler: ast.ExceptHandler) -> bool:
    return handler.type is None or any(
        isinstance(node, ast.Name) and node.id in BROAD for node in ast.walk(handler.type)
    )


def _raises_again(handler: ast.ExceptHandler) -> bool:
    return isinstance(handler.body[-1], ast.Raise)


def float_money(all_sources: Sources) -> Iterator[Violation]:
    """Amounts in minor units that become floats where they could be posted again."""
    remedy = "keep minor units as int: //, divmod, or Decimal with a stated rounding"
    for source in all_sources:
        if source.path.startswith(SHOWS_MONEY):
            continue
        for node in ast.walk(source.tree):
            if _makes_money_float(node):
                rule = f"`{ast.unparse(node)[:60]}` makes money a float"
                yield Violation(source.path, getattr(node, "lineno", 1), rule, remedy)


def _makes_money_float(node: ast.AST) -> bool:
    if isinstance(node, ast.AnnAssign):
        return _is_money(node.target) and ast.unparse(node.annotation) == "float"
    if isinstance(node, ast.arg):
        is_float = node.annotation is not None and ast.unparse(node.annotation) == "float"
        return node.arg.endswith("_minor") and is_float
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        return _is_money(node.left)
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "float":
        return any(_is_money(argument) for argument in node.args)
    return False


def _is_money(node: ast.AST) -> bool:
    return ast.unparse(node).endswith("_minor")


def unfinished(all_sources: Sources) -> Iterator[Violation]:
    for source in all_sources:
        for number, line in enumerate(source.text.splitlines(), 1):
            if found := UNFINISHED.search(line):
                remedy = "finish it, or leave it out and open an issue"
                yield Violation(source.path, number, f"{found[0]} left behind", remedy)


def without_docstring(all_sources: Sources) -> Iterator[Violation]:
    for source in all_sources:
        if source.text.strip() and not ast.get_docstring(source.tree):
            remedy = "open with one sentence of purpose"
            yield Violation(source.path, 1, "the module has no docstring", remedy)


def test_time_chance_and_output_come_from_their_one_place() -> None:
    assert_none(banned_calls(own()))


def test_file_names_are_nouns_of_the_field() -> None:
    assert_none(banned_file_names((*own(), *own_tests())))


def test_only_named_edges_catch_every_exception() -> None:
    assert_none((*broad_excepts(own()), *stale_edges(own())))


def test_money_never_becomes_a_float() -> None:
    assert_none(float_money(own()))


def test_nothing_is_left_unfinished() -> None:
    everything_else = tuple(s for s in own_tests() if not s.path.startswith("tests/architecture/"))
    assert_none(unfinished((*own(), *everything_else)))


def test_every_module_states_its_purpose() -> None:
    assert_none(without_docstring(own()))


@pytest.mark.parametrize(
    "text",
    [
        "import time\ntime.sleep(1)",
        "from time import monotonic as clock\nclock()",
        "from datetime import UTC, datetime\ndatetime.now(UTC)",
        "import datetime as dt\ndt.date.today()",
        "import numpy as np\nnp.random.default_rng(1)",
        "from uuid import uuid4\nfield(default_factory=uuid4)",
        "print(1)",
    ],
)
def test_a_banned_call_is_found_however_it_is_imported(text: str) -> None:
    assert [v.path for v in banned_calls(planted(sim__x=text))] == ["sim/x.py"]


def test_an_annotation_is_not_a_call() -> None:
    text = "import numpy as np\ndef f(g: np.random.Generator) -> np.random.Generator: ..."
    assert_none(banned_calls(planted(sim__x=text)))


@pytest.mark.parametrize(
    "text",
    [
        "amount_minor: float = 0",
        "x = amount_minor / 100",
        "x = float(row.amount_minor)",
        "def f(price_minor: float): ...",
    ],
)
def test_money_as_a_float_is_found(text: str) -> None:
    assert len(list(float_money(planted(sim__x=text)))) == 1


def test_a_catch_all_is_found_unless_it_raises_again() -> None:
    body = "def f():\n    try:\n        g()\n    except Exception:\n        {}\n"
    assert len(list(broad_excepts(planted(sim__x=body.format("pass"))))) == 1
    assert_none(broad_excepts(planted(sim__x=body.format("raise"))))


def test_a_file_named_helpers_is_found() -> None:
    assert len(list(banned_file_names(planted(sim__helpers="x = 1")))) == 1
