"""Bodies of the operations that the first stage did not have, as a caller would write them."""

from __future__ import annotations

from typing import Any

from tests.unit.mock_systems.procurement.stage import Body


def supplier_request(reference: str = "SR-1", **changed: Any) -> Body:
    return {
        "request-reference": reference,
        "name": "New Supplier",
        "tax-id": "98-7654321",
        "payment-term": "NET30",
        "requester": "nora",
    } | changed


def screening(request_id: int = 1, result: str = "clear") -> Body:
    return {"id": request_id, "result": result, "screened-by": "risk"}


def supplier_decision(request_id: int = 1, decision: str = "approved", who: str = "ben") -> Body:
    return {"id": request_id, "decision": decision, "approver": who}


def risk_hold(reference: str = "RH-1", **subject: str) -> Body:
    named = {name.replace("_", "-"): value for name, value in subject.items()}
    return {"hold-reference": reference, "reason": "sanctioned", **named}


def free_text(quantity: int = 2, number: int = 1, price: str = "40.00") -> Body:
    return {
        "line-num": number,
        "description": "Desk lamp",
        "quantity": quantity,
        "uom": "box",
        "estimated-price": price,
    }


def service(amount: str = "900.00", number: int = 1) -> Body:
    return {"line-num": number, "kind": "service", "description": "Lift care", "amount": amount}


def source(requisition_id: int = 1, line_num: int = 1, **given: Any) -> Body:
    named = {name.replace("_", "-"): value for name, value in given.items()}
    return {"id": requisition_id, "line-num": line_num, "buyer": "bob", **named}


def change(po_number: str, *lines: Body, **given: Any) -> Body:
    return {"po-number": po_number, "reason": "asked", "lines": list(lines), **given}


def cancellation(po_number: str, **line: int) -> Body:
    named = {name.replace("_", "-"): value for name, value in line.items()}
    return {"po-number": po_number, "reason": "no need", "cancelled-by": "bob", **named}


def acknowledged(line_num: int, code: str, **given: Any) -> Body:
    named = {name.replace("_", "-"): value for name, value in given.items()}
    return {"line-num": line_num, "code": code, **named}


def acknowledgement(po_number: str, *lines: Body, number: str = "A-1", version: int = 1) -> Body:
    return {
        "po-number": po_number,
        "ack-number": number,
        "po-version": version,
        "lines": list(lines),
    }


def ship_notice(po_number: str, quantity: int, number: str = "ASN-1", line_num: int = 1) -> Body:
    return {
        "po-number": po_number,
        "asn-number": number,
        "shipped-on": "04/03/2026",
        "expected-on": "04/05/2026",
        "lines": [{"line-num": line_num, "quantity": quantity, "uom": "box"}],
    }


def service_entry(po_number: str, amount: str, number: str = "SES-1", line_num: int = 1) -> Body:
    return {
        "po-number": po_number,
        "entry-number": number,
        "line-num": line_num,
        "amount": amount,
        "performed-on": "04/10/2026",
        "accepted-by": "nora",
    }


def dispute(invoice_id: int = 1, reference: str = "D-1") -> Body:
    return {
        "id": invoice_id,
        "dispute-reference": reference,
        "reason": "price",
        "opened-by": "bob",
    }


def invoice_hold(invoice_id: int = 1, code: str = "PRICE") -> Body:
    return {"id": invoice_id, "hold-code": code, "reason": "price differs", "owner": "bob"}
