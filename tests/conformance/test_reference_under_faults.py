"""What the reference promises when the wire, a system or its own process fails."""

from __future__ import annotations

from dataclasses import replace

import pytest

from integration_under_test.boundary import Event, Resolution
from integration_under_test.reference import Reference
from tests.conformance import walks
from tests.conformance.hospital import (
    Fault,
    Hospital,
    answer_lost,
    refused,
    request_lost,
    throttled,
)
from tests.conformance.masters import CATHETER, GLOVES, HIP, SUPPLIER

HOUR_S = 3600.0


@pytest.fixture
def hosting(hospital: Hospital) -> Hospital:
    hospital.host(Reference())
    return hospital


def test_retry_after_unknown_outcome_looks_first_and_posts_once(hosting: Hospital) -> None:
    hosting.faults["erp", "post_cost"] = answer_lost()
    usage = walks.use(hosting, GLOVES)
    hosting.run_s(600)
    assert hosting.posted("erp.cost") == {usage: 1}
    assert len(hosting.called("post_cost")) == 1
    assert len(hosting.called("find_costs")) == 1


def test_a_request_that_never_arrived_is_sent_again(hosting: Hospital) -> None:
    hosting.faults["erp", "post_cost"] = request_lost(2)
    usage = walks.use(hosting, GLOVES)
    hosting.run_s(600)
    assert hosting.posted("erp.cost") == {usage: 1}
    assert len(hosting.called("post_cost")) == 3


@pytest.mark.parametrize(
    ("system", "operation"),
    [
        ("procurement", "create_supplier"),
        ("procurement", "update_supplier"),
        ("contracts", "put_party"),
        ("erp", "import_price_agreement"),
        ("procurement", "import_catalogue_prices"),
        ("billing", "import_supply_costs"),
        ("procurement", "record_budget_decision"),
        ("erp", "create_purchase_order"),
        ("erp", "create_receipt"),
        ("procurement", "record_receipt"),
        ("billing", "register_supply_lot"),
        ("erp", "create_invoice"),
        ("procurement", "update_invoice_status"),
        ("procurement", "record_payment"),
        ("contracts", "record_spend"),
        ("billing", "create_charge"),
        ("erp", "post_cost"),
        ("procurement", "set_period_status"),
        ("inventory", "set_period_status"),
        ("billing", "set_period_status"),
        ("erp", "submit_subledger_totals"),
    ],
)
def test_every_command_takes_effect_once_when_its_answer_is_lost(
    hosting: Hospital, system: str, operation: str
) -> None:
    hosting.faults[system, operation] = answer_lost(2)
    new = {"SupplierName": "Beta", "TaxIdentifier": "98-1", "PaymentTerms": "NET10",
           "RemitToAddress": "1 Main St"}  # fmt: skip
    hosting.do("erp", "create_supplier", new)
    walks.rename_supplier(hosting, "Acme Medical")
    walks.reprice(hosting)
    po_number = walks.order(hosting)
    walks.receive(hosting, po_number)
    hosting.run_s(600)
    walks.invoice(hosting, po_number)
    walks.use(hosting, CATHETER)
    hosting.run_s(600)
    walks.pay(hosting)
    walks.close(hosting, "SOFT_CLOSED")
    hosting.run_s(HOUR_S)
    assert hosting.faults[system, operation].left < 2
    kinds = {e.kind for caller, e in hosting.effects if caller == "integration"}
    assert len(kinds) >= 18
    versions = [k for k in kinds if k.endswith((".supplier", ".party", "_status"))]
    for kind in kinds.difference(versions):
        assert set(hosting.posted(kind).values()) == {1}, kind
    assert not hosting.items


def test_retry_after_is_honoured_for_the_whole_system(hosting: Hospital) -> None:
    hosting.faults["erp", "post_cost"] = throttled(120.0)
    walks.use(hosting, GLOVES)
    hosting.run_s(1)
    walks.use(hosting, GLOVES)
    hosting.run_s(600)
    first, *rest = sorted(hosting.called("post_cost") + hosting.called("find_costs"))
    assert rest[0] >= first + 120.0
    assert len(hosting.posted("erp.cost")) == 2


def test_two_copies_at_the_same_instant_are_one_event(hosting: Hospital) -> None:
    hosting.copies = 2
    usage = walks.use(hosting, CATHETER)
    hosting.run_s(600)
    assert hosting.posted("erp.cost") == {usage: 1}
    assert hosting.posted("billing.charge") == {usage: 1}


