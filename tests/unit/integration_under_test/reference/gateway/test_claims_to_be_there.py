"""Refusals that say "I have that already": believed where the target's words prove it."""

from __future__ import annotations

from typing import Any

import pytest

from integration_under_test.boundary import OutcomeUnknown, Rejected
from integration_under_test.reference.events.command import Command
from integration_under_test.reference.gateway.command_kind import CommandKind
from integration_under_test.reference.gateway.commands import COMMANDS
from integration_under_test.reference.gateway.effect_once import EffectOnce
from integration_under_test.reference.gateway.lanes import Lanes
from integration_under_test.reference.gateway.masters_cache import MastersCache
from integration_under_test.reference.mediation.canonical.facts import DayCut
from integration_under_test.reference.mediation.canonical.warehouse import (
    StockedItem,
    WarehouseStock,
)
from integration_under_test.reference.mediation.procurement import sourced_requisitions
from integration_under_test.reference.settings import Settings
from integration_under_test.reference.store.store import Store
from tests.unit.integration_under_test.reference.fakes import (
    FakeHost,
    FakeSystem,
    command,
    refusal,
)
from tests.unit.integration_under_test.reference.mediation.test_direct_orders import (
    SOURCED,
    SOURCED_AT,
)

GLN = "1234567890128"
CUT = command("usage/1", "load_day", DayCut("usage", "2026-04-14", GLN, (GLN,)))
USED = {
    "usage_id": "US-1",
    "facility": "H01",
    "erp_item_number": "100000001",
    "qty": 1,
    "performed_at": "20260414120000",
}
STOCK = WarehouseStock("WAREHOUSE/17", "2026-04-14", (StockedItem("W000001", 15),))


@pytest.fixture
def gateway(host: FakeHost) -> EffectOnce:
    host.systems["analytics"] = FakeSystem("analytics")
    lanes = Lanes(host.systems, Settings())
    masters = MastersCache(lanes, 60.0)
    host.clock.run(masters.refresh())
    return EffectOnce(lanes, masters, Store(host.storage))


def deliver(host: FakeHost, gateway: EffectOnce, sent: Command, attempt: int = 0) -> None:
    kind = COMMANDS[sent.kind]
    assert isinstance(kind, CommandKind)
    host.clock.run(gateway.deliver(sent, kind, attempt))


def loaded(batch_id: str) -> dict[str, Any]:
    return {"rows": [{"batch_id": batch_id}]}


def test_a_day_that_is_loaded_already_is_done(host: FakeHost, gateway: EffectOnce) -> None:
    host.systems["inventory"].plan("list_cut_usages", {"items": [USED], "has_more": False})
    host.systems["analytics"].plan("load_batch", refusal("23505", 409))
    host.systems["analytics"].plan("find_batches", loaded("usage-1234567890128-2026-04-14"))
    deliver(host, gateway, CUT)


def test_the_same_code_for_a_row_that_is_there_twice_is_none(
    host: FakeHost, gateway: EffectOnce
) -> None:
    host.systems["inventory"].plan("list_cut_usages", {"items": [USED, USED], "has_more": False})
    host.systems["analytics"].plan("load_batch", refusal("23505", 422))
    with pytest.raises(Rejected, match="23505"):
        deliver(host, gateway, CUT)


def test_a_retry_does_not_read_the_cut_of_a_day_that_is_there(
    host: FakeHost, gateway: EffectOnce
) -> None:
    host.systems["analytics"].plan("find_batches", loaded("usage-1234567890128-2026-04-14"))
    deliver(host, gateway, CUT, attempt=1)
    assert host.systems["inventory"].called("list_cut_usages") == 0
    assert host.systems["analytics"].called("load_batch") == 0


def test_an_order_that_procurement_took_over_before_is_done(
    host: FakeHost, gateway: EffectOnce
) -> None:
    order = sourced_requisitions.read(SOURCED, SOURCED_AT)[0]
    placed = {"items": [{"OrderNumber": "US1", "SupplierNumber": "30000001"}]}
    host.systems["erp"].plan("find_direct_orders", placed)
    host.systems["procurement"].plan("import_order", refusal("DUPLICATE_ORDER", 409))
    deliver(host, gateway, command("REQ/3", "import_order", order))


def test_an_order_in_doubt_is_looked_for_and_not_placed_again(
    host: FakeHost, gateway: EffectOnce
) -> None:
    order = sourced_requisitions.read(SOURCED, SOURCED_AT)[0]
    erp, sent = host.systems["erp"], command("REQ/3", "order_directly", order)
    erp.plan("create_direct_order", OutcomeUnknown())
    with pytest.raises(OutcomeUnknown):
        deliver(host, gateway, sent)
    placed = {"items": [{"OrderNumber": "US1", "SupplierNumber": "30000001"}]}
    erp.plan("find_direct_orders", placed)
    deliver(host, gateway, sent, attempt=1)
    assert erp.called("create_direct_order") == 1


def test_a_stock_file_that_a_newer_one_overtook_is_refused(
    host: FakeHost, gateway: EffectOnce
) -> None:
    """It is never dropped: whoever answers for the flow sees that a day is missing."""
    inventory, sent = host.systems["inventory"], command("17", "post_warehouse_stock", STOCK)
    inventory.plan("post_warehouse_stock", refusal("STALE_SNAPSHOT", 409))
    with pytest.raises(Rejected, match="STALE_SNAPSHOT"):
        deliver(host, gateway, sent)


def test_a_stock_file_in_doubt_is_not_posted_again(host: FakeHost, gateway: EffectOnce) -> None:
    inventory, sent = host.systems["inventory"], command("17", "post_warehouse_stock", STOCK)
    inventory.plan("get_warehouse_stock", {"snapshot_ref": "WAREHOUSE/17"})
    deliver(host, gateway, sent, attempt=1)
    assert inventory.called("post_warehouse_stock") == 0
