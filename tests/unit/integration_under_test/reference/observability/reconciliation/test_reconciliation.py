"""Books are compared at night; what is missing is asked for once more, and only once."""

from __future__ import annotations

from typing import Any

import pytest

from integration_under_test.reference import Reference
from tests.unit.integration_under_test.reference.fakes import (
    FakeHost,
    usage_event,
)
from tests.unit.integration_under_test.reference.observability.reconciliation.nights import (
    COST,
    CUT,
    PRICE,
    RECEIPT,
    USAGE,
    page,
)

CHARGE = {"sourceReference": "US-1"}
THERE: dict[str, Any] = {"items": [{}], "charges": [{}]}


def night(host: FakeHost, charges: list[Any], journals: list[Any], **settings: Any) -> Reference:
    """One night with one usage, and what billing and the ERP list of the day."""
    reference = Reference()
    host.clock.run(reference.start(host.ports(**settings)))
    compare(host, reference, [USAGE], charges, journals)
    return reference


def compare(
    host: FakeHost, reference: Reference, usages: list[Any], charges: list[Any], journals: list[Any]
) -> None:
    host.systems["inventory"].plan("list_cut_usages", page(*usages))
    host.systems["billing"].plan("list_cut_charges", page(*charges))
    host.systems["erp"].plan("list_postings", page(*journals))
    host.systems["erp"].plan("list_held_invoices", page())
    host.systems["erp"].plan("list_items", page(PRICE))
    host.clock.run(reference.reconciliation.check(CUT))
    host.clock.run_until(host.clock.now_s() + 60)


def calls(host: FakeHost) -> dict[str, int]:
    made = {"billing": ("create_charge", "find_charges"), "erp": ("post_cost", "find_costs")}
    return {name: host.systems[s].called(name) for s, names in made.items() for name in names}


def test_books_that_agree_cost_a_list_each_and_nothing_more(host: FakeHost) -> None:
    night(host, [CHARGE], [COST])
    assert set(calls(host).values()) == {0}
    assert host.systems["erp"].called("list_postings") == 1
    assert host.items == {}
    assert host.alerts.raised == []


def test_what_no_list_shows_is_looked_up_before_anybody_speaks_of_a_gap(host: FakeHost) -> None:
    host.systems["billing"].plan("find_charges", THERE)
    night(host, [], [COST])
    assert calls(host) == {"create_charge": 0, "find_charges": 1, "post_cost": 0, "find_costs": 0}
    assert host.items == {}


def test_a_gap_has_an_item_an_alert_and_one_command_that_closes_it(host: FakeHost) -> None:
    night(host, [CHARGE], [])
    assert calls(host)["post_cost"] == 1
    (item,) = host.items.values()
    assert (item.type, item.owner) == ("reconciliation_gap", "revenue integrity desk")
    assert item.keys == ("US-1",)
    assert host.closed == {item.id: "posted"}
    assert host.alerts.raised == ["books_differ/erp/P09/US-1"]


def test_an_event_that_comes_after_its_repair_looks_before_it_sends(host: FakeHost) -> None:
    reference = night(host, [], [])
    assert calls(host)["post_cost"] == calls(host)["create_charge"] == 1
    host.systems["erp"].plan("find_costs", THERE)
    host.systems["billing"].plan("find_charges", THERE)
    host.clock.run(reference.on_event(usage_event()))
    host.clock.run_until(host.clock.now_s() + 60)
    assert calls(host)["post_cost"] == calls(host)["create_charge"] == 1
    assert host.storage.keys("outbox") == []


def test_so_it_does_in_the_next_life(host: FakeHost) -> None:
    host.clock.run(night(host, [], []).stop())
    reference = Reference()
    host.clock.run(reference.start(host.ports()))
    host.systems["erp"].plan("find_costs", THERE)
    host.systems["billing"].plan("find_charges", THERE)
    host.clock.run(reference.on_event(usage_event()))
    host.clock.run_until(host.clock.now_s() + 60)
    assert calls(host)["post_cost"] == calls(host)["create_charge"] == 1


def test_the_same_night_once_more_asks_for_nothing_again(host: FakeHost) -> None:
    night(host, [], [])
    reference = Reference()
    host.clock.run(reference.start(host.ports()))
    compare(host, reference, [USAGE], [], [])
    assert calls(host)["post_cost"] == calls(host)["create_charge"] == 1


def test_without_it_nobody_reads_a_list(host: FakeHost) -> None:
    night(host, [], [], without="reconciliation")
    assert host.systems["inventory"].called("list_cut_usages") == 0
    assert set(calls(host).values()) == {0}


@pytest.mark.parametrize(("without", "most"), [("", 2), ("reconciliation_lane", 8)])
def test_its_calls_wait_on_a_lane_of_their_own(host: FakeHost, without: str, most: int) -> None:
    usages = [{**USAGE, "usage_id": f"US-{n}"} for n in range(8)]
    reference = Reference()
    host.clock.run(reference.start(host.ports(**({"without": without} if without else {}))))
    billing = host.systems["billing"]
    billing.plan("find_charges", *[THERE] * 8)
    costs = [{**COST, "Reference": usage["usage_id"]} for usage in usages]
    billing.most_under_way = 0
    compare(host, reference, usages, [], costs)
    assert billing.called("find_charges") == 8
    assert billing.most_under_way == most


def test_a_night_is_noted_by_facility_and_kind(host: FakeHost) -> None:
    night(host, [CHARGE], [])
    assert host.storage.keys("completeness") == [
        "2026-04-30/inventory:H01/create_charge",
        "2026-04-30/inventory:H01/post_cost",
    ]


def accrued(number: int) -> dict[str, Any]:
    return {"Category": "RECEIPT", "Reference": f"RC-{number:08d}/1"}


@pytest.mark.parametrize(("source", "asked_for"), [({}, 1), ({"source_ref": "R-1"}, 0)])
def test_a_receipt_that_is_left_out_of_the_numbers_is_accrued_unless_it_began_elsewhere(
    host: FakeHost, source: dict[str, str], asked_for: int
) -> None:
    others = [{**RECEIPT, "receipt_no": f"RC-{number:08d}"} for number in (1, 3)]
    host.systems["inventory"].plan("get_receipt", {**RECEIPT, **source}, *others)
    night(host, [CHARGE], [COST, accrued(1), accrued(3)])
    asked = [body for name, body, _ in host.systems["inventory"].calls if name == "get_receipt"]
    assert [body["receipt_no"] for body in asked] == [
        *("RC-00000002", "RC-00000001", "RC-00000003")
    ], "what is left out, then what was accrued, to compare how much"
    gaps = [key for item in host.items.values() for key in item.keys]
    assert gaps.count("RC-00000002/1") == 2 * asked_for


def test_goods_that_an_invoice_waits_for_and_that_are_there_were_forgotten(host: FakeHost) -> None:
    held = {"Holds": ["QTY_RECEIVED"], "SourceOrderNumber": "PO-1"}
    priced = {"Holds": ["PRICE"], "SourceOrderNumber": "PO-2"}
    host.systems["erp"].plan("list_held_invoices", page(held, priced))
    host.systems["inventory"].plan("find_receipts", page(RECEIPT))
    night(host, [CHARGE], [COST])
    assert host.systems["inventory"].called("find_receipts") == 1
    assert {item.flow for item in host.items.values()} == {"P06"}
