"""Claims and denials on a fake host: sent as billing wrote them, answered, traced."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from integration_under_test.boundary import Document, Event, OutcomeUnknown
from integration_under_test.reference import Reference
from tests.unit.integration_under_test.reference.fakes import FakeHost
from tests.unit.integration_under_test.reference.mediation.test_payer_documents import (
    REMITTANCE,
    STATUSES,
)
from tests.unit.integration_under_test.reference.mediation.x12_samples import written

RENDERED: dict[str, Any] = {
    "members": [
        {"claimId": "CL-00000001", "submission": 1},
        {"claimId": "CL-00000002", "submission": 3},
    ],
    "contentType": "application/edi-x12",
    "content": "ISA*837~",
}
RELEASED = {"batchId": "CB-00000007"}


@dataclass
class Mailbox:
    failures: list[Exception] = field(default_factory=list)
    got: list[Document] = field(default_factory=list)

    async def send(self, document: Document) -> None:
        self.got.append(document)
        if self.failures:
            raise self.failures.pop(0)


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def reference(host: FakeHost, mailbox: Mailbox) -> Reference:
    made = Reference()
    host.clock.run(made.start(replace(host.ports(), partners={"CLEARHOUSE": mailbox})))
    return made


def event(type_: str, data: dict[str, Any], subject: str = "X") -> Event:
    system = type_.partition(".")[0]
    return Event(f"{system}-1", f"/{system}", type_, "2026-04-14T15:00:00Z", subject, data)


def hear(host: FakeHost, reference: Reference, *events: Event) -> None:
    for one in events:
        host.clock.run(reference.on_event(one))
    host.clock.run_until(host.clock.now_s() + 600)


def take(host: FakeHost, reference: Reference, code: str, body: str, number: str = "1") -> None:
    document = Document(number, "CLEARHOUSE", "application/edi-x12", written(code, body))
    host.clock.run(reference.on_document(document))
    host.clock.run_until(host.clock.now_s() + 600)


def bodies(host: FakeHost, system: str, operation: str) -> list[dict[str, Any]]:
    return [dict(body) for name, body, _ in host.systems[system].calls if name == operation]


def test_a_batch_leaves_as_billing_wrote_it_and_again_after_a_lost_answer(
    host: FakeHost, reference: Reference, mailbox: Mailbox
) -> None:
    host.systems["billing"].plan("get_claim_batch", RENDERED, RENDERED)
    mailbox.failures.append(OutcomeUnknown())
    hear(host, reference, event("billing.claim_batch.released", RELEASED))
    sent = Document("837-CB-00000007", "HOSPGROUP", "application/edi-x12", b"ISA*837~")
    assert mailbox.got == [sent, sent]


def test_statuses_count_for_the_submissions_that_were_sent(
    host: FakeHost, reference: Reference
) -> None:
    host.systems["billing"].plan("get_claim_batch", RENDERED)
    hear(host, reference, event("billing.claim_batch.released", RELEASED))
    take(host, reference, "277", STATUSES)
    recorded = bodies(host, "billing", "record_claim_status")
    assert [(one["claimId"], one["submission"]) for one in recorded] == [
        ("CL-00000001", 1),
        ("CL-00000002", 3),
    ]
    assert host.systems["billing"].called("get_claim_batch") == 1


def test_a_batch_that_somebody_else_sent_is_asked_for(host: FakeHost, reference: Reference) -> None:
    host.systems["billing"].plan("get_claim_batch", RENDERED, RENDERED)
    take(host, reference, "277", STATUSES)
    assert len(bodies(host, "billing", "record_claim_status")) == 2


def test_a_remittance_is_posted_for_the_payer_of_its_tax_number(
    host: FakeHost, reference: Reference
) -> None:
    take(host, reference, "835", REMITTANCE)
    take(host, reference, "835", REMITTANCE)
    (posted,) = bodies(host, "billing", "post_remittance")
    assert (posted["payerId"], posted["paymentCents"]) == ("PAY-MCR", 13000)


def test_nothing_of_a_damaged_set_is_used(host: FakeHost, reference: Reference) -> None:
    content = written("835", REMITTANCE).replace(b"~PLB", b"~PLB*1~PLB")
    document = Document("1", "CLEARHOUSE", "application/edi-x12", content)
    host.clock.run(reference.on_document(document))
    host.clock.run_until(host.clock.now_s() + 600)
    assert bodies(host, "billing", "post_remittance") == []
    (item,) = host.items.values()
    assert (item.type, item.flow) == ("unreadable_document", "P10")


def test_claims_that_were_sent_back_are_for_the_desk_that_bills(
    host: FakeHost, reference: Reference
) -> None:
    take(host, reference, "999", "AK1*HC*7\nAK2*837*0001\nIK5*R*5\nAK9*R*1*1*0")
    (item,) = host.items.values()
    assert (item.type, item.flow, item.owner) == ("refused", "P10", "revenue integrity desk")
    take(host, reference, "999", "AK1*HC*8\nAK2*837*0001\nIK5*A\nAK9*A*1*1*1", "2")
    assert len(host.items) == 1


DENIED = {
    "denialId": "DN-1",
    "reasons": [{"line": 4, "chargeId": "CH-1", "sourceReference": "US-9"}],
}
USAGE = {
    "usage_id": "US-9",
    "item_id": "IV-1",
    "lot": "L1",
    "performed_at": "20260414120000",
}


def receipt(number: str, received_at: str, order: str = "", **more: str) -> dict[str, Any]:
    lots = enumerate(("L0", "L1"), start=1)
    lines = [{"line_no": n, "item_id": "IV-1", "lot": lot} for n, lot in lots]
    row = {"receipt_no": number, "received_at": received_at, "po_number": order, "lines": lines}
    return {**row, **more}


EARLY, LATER = receipt("RC-1", "20260401080000", "PO-1"), receipt("RC-2", "20260410080000", "PO-2")
AFTER = receipt("RC-3", "20260415080000", "PO-3")


@pytest.mark.parametrize(
    ("pages", "contract", "chain"),
    [
        ([[EARLY], [EARLY, LATER, AFTER]], "C-7", ("RC-2/2", "PO-2", "C-7")),
        ([[EARLY], [EARLY, AFTER]], "", ("RC-1/2", "PO-1", "none")),
        ([[AFTER]], "", ("opening", "opening", "opening")),
        ([[receipt("RC-4", "20260401080000")]], "", ("RC-4/2", "none", "none")),
        (
            [[receipt("RC-5", "20260401080000", "PO-5", source_ref="DOCK-1/1")]],
            "C-8",
            ("DOCK-1/1", "PO-5", "C-8"),
        ),
    ],
)
def test_the_last_receipt_before_its_use_is_where_a_supply_came_from(
    host: FakeHost,
    reference: Reference,
    pages: list[list[dict[str, Any]]],
    contract: str,
    chain: tuple[str, str, str],
) -> None:
    inventory = host.systems["inventory"]
    inventory.plan("get_usage", USAGE)
    for page in pages:
        inventory.plan("find_lot_receipts", {"items": page, "has_more": page is not pages[-1]})
    host.systems["procurement"].plan("get_order", {"contract-number": contract})
    hear(host, reference, event("billing.claim.denied", DENIED))
    (attached,) = bodies(host, "billing", "attach_denial_evidence")
    found = (attached["receipt"], attached["poNumber"], attached["contractNumber"])
    assert found == chain
    assert (attached["line"], attached["chargeId"], attached["lot"]) == (4, "CH-1", "L1")


def test_a_supply_without_lot_has_no_origin(host: FakeHost, reference: Reference) -> None:
    host.systems["inventory"].plan("get_usage", {**USAGE, "lot": ""})
    hear(host, reference, event("billing.claim.denied", DENIED))
    assert bodies(host, "billing", "attach_denial_evidence") == []
    assert host.items == {}


def test_evidence_of_unknown_outcome_is_looked_for_first(
    host: FakeHost, reference: Reference
) -> None:
    host.systems["inventory"].plan("get_usage", USAGE)
    host.systems["inventory"].plan("find_lot_receipts", {"items": [], "has_more": False})
    host.systems["billing"].plan("attach_denial_evidence", OutcomeUnknown())
    host.systems["billing"].plan("find_denial_evidence", {"items": [{"line": 4}]})
    hear(host, reference, event("billing.claim.denied", DENIED))
    assert len(bodies(host, "billing", "attach_denial_evidence")) == 1
