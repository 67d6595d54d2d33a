"""`testbed campaigns`: what the campaigns kept in a folder found, as a page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from scenarios.campaign import IN_TABLE, SUITES, circumstance_of
from sim.cli.campaign import spec_of
from sim.experiment.campaign import Tried, told_of, turns
from sim.experiment.campaign_file import kept
from sim.experiment.campaign_page import Suite, Told, campaign_page
from sim.naming import nearest
from sim.plugins import UnknownName
from sim.results import ResultsError


def campaigns(
    folder: Annotated[Path, typer.Argument(help="with a file SUITE.csv for each suite")],
    integration: Annotated[str, typer.Option(help="whose results these are")] = "reference",
    page: Annotated[Path | None, typer.Option(help="writes the page; else it is printed")] = None,
) -> None:
    """Sums up campaigns: figures by suite, what did not pass, faults by circumstances."""
    text = page_of(folder, integration)
    if page is None:
        typer.echo(text)
    else:
        page.write_text(text, encoding="utf-8")


def page_of(folder: Path, integration: str) -> str:
    """The page of a folder's results. Raises ResultsError, and UnknownName for another suite."""
    files = {path.stem: path for path in sorted(folder.glob("*.csv"))}
    if not files:
        raise ResultsError(f"{folder}: expected SUITE.csv, as `testbed campaign --results` writes")
    for suite, path in files.items():
        if suite not in SUITES:
            raise UnknownName(f"{path}: unknown suite; {nearest(suite, SUITES)}")
    return campaign_page(
        [_suite(name, kept(files[name]), integration) for name in SUITES if name in files]
    )


def _suite(name: str, done: Mapping[str, Tried], integration: str) -> Suite:
    """All legs of what makes the table, of others as many turns as were begun."""
    legs = SUITES[name]()
    told = []
    for seed, leg in turns(legs, max(len(legs), len(done))):
        run = told_of(spec_of(integration, seed, leg), done)
        if run or name in IN_TABLE:
            told.append(Told(leg, circumstance_of(leg.scenario), run))
    shown = {one.run.replay for one in told if one.run}
    return Suite(
        name,
        told,
        sum(one.outcome == "unknown" for one in done.values() if one.replay not in shown),
    )
