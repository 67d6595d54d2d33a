"""`testbed shrink`: a stored failing run is made small, and its report tells the smaller story."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from sim.cli.hunt import show_smallest, spec_request, try_once
from sim.cli.request import build_spec, find_scenario, stored_spec
from sim.cli.screen import console
from sim.experiment.settings import SettingsError
from sim.experiment.shrink import Shrunk
from sim.experiment.shrink import shrink as make_small
from sim.experiment.trial import WHOLE, Trial
from sim.report import write_report
from sim.results import SMALLEST, load

THINNED = "demand_share"


def shrink(
    folder: Annotated[Path, typer.Argument(help="a run folder")],
    budget: Annotated[int, typer.Option(help="attempts to make it smaller", min=0)] = 60,
) -> None:
    """Makes a stored failing run small: fewest faults, documents, days; its report tells it."""
    trial = trial_of_run(load(folder).manifest)
    found = try_once(trial)
    if not found.broken:
        console.print(f"nothing to make smaller: the run is {found.outcome}")
        raise typer.Exit(0)
    with console.status("looking for a smaller run that fails in the same way"):
        shrunk = make_small(found, find_scenario(trial.scenario).days, try_once, budget)
    show_smallest(shrunk, found)
    text = json.dumps(document_of_smallest(shrunk), indent=2) + "\n"
    (folder / SMALLEST).write_text(text, encoding="utf-8")
    console.print(f"\nreport  {write_report(folder)}", soft_wrap=True)
    raise typer.Exit(1)


def trial_of_run(stored: Mapping[str, Any]) -> Trial:
    """A stored run as a trial. Raises SettingsError for one that was given more than a trial
    holds, such as settings of its own."""
    overrides = dict(stored["overrides"])
    plan = stored["fault_plan"]
    trial = Trial(
        stored["scenario"],
        stored["integration"],
        stored["seed"],
        stored["scale"],
        faults=() if plan == "none" else tuple(plan.split("+")),
        days=stored.get("days_asked", 0),
        demand_share=overrides.get(THINNED, WHOLE),
        parties=tuple(stored["party_additions"]),
    )
    if build_spec(spec_request(trial)) != stored_spec(stored):
        raise SettingsError(
            "expected a run of a scenario under a fault plan; this one also has settings, "
            "profiles, origins, crashes or an arm of its own, which are not made smaller"
        )
    return trial


def document_of_smallest(shrunk: Shrunk) -> dict[str, Any]:
    """What the run's folder keeps of it."""
    told = shrunk.told
    steps = [line.partition("  ") for line in told.story]
    return {
        "replay": told.replay,
        "faults": list(told.trial.faults),
        "obligations": told.obligations,
        "attempts": shrunk.attempts,
        "first": told.first,
        "story": [{"t": t, "line": line} for t, _, line in steps],
    }
