"""The `testbed` command, and the one place that knows scenarios, integrations and simulator.

Exit codes: 0 pass, 1 fail, 2 unknown; bad input ends with 2 as well, since nothing was proven.
"""

from __future__ import annotations

import sys

import typer
from rich.markup import escape

from sim.cli.commands import group_of
from sim.cli.request import RunRequest, build_spec, new_integration
from sim.cli.screen import complaints
from sim.mistake import Mistake

__all__ = ["RunRequest", "app", "build_spec", "main", "new_integration", "run_scenario"]

COMMANDS = {
    "run": "sim.cli.run:run",
    "replay": "sim.cli.run:replay",
    "live": "sim.cli.live:live",
    "conform": "sim.cli.conform:conform",
    "parity": "sim.cli.parity:parity",
    "serve": "sim.cli.serve:serve",
    "stack": "sim.cli.stack:stack",
    "soak": "sim.cli.soak:soak",
    "arrivals": "sim.cli.arrivals:arrivals",
    "load": "sim.cli.load:load",
    "demo": "sim.cli.demo:demo",
    "matrix": "sim.cli.matrix:matrix",
    "compare": "sim.cli.compare:compare",
    "findings": "sim.cli.findings:findings",
    "sweep": "sim.cli.sweep:sweep",
    "capacity": "sim.cli.capacity:capacity",
    "crash": "sim.cli.crash:crash",
    "metamorph": "sim.cli.metamorph:metamorph",
    "ablate": "sim.cli.ablate:ablate",
    "campaign": "sim.cli.campaign:campaign",
    "campaigns": "sim.cli.campaigns:campaigns",
    "hunt": "sim.cli.hunt:hunt",
    "shrink": "sim.cli.shrink:shrink",
    "check": "sim.cli.check:check_",
    "snapshot": "sim.cli.snapshot:snapshot",
    "fork": "sim.cli.snapshot:fork_",
    "list": "sim.cli.show:list_",
    "enterprise": "sim.cli.show:enterprise",
    "docs": "sim.cli.show:docs",
    "trace": "sim.cli.trace:trace",
    "zoo": "sim.cli.zoo:zoo",
}
"""Command -> the function that it is; its parameters are the options, its docstring the help."""

app = typer.Typer(
    cls=group_of(COMMANDS),
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


@app.callback()
def testbed() -> None:
    """Runs a simulated hospital group against an integration and judges what it did."""


def main() -> None:
    """Entry point: turns known mistakes of the caller into one clear message."""
    try:
        app()
    except Mistake as error:
        complaints.print(f"[bold]testbed:[/] {escape(str(error))}", soft_wrap=True)
        sys.exit(2)


def run_scenario(name: str) -> None:
    """What `python -m scenarios.<name>` does: the command line with the scenario filled in."""
    sys.argv[1:1] = ["run", name]
    if "--integration" not in sys.argv:
        sys.argv += ["--integration", "reference"]
    main()
