"""The matrix in a terminal: found beside expected, then the evidence of each failure."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from sim.report.matrix import Cell, MatrixRow, columns, proof, sentence
from sim.report.palette import mark

ABSENT = Cell("unknown")
HEADING = 5
"""Letters of a checker, so that all columns fit beside each other."""


def render_matrix(rows: Sequence[MatrixRow], title: str = "") -> Group:
    """A cell reads `✗`, and `✗ (✓)` where something else was expected, in brackets; the beginning
    of a checker's name must do."""
    checkers, figures = columns(rows)
    table = Table(title=title or None, box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    table.add_column("integration", no_wrap=True)
    for name in checkers:
        table.add_column(name[:HEADING], no_wrap=True, justify="center")
    for name in figures:
        table.add_column(name, justify="right", no_wrap=True)
    for row in rows:
        cells = [_cell(row.cells.get(name, ABSENT)) for name in checkers]
        table.add_row(row.integration, *cells, *(row.headline.get(n, "") for n in figures))
    legend = Text(
        "Found, with what was expected in brackets where that is another thing. " + sentence(rows),
        style="dim",
    )
    return Group(table, legend, *_proofs(rows))


def _cell(cell: Cell) -> Text:
    shown = mark(cell.outcome)
    text = Text(shown.symbol, style=f"bold {shown.colour}")
    if cell.is_surprise:
        text.append(f" ({mark(cell.expected).symbol})", style="bold reverse")
    return text


def _proofs(rows: Sequence[MatrixRow]) -> list[Text]:
    lines = []
    for row in rows:
        told = [(name, cell) for name, cell in row.cells.items() if proof(cell)]
        if told:
            lines.append(Text(f"\n{row.integration}", style="bold"))
            lines += [Text(f"  {why}", style="italic") for why in row.reasons]
        for name, cell in told:
            shown = mark(cell.outcome)
            line = Text(f"  {shown.symbol} {name:<14}", style=shown.colour)
            lines.append(line.append(proof(cell), style="default"))
    return lines
