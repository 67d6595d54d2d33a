"""The slices in which crash trials repeat a flow: one for every flow, of what exists."""

from __future__ import annotations

from pkgutil import resolve_name

import pytest

from scenarios import SCENARIOS
from scenarios.flow_slices import SLICES
from sim.experiment.scenario import Scenario
from sim.obligations import FLOWS
from sim.plugins import find
from sim.world.calibration import load_parameters
from sim.world.origins import ORDER_ORIGINS, RECEIPT_ORIGINS
from sim.world.parties import PARTIES


def test_every_flow_has_one() -> None:
    assert list(SLICES) == list(FLOWS)


@pytest.mark.parametrize("flow", SLICES)
def test_a_slice_names_what_a_command_line_would_accept(flow: str) -> None:
    for part in SLICES[flow]:
        found = find(part.scenario, SCENARIOS, "scenario")
        assert isinstance(found, Scenario)
        assert found.name == part.scenario
        assert set(part.parties) <= set(PARTIES)
        assert part.orders in ("", *ORDER_ORIGINS)
        assert part.receipts in ("", *RECEIPT_ORIGINS)
        load_parameters({**found.parameters, **part.parameters})


@pytest.mark.parametrize("flow", SLICES)
def test_the_kinds_of_a_slice_are_owed_by_its_flow(flow: str) -> None:
    owed = {duty.target for duty in resolve_name(FLOWS[flow]).duties}
    for part in SLICES[flow]:
        assert set(part.kinds) <= owed
        assert len(set(part.kinds)) == len(part.kinds)
