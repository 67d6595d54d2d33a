"""Suppliers' documents, and ours to them, against what the standard says (P05, P07, S09)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from integration_under_test.reference.exceptions import SentBack, Unsendable
from integration_under_test.reference.mediation.canonical.direct_orders import DirectOrder
from integration_under_test.reference.mediation.canonical.invoices import InvoiceLine
from integration_under_test.reference.mediation.canonical.json_form import from_json, to_json
from integration_under_test.reference.mediation.canonical.order_acknowledgements import (
    AcknowledgedLine,
    SetAnswer,
)
from integration_under_test.reference.mediation.canonical.orders import Order, OrderLine
from integration_under_test.reference.mediation.canonical.ship_notices import ShippedLine
from integration_under_test.reference.mediation.context import Context
from integration_under_test.reference.mediation.protocols import x12
from integration_under_test.reference.mediation.suppliers import (
    acknowledgements,
    invoices,
    orders,
    set_answers,
    ship_notices,
)
from tests.unit.integration_under_test.reference.fakes import crosswalk
from tests.unit.integration_under_test.reference.mediation.suppliers.interchanges import (
    ACCEPTED,
    ACKNOWLEDGEMENT,
    INVOICE,
    REFUSED,
    SHIP_NOTICE,
    SUPPLIER,
    interchange,
)
from tests.unit.mock_systems.standards.x12.grammar import body_errors
from tests.unit.mock_systems.standards.x12.referee import envelope_errors

LINES = (
    OrderLine(1, "100000001", 10, "BX", 125000),
    OrderLine(2, "100000002", 4, "CS", 4700),
    OrderLine(3, "100000003", 2, "EA", 3100000),
)
ORDER = Order("PO-00000012", SUPPLIER, "procurement:SHIP-1001", "CC-1", "C-7", "2026-04-14", LINES)
CONTEXT = Context(crosswalk(), number=12, written_at="2026-04-14T09:05:00+00:00")
ENDS = "ZZ*0614141000005  *ZZ*30000001       "
SENT = (
    f"ISA*00*          *00*          *{ENDS}*260414*0905*U*00401*000000012*0*P*:~"
    "GS*PO*0614141000005*30000001*20260414*0905*12*X*004010~"
    "ST*850*0001~BEG*00*SA*PO-00000012**20260414~REF*CT*C-7~"
    "N1*ST*RECEIVING DOCK*UL*1234567890128~"
    "PO1*1*10*BX*12.5**IN*100000001~PO1*2*4*CA*.47**IN*100000002~"
    "PO1*3*2*EA*310**IN*100000003~CTT*3~SE*9*0001~GE*1*12~IEA*1*000000012~"
)


def opened(code: str, body: tuple[str, ...]) -> x12.Interchange:
    text = interchange(code, body)
    assert list(body_errors(text)) == []
    return x12.read(text.encode("ascii"))


def changed(body: tuple[str, ...], old: str, new: str) -> tuple[str, ...]:
    """With one word replaced; without the segments that have it where `new` is empty."""
    assert any(old in segment for segment in body)
    return tuple(segment.replace(old, new) for segment in body if new or old not in segment)


def test_an_order_is_written_as_the_standard_wants_it() -> None:
    text = orders.write(ORDER, CONTEXT).decode("ascii")
    assert text == SENT
    assert list(body_errors(text)) == []
    assert list(envelope_errors(text)) == []


def test_without_a_contract_none_is_named() -> None:
    assert b"REF" not in orders.write(replace(ORDER, contract=""), CONTEXT)


def test_an_order_that_the_erp_placed_has_its_number_and_the_docks_own_day() -> None:
    placed = DirectOrder(
        requisition="REQ-1",
        requisition_id=1,
        supplier=SUPPLIER,
        supplier_id=7,
        facility="procurement:SHIP-1001",
        cost_center="CC-1",
        contract="",
        sourced_at="2026-04-15T02:00:00+00:00",
        lines=LINES,
    )
    text = orders.write_direct(placed, replace(CONTEXT, consulted="US00000004")).decode("ascii")
    assert "~BEG*00*SA*US00000004**20260414~" in text


def test_what_has_no_item_number_cannot_be_ordered_by_edi() -> None:
    service = OrderLine(1, "", 1, "EA", 100, description="cleaning", is_service=True)
    with pytest.raises(Unsendable, match="by hand"):
        orders.write(replace(ORDER, lines=(service,)), CONTEXT)


def test_an_acknowledgement_says_of_each_line_what_becomes_of_it() -> None:
    said = acknowledgements.read(opened("855", ACKNOWLEDGEMENT), SUPPLIER)
    assert (said.order, said.number) == ("PO-00000012", "SO000007")
    assert said.lines == (
        AcknowledgedLine(1, "IA", 10, "BX"),
        AcknowledgedLine(2, "IP", 4, "CS", price_e4=4700),
        AcknowledgedLine(3, "IB", 2, "EA", expected_on="2026-04-28"),
        AcknowledgedLine(4, "IS", 2, "EA", price_e4=2999900, substitute="100000009"),
    )
    assert from_json(to_json(said)) == said


def test_an_answer_without_a_number_has_that_of_its_interchange() -> None:
    body = ("BAK*00*AC*PO-00000012*20260414", *ACKNOWLEDGEMENT[1:])
    assert acknowledgements.read(opened("855", body), SUPPLIER).number == "000000031"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("BAK", ""),
        ("ACK*IA*10*BX", "ACK*IA*ten*BX"),
        ("ACK*IA*10*BX", "ACK*IA*10*DZ"),
        ("****IN*100000009*UK", "****UK"),
        ("PO1", ""),
    ],
)
def test_an_answer_that_procurement_cannot_hold_is_refused(old: str, new: str) -> None:
    text = interchange("855", changed(ACKNOWLEDGEMENT, old, new))
    with pytest.raises((ValueError, LookupError)):
        acknowledgements.read(x12.read(text.encode("ascii")), SUPPLIER)


def test_a_notice_adds_up_the_lots_of_a_line() -> None:
    notice = ship_notices.read(opened("856", SHIP_NOTICE), SUPPLIER)
    assert (notice.number, notice.order, notice.tracking) == ("ASN-77-1", "PO-00000012", "77-1")
    assert (notice.shipped_on, notice.expected_on) == ("2026-04-15", "2026-04-17")
    assert notice.lines == (ShippedLine(1, 10, "BX", "L-1 L-2"), ShippedLine(2, 1, "CS", ""))
    assert from_json(to_json(notice)) == notice


@pytest.mark.parametrize(("old", "new"), [("DTM*017", ""), ("PRF", ""), ("SN1*1*6", "SN1*1*six")])
def test_a_notice_that_leaves_out_what_counts_is_refused(old: str, new: str) -> None:
    text = interchange("856", changed(SHIP_NOTICE, old, new))
    with pytest.raises((ValueError, LookupError)):
        ship_notices.read(x12.read(text.encode("ascii")), SUPPLIER)


def test_goods_of_two_orders_are_for_a_person() -> None:
    second = ("HL*7*1*O", "PRF*PO-00000013***20260414", "CTT*7")
    with pytest.raises(ValueError, match="one order"):
        ship_notices.read(opened("856", (*SHIP_NOTICE[:-1], *second)), SUPPLIER)


def test_an_invoice_is_read_in_cents_and_purchase_units() -> None:
    invoice = invoices.read(opened("810", INVOICE), SUPPLIER)
    assert (invoice.number, invoice.order, invoice.invoiced_on) == (
        "INV-9",
        "PO-00000012",
        "2026-04-17",
    )
    assert invoice.amount_minor == 12594
    assert invoice.lines == (
        InvoiceLine(1, 1, 10, "BX", 125000),
        InvoiceLine(2, 4, 2, "CS", 4700),
    )


def test_an_invoice_in_the_name_of_another_supplier_is_refused() -> None:
    with pytest.raises(ValueError, match="came from 30000002"):
        invoices.read(opened("810", INVOICE), "30000002")


@pytest.mark.parametrize(
    ("fault", "body"),
    [
        ("", "AK1*PR*31~AK2*855*0001~AK5*A~AK9*A*1*1*1~"),
        ("5", "AK1*PR*31~AK2*855*0001~AK5*R*5~AK9*R*1*1*0~"),
    ],
)
def test_each_set_gets_its_answer(fault: str, body: str) -> None:
    answer = set_answers.answer_to(opened("855", ACKNOWLEDGEMENT), SUPPLIER, fault)
    assert answer == SetAnswer(SUPPLIER, "PR", "31", "855", "0001", fault)
    text = set_answers.write(answer, CONTEXT).decode("ascii")
    assert body in text
    assert list(body_errors(text)) == []
    assert list(envelope_errors(text)) == []


def test_only_a_refusal_of_ours_is_for_a_person() -> None:
    set_answers.require_taken(opened("997", ACCEPTED))
    with pytest.raises(SentBack, match=r"AK5\*R\*5"):
        set_answers.require_taken(opened("997", REFUSED))


@pytest.mark.parametrize(("status", "taken"), [("A*000", True), ("E*000", True), ("R*006", False)])
def test_an_interchange_may_be_refused_as_a_whole(status: str, taken: bool) -> None:
    text = interchange("997", ())
    answer = f"TA1*000000012*260414*0905*{status}~IEA*0"
    bare = text[:106] + answer + text[text.index("~IEA*1") + 6 :]
    received = x12.read(bare.encode("ascii"))
    assert received.set_code == "TA1"
    if taken:
        set_answers.require_taken(received)
    else:
        with pytest.raises(SentBack, match="TA1"):
            set_answers.require_taken(received)
