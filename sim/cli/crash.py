"""`testbed crash`: every crash point of a run, or of one document per flow, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Annotated

import typer

from scenarios.flow_slices import SCALE, SLICES
from sim.cli.request import RunRequest, build_spec, new_integration, read_parties
from sim.cli.screen import console
from sim.crash_table import show_crashes, show_flow_crashes
from sim.experiment.crash_flows import Again, CrashPlan, Slice
from sim.experiment.settings import Settings
from sim.obligations import FLOWS
from sim.plugins import find


def crash(
    integration: Annotated[str, typer.Option(help="a listed integration, or module:Class")],
    scenario: Annotated[
        str, typer.Argument(help="a listed scenario, or module:object; none: the flow's own slice")
    ] = "",
    seed: Annotated[int, typer.Option()] = 1,
    scale: Annotated[float, typer.Option(help="of a named scenario", min=0.001)] = 0.005,
    parties: Annotated[str, typer.Option(help="who takes part besides: a,b or all")] = "",
    every: Annotated[int, typer.Option(help="try every n-th point", min=1)] = 1,
    flow: Annotated[str, typer.Option(help="one document per flow: P05,P09 or all")] = "",
    again: Annotated[Again, typer.Option(help="with --flow: crash in the recovery too")] = (
        Again.NONE
    ),
    jobs: Annotated[int, typer.Option(help="with --flow: processes", min=1)] = 1,
) -> None:
    """Crashes an integration at every point that it has; the books must end as without."""
    asked = RunRequest(scenario, integration, seed, scale, parties=read_parties(parties))
    build = partial(new_integration, integration)
    if flow:
        plan = CrashPlan(every, again, jobs)
        survived = show_flow_crashes(console, flow_slices(read_flows(flow), asked), build, plan)
    else:
        survived = show_crashes(console, build_spec(asked), build, every)
    raise typer.Exit(0 if survived else 1)


def read_flows(text: str) -> tuple[str, ...]:
    """`P05,P09` as flows; `all` is every one. Raises UnknownName."""
    flows = tuple(SLICES) if text == "all" else tuple(filter(None, text.split(",")))
    for flow in flows:
        find(flow, FLOWS, "flow")
    return flows


def flow_slices(flows: tuple[str, ...], asked: RunRequest) -> Iterator[Slice]:
    """Each flow with a run to try it in: the scenario that was asked for, else its own slices."""
    for flow in flows:
        if asked.scenario:
            yield Slice(flow, build_spec(asked))
            continue
        for part in SLICES[flow]:
            settings = Settings(dict(part.parameters), {})
            own = replace(asked, scenario=part.scenario, scale=SCALE, settings=settings)
            begun = replace(own, order_origin=part.orders, receipt_origin=part.receipts)
            yield Slice(flow, build_spec(replace(begun, parties=part.parties)), part.kinds)
