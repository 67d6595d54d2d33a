"""What is compared, as data: whose documents, which event tells of them, where effects are listed.

What a document owes is what its event would have asked for: there is no second opinion on that.
An effect that no list shows is looked up by its key before anybody speaks of a gap, so a list is
only there to save calls.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, NamedTuple

from integration_under_test.reference.mediation.billing import cut_charges
from integration_under_test.reference.mediation.canonical.usages import Usage
from integration_under_test.reference.mediation.context import Body
from integration_under_test.reference.mediation.erp import postings
from integration_under_test.reference.mediation.inventory import cut_usages, receipts
from integration_under_test.reference.observability.reconciliation.lists import Lists
from integration_under_test.reference.observability.reconciliation.numbering import (
    Numbering,
    document_number,
)

Row = Mapping[str, Any]
RECEIPTS = "RC-"
"""How the numbers of receipts begin that the inventory application gives."""


class Night(NamedTuple):
    """One night's comparison: the day whose books were cut, their lists, the numbers seen."""

    day: str
    lists: Lists
    receipts: Numbering
    again: bool = False
    """Whether the day was compared before."""


class Book(NamedTuple):
    """A list of effects of a day: `key` of a row is the command's, "" for another kind of row."""

    system: str
    operation: str
    ask: Callable[[str], Body]
    key: Callable[[Row], str]

    async def keys(self, night: Night) -> Sequence[str]:
        """The keys of all effects of the day."""
        rows = await night.lists.once(self.system, self.operation, self.ask(night.day))
        return [key for key in map(self.key, rows) if key]


def _journals_of(category: str) -> Book:
    def key(row: Row) -> str:
        return str(row["Reference"]) if row["Category"] == category else ""

    return Book("erp", "list_postings", postings.ask, key)


CHARGES = Book(
    "billing", "list_cut_charges", cut_charges.ask, lambda row: str(row["sourceReference"])
)
COSTS = _journals_of("COST")
ACCRUALS = _journals_of("RECEIPT")


async def used_on_the_day(night: Night) -> Sequence[Row]:
    """What the inventory application's cut of the day holds."""
    return await night.lists.once("inventory", "list_cut_usages", cut_usages.ask(night.day))


async def left_out_of_the_numbers(night: Night) -> Sequence[Row]:
    """Receipts are numbered without gaps: those between the accrued ones must be accrued too."""
    accrued = await ACCRUALS.keys(night)
    left_out = night.receipts.left_out({document_number(key) for key in accrued})
    found = [
        await night.lists.get("inventory", "get_receipt", receipts.ask(number))
        for number in left_out
    ]
    return [receipt for receipt in found if receipt is not None and receipts.begins_here(receipt)]


async def awaited_by_invoices(night: Night) -> Sequence[Row]:
    """The receipts of orders whose invoices wait for goods: if the goods are there, what is
    missing is their accrual."""
    held = await night.lists.read("erp", "list_held_invoices", {})
    waiting = [row for row in held if "QTY_RECEIVED" in row["Holds"]]
    found: list[Row] = []
    for order in dict.fromkeys(row["SourceOrderNumber"] for row in waiting):
        found += await night.lists.read("inventory", "find_receipts", receipts.ask_of_order(order))
    return [receipt for receipt in found if receipts.begins_here(receipt)]


class Balance(NamedTuple):
    """One comparison of the documents of an event type with the books that they reach."""

    flow: str
    event_type: str
    documents: Callable[[Night], Awaitable[Sequence[Row]]]
    number: Callable[[Row], str]
    """What a document is called."""
    books: Mapping[str, Book]
    """Kind of command -> where its effects of the day are listed."""
    counted: Callable[[Any], tuple[str, int]] | None = None
    """A canonical document's period and EA, where periods are closed on them."""


def _used_in(usage: Usage) -> tuple[str, int]:
    return usage.performed_on[:7], usage.quantity_ea


BALANCES: Mapping[str, Balance] = {
    "usage_to_charge": Balance(
        "P09",
        "inventory.usage.recorded",
        used_on_the_day,
        cut_usages.number_of,
        {"create_charge": CHARGES, "post_cost": COSTS},
        _used_in,
    ),
    "receipt_to_accrual": Balance(
        "P06",
        "inventory.receipt.recorded",
        left_out_of_the_numbers,
        receipts.number_of,
        {},
    ),
    "receipt_to_invoice": Balance(
        "P07",
        "inventory.receipt.recorded",
        awaited_by_invoices,
        receipts.number_of,
        {},
    ),
}
