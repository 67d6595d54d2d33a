"""Replenishment by S04, from a supplier or the warehouse (S19), wherever orders begin (P11)."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, ClassVar

import pytest

from integration_under_test.boundary import Document, Event, Rejected
from sim.world.origins import Origins
from tests.couriers.erp_origin import ErpOriginCourier, ErpReceiptCourier
from tests.couriers.house import Courier, effects, outcomes, serve, states
from tests.couriers.replenishment import ReplenishmentCourier
from tests.couriers.warehouse import WarehouseCourier
from tests.unit.mock_systems.standards.files.inventory_extract_referee import read_extract

ALONE = ("replenishment",)
WITH_WAREHOUSE = ("replenishment", "warehouse")
BOTH = (ReplenishmentCourier, WarehouseCourier)
ERP = Origins("erp", "erp")


def test_what_is_proposed_is_requested_ordered_and_dated() -> None:
    found, _ = serve((ReplenishmentCourier,), ALONE)
    assert (found.verdict.outcome, outcomes(found)) == ("pass", {})
    owed = states(found, "P11")
    assert owed["procurement.requisition met"] > 10
    assert owed["inventory.replenishment_order met"] > 20
    assert set(owed) == {"procurement.requisition met", "inventory.replenishment_order met"}
    proposed = effects(found, "inventory.replenishment")
    assert proposed.keys() <= effects(found, "procurement.requisition").keys()


def test_what_the_warehouse_has_is_picked_shipped_and_received() -> None:
    found, documents = serve(BOTH, WITH_WAREHOUSE)
    assert (found.verdict.outcome, outcomes(found)) == ("pass", {})
    owed = states(found, "P11")
    for target in ("warehouse.pick_order", "inventory.inbound_shipment"):
        assert owed[f"{target} met"] > 4, target
    assert owed["inventory.warehouse_stock met"] == len(documents) == 2
    shipped = effects(found, "warehouse.shipment")
    assert effects(found, "inventory.inbound_shipment") == shipped
    assert sum(effects(found, "inventory.transfer_arrival").values()) == len(shipped)


def test_the_nightly_file_says_to_an_independent_reader_what_the_warehouse_has() -> None:
    found, documents = serve(BOTH, WITH_WAREHOUSE)
    exported = found.history.effects
    exported = exported[exported["f"] == "warehouse.stock_file"]
    totals = dict(zip(exported["effect_key"], exported["quantity"], strict=True))
    for document in documents:
        extract = read_extract(document.content.decode())
        assert totals[f"{extract.sender}/{extract.number}"] == extract.quantity


def test_replenishment_works_where_orders_and_receipts_begin_in_the_erp() -> None:
    couriers = (*BOTH, ErpOriginCourier, ErpReceiptCourier)
    found, _ = serve(couriers, WITH_WAREHOUSE, origins=ERP)
    assert (found.verdict.outcome, outcomes(found)) == ("pass", {})
    assert states(found, "P04")["procurement.order_import met"] > 20
    assert states(found, "P06")["inventory.receipt_line met"] > 10
    assert states(found, "P11")["inventory.replenishment_order met"] > 20


def test_every_reason_to_propose_occurs_in_a_week() -> None:
    Listens.reasons.clear()
    found, _ = serve((Listens, WarehouseCourier), WITH_WAREHOUSE, days=7)
    assert (found.verdict.outcome, outcomes(found)) == ("pass", {})
    assert Listens.reasons == {"par", "schedule", "consumption", "emergency"}


class Listens(ReplenishmentCourier):
    reasons: ClassVar[set[str]] = set()

    async def on_event(self, event: Event) -> None:
        self.reasons.add(str(event.data.get("reason", "par")))
        await super().on_event(event)


class LosesProposals(ReplenishmentCourier):
    async def request(self, data: dict[str, Any], today: str) -> None:
        if int(data["replenishment_id"][-1]) % 3:
            await super().request(data, today)


class RequestsTwice(ReplenishmentCourier):
    async def request(self, data: dict[str, Any], today: str) -> None:
        await super().request(data, today)
        await super().request(data, today)

    async def confirm(self, requisition: str, order: str) -> None:
        with suppress(Rejected):  # a list has one requisition
            await super().confirm(requisition, order)


class RequestsEaches(ReplenishmentCourier):
    """Takes eaches for purchase units."""

    def requested(self, line: dict[str, Any]) -> dict[str, Any]:
        return {**super().requested(line), "quantity": line["wanted_qty"]}


class RequestsAnother(ReplenishmentCourier):
    """The item of the next line, in the right quantity: in units nothing is wrong."""

    async def request(self, data: dict[str, Any], today: str) -> None:
        lines = data["lines"]
        items = [line["erp_item_number"] for line in lines]
        swapped = zip(lines, items[1:] + items[:1], strict=True)
        data = {**data, "lines": [{**line, "erp_item_number": item} for line, item in swapped]}
        await super().request(data, today)


class NeverConfirms(ReplenishmentCourier):
    async def confirm(self, requisition: str, order: str) -> None:
        pass


class AnnouncesTwice(WarehouseCourier):
    async def on_event(self, event: Event) -> None:
        await super().on_event(event)
        if event.type == "warehouse.shipment.dispatched":
            await super().on_event(event)


class AnnouncesTooMuch(WarehouseCourier):
    def announced(self, data: dict[str, Any], line: dict[str, Any]) -> dict[str, Any]:
        return {**super().announced(data, line), "qty": line["QTY"] + 1}


class LosesFiles(WarehouseCourier):
    async def on_document(self, document: Document) -> bool:
        return True


BROKEN: list[tuple[type[Courier], str]] = [
    (LosesProposals, "loss"),
    (RequestsTwice, "duplicates"),
    (RequestsEaches, "variance"),
    (RequestsAnother, "consistency"),
    (NeverConfirms, "loss"),
]
BROKEN_AT_WAREHOUSE: list[tuple[type[Courier], str]] = [
    (AnnouncesTwice, "duplicates"),
    (AnnouncesTooMuch, "consistency"),
    (LosesFiles, "loss"),
]


@pytest.mark.parametrize(("courier", "checker"), BROKEN, ids=str)
def test_a_broken_replenishment_is_found(courier: type[Courier], checker: str) -> None:
    found, _ = serve((courier,), ALONE)
    assert found.verdict.outcome == "fail"
    assert outcomes(found)[checker].startswith("fail")


@pytest.mark.parametrize(("courier", "checker"), BROKEN_AT_WAREHOUSE, ids=str)
def test_a_broken_way_from_the_warehouse_is_found(courier: type[Courier], checker: str) -> None:
    found, _ = serve((ReplenishmentCourier, courier), WITH_WAREHOUSE)
    assert found.verdict.outcome == "fail"
    assert outcomes(found)[checker].startswith("fail")
