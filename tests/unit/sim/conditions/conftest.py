from __future__ import annotations

import pytest

from sim.experiment.spec import RunSpec
from tests.unit.sim.conditions.at_rest import CLOSE, pickled, run_to_rest


@pytest.fixture(scope="package")
def kept_books() -> bytes:
    """The books of a clean month end, for `copy_of`."""
    finished = run_to_rest(RunSpec(CLOSE, "reference", seed=1, scale=0.005))
    assert finished.quiescent
    return pickled(finished.books)
