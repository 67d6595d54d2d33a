"""What a rollback of routes and readings leaves out, adds, refuses and reads at last."""

from __future__ import annotations

from datetime import timedelta

from integration_under_test.boundary import Document, Event, Request, Token
from integration_under_test.reference import Reference
from tests.unit.integration_under_test.reference.fakes import (
    ITEM,
    FakeHost,
    refusal,
)
from tests.unit.integration_under_test.reference.gateway.services.samples import WRITES
from tests.unit.integration_under_test.reference.releases.house import (
    AWAY,
    Billing,
    in_outbox,
    promoted,
    rolled_back,
    run_s,
    started,
)
from tests.unit.integration_under_test.reference.releases.operators import Changes
from tests.unit.integration_under_test.reference.test_batches import GOOD, Mailbox, journal


def account(number: str) -> Event:
    data = {
        "Kind": "ACCOUNT",
        "Code": number,
        "Name": "Supplies",
        "Status": "ACTIVE",
        "Version": 1,
        "EffectiveDate": "2026-05-01",
        "BusinessUnit": "BU100",
        "CostCenter": "",
    }
    time = "2026-05-01T04:30:00+00:00"
    return Event(f"erp-{number}", "/erp", "erp.reference.changed", time, number, data)


DEPARTMENTS_TOO: Changes = {
    "routes.reference_data": {"ACCOUNT": ["put_lookup_value", "put_department"]}
}
AS_BEFORE: Changes = {"routes.reference_data": {"ACCOUNT": ["put_lookup_value"]}}


def test_what_nobody_asks_for_any_more_is_left_out(
    host: FakeHost, reference: Reference, billing: Billing
) -> None:
    promoted(host, reference, DEPARTMENTS_TOO)
    for name in ("billing", "procurement"):
        host.systems[name].plan("put_department", AWAY)
        host.systems[name].plan("put_lookup_value", AWAY)
    host.clock.run(reference.on_event(account("6100")))
    run_s(host, 0.5)
    assert {row["kind"] for row in in_outbox(host)} == {"put_lookup_value", "put_department"}
    assert rolled_back(host, reference)["replanned"] == 2
    assert host.systems["procurement"].called("put_lookup_value") == 2
    assert billing.called("put_department") == 1
    assert in_outbox(host) == []
    assert list(reference.workers.waiting()) == []


def test_what_is_asked_for_only_now_is_added(
    host: FakeHost, reference: Reference, billing: Billing
) -> None:
    promoted(host, reference, DEPARTMENTS_TOO)
    third = promoted(host, reference, AS_BEFORE)
    host.clock.run(reference.on_event(account("6100")))
    run_s(host, 10)
    assert billing.called("put_department") == 0
    rolled_back(host, reference, third)
    assert billing.called("put_department") == 1
    assert host.systems["procurement"].called("put_lookup_value") == 1
    assert host.items[f"release/{third}/P17"].keys == ("ACCOUNT/6100",)


GRANTS: Changes = {"routes.documents": {"journal from GRANTS": "journal from PAYROLL"}}


def grants() -> Document:
    content = GOOD.replace(b"PAYROLL", b"GRANTS")
    return Document("GRANTS.JOURNAL.12.txt", "GRANTS", "text/plain;layout=journal", content)


def test_a_document_that_no_route_takes_any_more_is_for_a_person(
    host: FakeHost, reference: Reference
) -> None:
    promoted(host, reference, GRANTS)
    host.systems["erp"].plan("import_journal_batch", AWAY)
    host.clock.run(reference.on_document(grants()))
    run_s(host, 0.5)
    assert rolled_back(host, reference)["replanned"] == 1
    assert host.systems["erp"].called("import_journal_batch") == 1
    assert in_outbox(host) == []
    (item,) = host.items.values()
    assert (item.type, item.owner) == ("unreadable_document", "integration desk")
    assert "GRANTS" in item.reason


def test_a_document_that_came_by_the_route_and_was_posted_is_left(
    host: FakeHost, reference: Reference
) -> None:
    promoted(host, reference, GRANTS)
    host.clock.run(reference.on_document(grants()))
    run_s(host, 60)
    assert rolled_back(host, reference)["replanned"] == 0
    assert host.systems["erp"].called("import_journal_batch") == 1
    assert set(host.items) == {"release/2/P16"}


def test_what_only_the_release_before_can_read_is_read_and_sent(
    host: FakeHost, reference: Reference
) -> None:
    promoted(host, reference, {"mappings.procurement_unit": {"case": None, "carton": "CS"}})
    host.clock.run(reference.on_event(order("case")))
    run_s(host, 10)
    (item_id,) = host.items
    assert host.systems["erp"].called("create_purchase_order") == 0
    assert rolled_back(host, reference)["replanned"] == 1
    assert host.systems["erp"].called("create_purchase_order") == 1
    assert set(host.closed) == {item_id}
    assert host.storage.keys("dead_letters") == []


def order(unit: str) -> Event:
    line = {
        "line-num": 1,
        "item-number": ITEM,
        "quantity": 2,
        "uom": unit,
        "unit-price": "12.5000",
        "description": "screw",
    }
    data = {
        "po-number": "PO-1",
        "erp-supplier-number": "100",
        "ship-to": "SHIP-1001",
        "cost-center": "CC-1010",
        "contract-number": "C-1",
        "issued-on": "04/30/2026",
        "requisition": "RQ-1",
        "external-reference": "",
        "lines": [line],
    }
    time = "2026-05-01T04:30:00+00:00"
    return Event("p-1", "/procurement", "procurement.order.issued", time, "PO-1", data)


def test_an_answer_in_the_place_of_a_refused_command_goes_out_as_it_is(
    host: FakeHost, billing: Billing
) -> None:
    mailbox = Mailbox([AWAY])
    reference = started(host, PAYROLL=mailbox)
    promoted(host, reference, GRANTS)
    host.systems["erp"].plan("import_journal_batch", refusal("UNBALANCED"))
    host.clock.run(reference.on_document(journal(GOOD)))
    run_s(host, 0.5)
    assert [row["kind"] for row in in_outbox(host)] == ["reject_batch"]
    assert rolled_back(host, reference)["replanned"] == 1
    assert host.systems["erp"].called("import_journal_batch") == 1
    first, second = mailbox.got
    assert first == second, "sent again as it was"


def test_a_request_of_the_api_layer_goes_on_as_it_was_asked(
    host: FakeHost, reference: Reference, billing: Billing
) -> None:
    promoted(host, reference, GRANTS)
    host.systems["procurement"].plan("create_requisition", AWAY)
    host.systems["procurement"].plan("find_requisitions", {"requisitions": []})
    body = WRITES["submit_requisition@1"].body
    token = Token("pat", ("requisitions.write",), ("*",), host.now() + timedelta(minutes=5))
    asked = Request("submit_requisition", body, "pat", "c-1", "R-1", token)
    assert host.clock.run(reference.on_request(asked)).status == 202
    run_s(host, 0.5)
    assert rolled_back(host, reference)["replanned"] == 1
    assert host.systems["procurement"].called("create_requisition") == 2
    assert in_outbox(host) == []
