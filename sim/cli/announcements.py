"""Gathers what the systems announce: `testbed docs --events`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import mock_systems.announced
from mock_systems.announced import announced
from scenarios.flow_slices import SCALE, SLICES, FlowSlice
from sim.cli.request import RunRequest, build_spec, new_integration
from sim.experiment.run import under_way
from sim.experiment.spec import RunSpec
from sim.reference.catalogue import Gathered, catalogue_text

CATALOGUE = Path(mock_systems.announced.__file__).parent / "events.json"
REFERENCE = "reference"
WEEK = RunRequest("connected_week", REFERENCE, scale=0.005)


def rewrite_catalogue() -> None:
    """Types that these runs announce get form and example anew; what is rarer keeps its own."""
    gathered = Gathered()
    for slices in SLICES.values():
        for one in slices:
            listen(_spec(one), gathered)
    listen(build_spec(WEEK), gathered)
    CATALOGUE.write_text(catalogue_text({**announced(), **dict(gathered.entries())}), "utf8")
    announced.cache_clear()


def listen(spec: RunSpec, gathered: Gathered) -> None:
    """One run of the reference, all of whose events are gathered."""
    with under_way(spec, new_integration(REFERENCE), None) as course:
        for publisher in course.testbed.webhooks.values():
            publisher.subscribers.append(gathered)
        course.finish()


def _spec(one: FlowSlice) -> RunSpec:
    asked = RunRequest(
        one.scenario,
        REFERENCE,
        scale=SCALE,
        parties=one.parties,
        order_origin=one.orders,
        receipt_origin=one.receipts,
    )
    return replace(build_spec(asked), parameters=dict(one.parameters))
