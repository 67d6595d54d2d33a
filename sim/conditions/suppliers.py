"""Conditions of the supplier master: the ERP's golden record with its copies (S01, S02, S03)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sim.conditions.books import Books
from sim.conditions.comparison import compare, once, tally, words
from sim.conditions.condition import Unequal, Unequals, condition


@condition("K48", "Every supplier is exactly one record in procurement", "SM1", "P01")
def suppliers_exist_in_procurement(books: Books) -> Unequals:
    golden = tally((supplier.number, 1) for supplier in books.erp.suppliers())
    copies = tally((supplier.erp_number, 1) for supplier in books.procurement.suppliers())
    return compare(golden, copies, "records")


@condition("K49", "Every supplier is exactly one party, under an id of its own", "SM1", "P01")
def suppliers_exist_in_contracts(books: Books) -> Unequals:
    golden = tally((supplier.number, 1) for supplier in books.erp.suppliers())
    parties = list(books.contracts.parties())
    yield from compare(golden, tally((p.erp_supplier_number, 1) for p in parties), "parties")
    yield from once((party.party_id for party in parties), "parties")


@condition("K50", "Procurement has every supplier's last version, word for word", "SM2", "SM3")
def procurement_has_last_version(books: Books) -> Unequals:
    golden = {
        s.number: f"{s.version} {s.name}, {s.tax_identifier}, {s.terms}, {s.status}"
        for s in books.erp.suppliers()
    }
    copies = {
        s.erp_number: f"{s.erp_version} {s.name}, {s.tax_id}, {s.payment_term}, {s.status.upper()}"
        for s in books.procurement.suppliers()
    }
    return compare(golden, copies, "version")


@condition("K51", "The contract platform has every supplier's last version", "SM2", "SM3")
def contracts_have_last_version(books: Books) -> Unequals:
    golden = {
        s.number: f"{s.version} {s.name}, {s.tax_identifier}, {s.status}"
        for s in books.erp.suppliers()
    }
    parties = {
        p.erp_supplier_number: f"{p.source_version} {p.name}, {p.tax_id}, {p.status}"
        for p in books.contracts.parties()
    }
    return compare(golden, parties, "version")


@condition("K52", "No firm has two active records but those that were on file", "SM6")
def active_suppliers_are_unique(books: Books) -> Unequals:
    """One firm is one tax identifier with one remit-to address, however they are typed.

    The doubles of the start are a fact of life that no integration is to blame for.
    """
    tax_ids = [
        *(supplier.tax_id for supplier in books.group.suppliers),
        *(record.tax_id for record in books.group.supplier_records),
    ]
    on_file = Counter((normalised(tax_id), "") for tax_id in tax_ids)
    active = Counter(
        (normalised(supplier.tax_identifier), normalised(supplier.remit_to))
        for supplier in books.erp.suppliers()
        if supplier.status == "ACTIVE"
    )
    for firm, count in active.items():
        allowed = max(1, on_file[firm])
        if count > allowed:
            yield Unequal(words(firm), allowed, count, "active records")


@condition("K53", "Orders, invoices, contracts name suppliers of the master", "SM1")
def documents_name_suppliers(books: Books) -> Unequals:
    known = {supplier.number for supplier in books.erp.suppliers()}
    for key, supplier in _named(books):
        if supplier not in known:
            yield Unequal(key, "of the master", supplier, "supplier")


def normalised(text: str) -> str:
    """Letters and digits alone, without case: 12-3456789 is 123456789."""
    return "".join(character for character in text.casefold() if character.isalnum())


def _named(books: Books) -> Iterator[tuple[str, str]]:
    """(document, the ERP number of the supplier that it names)."""
    yield from ((order.number, order.supplier) for order in books.erp.orders())
    yield from ((invoice.key, invoice.supplier) for invoice in books.erp.invoices())
    yield from ((o.po_number, o.erp_supplier_number) for o in books.procurement.orders())
    yield from ((c.contract_number, c.erp_supplier_number) for c in books.contracts.contracts())
