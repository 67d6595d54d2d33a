"""The hospital that conformance tests host an integration in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sim.clock import VirtualClock
from tests.conformance.hospital import Hospital


@pytest.fixture
def hospital() -> Iterator[Hospital]:
    with VirtualClock() as clock:
        yield Hospital(clock)
