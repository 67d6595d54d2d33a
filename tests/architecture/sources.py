"""The project's own source files as syntax trees, for the rules in this folder.

A rule is a function from a tuple of sources to the violations in them, so that each rule is
tried on a planted violation before it is trusted with the whole tree.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("sim", "mock_systems", "integration_under_test", "scenarios")
ELSEWHERE = ("__pycache__", "external")
"""Folders without Python of ours: `external/` holds integrations in other languages."""


class Violation(NamedTuple):
    """One broken rule: where, what, and what to do instead."""

    path: str
    line: int
    rule: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.rule}; {self.remedy}"


@dataclass(frozen=True)
class Source:
    """One Python file; `path` is relative to the project's root."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @property
    def is_package(self) -> bool:
        return self.path.endswith("__init__.py")

    @property
    def module(self) -> str:
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def package(self) -> str:
        """The dotted package that holds the module; a package holds itself."""
        return self.module if self.is_package else self.module.rpartition(".")[0]


Sources = tuple[Source, ...]


@cache
def sources(*folders: str) -> Sources:
    """Every Python file below the named folders of the project, in order of path."""
    found = (path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))
    wanted = (path for path in found if not set(path.parts) & set(ELSEWHERE))
    return tuple(Source(str(path.relative_to(ROOT)), path.read_text("utf8")) for path in wanted)


def own() -> Sources:
    """The code that ships."""
    return sources(*PACKAGES)


def own_tests() -> Sources:
    return sources("tests")


def planted(**files: str) -> Sources:
    """Sources made up for a rule's own test; `sim__clock__loop` stands for sim/clock/loop.py."""
    return tuple(Source(name.replace("__", "/") + ".py", text) for name, text in files.items())


def functions(source: Source) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def assert_none(violations: Iterable[Violation]) -> None:
    """Fails with every violation at once, so that one run shows the whole work."""
    found = sorted(set(violations))
    assert not found, f"{len(found)} violations\n" + "\n".join(map(str, found))
