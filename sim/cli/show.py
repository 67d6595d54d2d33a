"""The commands that show: `list`, `enterprise`, `docs`."""

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
from sim.cli.announcements import rewrite_catalogue
from sim.cli.screen import console
from sim.experiment.portrait import describe_enterprise
from sim.faults import FAULTS
from sim.measures import MEASURES
from sim.naming import nearest
from sim.obligations import FLOWS
from sim.plugins import UnknownName, first_sentence
from sim.reference import Declared, Exceptions, Predicted, write_pages
from sim.world.parties import PARTIES

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


def enterprise(
    seed: Annotated[int, typer.Option()] = 1,
    scale: Annotated[float, typer.Option(min=0.001)] = 1.0,
) -> None:
    """Shows what the group looks like, beside the published figures."""
    console.print(describe_enterprise(seed, scale))


def docs(
    out: Annotated[Path, typer.Option(help="folder of the pages")] = Path("docs/reference"),
    events: Annotated[bool, typer.Option(help="gather what systems announce; minutes")] = False,
) -> None:
    """Writes the reference pages from the tables that runs use."""
    if events:
        rewrite_catalogue()
    from integration_under_test.reference import interfaces
    from integration_under_test.reference.observability import runbooks, slas

    exceptions = Exceptions(runbooks.register(), slas.desks())
    declared = Declared(interfaces.register(), interfaces.documents(), exceptions)
    predicted = Predicted(PREDICTIONS, LEFT_OUT)
    for path in write_pages(out, SCENARIOS, INTEGRATIONS, declared, predicted):
        console.print(str(path), soft_wrap=True)
