"""Circumstances x integrations in a terminal: who passes, who fails as foretold, who surprises."""

from __future__ import annotations

from collections.abc import Mapping

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from sim.report import wording
from sim.report.matrix import MatrixRow
from sim.report.palette import mark

LEGEND = "How many checkers fail, as foretold; != and a number: so many are not as foretold."


def render_overview(found: Mapping[str, Mapping[str, MatrixRow]]) -> Group:
    """`found`: circumstance -> integration -> its row."""
    integrations = dict.fromkeys(name for rows in found.values() for name in rows)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    table.add_column("circumstance", no_wrap=True)
    for name in integrations:
        table.add_column(wording.words(name), justify="center")
    for circumstance, rows in found.items():
        cells = [_cell(rows[name]) if name in rows else Text("") for name in integrations]
        table.add_row(circumstance, *cells)
    return Group(table, Text(LEGEND, style="dim"))


def _cell(row: MatrixRow) -> Text:
    failed = sum(cell.outcome != "pass" for cell in row.cells.values())
    shown = mark("fail" if failed else "pass")
    text = Text(f"{shown.symbol} {failed or ''}".rstrip(), style=f"bold {shown.colour}")
    if row.surprises:
        text.append(f" != {row.surprises}", style="bold reverse")
    return text
