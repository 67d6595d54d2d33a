"""Every module is used: imported by what ships or a notebook, in a table, or an entry point."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator

from tests.architecture.imports import imports, known_modules
from tests.architecture.notebooks import shown_in_notebooks
from tests.architecture.sources import ROOT, Sources, Violation, assert_none, own, planted
from tests.architecture.tables import LAZY


def dead_modules(all_sources: Sources, roots: frozenset[str]) -> Iterator[Violation]:
    """Modules that nothing but tests reaches; a package stands for its own `__init__`."""
    used = roots | _imported(all_sources) | _named_in_strings(all_sources)
    for source in all_sources:
        if source.is_package or source.module.endswith("__main__") or source.module in used:
            continue
        remedy = "use it, list it in its package's table, or remove it"
        yield Violation(source.path, 1, "no code that ships uses this module", remedy)


def entry_points() -> frozenset[str]:
    """Modules that pyproject.toml starts."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]
    return frozenset(target.partition(":")[0] for target in project["scripts"].values())


def _imported(all_sources: Sources) -> frozenset[str]:
    known = known_modules(all_sources)
    return frozenset(
        found.target
        for source in all_sources
        for found in imports(source, known)
        if found.target != source.module
    )


def _named_in_strings(all_sources: Sources) -> frozenset[str]:
    """Modules named as `module:object`, which is how tables and settings name code."""
    return frozenset(
        node.value.partition(":")[0]
        for source in all_sources
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and LAZY.fullmatch(node.value)
    )


def test_every_module_is_used() -> None:
    shown = shown_in_notebooks(known_modules(own()))
    assert_none(dead_modules(own(), entry_points() | shown))


def test_a_module_that_nothing_uses_is_found() -> None:
    tree = planted(
        sim__cli="from sim import world\nCHECKS = {'late': 'sim.late:check'}",
        sim__world="",
        sim__late="",
        sim__forgotten="import sim.forgotten",
    )
    found = dead_modules(tree, frozenset({"sim.cli"}))
    assert [violation.path for violation in found] == ["sim/forgotten.py"]
