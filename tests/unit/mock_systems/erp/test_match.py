"""Confluence of the three-way match (IM3): the decision for every order of arrival."""

from __future__ import annotations

from itertools import permutations
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.mock_systems.erp.desk import (
    BOX_SUPPLIER,
    BOXED,
    LOOSE,
    Desk,
    invoice_body,
    invoice_line,
    opened,
    order_body,
    order_line,
    receipt_body,
)

PRICES = {1: 5000, 2: 1234}
UNITS = {1: "BX", 2: "EA"}
ORDER = order_body(
    Lines=[order_line(1, BOXED, 6, "BX", "50.00"), order_line(2, LOOSE, 6, "EA", "12.34")]
)


class Receipt(NamedTuple):
    line: int
    quantity: int


class Invoice(NamedTuple):
    number: str
    quantities: tuple[int, int]
    """Of order lines 1 and 2."""
    markup_minor: int = 0


Document = Receipt | Invoice
Decision = dict[str, tuple[str, list[str]]]


def money(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02d}"


def arrive(desk: Desk, order: str, document: Document) -> None:
    if isinstance(document, Receipt):
        line, quantity = document
        body = receipt_body(order, LineNumber=line, Quantity=quantity, UOMCode=UNITS[line])
        desk.done("create_receipt", **body)
        return
    lines: list[dict[str, Any]] = []
    total_minor = 0
    for line, quantity in enumerate(document.quantities, start=1):
        if quantity:
            price_minor = PRICES[line] + document.markup_minor
            lines.append(invoice_line(line, line, quantity, UNITS[line], money(price_minor)))
            total_minor += quantity * price_minor
    changes = {"InvoiceNumber": document.number, "InvoiceAmount": money(total_minor)}
    desk.done("create_invoice", **invoice_body(order, Lines=lines, **changes))


def decided(documents: list[Document]) -> tuple[Decision, dict[str, int]]:
    """What the ERP decided on each invoice in the end, with its balances."""
    desk = opened()
    order = desk.done("create_purchase_order", **ORDER)["OrderNumber"]
    for document in documents:
        arrive(desk, order, document)
    decision: Decision = {}
    for document in documents:
        if isinstance(document, Invoice):
            key = {"SupplierNumber": BOX_SUPPLIER, "InvoiceNumber": document.number}
            (found,) = desk.done("find_invoices", **key)["items"]
            decision[document.number] = (found["Status"], found["Holds"])
    return decision, {e.key: e.amount_minor for e in desk.books("erp.gl_balance") if e.amount_minor}


def reference(documents: list[Document]) -> Decision:
    """The decision from totals alone, invoices taken in their order of arrival."""
    received = dict.fromkeys(PRICES, 0)
    for document in documents:
        if isinstance(document, Receipt):
            received[document.line] += document.quantity
    decision: Decision = {}
    billed = dict.fromkeys(PRICES, 0)
    for document in documents:
        if not isinstance(document, Invoice):
            continue
        holds: list[str] = []
        for line, quantity in enumerate(document.quantities, start=1):
            billed[line] += quantity
            if quantity and billed[line] > received[line] and not holds:
                holds.append("QTY_RECEIVED")
        if document.markup_minor:
            holds.append("PRICE")
        decision[document.number] = ("HELD" if holds else "APPROVED", holds)
    return decision


@pytest.mark.parametrize(
    "documents", list(permutations([Receipt(1, 2), Receipt(2, 3), Receipt(1, 1)]))
)
@pytest.mark.parametrize("place", range(4))
def test_invoice_among_its_receipts_is_approved_wherever_it_stands(
    documents: tuple[Receipt, ...], place: int
) -> None:
    arrival: list[Document] = [*documents]
    arrival.insert(place, Invoice("A", (3, 3)))
    decision, _ = decided(arrival)
    assert decision == {"A": ("APPROVED", [])}


@pytest.mark.parametrize(
    "documents",
    list(permutations([Receipt(1, 4), Receipt(2, 1), Invoice("A", (3, 1)), Invoice("B", (1, 0))])),
)
def test_covered_invoices_are_approved_in_every_order_of_arrival(
    documents: tuple[Document, ...],
) -> None:
    decision, _ = decided(list(documents))
    assert decision == {"A": ("APPROVED", []), "B": ("APPROVED", [])}


RECEIPTS = st.lists(st.builds(Receipt, st.sampled_from([1, 2]), st.integers(1, 4)), max_size=4)
QUANTITIES = st.tuples(st.integers(0, 4), st.integers(0, 4)).filter(any)
INVOICES = st.lists(st.tuples(QUANTITIES, st.sampled_from([0, 0, 600])), min_size=1, max_size=3)


@settings(max_examples=60)
@given(RECEIPTS, INVOICES, st.data())
def test_decision_does_not_depend_on_when_receipts_come(
    receipts: list[Receipt], invoices: list[tuple[tuple[int, int], int]], data: st.DataObject
) -> None:
    bills = [Invoice(f"I{n}", *invoice) for n, invoice in enumerate(invoices)]
    places = data.draw(st.permutations([True] * len(receipts) + [False] * len(bills)))
    queue, arriving = iter(bills), iter(data.draw(st.permutations(receipts)))
    mixed: list[Document] = [next(arriving) if is_receipt else next(queue) for is_receipt in places]
    receipts_first = decided([*receipts, *bills])
    assert decided(mixed) == receipts_first
    assert decided([*bills, *receipts]) == receipts_first
    assert receipts_first[0] == reference([*receipts, *bills])
