"""The `testbed` command, and the one place that knows scenarios, integrations and simulator.

Exit codes: 0 pass, 1 fail, 2 unknown; bad input ends with 2 as well, since nothing was proven.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from integration_under_test import INTEGRATIONS
from mock_systems import SYSTEMS
from scenarios import SCENARIOS
from scenarios import demo as DEMO  # noqa: N812 - a table of constants
from scenarios.fault_plans import PLANS
from sim.cable import resolve_profiles
from sim.checkers import CHECKERS
from sim.clock.wall import elapsed_s
from sim.experiment.demo import Shown, demonstrate, shown, surprises
from sim.experiment.folder import versions
from sim.experiment.portrait import describe_enterprise
from sim.experiment.scenario import Scenario
from sim.experiment.session import Filed, run_into_folder
from sim.experiment.settings import (
    Settings,
    SettingsError,
    check_integration_settings,
    load_settings,
)
from sim.experiment.spec import ARMS, RunSpec
from sim.faults import FAULTS
from sim.host import Crashes
from sim.live.serve import serve as serve_system
from sim.measures import MEASURES
from sim.naming import nearest
from sim.obligations import FLOWS
from sim.plugins import UnknownName, find, first_sentence
from sim.reference import write_pages
from sim.report import render_matrix, write_matrix
from sim.results import ResultsError
from sim.results import load as load_run
from sim.terminal import progress_over, show_crashes, show_verdict
from sim.world.calibration import UnknownParameter, load_parameters
from sim.world.origins import ORDER_ORIGINS, RECEIPT_ORIGINS
from sim.world.parties import PARTIES

RUNS = Path("runs")
TABLES = {
    "scenarios": SCENARIOS,
    "integrations": INTEGRATIONS,
    "fault plans": PLANS,
    "faults": FAULTS,
    "checkers": CHECKERS,
    "measures": MEASURES,
    "flows": FLOWS,
    "systems": SYSTEMS,
    "parties": PARTIES,
}

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Runs a simulated hospital group against an integration and judges what it did.",
)
WIDTH_WITHOUT_TERMINAL = 132
console = Console(width=None if sys.stdout.isatty() else WIDTH_WITHOUT_TERMINAL)
complaints = Console(stderr=True)


def main() -> None:
    """Entry point: turns known mistakes of the caller into one clear message."""
    try:
        app()
    except (UnknownName, SettingsError, UnknownParameter, ResultsError) as error:
        complaints.print(f"[bold]testbed:[/] {escape(str(error))}", soft_wrap=True)
        sys.exit(2)


@app.command()
def run(
    scenario: Annotated[str, typer.Argument(help="a listed scenario, or module:object")],
    integration: Annotated[str, typer.Option(help="a listed integration, or module:Class")],
    seed: Annotated[int, typer.Option(help="same seed, same history hash")] = 1,
    scale: Annotated[float, typer.Option(help="1 = five hospitals, 1,800 beds", min=0.001)] = 0.02,
    out: Annotated[Path, typer.Option(help="root of the run folders")] = RUNS,
    faults: Annotated[str, typer.Option(help="fault plan over the scenario's own")] = "none",
    arm: Annotated[str, typer.Option(help="how systems are reached: direct or asgi")] = "direct",
    settings: Annotated[Path | None, typer.Option(help="TOML with [world], [integration]")] = None,
    set_: Annotated[list[str] | None, typer.Option("--set", help="world.NAME=VALUE")] = None,
    profile: Annotated[list[str] | None, typer.Option(help="SYSTEM=VENDOR_PROFILE")] = None,
    parties: Annotated[str, typer.Option(help="who takes part besides: a,b or all")] = "",
    order_origin: Annotated[str, typer.Option(help="orders begin in procurement or erp")] = "",
    receipt_origin: Annotated[str, typer.Option(help="receipts begin in inventory or erp")] = "",
    crash_at: Annotated[str, typer.Option(help="crash points, see `crash`: 17,40")] = "",
    report: Annotated[bool, typer.Option(help="write report.html and figures")] = True,
) -> None:
    """Runs one scenario against one integration and prints the verdict."""
    chosen = load_settings(settings, set_ or ())
    profiles = read_profiles(profile or ())
    asked = RunRequest(
        scenario, integration, seed, scale, faults, arm, chosen, profiles, read_parties(parties)
    )
    asked = replace(asked, order_origin=order_origin, receipt_origin=receipt_origin)
    filed = execute(replace(build_spec(asked), crashes=read_crashes(crash_at)), out, report)
    raise typer.Exit(filed.judged.verdict.exit_code)


@app.command()
def crash(
    scenario: Annotated[str, typer.Argument(help="a listed scenario, or module:object")],
    integration: Annotated[str, typer.Option(help="a listed integration, or module:Class")],
    seed: Annotated[int, typer.Option()] = 1,
    scale: Annotated[float, typer.Option(min=0.001)] = 0.005,
    parties: Annotated[str, typer.Option(help="who takes part besides: a,b or all")] = "",
    every: Annotated[int, typer.Option(help="try every n-th point", min=1)] = 1,
) -> None:
    """Crashes an integration at every point that it has; the books must end as without."""
    asked = RunRequest(scenario, integration, seed, scale, parties=read_parties(parties))
    survived = show_crashes(
        console, build_spec(asked), partial(new_integration, integration), every
    )
    raise typer.Exit(0 if survived else 1)


def run_scenario(name: str) -> None:
    """What `python -m scenarios.<name>` does: the command line with the scenario filled in."""
    sys.argv[1:1] = ["run", name]
    if "--integration" not in sys.argv:
        sys.argv += ["--integration", "reference"]
    main()


@dataclass(frozen=True)
class RunRequest:
    """A run in the names that a user types."""

    scenario: str
    integration: str
    seed: int = 1
    scale: float = 0.02
    faults: str = "none"
    arm: str = "direct"
    settings: Settings = field(default_factory=Settings)
    profiles: Mapping[str, str] = field(default_factory=dict)
    parties: tuple[str, ...] = ()
    order_origin: str = ""
    receipt_origin: str = ""


def read_parties(text: str) -> tuple[str, ...]:
    """`payers,bank` as names; `all` is everybody. Raises UnknownName."""
    names = tuple(PARTIES) if text == "all" else tuple(filter(None, text.split(",")))
    for name in names:
        find(name, PARTIES, "party")
    return names


def read_crashes(text: str) -> Crashes | None:
    """`17,40` as a plan; None for no text. Raises SettingsError for what are no numbers."""
    if not all(part.isdigit() for part in text.split(",") if text):
        raise SettingsError(f"--crash-at {text!r}: expected numbers of points, such as 17,40")
    return Crashes(tuple(map(int, text.split(",")))) if text else None


def read_profiles(assignments: Iterable[str]) -> dict[str, str]:
    """`erp=oracle_fusion` as a mapping. Raises SettingsError for another form."""
    pairs = [text.partition("=") for text in assignments]
    for system, equals, name in pairs:
        if not (system and equals and name):
            raise SettingsError(f"--profile {system!r}: expected SYSTEM=VENDOR_PROFILE")
    return {system: name for system, _, name in pairs}


def build_spec(asked: RunRequest) -> RunSpec:
    """A specification in which every name has been checked. Raises UnknownName, SettingsError or
    UnknownParameter."""
    chosen = asked.settings
    if asked.arm not in ARMS:
        raise UnknownName(f"unknown arm {asked.arm!r}; {nearest(asked.arm, ARMS)}")
    for origin, known in (
        (asked.order_origin, ORDER_ORIGINS),
        (asked.receipt_origin, RECEIPT_ORIGINS),
    ):
        if origin and origin not in known:
            raise UnknownName(f"unknown origin {origin!r}; {nearest(origin, known)}")
    scenario: Scenario = find(asked.scenario, SCENARIOS, "scenario")
    load_parameters({**scenario.parameters, **chosen.world})
    integration = find(asked.integration, INTEGRATIONS, "integration")
    check_integration_settings(chosen.integration, integration)
    resolve_profiles({**scenario.profiles, **asked.profiles})
    return RunSpec(
        scenario=scenario,
        integration=asked.integration,
        seed=asked.seed,
        scale=asked.scale,
        arm=asked.arm,
        faults=find(asked.faults, PLANS, "fault plan"),
        fault_plan=asked.faults,
        parameters=chosen.world,
        settings=chosen.integration,
        profiles=asked.profiles,
        parties=asked.parties,
        order_origin=asked.order_origin,
        receipt_origin=asked.receipt_origin,
    )


def new_integration(name: str) -> Any:
    """A fresh incarnation of a listed or own integration."""
    return find(name, INTEGRATIONS, "integration")()


def execute(spec: RunSpec, out: Path, report: bool = True) -> Filed:
    """Runs one specification with a progress bar, and shows the verdict."""
    with progress_over(console, f"{spec.scenario.name} x {spec.integration}") as progress:
        filed = run_into_folder(spec, new_integration(spec.integration), out, progress, report)
    show_verdict(console, filed)
    return filed


@app.command()
def demo(
    out: Annotated[Path, typer.Option(help="where the matrix and the runs go")] = Path("demo"),
    jobs: Annotated[int, typer.Option(help="processes at once", min=1)] = 2,
    seed: Annotated[int, typer.Option()] = DEMO.SEED,
    scale: Annotated[float, typer.Option(min=0.001)] = DEMO.SCALE,
) -> None:
    """Runs the month end with a rough fault plan against every integration that ships."""
    specs = [
        build_spec(RunRequest(DEMO.SCENARIO, name, seed, scale, DEMO.FAULT_PLAN))
        for name in DEMO.INTEGRATIONS
    ]
    began_s = elapsed_s()
    found: dict[str, Shown] = {}
    with console.status("running the month end against every integration"):
        for one in demonstrate(specs, partial(demo_row, out=out), jobs):
            found[one.row.integration] = one
            console.print(f"{one.row.integration}: {one.rows:,} rows in {one.wall_s:.1f} s")
    rows = [found[name].row for name in DEMO.INTEGRATIONS]
    write_matrix(rows, out / "matrix.html")
    console.print(render_matrix(rows))
    console.print(f"matrix  {out / 'matrix.html'}", soft_wrap=True)
    for name in DEMO.INTEGRATIONS:
        console.print(f"report  {found[name].folder / 'report.html'}", soft_wrap=True)
    unexpected = surprises(rows)
    for line in unexpected:
        console.print(f"[bold red]not as expected[/]  {escape(line)}")
    console.print(f"{len(rows)} runs in {elapsed_s() - began_s:.0f} s")
    raise typer.Exit(1 if unexpected else 0)


def demo_row(spec: RunSpec, out: Path) -> Shown:
    """One run of the demonstration, in a process of its own."""
    filed = run_into_folder(spec, new_integration(spec.integration), out)
    return shown(filed, DEMO.EXPECTED.get(spec.integration, {}))


@app.command()
def replay(
    folder: Annotated[Path, typer.Argument(help="a run folder")],
    out: Annotated[Path, typer.Option(help="root of the new run folder")] = Path("runs/replayed"),
) -> None:
    """Repeats a stored run and compares the history hashes."""
    stored = load_run(folder).manifest
    names = {name: stored[name] for name in ("scenario", "integration", "seed", "scale", "arm")}
    chosen = Settings(stored["overrides"], stored["settings"])
    profiles = stored["profile_overrides"]
    parties = tuple(stored["party_additions"])
    origins = stored.get("origin_overrides") or {"orders": "", "receipts": ""}
    asked = RunRequest(**names, faults=stored["fault_plan"], settings=chosen)
    asked = replace(asked, profiles=profiles, parties=parties)
    asked = replace(asked, order_origin=origins["orders"], receipt_origin=origins["receipts"])
    crashes = stored.get("crashes")
    plan = Crashes(tuple(crashes["points"]), crashes["downtime_s"]) if crashes else None
    filed = execute(replace(build_spec(asked), crashes=plan), out)
    same = filed.judged.recorded.history_hash == stored["history_hash"]
    if not same:
        for name, was in stored["versions"].items():
            if versions()[name] != was:
                console.print(f"  {name} was {was}, is {versions()[name]}")
    console.print(
        "[bold green]same history hash[/]"
        if same
        else f"[bold red]another history[/]: stored {stored['history_hash'][:12]}"
    )
    raise typer.Exit(filed.judged.verdict.exit_code if same else 1)


@app.command("list")
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


@app.command()
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


@app.command()
def enterprise(
    seed: Annotated[int, typer.Option()] = 1,
    scale: Annotated[float, typer.Option(min=0.001)] = 1.0,
) -> None:
    """Shows what the group looks like, beside the published figures."""
    console.print(describe_enterprise(seed, scale))


@app.command()
def docs(
    out: Annotated[Path, typer.Option(help="folder of the pages")] = Path("docs/reference"),
) -> None:
    """Writes the reference pages from the tables that runs use."""
    for path in write_pages(out, SCENARIOS, INTEGRATIONS):
        console.print(str(path), soft_wrap=True)


if __name__ == "__main__":
    main()
