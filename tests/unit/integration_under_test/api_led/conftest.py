"""A line to one scripted system."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sim.clock import VirtualClock
from tests.unit.integration_under_test.api_led.script import Script


@pytest.fixture
def script() -> Iterator[Script]:
    with VirtualClock() as clock:
        yield Script(clock)
