"""Each system has its own lane, narrow enough and closed when the system says so."""

from __future__ import annotations

import asyncio

import pytest

from integration_under_test.boundary import Throttled
from integration_under_test.reference.gateway.lanes import Lanes
from integration_under_test.reference.settings import Settings
from tests.unit.integration_under_test.reference.fakes import FakeHost


def test_no_more_than_the_allowed_calls_are_under_way(host: FakeHost) -> None:
    lanes = Lanes(host.systems, Settings(max_concurrency=3))

    async def work() -> None:
        await asyncio.gather(*(lanes.call("erp", "find_costs", {}) for _ in range(20)))

    host.clock.run(work())
    assert host.systems["erp"].most_under_way == 3


def test_a_throttled_lane_rests_for_everybody_and_others_do_not(host: FakeHost) -> None:
    lanes = Lanes(host.systems, Settings())
    host.systems["erp"].plan("find_costs", Throttled(60.0))

    async def throttle() -> None:
        with pytest.raises(Throttled):
            await lanes.call("erp", "find_costs", {})

    host.clock.run(throttle())
    host.clock.run(lanes.call("billing", "find_charges", {}))
    assert host.clock.now_s() < 1.0
    host.clock.run(lanes.call("erp", "find_purchase_orders", {}))
    assert host.clock.now_s() >= 60.0
