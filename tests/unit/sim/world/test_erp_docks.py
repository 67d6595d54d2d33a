"""A dock waits for what the systems do not know yet: an order in the ERP, an announced shipment."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

import pytest
import simpy

from sim.streams import Streams
from sim.world.actors.erp_docks import ErpDocks
from sim.world.agenda import Agenda
from sim.world.calendar import HOUR_S, Calendar
from sim.world.calibration import load_parameters
from sim.world.enterprise import Enterprise, build_enterprise
from sim.world.orders import Order, OrderedLine, Shipment
from sim.world.parties.warehouse.dock import WarehouseDock
from sim.world.site import Site

CALENDAR = Calendar(date(2026, 4, 14))
STREAMS = Streams(1)


class Screens:
    """A site whose systems answer what a test says, and note what was typed."""

    streams = STREAMS
    calendar = CALENDAR
    parameters = load_parameters()

    def __init__(self, enterprise: Enterprise) -> None:
        self.enterprise = enterprise
        self.known: list[dict[str, str]] = []
        self.typed: list[tuple[str, dict[str, Any]]] = []

    def try_do(
        self, system: str, operation: str, body: dict[str, Any], actor: str
    ) -> dict[str, Any]:
        if operation == "find_purchase_orders":
            return {"items": self.known}
        self.typed.append((f"{system}.{operation}", body))
        return {}


@pytest.fixture(scope="module")
def enterprise() -> Enterprise:
    return build_enterprise(STREAMS, load_parameters(), 0.02, CALENDAR)


@pytest.fixture
def screens(enterprise: Enterprise) -> Screens:
    return Screens(enterprise)


@pytest.fixture
def agenda() -> Agenda:
    return Agenda(simpy.Environment(), 24 * HOUR_S)


def shipment(enterprise: Enterprise) -> Shipment:
    item = next(item for item in enterprise.items if item.stocked)
    line = OrderedLine(1, item.erp_number, 3, item.purchase_uom, item.price_minor)
    order = Order("PO-1", "1010-1", item.supplier, enterprise.departments[0], (line,))
    return Shipment(order, 1, date(2026, 4, 15).toordinal(), (line,))


def test_papers_wait_until_the_erp_knows_the_order(
    screens: Screens, agenda: Agenda, enterprise: Enterprise
) -> None:
    booked: list[float] = []
    docks = ErpDocks(cast("Site", screens), agenda)
    docks.record(shipment(enterprise), "dock/H01", lambda: booked.append(agenda.now_s))
    agenda.env.run(HOUR_S / 2)
    assert (screens.typed, booked) == ([], [])
    screens.known = [{"OrderNumber": "US00000007"}]
    agenda.env.run(2 * HOUR_S)
    ((operation, body),) = screens.typed
    assert (operation, body["OrderNumber"]) == ("erp.create_receipt", "US00000007")
    assert body["DeliverTo"] == enterprise.departments[0].location
    assert body["LotNumber"]
    assert booked == [HOUR_S]


def test_what_inventory_was_not_told_of_is_set_aside_until_it_is(
    screens: Screens, agenda: Agenda
) -> None:
    dock = WarehouseDock(cast("Site", screens), agenda)
    dock.announced("SH1/1", "TS-1", 5)
    dock.announced("SH1/1", "TS-9", 5)
    dock.unload("H01", ("SH1/1", "SH1/2"))
    received = [body for _, body in screens.typed]
    assert received == [{"transfer_id": "TS-1", "qty": 5}]
    dock.announced("SH1/2", "TS-2", 4)
    agenda.env.run(HOUR_S)
    assert screens.typed[-1][1] == {"transfer_id": "TS-2", "qty": 4}
