"""The `testbed` command, and the one place that knows scenarios, integrations and simulator.

Exit codes: 0 pass, 1 fail, 2 unknown; bad input ends with 2 as well, since nothing was proven.
"""

from __future__ import annotations

import sys

import typer
from rich.markup import escape

from sim.chaos import NoServer
from sim.cli import (
    ablate,
    arrivals,
    campaign,
    campaigns,
    capacity,
    check,
    compare,
    conform,
    crash,
    demo,
    findings,
    hunt,
    live,
    load,
    matrix,
    metamorph,
    parity,
    run,
    serve,
    show,
    shrink,
    snapshot,
    soak,
    stack,
    sweep,
    trace,
    zoo,
)
from sim.cli.request import RunRequest, build_spec, new_integration
from sim.cli.screen import complaints
from sim.experiment.settings import SettingsError
from sim.experiment.snapshot import SnapshotError
from sim.history.errors import HistoryError
from sim.live.doors import NotServed
from sim.plugins import UnknownName
from sim.results import ResultsError
from sim.world.calibration import UnknownParameter

__all__ = ["RunRequest", "app", "build_spec", "main", "new_integration", "run_scenario"]

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Runs a simulated hospital group against an integration and judges what it did.",
)
PARTS = (
    run,
    live,
    conform,
    parity,
    serve,
    stack,
    soak,
    arrivals,
    load,
    demo,
    matrix,
    compare,
    findings,
    sweep,
    capacity,
    crash,
    metamorph,
    ablate,
    campaign,
    campaigns,
    hunt,
    shrink,
    check,
    snapshot,
    show,
    trace,
    zoo,
)
for part in PARTS:
    app.add_typer(part.commands)


MISTAKES = (
    *(UnknownName, UnknownParameter, SettingsError),
    *(SnapshotError, ResultsError, HistoryError, NotServed, NoServer),
)
"""What a caller did wrong; everything else is our own mistake, and shows itself."""


def main() -> None:
    """Entry point: turns known mistakes of the caller into one clear message."""
    try:
        app()
    except MISTAKES as error:
        complaints.print(f"[bold]testbed:[/] {escape(str(error))}", soft_wrap=True)
        sys.exit(2)


def run_scenario(name: str) -> None:
    """What `python -m scenarios.<name>` does: the command line with the scenario filled in."""
    sys.argv[1:1] = ["run", name]
    if "--integration" not in sys.argv:
        sys.argv += ["--integration", "reference"]
    main()
