"""A command takes effect once, whatever became of its earlier attempts."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from integration_under_test.boundary import OutcomeUnknown, Rejected, Unavailable
from integration_under_test.reference.events.command import Command
from integration_under_test.reference.exceptions import (
    CircuitOpen,
    MastersUnread,
    NotYet,
    UnknownCode,
)
from integration_under_test.reference.gateway.command_kind import CommandKind
from integration_under_test.reference.gateway.commands import COMMANDS
from integration_under_test.reference.gateway.effect_once import EffectOnce
from integration_under_test.reference.gateway.lanes import Lanes
from integration_under_test.reference.gateway.masters_cache import MastersCache
from integration_under_test.reference.mediation.canonical.orders import Order
from integration_under_test.reference.mediation.canonical.receipts import ReceiptLine
from integration_under_test.reference.mediation.canonical.suppliers import Supplier
from integration_under_test.reference.policies import FLOW_OWNERS
from integration_under_test.reference.settings import Settings
from integration_under_test.reference.store.store import APPLIED, NOTHING_APPLIED, Applied, Store
from tests.unit.integration_under_test.reference.fakes import (
    USAGE,
    FakeHost,
    command,
    refusal,
)

RECEIPT = ReceiptLine(
    receipt="RC-1",
    line=1,
    order="PO-1",
    order_line=1,
    facility="inventory:H01",
    item="100000001",
    quantity_ea=20,
    lot="",
    expires_on="",
    implant=False,
    received_on="2026-04-30",
)
ORDER = Order("PO-1", "30000001", "procurement:SHIP-1001", "CC-1010", "", "2026-04-02", ())


@pytest.fixture
def gateway(host: FakeHost) -> EffectOnce:
    return gateway_of(host)


def gateway_of(host: FakeHost, settings: Settings | None = None) -> EffectOnce:
    settings = settings or Settings()
    lanes = Lanes(host.systems, settings)
    masters = MastersCache(lanes, settings.masters_refresh_s)
    host.clock.run(masters.refresh())
    return EffectOnce(lanes, masters, Store(host.storage))


async def deliver(gateway: EffectOnce, sent: Command, attempt: int) -> Applied:
    kind = COMMANDS[sent.kind]
    assert isinstance(kind, CommandKind)
    return await gateway.deliver(sent, kind, attempt)


def test_the_first_attempt_does_not_look(host: FakeHost, gateway: EffectOnce) -> None:
    host.clock.run(deliver(gateway, command(), 0))
    assert host.systems["erp"].called("find_costs") == 0
    assert host.systems["erp"].called("post_cost") == 1


def test_retry_after_unknown_outcome_looks_first_and_posts_once(
    host: FakeHost, gateway: EffectOnce
) -> None:
    erp = host.systems["erp"]
    erp.plan("post_cost", OutcomeUnknown())
    with pytest.raises(OutcomeUnknown):
        host.clock.run(deliver(gateway, command(), 0))
    erp.plan("find_costs", {"items": [{"Reference": "US-1"}]})
    applied = host.clock.run(deliver(gateway, command(), 1))
    assert applied._replace(sent=None) == NOTHING_APPLIED
    assert applied.sent is not None
    assert applied.sent.operation == "find_costs"
    assert erp.called("post_cost") == 1


def test_a_retry_posts_when_the_look_finds_nothing(host: FakeHost, gateway: EffectOnce) -> None:
    host.clock.run(deliver(gateway, command(), 1))
    assert [name for name, _, _ in host.systems["erp"].calls][-2:] == ["find_costs", "post_cost"]


def test_what_only_overwrites_its_version_is_sent_again_without_a_look(
    gateway: EffectOnce,
) -> None:
    looked_up = {"sync_party": False, "import_price_file": True, "post_cost": True}
    for name, looks in looked_up.items():
        kind = COMMANDS[name]
        assert isinstance(kind, CommandKind)
        assert kind.look is not None
        assert gateway.looks_first(kind, kind.look, 1) is looks


@pytest.mark.parametrize(("attempt", "looks"), [(0, 0), (1, 1)], ids=["never sent", "perhaps sent"])
def test_of_an_overtaken_version_that_may_have_been_sent_it_is_asked_what_became(
    host: FakeHost, gateway: EffectOnce, attempt: int, looks: int
) -> None:
    overtaken = command("S-1", "sync_party", Supplier("S-1", "Acme", "12-3456789", "N30", True, 2))

    async def newer_stands() -> None:
        async with host.storage.transaction() as tx:
            tx.put(APPLIED, overtaken.identity, 3)

    host.clock.run(newer_stands())
    before = len(host.systems["contracts"].calls)
    assert host.clock.run(deliver(gateway, overtaken, attempt)) == NOTHING_APPLIED
    asked = [operation for operation, *_ in host.systems["contracts"].calls[before:]]
    assert asked == ["get_party"] * looks


def test_who_has_looked_sends_before_others_look(host: FakeHost) -> None:
    """Where one call is answered at a time, a crowd that looks would keep each other from ever
    sending: forty budget decisions did, for three days."""
    gateway = gateway_of(host, Settings(max_concurrency=1))
    before = len(host.systems["erp"].calls)

    async def crowd() -> None:
        retries = (deliver(gateway, command(f"US-{n}"), 1) for n in range(3))
        await asyncio.gather(*retries)

    host.clock.run(crowd())
    called = [operation for operation, *_ in host.systems["erp"].calls[before:]]
    # The second had its turn already when the first came back with what it had found.
    assert called == ["find_costs"] * 2 + ["post_cost"] * 2 + ["find_costs", "post_cost"]


def test_every_attempt_carries_the_same_key(host: FakeHost, gateway: EffectOnce) -> None:
    for attempt in range(3):
        host.clock.run(deliver(gateway, command(kind="create_charge"), attempt))
    calls = host.systems["billing"].calls
    assert [key for name, _, key in calls if name == "create_charge"] == 3 * ["create_charge/US-1"]


def test_systems_without_keys_are_sent_none(host: FakeHost, gateway: EffectOnce) -> None:
    host.clock.run(deliver(gateway, command(), 0))
    assert host.systems["erp"].calls[-1][2] is None


def test_a_conflict_that_claims_the_effect_is_looked_up(
    host: FakeHost, gateway: EffectOnce
) -> None:
    billing = host.systems["billing"]
    billing.plan("create_charge", refusal("IDEMPOTENCY_KEY_REUSED"))
    billing.plan("find_charges", {"charges": [{"chargeId": "1"}]})
    host.clock.run(deliver(gateway, command(kind="create_charge"), 0))


def test_who_cannot_look_after_a_conflict_has_made_an_attempt(
    host: FakeHost, gateway: EffectOnce
) -> None:
    """A circuit that was open before the call would leave the attempt at its number."""
    host.systems["billing"].plan("create_charge", refusal("IDEMPOTENCY_KEY_REUSED"))
    host.systems["billing"].plan("find_charges", CircuitOpen("billing", 30.0))
    with pytest.raises(OutcomeUnknown, match="IDEMPOTENCY_KEY_REUSED"):
        host.clock.run(deliver(gateway, command(kind="create_charge"), 0))


def test_a_conflict_that_the_look_does_not_confirm_is_an_error(
    host: FakeHost, gateway: EffectOnce
) -> None:
    host.systems["billing"].plan("create_charge", refusal("IDEMPOTENCY_KEY_REUSED"))
    with pytest.raises(Rejected, match="IDEMPOTENCY_KEY_REUSED"):
        host.clock.run(deliver(gateway, command(kind="create_charge"), 0))


def test_an_unknown_code_makes_the_masters_be_read_once(
    host: FakeHost, gateway: EffectOnce
) -> None:
    document = USAGE.__class__(**{n: getattr(USAGE, n) for n in USAGE.__slots__} | {
        "location": "H01-XX"})  # fmt: skip
    host.clock.run_until(100)
    read = host.systems["inventory"].called("list_locations")
    for _ in range(3):
        with pytest.raises(UnknownCode, match="H01-XX"):
            host.clock.run(deliver(gateway, command(document=document), 0))
    assert host.systems["inventory"].called("list_locations") == read + 1


def test_a_code_is_not_judged_while_a_master_was_never_read(host: FakeHost) -> None:
    host.systems["billing"].plan("list_facilities", Unavailable("away"))
    gateway = gateway_of(host)
    stranger = replace(USAGE, location="H01-XX")
    with pytest.raises(MastersUnread, match="H01-XX"):
        host.clock.run(deliver(gateway, command(document=stranger), 0))
    host.clock.run_until(host.clock.now_s() + 300)
    with pytest.raises(UnknownCode, match="H01-XX") as judged:
        host.clock.run(deliver(gateway, command(document=stranger), 0))
    assert not isinstance(judged.value, MastersUnread)


def test_a_receipt_waits_for_its_order(host: FakeHost, gateway: EffectOnce) -> None:
    with pytest.raises(NotYet):
        host.clock.run(deliver(gateway, command("RC-1/1", "accrue_receipt", RECEIPT), 0))
    assert host.systems["erp"].called("create_receipt") == 0


def test_the_erps_order_number_is_asked_for_once(host: FakeHost, gateway: EffectOnce) -> None:
    erp = host.systems["erp"]
    erp.plan("find_purchase_orders", {"items": [{"OrderNumber": "300"}]})
    for line in range(3):
        host.clock.run(deliver(gateway, command(f"RC-1/{line}", "accrue_receipt", RECEIPT), 0))
    assert erp.called("find_purchase_orders") == 1
    numbers = [b["OrderNumber"] for name, b, _ in erp.calls if name == "create_receipt"]
    assert numbers == ["300", "300", "300"]


def test_a_created_order_is_remembered_for_its_receipts(
    host: FakeHost, gateway: EffectOnce
) -> None:
    host.systems["erp"].plan("create_purchase_order", {"OrderNumber": "300", "Status": "OPEN"})
    applied = host.clock.run(deliver(gateway, command("PO-1", "commit_order", ORDER), 0))
    assert applied._replace(sent=None) == Applied(0, ("erp-order/PO-1", "300"))
    assert applied.sent is not None
    assert (applied.sent.operation, applied.sent.answer) == (
        "create_purchase_order",
        {"OrderNumber": "300", "Status": "OPEN"},
    )


def test_an_item_without_charge_code_owes_no_charge(host: FakeHost, gateway: EffectOnce) -> None:
    unbilled = USAGE.__class__(**{n: getattr(USAGE, n) for n in USAGE.__slots__} | {
        "item": "100000002"})  # fmt: skip
    host.clock.run(deliver(gateway, command(kind="create_charge", document=unbilled), 0))
    assert host.systems["billing"].called("create_charge") == 0


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_kind_says_how_its_effect_is_proved_or_why_it_need_not_be(name: str) -> None:
    kind = COMMANDS[name]
    assert kind.flow in FLOW_OWNERS
    if isinstance(kind, CommandKind):
        proofs = (kind.look, kind.consult_proves, kind.upsert, kind.takes_key, kind.done)
        assert any(proofs)
