"""Every plug-in is listed in its package's table, and every listed plug-in can be loaded."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator

import pytest

from tests.architecture.imports import imports, known_modules
from tests.architecture.sources import (
    ROOT,
    Source,
    Violation,
    assert_none,
    own,
    own_tests,
    planted,
)
from tests.architecture.tables import LAZY, TABLES, Table, entries, read

ID = re.compile(r"[A-Z]\d\d")
PRESENT = [table for table in TABLES if read(table) is not None]


def not_lazy(source: Source, table: Table) -> Iterator[Violation]:
    """Entries that are no `module:object` string, and imports of what the table lists."""
    for entry in entries(source, table.name) or []:
        if not LAZY.fullmatch(entry.value):
            rule = f"{table.name}[{entry.key!r}] is not lazy"
            yield Violation(source.path, entry.line, rule, "write it as a 'module:object' string")
    listed = {entry.value.partition(":")[0] for entry in entries(source, table.name) or []}
    for found in imports(source, known_modules(own()) | listed):
        if found.target in listed:
            rule = f"the table imports {found.target}"
            yield Violation(source.path, found.line, rule, "let whoever needs it load it")


def unlisted(table: Table) -> Iterator[Violation]:
    """Modules and packages beside a table that it does not name."""
    listed = {entry.value.partition(":")[0] for t in PRESENT for entry in read(t) or []}
    folder = ROOT / table.package.replace(".", "/")
    for child in sorted(folder.iterdir()) if folder.exists() else ():
        name = child.stem
        is_python = child.suffix == ".py" or (child / "__init__.py").exists()
        if not is_python or name.startswith("_") or name in table.support:
            continue
        module = f"{table.package}.{name}"
        if not any(m == module or m.startswith(module + ".") for m in listed):
            remedy = f"list it in {table.package}, or as support in tests/architecture/tables.py"
            yield Violation(str(child.relative_to(ROOT)), 1, "the plug-in is not listed", remedy)


def not_loadable(table: Table) -> Iterator[Violation]:
    for entry in read(table) or []:
        module, _, name = entry.value.partition(":")
        try:
            found = hasattr(importlib.import_module(module), name)
        except ModuleNotFoundError:
            found = False
        if not found:
            rule = f"{table.name}[{entry.key!r}] names {entry.value}, which does not exist"
            yield Violation(table.path, entry.line, rule, "write the plug-in, or drop the entry")


def untested_ids(table: Table) -> Iterator[Violation]:
    """Listed flows and faults (P01, F01) that no test mentions."""
    outside = (s for s in own_tests() if not s.path.startswith("tests/architecture/"))
    text = "\n".join(source.text for source in outside)
    for entry in read(table) or []:
        if ID.fullmatch(entry.key) and entry.key not in text:
            rule = f"{entry.key} appears in no test"
            yield Violation(table.path, entry.line, rule, "name the id in the test that serves it")


@pytest.mark.parametrize("table", PRESENT, ids=lambda table: table.name)
def test_tables_hold_lazy_strings(table: Table) -> None:
    source = Source(table.path, (ROOT / table.path).read_text("utf8"))
    assert_none(not_lazy(source, table))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.package)
def test_every_plugin_is_listed(table: Table) -> None:
    assert_none(unlisted(table))


@pytest.mark.parametrize("table", PRESENT, ids=lambda table: table.name)
def test_every_listed_plugin_can_be_loaded(table: Table) -> None:
    assert_none(not_loadable(table))


@pytest.mark.parametrize("table", PRESENT, ids=lambda table: table.name)
def test_every_listed_id_is_tested(table: Table) -> None:
    assert_none(untested_ids(table))


def test_a_table_with_an_object_in_it_is_found() -> None:
    text = "from sim.faults.delay import Delay\nFAULTS = {'F01': Delay, 'F02': 'sim.faults.x:X'}"
    (source,) = planted(sim__faults=text)
    assert len(list(not_lazy(source, Table("sim.faults", "FAULTS")))) == 1


def test_a_table_that_imports_its_plugin_is_found() -> None:
    text = "import sim.faults.delay\nFAULTS = {'F01': 'sim.faults.delay:Delay'}"
    (source,) = planted(sim__faults=text)
    assert len(list(not_lazy(source, Table("sim.faults", "FAULTS")))) == 1
