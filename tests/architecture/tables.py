"""The plug-in tables: which exist, where their plug-ins live, what else may stand beside them.

A table is a dict in a package's `__init__.py` from a name to a lazy "module:object" string, so
that nothing is registered by importing it, and a reader finds every plug-in in one place.
"""

from __future__ import annotations

import ast
import re
from typing import NamedTuple

from tests.architecture.sources import ROOT, Source

LAZY = re.compile(r"[a-z_][\w.]*:[A-Za-z_]\w*")


class Table(NamedTuple):
    """`support` are modules beside the plug-ins that are none themselves."""

    package: str
    name: str
    support: frozenset[str] = frozenset()

    @property
    def path(self) -> str:
        return self.package.replace(".", "/") + "/__init__.py"


CHECKING = (
    "attribution causes check evidence grouped keyed matching periods queue reconciliation "
    "timeline vacuity"
)
SHARED_BY_COMMANDS = "announcements commands request screen"
INJECTING = "compose deliveries drift fault hops needs plan reach read_cache strike"
OWING = "book declared flow known lineage p10_care rounding truth"
PARTY_SUPPORT = "file_desk hl7_post party taken x12_post"
READING = (
    "analytics_books books billing_books capture_books comparison condition contracts_books "
    "erp_books inventory_books procurement_books risk_books site_books warehouse_books"
)

CLI = Table("sim.cli", "COMMANDS", frozenset(SHARED_BY_COMMANDS.split()))
TABLES = (
    Table(
        "scenarios",
        "SCENARIOS",
        frozenset({"ablations", "campaign", "fault_plans", "flow_slices", "load", "predictions"}),
    ),
    CLI,
    Table("sim.checkers", "CHECKERS", frozenset({*CHECKING.split(), "verdict"})),
    Table(
        "sim.measures",
        "MEASURES",
        frozenset({"blame", "kaplan_meier", "milestones", "signals", "variance_spans"}),
    ),
    Table("sim.faults", "FAULTS", frozenset(INJECTING.split())),
    Table("sim.obligations", "FLOWS", frozenset(OWING.split())),
    Table("sim.conditions", "CONDITIONS", frozenset(READING.split())),
    Table("sim.world.parties", "PARTIES", frozenset(PARTY_SUPPORT.split())),
    Table(
        "integration_under_test",
        "INTEGRATIONS",
        frozenset({"boundary", "external", "faulty", "service"}),
    ),
    Table("integration_under_test.faulty", "ZOO", frozenset({"mutant", "rewriting"})),
    Table(
        "mock_systems",
        "SYSTEMS",
        frozenset({"announced", "identity", "profiles", "service", "standards"}),
    ),
)
"""Faulty integrations are listed one level up, beside the sound ones."""


class Listed(NamedTuple):
    """One entry of a table as written."""

    line: int
    key: str
    value: str


def read(table: Table) -> list[Listed] | None:
    """The entries, None while the package or the table does not exist."""
    file = ROOT / table.path
    if not table.name or not file.exists():
        return None
    return entries(Source(table.path, file.read_text("utf8")), table.name)


def entries(source: Source, name: str) -> list[Listed] | None:
    """The entries of a dict literal at module level; a value that is no string becomes ''."""
    for node in source.tree.body:
        if not isinstance(node, ast.Assign | ast.AnnAssign) or not isinstance(node.value, ast.Dict):
            continue
        names = node.targets if isinstance(node, ast.Assign) else [node.target]
        if any(isinstance(n, ast.Name) and n.id == name for n in names):
            pairs = zip(node.value.keys, node.value.values, strict=True)
            return [_listed(key, value) for key, value in pairs if key is not None]
    return None


def _listed(key: ast.expr, value: ast.expr) -> Listed:
    texts = [
        str(part.value) if isinstance(part, ast.Constant) and isinstance(part.value, str) else ""
        for part in (key, value)
    ]
    return Listed(key.lineno, texts[0], texts[1])
