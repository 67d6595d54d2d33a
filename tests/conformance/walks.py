"""Business stories at the systems' own screens, told the same way to every integration."""

from __future__ import annotations

from typing import Any

from tests.conformance.hospital import Hospital
from tests.conformance.masters import CATHETER, CONTRACT, CONTRACT_LINES, GLOVES, HIP, SUPPLIER


def use(hospital: Hospital, item: str = CATHETER, place: str = "H01", **more: Any) -> str:
    """Somebody uses two of an item on a patient; the usage's id."""
    body = {
        "facility": place,
        "location": f"{place}-OR",
        "item_id": f"IV-{item}",
        "qty": 2,
        "encounter_id": f"ENC-{place}",
    }
    return str(hospital.do("inventory", "record_usage", body | more)["usage_id"])


def order(hospital: Hospital) -> str:
    """A requisition for gloves and one hip is approved; the number of its order."""
    lines = [(1, GLOVES, 3, "box"), (2, HIP, 1, "each")]
    body = {
        "requester": "nurse",
        "cost-center": "CC-100",
        "ship-to": "SHIP-1001",
        "need-by": "04/20/2026",
        "lines": [
            {"line-num": n, "item-number": item, "quantity": quantity, "uom": unit}
            for n, item, quantity, unit in lines
        ],
    }
    asked = hospital.do("procurement", "create_requisition", body)
    decision = {"id": asked["id"], "decision": "approved", "approver": "head"}
    hospital.do("procurement", "decide_requisition", decision)
    hospital.run_s(600)
    decided = hospital.do("procurement", "get_requisition", {"id": asked["id"]})
    return str(decided["po-numbers"][0])


def receive(hospital: Hospital, po_number: str) -> str:
    """Everything that was ordered arrives; the receipt's number."""
    lines = [
        {"po_line": 1, "item_id": f"IV-{GLOVES}", "qty": 3, "uom": "BX"},
        {
            "po_line": 2,
            "item_id": f"IV-{HIP}",
            "qty": 1,
            "uom": "EA",
            "lot": "L1",
            "expiry": "20300101",
        },
    ]
    body = {"facility": "H01", "location": "H01-OR", "po_number": po_number, "lines": lines}
    return str(hospital.do("inventory", "record_receipt", body)["receipt_no"])


def invoice(hospital: Hospital, po_number: str, number: str = "INV-1") -> str:
    """The supplier bills the whole order; the invoice's number."""
    lines = [(1, 1, 3, "box", "12.5000"), (2, 2, 1, "each", "2400.0000")]
    body = {
        "invoice-number": number,
        "supplier-id": 501,
        "po-number": po_number,
        "invoice-date": "04/10/2026",
        "total": "2437.50",
        "lines": [
            {"line-num": n, "po-line": po, "quantity": q, "uom": unit, "unit-price": price}
            for n, po, q, unit, price in lines
        ],
    }
    hospital.do("procurement", "submit_invoice", body)
    return f"{SUPPLIER}/{number}"


def pay(hospital: Hospital, day: str = "2026-05-31") -> None:
    """The payment run of a day on which everything is due."""
    hospital.do("erp", "run_payments", {"PaymentDate": day})


def reprice(hospital: Hospital) -> str:
    """A new version of the contract becomes active; "contract/version"."""
    draft = {
        "contractNumber": CONTRACT,
        "erpSupplierNumber": SUPPLIER,
        "effectiveFrom": "2026-05-01",
        "effectiveTo": "2026-12-31",
        "lines": list(CONTRACT_LINES),
    }
    version = hospital.do("contracts", "draft_contract", draft)["version"]
    activation = {"contractNumber": CONTRACT, "version": version}
    hospital.do("contracts", "activate_contract", activation)
    return f"{CONTRACT}/{version}"


def rename_supplier(hospital: Hospital, name: str) -> None:
    change = {"SupplierNumber": SUPPLIER, "SupplierName": name}
    hospital.do("erp", "update_supplier", change)


def close(hospital: Hospital, status: str, period: str = "2026-04") -> None:
    hospital.do("erp", "set_period_status", {"PeriodName": period, "Status": status})
