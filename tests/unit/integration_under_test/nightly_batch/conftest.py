"""One night over an ERP that can fail at will."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sim.clock import VirtualClock
from tests.unit.integration_under_test.nightly_batch.target import Night


@pytest.fixture
def night() -> Iterator[Night]:
    with VirtualClock() as clock:
        yield Night(clock)