def test_an_outage_of_the_erp_delays_costs_but_no_charges(hosting: Hospital) -> None:
    hosting.faults["erp", "post_cost"] = refused(1000)
    usages = [walks.use(hosting, CATHETER) for _ in range(5)]
    hosting.run_s(60)
    assert sorted(hosting.posted("billing.charge")) == usages
    hosting.run_s(6 * HOUR_S)
    hosting.faults["erp", "post_cost"].left = 0
    hosting.run_s(400)
    assert sorted(hosting.posted("erp.cost")) == usages


def test_a_restart_resumes_what_was_under_way_and_looks_first(hosting: Hospital) -> None:
    hosting.faults["erp", "post_cost"] = refused(1000)
    usage = walks.use(hosting, GLOVES)
    hosting.run_s(60)
    hosting.clock.run(hosting.integration.stop())  # type: ignore[union-attr]
    hosting.faults["erp", "post_cost"].left = 0
    tried = len(hosting.called("post_cost"))
    hosting.host(Reference())
    hosting.run_s(60)
    assert hosting.posted("erp.cost") == {usage: 1}
    assert len(hosting.called("post_cost")) == tried + 1
    assert hosting.called("find_costs")[-1] < hosting.called("post_cost")[-1]


def test_a_restart_during_an_outage_serves_the_other_systems(hospital: Hospital) -> None:
    hospital.faults["billing", "list_charge_master"] = refused(1000)
    hospital.host(Reference())
    usage = walks.use(hospital, CATHETER)
    hospital.run_s(10)
    assert not hospital.posted("billing.charge")
    hospital.faults["billing", "list_charge_master"].left = 0
    hospital.run_s(900)
    assert hospital.posted("billing.charge") == {usage: 1}
    assert hospital.posted("erp.cost") == {usage: 1}


def test_an_older_version_that_comes_late_is_skipped(hosting: Hospital) -> None:
    walks.rename_supplier(hosting, "Second")
    walks.rename_supplier(hosting, "Third")
    hosting.run_s(600)
    older = next(e for e in hosting.events if e.data.get("SupplierName") == "Second")
    hosting.deliver(replace(older, id="late-copy"))
    hosting.run_s(600)
    party = hosting.do("contracts", "get_party", {"erpSupplierNumber": SUPPLIER})
    assert (party["name"], party["sourceVersion"]) == ("Third", 3)


def test_versions_of_one_supplier_are_sent_in_order(hosting: Hospital) -> None:
    hosting.faults["contracts", "put_party"] = refused(2)
    for name in ("Second", "Third", "Fourth"):
        walks.rename_supplier(hosting, name)
    hosting.run_s(600)
    sent = [body["sourceVersion"] for _, _, name, body, _ in hosting.calls if name == "put_party"]
    assert sent == sorted(sent)
    assert hosting.last("contracts.party").version == 4


def test_a_receipt_before_its_order_waits_for_it(hosting: Hospital) -> None:
    hosting.faults["erp", "create_purchase_order"] = refused(8)
    receipt = walks.receive(hosting, walks.order(hosting))
    hosting.run_s(HOUR_S)
    assert hosting.posted("erp.accrual") == {f"{receipt}/1": 1, f"{receipt}/2": 1}
    assert not hosting.items


def test_a_closed_period_posts_on_the_next_open_day_and_tells_the_close_desk(
    hosting: Hospital,
) -> None:
    usage = walks.use(hosting, CATHETER)
    hosting.do("erp", "set_period_status", {"PeriodName": "2026-04", "Status": "SOFT_CLOSED"})
    hosting.do("erp", "set_period_status", {"PeriodName": "2026-04", "Status": "CLOSED"})
    hosting.run_s(600)
    assert hosting.posted("erp.cost") == {usage: 1}
    assert hosting.last("erp.cost").period == "2026-05"
    assert [item.type for item in hosting.items.values()] == ["period_closed"]
    item = next(iter(hosting.items.values()))
    assert (item.owner, item.keys) == ("close desk", (usage,))
    assert hosting.closed_items == {item.id: "posted on 2026-05-01"}


