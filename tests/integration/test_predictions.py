"""Every circumstance does to every integration what was foretold of it."""

from __future__ import annotations

import pytest

from scenarios.predictions import PREDICTIONS
from sim.cli.matrix import run_cell, spec_of
from sim.experiment.foretold import Foretold, differences

FORETOLD = {told.name: told for told in PREDICTIONS}
SLICE = [
    *(("erp_outage", name) for name in FORETOLD["erp_outage"].causes),
    *(("ordinary_day", name) for name in ("point_to_point", "nightly_batch", "api_led")),
    *(("unreliable_webhooks", name) for name in ("reference", "point_to_point", "api_led")),
]
"""A short outage tells all defects apart; two calmer days show that they are not always on."""
CELLS = [(told, name) for told in PREDICTIONS for name in told.causes]


def assert_as_foretold(told: Foretold, integration: str) -> None:
    found = run_cell((told, spec_of(told, integration)))
    assert not list(differences(found)), found.replay


@pytest.mark.parametrize(("circumstance", "integration"), SLICE)
def test_a_slice_is_as_foretold(circumstance: str, integration: str) -> None:
    assert_as_foretold(FORETOLD[circumstance], integration)


@pytest.mark.slow
@pytest.mark.parametrize(("told", "integration"), CELLS, ids=lambda part: getattr(part, "name", ""))
def test_every_cell_is_as_foretold(told: Foretold, integration: str) -> None:
    assert_as_foretold(told, integration)
