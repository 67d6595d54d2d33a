"""P05 with one supplier: what goes into its mailbox, and what its documents cause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from integration_under_test.boundary import Document, Event, OutcomeUnknown, Resolution
from integration_under_test.reference import Reference
from integration_under_test.reference.mediation.suppliers import ship_notices
from tests.unit.integration_under_test.reference.fakes import FakeHost, refusal
from tests.unit.integration_under_test.reference.mediation.suppliers.interchanges import (
    ACCEPTED,
    ACKNOWLEDGEMENT,
    INVOICE,
    REFUSED,
    SHIP_NOTICE,
    SUPPLIER,
    document,
    interchange,
)

ISSUED: Mapping[str, Any] = {
    "po-number": "PO-00000012",
    "erp-supplier-number": SUPPLIER,
    "ship-to": "SHIP-1001",
    "cost-center": "CC-1010",
    "contract-number": "",
    "issued-on": "04/14/2026",
    "lines": [
        {
            "line-num": 1,
            "item-number": "100000001",
            "description": "Gloves",
            "quantity": 4,
            "uom": "case",
            "unit-price": "12.5000",
        }
    ],
}
NOTICED = {
    "asn-number": "ASN-77-1",
    "po-number": "PO-00000012",
    "lines": [{"line-num": 1, "quantity": 10}, {"line-num": 2, "quantity": 1}],
}


@dataclass
class Mailbox:
    """Fails on cue, and keeps what it gets all the same."""

    failures: list[Exception] = field(default_factory=list)
    got: list[Document] = field(default_factory=list)

    async def send(self, document: Document) -> None:
        self.got.append(document)
        if self.failures:
            raise self.failures.pop(0)

    def texts(self) -> list[str]:
        return [document.content.decode("ascii") for document in self.got]


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def reference(host: FakeHost, mailbox: Mailbox) -> Reference:
    """On a host whose procurement says once to whom the order was issued."""
    host.systems["procurement"].plan("get_order", {"erp-supplier-number": SUPPLIER})
    made = Reference()
    host.clock.run(made.start(replace(host.ports(), partners={SUPPLIER: mailbox})))
    return made


def issued(supplier: str = SUPPLIER) -> Event:
    data = {**ISSUED, "erp-supplier-number": supplier}
    time = "2026-04-14T14:00:00+00:00"
    return Event("p-1", "/procurement", "procurement.order.issued", time, "PO-00000012", data)


def take(host: FakeHost, reference: Reference, *came: Event | Document) -> None:
    for one in came:
        receive = reference.on_event(one) if isinstance(one, Event) else reference.on_document(one)
        host.clock.run(receive)
    host.clock.run_until(host.clock.now_s() + 600)


def body_of(host: FakeHost, operation: str) -> Mapping[str, Any]:
    """Of the last call of an operation of procurement."""
    bodies = [body for name, body, _ in host.systems["procurement"].calls if name == operation]
    return bodies[-1]


def test_a_partner_gets_an_order_once_even_if_its_answer_was_lost(
    host: FakeHost, reference: Reference, mailbox: Mailbox
) -> None:
    mailbox.failures.append(OutcomeUnknown())
    take(host, reference, issued(), issued())
    first, second = mailbox.got
    assert first == second
    assert (first.id, first.content_type) == ("850-1", "application/edi-x12")
    assert b"~PO1*1*4*CA*12.5**IN*100000001~" in first.content


def test_a_supplier_without_a_mailbox_gets_nothing(
    host: FakeHost, reference: Reference, mailbox: Mailbox
) -> None:
    take(host, reference, issued(supplier="30000002"))
    assert host.systems["erp"].called("create_purchase_order") == 1
    assert mailbox.got == []
    assert host.items == {}


def test_an_answer_is_recorded_and_confirmed_once(
    host: FakeHost, reference: Reference, mailbox: Mailbox
) -> None:
    came = document(interchange("855", ACKNOWLEDGEMENT))
    take(host, reference, came, replace(came, id="30000001-000002"))
    assert host.systems["procurement"].called("record_acknowledgement") == 1
    (text,) = mailbox.texts()
    assert "~AK1*PR*31~AK2*855*0001~AK5*A~AK9*A*1*1*1~" in text
    body = body_of(host, "record_acknowledgement")
    assert (body["po-number"], body["ack-number"], body["po-version"]) == (
        "PO-00000012",
        "SO000007",
        1,
    )
    assert body["lines"][1:] == [
        {"line-num": 2, "code": "IP", "quantity": 4, "uom": "case", "unit-price": "0.4700"},
        {
            "line-num": 3,
            "code": "IB",
            "quantity": 2,
            "uom": "each",
            "expected-on": "04/28/2026",
        },
        {
            "line-num": 4,
            "code": "IS",
            "quantity": 2,
            "uom": "each",
            "unit-price": "299.9900",
            "substitute-item-number": "100000009",
        },
    ]


def test_a_line_that_comes_in_parts_is_for_a_person_though_the_set_is_sound(
    host: FakeHost, reference: Reference, mailbox: Mailbox
) -> None:
    parts = (*ACKNOWLEDGEMENT[:2], "ACK*IA*8*BX", "ACK*IB*2*BX*068*20260428", "CTT*1")
    take(host, reference, document(interchange("855", parts)))
    assert "~AK5*A~" in mailbox.texts()[0]
    (item,) = host.items.values()
    assert (item.owner, item.flow) == ("supply chain desk", "P05")
    assert "in parts" in item.reason
    assert host.systems["procurement"].called("record_acknowledgement") == 0


def test_a_notice_is_recorded(host: FakeHost, reference: Reference) -> None:
    take(host, reference, document(interchange("856", SHIP_NOTICE)))
    assert body_of(host, "record_ship_notice") == {
        "po-number": "PO-00000012",
        "asn-number": "ASN-77-1",
        "shipped-on": "04/15/2026",
        "expected-on": "04/17/2026",
        "tracking-number": "77-1",
        "lines": [
            {"line-num": 1, "quantity": 10, "uom": "box", "lot": "L-1 L-2"},
            {"line-num": 2, "quantity": 1, "uom": "case", "lot": ""},
        ],
    }


def test_a_notice_that_is_there_already_is_no_second_one(
    host: FakeHost, reference: Reference
) -> None:
    procurement = host.systems["procurement"]
    procurement.plan("record_ship_notice", refusal("DUPLICATE_SHIP_NOTICE", 409))
    procurement.plan("find_ship_notices", {"ship-notices": [NOTICED]})
    take(host, reference, document(interchange("856", SHIP_NOTICE)))
    assert host.items == {}
    assert host.storage.keys("outbox") == []


def test_another_notice_under_a_known_number_is_for_a_person(
    host: FakeHost, reference: Reference
) -> None:
    other = {**NOTICED, "lines": [{"line-num": 1, "quantity": 2}]}
    procurement = host.systems["procurement"]
    procurement.plan("record_ship_notice", refusal("DUPLICATE_SHIP_NOTICE", 409))
    procurement.plan("find_ship_notices", {"ship-notices": [other]})
    take(host, reference, document(interchange("856", SHIP_NOTICE)))
    (item,) = host.items.values()
    assert (item.type, item.owner, item.flow) == ("refused", "supply chain desk", "P05")
    assert item.keys == ("30000001/ASN-77-1",)


def test_nobody_speaks_of_anothers_order(host: FakeHost, mailbox: Mailbox) -> None:
    host.systems["procurement"].plan("get_order", {"erp-supplier-number": "30000002"})
    reference = Reference()
    host.clock.run(reference.start(replace(host.ports(), partners={SUPPLIER: mailbox})))
    take(host, reference, document(interchange("856", SHIP_NOTICE)))
    (item,) = host.items.values()
    assert (item.owner, item.flow) == ("supply chain desk", "P05")
    assert "issued to 30000002" in item.reason
    assert host.systems["procurement"].called("record_ship_notice") == 0


def test_to_whom_an_order_was_sent_need_not_be_asked(host: FakeHost, mailbox: Mailbox) -> None:
    reference = Reference()
    host.clock.run(reference.start(replace(host.ports(), partners={SUPPLIER: mailbox})))
    take(host, reference, issued())
    take(host, reference, document(interchange("856", SHIP_NOTICE)))
    take(host, reference, document(interchange("855", ACKNOWLEDGEMENT)))
    procurement = host.systems["procurement"]
    assert procurement.called("record_ship_notice") == 1
    assert procurement.called("record_acknowledgement") == 1
    assert procurement.called("get_order") == 0


def test_an_invoice_is_entered_as_if_at_the_portal(host: FakeHost, reference: Reference) -> None:
    found = {"suppliers": [{"id": 7, "status": "active"}]}
    host.systems["procurement"].plan("find_suppliers", found)
    take(host, reference, document(interchange("810", INVOICE)))
    body = body_of(host, "submit_invoice")
    assert (body["supplier-id"], body["invoice-number"], body["po-number"]) == (
        7,
        "INV-9",
        "PO-00000012",
    )
    assert (body["invoice-date"], body["total"]) == ("04/17/2026", "125.94")
    assert [(line["po-line"], line["uom"]) for line in body["lines"]] == [(1, "box"), (4, "case")]


UNUSABLE = (
    (interchange("810", INVOICE[1:]), "5", "P07", "AP desk"),
    (interchange("856", SHIP_NOTICE).replace("~SE*26*0001", "~SE*26*9999"), "3", "P05", ""),
    (interchange("855", ACKNOWLEDGEMENT).replace("~SE*12*", "~SE*9*"), "4", "P05", ""),
)


@pytest.mark.parametrize(("text", "fault", "flow", "owner"), UNUSABLE)
def test_a_set_that_cannot_be_used_is_refused_and_shown_to_a_person(
    host: FakeHost, text: str, fault: str, flow: str, owner: str
) -> None:
    mailbox = Mailbox()
    reference = Reference()
    host.clock.run(reference.start(replace(host.ports(), partners={SUPPLIER: mailbox})))
    take(host, reference, document(text))
    take(host, reference, document(text))
    (sent,) = mailbox.texts()
    assert f"~AK5*R*{fault}~AK9*R*1*1*0~" in sent
    (item,) = host.items.values()
    assert (item.type, item.flow) == ("unreadable_document", flow)
    assert item.owner == (owner or "supply chain desk")
    assert host.storage.keys("outbox") == []


def test_what_a_supplier_took_is_noted_what_it_refused_is_for_a_person(
    host: FakeHost, reference: Reference, mailbox: Mailbox
) -> None:
    take(host, reference, document(interchange("997", ACCEPTED)))
    assert host.items == {}
    take(host, reference, document(interchange("997", REFUSED, 32)))
    (item,) = host.items.values()
    assert (item.type, item.owner, item.flow) == ("refused", "supply chain desk", "P05")
    assert "AK5*R*5" in item.reason
    assert mailbox.got == []


def test_a_person_may_have_a_document_used_that_was_refused(
    host: FakeHost, reference: Reference, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ship_notices, "UNITS", {"EA": "EA"})
    take(host, reference, document(interchange("856", SHIP_NOTICE)))
    (item,) = host.items
    monkeypatch.undo()
    host.clock.run(reference.on_resolution(Resolution(item, "retry")))
    host.clock.run_until(host.clock.now_s() + 600)
    assert ["~AK5*R*5~" in text for text in mailbox.texts()] == [True, False]
    assert host.systems["procurement"].called("record_ship_notice") == 1
    assert host.storage.keys("dead_letters") == []


def test_a_control_number_that_comes_with_other_content_is_for_a_person(
    host: FakeHost, reference: Reference
) -> None:
    take(host, reference, document(interchange("856", SHIP_NOTICE)))
    other = interchange("856", SHIP_NOTICE).replace("SN1*1*6", "SN1*1*7")
    take(host, reference, document(other, "30000001-000002"))
    (item,) = host.items.values()
    assert (item.type, item.owner) == ("conflicting_document", "supply chain desk")
    assert host.systems["procurement"].called("record_ship_notice") == 1
