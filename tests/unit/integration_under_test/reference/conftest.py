"""The fake host that unit tests of the reference use."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sim.clock import VirtualClock
from tests.unit.integration_under_test.reference.fakes import FakeHost


@pytest.fixture
def host() -> Iterator[FakeHost]:
    with VirtualClock() as clock:
        yield FakeHost(clock)
