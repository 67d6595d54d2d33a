"""The commands that show: `list`, `enterprise`, `docs`, `serve`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from integration_under_test import INTEGRATIONS
from integration_under_test.faulty import ZOO
from mock_systems import SYSTEMS
from scenarios import PACKAGES, SCENARIOS
from scenarios.fault_plans import PLANS
from scenarios.predictions import LEFT_OUT, PREDICTIONS
from sim.checkers import CHECKERS
from sim.cli.screen import console
from sim.experiment.portrait import describe_enterprise
from sim.faults import FAULTS
from sim.live.serve import serve as serve_system
from sim.measures import MEASURES
from sim.naming import nearest
from sim.obligations import FLOWS
from sim.plugins import UnknownName, first_sentence
from sim.reference import Declared, Exceptions, Predicted, write_pages
from sim.world.parties import PARTIES

commands = typer.Typer()

TABLES = {
    "scenarios": SCENARIOS,
    "packages": PACKAGES,
    "integrations": INTEGRATIONS,
    "mutants": ZOO,
    "fault plans": PLANS,
    "faults": FAULTS,
    "checkers": CHECKERS,
    "measures": MEASURES,
    "flows": FLOWS,
    "systems": SYSTEMS,
    "parties": PARTIES,
}


@commands.command("list")
def list_(
    what: Annotated[str, typer.Argument(help="one of the tables, or all")] = "all",
) -> None:
    """Lists what can be named: scenarios, integrations, plans, faults, checkers, systems."""
    if what != "all" and what not in TABLES:
        raise UnknownName(f"unknown table {what!r}; {nearest(what, TABLES)}")
    for name in TABLES if what == "all" else (what,):
        table = Table(title=name, title_justify="left", box=None, show_header=False)
        for entry, target in TABLES[name].items():
            table.add_row(entry, first_sentence(target))
        console.print(table)


@commands.command()
def serve(
    system: Annotated[str, typer.Argument(help="erp, procurement, contracts, ...")],
    host: Annotated[str, typer.Option()] = "127.0.0.1",
    port: Annotated[int, typer.Option()] = 8000,
    seed: Annotated[int, typer.Option()] = 1,
    scale: Annotated[float, typer.Option(min=0.001)] = 0.02,
) -> None:
    """Serves one mock system over HTTP, with its docs page."""
    if system not in SYSTEMS:
        raise UnknownName(f"unknown system {system!r}; {nearest(system, SYSTEMS)}")
    console.print(f"{system}: http://{host}:{port}/docs (stop with Ctrl-C)")
    serve_system(system, host, port, seed, scale)


@commands.command()
def enterprise(
    seed: Annotated[int, typer.Option()] = 1,
    scale: Annotated[float, typer.Option(min=0.001)] = 1.0,
) -> None:
    """Shows what the group looks like, beside the published figures."""
    console.print(describe_enterprise(seed, scale))


@commands.command()
def docs(
    out: Annotated[Path, typer.Option(help="folder of the pages")] = Path("docs/reference"),
) -> None:
    """Writes the reference pages from the tables that runs use."""
    from integration_under_test.reference import interfaces
    from integration_under_test.reference.observability import runbooks, slas

    exceptions = Exceptions(runbooks.register(), slas.desks())
    declared = Declared(interfaces.register(), interfaces.documents(), exceptions)
    predicted = Predicted(PREDICTIONS, LEFT_OUT)
    for path in write_pages(out, SCENARIOS, INTEGRATIONS, declared, predicted):
        console.print(str(path), soft_wrap=True)
