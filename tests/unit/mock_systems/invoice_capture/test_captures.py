"""S13: from a received page to an exported invoice, with what stops it on the way."""

from __future__ import annotations

from copy import deepcopy
from typing import Any, cast

import pytest

from mock_systems.invoice_capture import InvoiceCapture
from mock_systems.service import BookEntry
from tests.unit.mock_systems.procurement.stage import Body, Stage

VENDOR = "30000001"
SURE = dict.fromkeys(("vendor_code", "invoice_number", "purchase_order", "total_amount"), 98)
DOUBTFUL = SURE | {"invoice_number": 60}


def usd(cents: int) -> Body:
    return {"currency_code": "USD", "units": str(cents // 100), "nanos": cents % 100 * 10**7}


def line(**changed: Any) -> Body:
    body = {"line_number": 1, "order_line": 1, "quantity": 2, "unit": "BX", "unit_price": usd(1250)}
    return body | changed


def fields(**changed: Any) -> Body:
    body: Body = {
        "vendor_code": VENDOR,
        "invoice_number": "INV-1",
        "purchase_order": "PO-1",
        "invoice_date": {"year": 2026, "month": 4, "day": 14},
        "total_amount": usd(2500),
        "line_items": [line()],
    }
    return body | changed


def coded(**changed: Any) -> Body:
    own = {"order_line": 0, "account": "6100", "cost_center": "CC-1"}
    body = fields(purchase_order="", business_unit="BU100", requester="mary")
    return body | {"line_items": [line(**own)]} | changed


class Service(Stage):
    """One vendor."""

    def __init__(self) -> None:
        super().__init__(InvoiceCapture)
        vendor = {"code": VENDOR, "name": "Supplier 1", "tax_id": "12-3456789"}
        self.system.load("vendors", [vendor])

    def state(self) -> Any:
        tables = cast("InvoiceCapture", self.system).tables
        return deepcopy(tables), len(self.notes.effects), len(self.notes.events)

    def received(self) -> str:
        page = {"channel": "EMAIL", "file_name": "a.pdf", "page_count": 1}
        return str(self.ok("receive_document", page)["document"])

    def read(self, invoice: Body, confidence: Body = DOUBTFUL) -> Body:
        body = {"document": self.received(), "invoice": invoice, "confidence": confidence}
        return cast("Body", self.ok("record_extraction", body))

    def verify(self, document: str, invoice: Body) -> Body:
        return {"document": document, "invoice": invoice, "verified_by": "ann"}


def test_a_clear_invoice_of_an_order_goes_straight_through() -> None:
    service = Service()
    answer = service.read(fields(), SURE)
    assert (answer["state"], answer["verified_by"]) == ("VERIFIED", "straight-through")
    (effect,) = service.effects("invoice_capture.invoice")
    assert (effect.key, effect.amount_minor) == (f"{VENDOR}/INV-1", 2500)
    (told,) = service.events("invoice_capture.invoice.verified")
    assert told["invoice"]["total_amount"] == usd(2500)
    assert told["document"] == answer["document"]


@pytest.mark.parametrize(
    ("invoice", "confidence"),
    [
        (fields(), DOUBTFUL),
        (fields(total_amount=usd(2600)), SURE),
        (fields(vendor_code="39999999"), SURE),
        (coded(), SURE),
    ],
)
def test_what_the_machine_cannot_vouch_for_waits_for_a_person(
    invoice: Body, confidence: Body
) -> None:
    service = Service()
    assert service.read(invoice, confidence)["state"] == "EXTRACTED"
    assert service.events("invoice_capture.invoice.verified") == []
    listed = service.ok("list_documents", {"state": "EXTRACTED"})
    assert len(listed["documents"]) == 1


def test_a_clerks_word_counts_not_the_machines() -> None:
    service = Service()
    document = service.read(fields(invoice_number="INV-I"))["document"]
    service.ok("verify_document", service.verify(document, fields()))
    (effect,) = service.effects("invoice_capture.invoice")
    assert effect.key == f"{VENDOR}/INV-1"
    again = service.verify(document, fields())
    assert "NOT_WAITING" in service.refused("verify_document", again).text


def test_an_invoice_without_order_is_another_effect() -> None:
    service = Service()
    document = service.read(coded())["document"]
    service.ok("verify_document", service.verify(document, coded()))
    (effect,) = service.effects("invoice_capture.expense_invoice")
    assert (effect.key, effect.facility) == (f"{VENDOR}/INV-1", "BU100")


@pytest.mark.parametrize(
    ("invoice", "code"),
    [
        (fields(total_amount=usd(1)), "TOTAL_MISMATCH"),
        (fields(vendor_code="39999999"), "UNKNOWN_VENDOR"),
        (fields(line_items=[line(order_line=0)]), "NO_ORDER_LINE"),
        (coded(requester=""), "NOT_CODED"),
        (coded(line_items=[line(order_line=0)]), "NOT_CODED"),
        (fields(total_amount={"currency_code": "EUR", "units": "25", "nanos": 0}), "INVALID"),
        (fields(total_amount={"currency_code": "USD", "units": "25", "nanos": 1}), "INVALID"),
        (fields(invoice_date={"year": 2026, "month": 2, "day": 30}), "INVALID"),
    ],
)
def test_what_nobody_could_post_is_not_verified(invoice: Body, code: str) -> None:
    service = Service()
    document = service.read(fields())["document"]
    assert code in service.refused("verify_document", service.verify(document, invoice)).text


def test_a_second_copy_is_suspected_refused_and_put_aside() -> None:
    service = Service()
    first = service.read(fields(), SURE)["document"]
    second = service.read(fields(invoice_number="inv 1"), SURE)
    assert (second["state"], second["suspected_duplicates"]) == ("EXTRACTED", [first])
    verification = service.verify(second["document"], fields())
    assert "DUPLICATE_INVOICE" in service.refused("verify_document", verification).text
    rejection = {"document": second["document"], "reason": "DUPLICATE", "rejected_by": "ann"}
    assert service.ok("reject_document", rejection)["state"] == "REJECTED"
    assert len(service.effects("invoice_capture.invoice")) == 1


def test_the_same_sum_of_the_same_day_is_suspected_too() -> None:
    service = Service()
    first = service.read(fields(), SURE)["document"]
    assert service.read(fields(invoice_number="X-9"), SURE)["suspected_duplicates"] == [first]


def test_an_export_is_acknowledged_once() -> None:
    service = Service()
    document = service.read(fields(), SURE)["document"]
    body = {"document": document, "external_reference": "300000000000001"}
    assert service.ok("acknowledge_export", body)["state"] == "EXPORTED"
    assert "ALREADY_EXPORTED" in service.refused("acknowledge_export", body).text
    waiting = service.read(fields(invoice_number="I-2"))["document"]
    early = body | {"document": waiting}
    assert "NOT_VERIFIED" in service.refused("acknowledge_export", early).text
    (effect,) = service.effects("invoice_capture.export")
    assert effect.key == f"{VENDOR}/INV-1"


def test_documents_are_listed_page_by_page() -> None:
    service = Service()
    names = [service.received() for _ in range(3)]
    first = service.ok("list_documents", {"page_size": 2})
    rest = service.ok("list_documents", {"page_token": first["next_page_token"]})
    shown = [one["document"] for page in (first, rest) for one in page["documents"]]
    assert (shown, rest["next_page_token"]) == (names, "")
    assert service.ok("get_document", {"document": names[0]})["state"] == "RECEIVED"
    assert service.refused("get_document", {"document": "documents/D9999999"}).status == 404


def test_a_document_is_read_once_and_only_vendors_are_loaded() -> None:
    service = Service()
    document = service.read(fields())["document"]
    body = {"document": document, "invoice": fields(), "confidence": SURE}
    assert "ALREADY_READ" in service.refused("record_extraction", body).text
    with pytest.raises(ValueError, match="loads vendors, got 'items'"):
        service.system.load("items", [])


def test_the_books_show_every_verified_invoice() -> None:
    service = Service()
    service.read(fields(), SURE)
    service.read(fields(invoice_number="I-2", total_amount=usd(2500)))
    key = f"{VENDOR}/INV-1"
    assert list(service.system.books()) == [
        BookEntry("invoice_capture.invoice", key, amount_minor=2500)
    ]


@pytest.mark.parametrize("year", [0, -(10**15), 10**15])
def test_a_year_that_no_calendar_has_is_refused(year: int) -> None:
    service = Service()
    document = service.read(fields())["document"]
    invoice = fields(invoice_date={"year": year, "month": 4, "day": 14})
    assert "INVALID" in service.refused("verify_document", service.verify(document, invoice)).text
