"""One planted violation for each condition of care, price files, onboarding.

Each function spoils the books and returns words that the difference must contain.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from mock_systems.contracts.documents import PriceFile
from mock_systems.procurement.onboarding import SupplierRequest
from mock_systems.supplier_risk.documents import Hold, Subject
from sim.conditions.books import Books

TAX_NUMBER = "123456789"


def k117(books: Books) -> str:
    charge = next(iter(books.billing.charges()))
    charge.source_reference = "EHR/T000000001"
    charge.encounter.discharged_on = charge.encounter.admitted_on
    charge.service_date = "20991231"
    books.billing.tables.charges.put(charge)
    return f"{charge.charge_id}: expected service date {charge.encounter.admitted_on} or earlier"


def k118(books: Books) -> str:
    order = next(o for o in books.procurement.orders() if o.po_number.startswith("PO-"))
    day = datetime.combine(order.issued_on, datetime.min.time(), UTC)
    _hold(books, order.erp_supplier_number, day - timedelta(days=2))
    return f"{order.po_number}: expected order none from"


def k119(books: Books) -> str:
    contract, version = next(iter(books.contracts.active()))
    versions = ((contract.contract_number, version.version),)
    total_minor = sum(line.unit_price_minor for line in version.lines)
    file = PriceFile("GPO1-000001", "GPO1", len(version.lines), total_minor + 1, versions)
    books.contracts.documents.price_files[file.file_number] = file
    return f"GPO1-000001: expected {total_minor + 1} cents, found {total_minor}"


def k120(books: Books) -> str:
    _hold(books, "30000001", datetime(2026, 4, 20, tzinfo=UTC))
    return "hld_00000001: expected"


def k121(books: Books) -> str:
    request = SupplierRequest(1, "SR-1", "ACME", "12-3456789", "NET30", "", "nora", "approved")
    books.procurement.documents.onboarding.requests[1] = request
    return "SR-1: expected screening clear, found none"


def _hold(books: Books, vendor: str, placed_at: datetime) -> None:
    books.risk.documents.subjects[TAX_NUMBER] = Subject(TAX_NUMBER, "ACME", vendor)
    hold = Hold("hld_00000001", TAX_NUMBER, "sanctions list", placed_at)
    books.risk.documents.holds[hold.id] = hold


PLANTED = {"K117": k117, "K118": k118, "K119": k119, "K120": k120, "K121": k121}
