"""Who imports whom, read from the syntax trees without running anything.

Three kinds of import matter: at run time when the module loads, later inside a function, and for
the type checker only. Arrows count all of them; cycles count the first.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from tests.architecture.sources import Source, Sources


class Import(NamedTuple):
    """`names` is empty for `import a.b`; `target` is the module that is really loaded."""

    line: int
    target: str
    names: tuple[str, ...]
    loads: bool
    """Runs when the module is loaded."""
    main_only: bool
    """Stands under `if __name__ == "__main__":`."""


def imports(source: Source, known: frozenset[str]) -> Iterator[Import]:
    """Imports of a source; `from a import b` targets `a.b` when that is one of `known`."""
    yield from _walk(source.tree.body, known, loads=True, main_only=False)


def known_modules(all_sources: Sources) -> frozenset[str]:
    return frozenset(source.module for source in all_sources)


def _walk(
    nodes: list[ast.stmt], known: frozenset[str], *, loads: bool, main_only: bool
) -> Iterator[Import]:
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(node.lineno, alias.name, (), loads, main_only)
        elif isinstance(node, ast.ImportFrom):
            yield from _from(node, known, loads, main_only)
        else:
            yield from _inside(node, known, loads=loads, main_only=main_only)


def _from(
    node: ast.ImportFrom, known: frozenset[str], loads: bool, main_only: bool
) -> Iterator[Import]:
    module = node.module or ""
    for alias in node.names:
        inner = f"{module}.{alias.name}"
        target = inner if inner in known else module
        yield Import(node.lineno, target, (alias.name,), loads, main_only)


def _inside(
    node: ast.stmt, known: frozenset[str], *, loads: bool, main_only: bool
) -> Iterator[Import]:
    test = ast.unparse(node.test) if isinstance(node, ast.If) else ""
    is_function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    later = is_function or "TYPE_CHECKING" in test or "__main__" in test
    for part in ("body", "orelse", "finalbody"):
        body = getattr(node, part, None)
        if isinstance(body, list):
            guarded = part == "body"
            yield from _walk(
                body,
                known,
                loads=loads and not (later and guarded),
                main_only=main_only or ("__main__" in test and guarded),
            )
    for handler in getattr(node, "handlers", []) + getattr(node, "cases", []):
        yield from _walk(handler.body, known, loads=loads, main_only=main_only)
