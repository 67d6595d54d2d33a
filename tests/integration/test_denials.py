"""P15: the stand-in names the same line of a receipt as the truth does."""

from __future__ import annotations

from typing import Any

import pytest

from integration_under_test.boundary import Ports
from mock_systems.service import Effect
from sim.clock import VirtualClock
from sim.obligations.lineage import Lineage
from tests.couriers.denials import DenialsCourier
from tests.unit.integration_under_test.reference.fakes import FakeHost

USED = {"usage_id": "US-9", "item_id": "IV-1", "lot": "L1", "performed_at": "20260414120000"}
LINES = (("IV-2", "L1"), ("IV-1", "L1"), ("IV-1", "L0"), ("IV-1", "L1"), ("IV-2", "L1"))
"""Item and lot of each line: the lot on two lines, its number also on another item."""


def truth(lines: tuple[tuple[str, str], ...]) -> str:
    """The receipt line that the book remembers of the usage."""
    lineage = Lineage()
    for number, (item, lot) in enumerate(lines, start=1):
        facts = {"item": item, "lot": lot, "po": ""}
        lineage.receipt(Effect("inventory.receipt", f"RC-1/{number}", facts=facts))
    lineage.usage(Effect("inventory.usage", "US-9", facts={"item": "IV-1", "lot": "L1"}))
    origin = lineage.origin("US-9")
    assert origin is not None
    return origin.receipt


def named(lines: tuple[tuple[str, str], ...]) -> str:
    """The line that the stand-in attaches."""
    rows = [{"line_no": n, "item_id": i, "lot": lot} for n, (i, lot) in enumerate(lines, start=1)]
    receipt: dict[str, Any] = {
        "receipt_no": "RC-1",
        "received_at": "20260410080000",
        "po_number": "",
        "lines": rows,
    }
    with VirtualClock() as clock:
        host = FakeHost(clock)
        host.systems["inventory"].plan("find_lot_receipts", {"items": [receipt]})
        ports: Ports = host.ports()
        return clock.run(DenialsCourier(ports).origin(USED))["receipt"]


@pytest.mark.parametrize("count", range(2, len(LINES) + 1))
def test_of_a_receipt_the_last_line_of_item_and_lot_is_where_a_supply_came_from(
    count: int,
) -> None:
    assert named(LINES[:count]) == truth(LINES[:count])
