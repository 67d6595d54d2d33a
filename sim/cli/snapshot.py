"""`testbed snapshot` and `testbed fork`: the enterprise at a moment, and other ways on from it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from sim.cli.request import (
    RUNNABLE,
    RunRequest,
    build_spec,
    new_integration,
    read_parties,
    read_profiles,
    stored_spec,
)
from sim.cli.screen import console
from sim.experiment.fork import Beginning, Change, fork, is_another
from sim.experiment.fork_branches import Branch, fork_each
from sim.experiment.fork_folder import file_fork, forked_spec, prepared
from sim.experiment.scenario import LAID_OVER
from sim.experiment.session import Filed
from sim.experiment.settings import Settings, SettingsError, load_settings
from sim.experiment.snapshot import Snapshot, SnapshotError, take
from sim.experiment.spec import RunSpec
from sim.plugins import find
from sim.terminal import progress_over, show_verdict

FORKS = Path("runs/forks")
MOMENT = re.compile(r"(?:(\d+(?:\.\d+)?)d)?(?:(\d+(?:\.\d+)?)h?)?")


def snapshot(
    scenario: Annotated[str, typer.Argument(help="a listed scenario, or module:object")],
    integration: Annotated[str, typer.Option(help="a listed integration, or module:Class")],
    at: Annotated[str, typer.Option(help="when: 36h, 1.5d or 1d12h after its first midnight")],
    out: Annotated[Path, typer.Option(help="the file to write")],
    seed: Annotated[int, typer.Option(help="same seed, same history hash")] = 1,
    scale: Annotated[float, typer.Option(help="1 = five hospitals, 1,800 beds", min=0.001)] = 0.02,
    faults: Annotated[str, typer.Option(help="fault plan over the scenario's own")] = "none",
    arm: Annotated[str, typer.Option(help="direct or asgi; same history")] = "direct",
    settings: Annotated[Path | None, typer.Option(help="TOML with [world], [integration]")] = None,
    set_: Annotated[list[str] | None, typer.Option("--set", help="world.spike_invoices=6")] = None,
    profile: Annotated[list[str] | None, typer.Option(help="erp=oracle_fusion")] = None,
    parties: Annotated[str, typer.Option(help="who takes part besides: a,b or all")] = "",
    order_origin: Annotated[str, typer.Option(help="orders begin in procurement or erp")] = "",
    receipt_origin: Annotated[str, typer.Option(help="receipts begin in inventory or erp")] = "",
    with_: Annotated[list[str] | None, typer.Option("--with", help="package over it")] = None,
    days: Annotated[int, typer.Option(help="in place of the scenario's own", min=0)] = 0,
) -> None:
    """Saves the whole enterprise at a moment of a run, for `fork` to go on from."""
    asked = RunRequest(LAID_OVER.join((scenario, *(with_ or ()))), integration, seed, scale, faults)
    asked = replace(asked, arm=arm, settings=load_settings(settings, set_ or ()))
    asked = replace(asked, profiles=read_profiles(profile or ()), parties=read_parties(parties))
    asked = replace(asked, order_origin=order_origin, receipt_origin=receipt_origin, days=days)
    spec = build_spec(asked)
    at_s = read_moment(at)
    with progress_over(console, f"{spec.scenario.name} x {integration}") as progress:
        taken = take(spec, partial(new_integration, integration), at_s, progress)
    taken = replace(taken, scenario=asked.scenario)
    taken.save(out)
    console.print(
        f"{out}: {spec.scenario.name} against {integration}, seed {seed}, after {at_s / 3600:g} h: "
        f"{taken.rows:,} rows, history {taken.history_hash[:12]}; a fork comes here in about "
        f"{taken.prefix_s:.1f} s",
        soft_wrap=True,
    )


def fork_(
    file: Annotated[Path, typer.Argument(help="what `testbed snapshot` wrote")],
    integration: Annotated[
        str, typer.Option(help="who goes on: a,b or module:Class; none: the same")
    ] = "",
    faults: Annotated[str, typer.Option(help="fault plan from then on; none: the same")] = "",
    set_: Annotated[
        list[str] | None, typer.Option("--set", help="integration.retry_base_s=5, from then on")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="root of the run folders")] = None,
    report: Annotated[bool, typer.Option(help="write report.html and figures")] = True,
) -> None:
    """Goes on from a snapshot, with another integration, fault plan or policy."""
    taken = Snapshot.load(file)
    own = str(taken.run.get("integration", ""))
    chosen = load_settings(None, set_ or ())
    names = list(filter(None, integration.split(","))) or [own]
    first = _stated(file, taken)
    beginning = Beginning(taken, first, partial(new_integration, own))
    changes = [_change(taken, name, faults, chosen) for name in names]
    command = f"testbed fork {quote(str(file))}"
    changes = [
        replace(one, spec=forked_spec(one.spec, _repeat(command, one, faults, set_ or [])))
        for one in changes
    ]
    filed = _recorded(beginning, changes, out or FORKS / file.stem, report)
    for one, change in zip(filed, changes, strict=True):
        show_verdict(console, one)
        if not is_another(change, first):
            console.print("nothing was changed: the run of the snapshot itself")
    raise typer.Exit(_worst([one.judged.verdict.exit_code for one in filed]))


def read_moment(text: str) -> float:
    """`36`, `36h`, `1.5d`, `1d12h` in seconds. Raises SettingsError."""
    found = MOMENT.fullmatch(text.strip())
    if not text.strip() or found is None:
        raise SettingsError(f"--at {text!r}: expected hours or days, such as 36h, 1.5d or 1d12h")
    days, hours = (float(part or 0) for part in found.groups())
    return days * 86_400.0 + hours * 3600.0


def _recorded(beginning: Beginning, changes: list[Change], root: Path, report: bool) -> list[Filed]:
    """One fork with a progress bar, several in branches of one run; then each is judged."""
    paths = [prepared(change.spec, root) for change in changes]
    if len(changes) == 1:
        with progress_over(console, f"fork x {changes[0].spec.integration}") as progress:
            forks = [fork(beginning, changes[0], paths[0], progress)]
    else:
        branches = [Branch(change, path) for change, path in zip(changes, paths, strict=True)]
        forks = fork_each(beginning, branches)
    console.print(
        f"came to {beginning.snapshot.at_s / 3600:g} h in {forks[0].prefix_s:.1f} s, once for "
        f"{len(forks)} fork{'s' if len(forks) > 1 else ''}: the same "
        f"{beginning.snapshot.rows:,} rows, history {beginning.snapshot.history_hash[:12]}"
    )
    filing = zip(forks, paths, strict=True)
    return [file_fork(one, beginning.snapshot, path, report) for one, path in filing]


def _change(taken: Snapshot, name: str, faults: str, chosen: Settings) -> Change:
    """What the run is to be from the snapshot on. Raises UnknownName or SettingsError."""
    if chosen.world:
        raise SettingsError(
            f"--set world.{min(chosen.world)}: expected integration.NAME=VALUE; the world's own "
            f"course is part of the snapshot, take another one with that setting"
        )
    find(name, RUNNABLE, "integration")
    goes_on = name == taken.run["integration"]
    settings = {**(taken.run["settings"] if goes_on else {}), **chosen.integration}
    stated = {**taken.run, "scenario": taken.scenario, "integration": name, "settings": settings}
    stated["fault_plan"] = faults or taken.run["fault_plan"]
    return Change(stored_spec(stated), partial(new_integration, name))


def _stated(file: Path, taken: Snapshot) -> RunSpec:
    """The specification of a snapshot's run. Raises SnapshotError for one without a name."""
    try:
        return stored_spec({**taken.run, "scenario": taken.scenario})
    except KeyError as error:
        raise SnapshotError(
            f"{file}, key 'run': expected {error}, got none; take the snapshot again"
        ) from error


def _repeat(command: str, change: Change, faults: str, assignments: list[str]) -> str:
    parts = [f"{command} --integration {change.spec.integration}"]
    if faults:
        parts.append(f"--faults {faults}")
    return " ".join([*parts, *(f"--set {quote(one)}" for one in assignments)])


def _worst(codes: list[int]) -> int:
    """A failure outweighs what is unknown."""
    return 1 if 1 in codes else max(codes)
