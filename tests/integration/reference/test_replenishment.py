"""P11 in whole runs of the plain reference: proposals requested or picked, shipments announced."""

from __future__ import annotations

from sim.world.origins import Origins
from tests.couriers.house import effects, outcomes, states
from tests.integration.reference.runs import judged

ALONE = ("replenishment",)
WITH_WAREHOUSE = ("replenishment", "warehouse")


def test_what_is_proposed_is_requested_ordered_and_dated() -> None:
    found = judged(ALONE)
    assert (found.verdict.outcome, outcomes(found)) == ("pass", {})
    owed = states(found, "P11")
    assert owed["procurement.requisition met"] > 10
    assert owed["inventory.replenishment_order met"] > 20
    assert set(owed) == {"procurement.requisition met", "inventory.replenishment_order met"}


def test_what_the_warehouse_has_is_picked_shipped_and_received() -> None:
    found = judged(WITH_WAREHOUSE)
    assert (found.verdict.outcome, outcomes(found)) == ("pass", {})
    owed = states(found, "P11")
    for target in ("warehouse.pick_order", "inventory.inbound_shipment"):
        assert owed[f"{target} met"] > 4, target
    assert owed["inventory.warehouse_stock met"] == 2
    assert {state.rpartition(" ")[2] for state in owed} == {"met"}
    assert effects(found, "inventory.inbound_shipment") == effects(found, "warehouse.shipment")


def test_replenishment_works_where_orders_and_receipts_begin_in_the_erp() -> None:
    found = judged(WITH_WAREHOUSE, origins=Origins("erp", "erp"))
    assert (found.verdict.outcome, outcomes(found)) == ("pass", {})
    assert states(found, "P04")["procurement.order_import met"] > 20
    assert states(found, "P06")["inventory.receipt_line met"] > 10
    assert states(found, "P11")["inventory.replenishment_order met"] > 20


def test_nothing_of_it_is_lost_or_done_twice_on_a_rough_day() -> None:
    found = judged(WITH_WAREHOUSE, faults="rough_day")
    assert (found.verdict.outcome, outcomes(found)) == ("pass", {})
    owed = states(found, "P11")
    assert owed["warehouse.pick_order met"] + owed["warehouse.pick_order late"] > 4
