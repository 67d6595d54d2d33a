"""The scheduler: quiet by day, by the calendar at night, restarted after a break."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest

from integration_under_test.boundary import Rejected, Resolution
from integration_under_test.nightly_batch import NightlyBatch
from sim.clock import VirtualClock
from tests.conformance import walks
from tests.conformance.hospital import Fault, Hospital, refused
from tests.conformance.masters import GLOVES, SUPPLIER

HOUR_S = 3600.0
COSTS_AT_S = 28 * HOUR_S
"""The hospital opens at 05:00; what is used then is costed at 09:00 of the next day."""


@pytest.fixture
def hospital() -> Iterator[Hospital]:
    with VirtualClock() as clock:
        yield Hospital(clock)


@pytest.fixture
def batch(hospital: Hospital) -> NightlyBatch:
    integration = NightlyBatch()
    hospital.host(integration)
    hospital.calls.clear()
    return integration


def test_by_day_it_calls_nobody(hospital: Hospital, batch: NightlyBatch) -> None:
    walks.use(hospital, GLOVES)
    hospital.run_s(18 * HOUR_S)
    assert hospital.calls == []


def test_an_interface_without_a_trigger_is_not_started(
    hospital: Hospital, batch: NightlyBatch
) -> None:
    hospital.run_s(72 * HOUR_S)
    assert hospital.calls == []


def test_at_night_a_usage_of_the_day_is_costed(hospital: Hospital, batch: NightlyBatch) -> None:
    usage = walks.use(hospital, GLOVES)
    hospital.run_s(COSTS_AT_S - 60)
    assert not hospital.posted("erp.cost")
    hospital.run_s(120)
    assert hospital.posted("erp.cost") == {usage: 1}


def test_a_change_in_a_list_is_extracted_at_night(hospital: Hospital, batch: NightlyBatch) -> None:
    walks.rename_supplier(hospital, "Acme Medical")
    hospital.run_s(2 * HOUR_S)
    assert hospital.posted("contracts.party") == {SUPPLIER: 1}
    assert hospital.last("procurement.supplier").version == 2


def test_a_break_is_restarted_the_same_night(hospital: Hospital, batch: NightlyBatch) -> None:
    usage = walks.use(hospital, GLOVES)
    hospital.faults["erp", "post_cost"] = refused(7)
    hospital.run_s(COSTS_AT_S + 2 * HOUR_S)
    assert hospital.posted("erp.cost") == {usage: 1}
    tries = hospital.called("post_cost")
    assert max(late - early for early, late in pairwise(tries)) > 1000


def test_a_batch_that_a_crash_left_open_is_restarted(
    hospital: Hospital, batch: NightlyBatch
) -> None:
    usage = walks.use(hospital, GLOVES)
    hospital.faults["erp", "post_cost"] = refused(4)
    hospital.run_s(COSTS_AT_S + 600)
    assert hospital.called("post_cost")
    for task in batch._planned.values():
        task.cancel()
    hospital.host(NightlyBatch())
    hospital.run_s(HOUR_S)
    assert hospital.posted("erp.cost") == {usage: 1}


def test_a_row_that_a_clerk_puts_back_is_loaded_the_next_night(
    hospital: Hospital, batch: NightlyBatch
) -> None:
    usage = walks.use(hospital, GLOVES)
    hospital.faults["erp", "post_cost"] = Fault(lambda: Rejected(422, "UNKNOWN_ITEM", "no item"))
    hospital.run_s(COSTS_AT_S + 600)
    (item,) = hospital.items.values()
    hospital.clock.run(batch.on_resolution(Resolution(item.id, "retry")))
    hospital.run_s(24 * HOUR_S)
    assert hospital.posted("erp.cost") == {usage: 1}
    assert list(hospital.closed_items) == [item.id]
