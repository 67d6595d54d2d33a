"""`testbed trace`: what became of one document in a stored run."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from sim.cli.screen import console
from sim.lineage import Trace, nearest_keys
from sim.lineage import trace as trace_document
from sim.lineage.trace import HOPS
from sim.plugins import UnknownName
from sim.report.story import tell_all
from sim.results import load

COLOURS = {"good": "green", "bad": "red"}


def trace(
    folder: Annotated[Path, typer.Argument(help="run folder")],
    document: Annotated[str, typer.Argument(help="order, event id, file, invoice, claim, ...")],
    hops: Annotated[int, typer.Option(help="how far from key to key", min=0, max=6)] = HOPS,
) -> None:
    """Tells what a document caused: who owed, sent, answered and booked what because of it."""
    run = load(folder)
    found = trace_document(run.history, document, hops)
    if not found.steps:
        near = ", ".join(nearest_keys(run.history, document))
        raise UnknownName(f"nothing in {folder} is called {document!r}; near it: {near}")
    console.print(_table(found, date.fromisoformat(run.manifest["first_day"])))
    for what, keys in (("followed", found.keys), ("not followed, shared by many", found.hubs)):
        if keys:
            console.print(f"{what}: {escape(', '.join(keys))}", soft_wrap=True)


def _table(found: Trace, first_day: date) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("when", "hop", "what", "details"):
        table.add_column(heading, no_wrap=heading in ("when", "hop"))
    lines = (step.line.partition("  ") for step in found.steps)
    told = tell_all([{"t": t, "line": line} for t, _, line in lines], first_day)
    for step, line in zip(found.steps, told, strict=True):
        style = COLOURS.get(line.tone)
        table.add_row(
            line.when, str(step.hop), escape(line.text), escape(line.details), style=style
        )
    return table