def test_an_unmapped_code_becomes_a_work_item_and_holds_nothing_else(hosting: Hospital) -> None:
    event = _usage_of_unknown_location(hosting)
    hosting.deliver(event)
    usage = walks.use(hosting, GLOVES)
    hosting.run_s(600)
    assert hosting.posted("erp.cost") == {usage: 1}
    assert not hosting.items
    hosting.run_s(5 * HOUR_S)
    (item,) = hosting.items.values()
    assert (item.type, item.owner, item.keys) == ("unmapped_code", "master data desk", ("US-X",))


def test_a_clerk_retries_a_dead_letter_after_the_master_was_mended(hosting: Hospital) -> None:
    hosting.deliver(_usage_of_unknown_location(hosting))
    hosting.run_s(6 * HOUR_S)
    (item,) = hosting.items.values()
    row = {"facility": "H01", "location": "H01-XX", "department": "XX", "cost_center": "CC-100",
           "gln": "1234567890128", "time_zone": "America/Chicago"}  # fmt: skip
    hosting.systems["inventory"].load("locations", [row])
    reference = hosting.integration
    assert isinstance(reference, Reference)
    hosting.clock.run(reference.on_resolution(Resolution(item.id, "retry")))
    hosting.run_s(600)
    assert hosting.posted("erp.cost") == {"US-X": 1}


def test_an_unreadable_event_is_kept_for_a_clerk_and_not_asked_for_again(
    hosting: Hospital,
) -> None:
    walks.use(hosting, GLOVES)
    hosting.run_s(600)
    drifted = {k: v for k, v in hosting.events[0].data.items() if k != "qty"}
    poison = replace(hosting.events[0], id="poison", data=drifted)
    hosting.deliver(poison)
    hosting.deliver(poison)
    (item,) = hosting.items.values()
    assert item.type == "unreadable_document"
    assert "qty" in item.reason
    reference = hosting.integration
    assert isinstance(reference, Reference)
    hosting.clock.run(reference.on_resolution(Resolution(item.id, "dismiss")))
    hosting.host(Reference())


def test_a_charge_waits_for_the_lot_of_its_implant(hosting: Hospital) -> None:
    hosting.faults["billing", "register_supply_lot"] = refused(6)
    walks.receive(hosting, walks.order(hosting))
    usage = walks.use(hosting, HIP, qty=1, lot="L1")
    hosting.run_s(HOUR_S)
    assert hosting.posted("billing.charge") == {usage: 1}
    assert not hosting.items


def test_the_accounting_day_is_the_facilitys_own(hosting: Hospital) -> None:
    # 23:30 in Chicago on 30 April is 1 May in UTC and in New York.
    hosting.clock.run_until(29 * 24 * HOUR_S + 23.5 * HOUR_S)
    chicago, new_york = walks.use(hosting, GLOVES), walks.use(hosting, GLOVES, "H02")
    hosting.run_s(600)
    periods = {e.key: e.period for _, e in hosting.effects if e.kind == "erp.cost"}
    assert periods == {chicago: "2026-04", new_york: "2026-05"}


def test_done_commands_leave_no_rows_behind(hosting: Hospital) -> None:
    for _ in range(20):
        walks.use(hosting, CATHETER)
    hosting.run_s(600)
    assert hosting.storage.keys("outbox") == []
    assert len(hosting.storage.keys("inbox")) == 20
    reference = hosting.integration
    assert isinstance(reference, Reference)
    assert not reference.workers._queues
    assert not reference.workers._rows


def test_a_server_error_after_the_commit_is_looked_up(hosting: Hospital) -> None:
    hosting.faults["billing", "create_charge"] = Fault(answer_lost().error, 1, before=False)
    usage = walks.use(hosting, CATHETER)
    hosting.run_s(600)
    assert hosting.posted("billing.charge") == {usage: 1}
    keys = {key for _, _, name, _, key in hosting.calls if name == "create_charge"}
    assert keys == {f"create_charge/{usage}"}


def _usage_of_unknown_location(hosting: Hospital) -> Event:
    walks.use(hosting, GLOVES)
    hosting.integration, reference = None, hosting.integration
    hosting.run_s(1)
    hosting.integration = reference
    data = dict(hosting.events.pop().data) | {"usage_id": "US-X", "location": "H01-XX"}
    time = hosting.now().isoformat()
    return Event("x", "/inventory", "inventory.usage.recorded", time, "US-X", data)
