"""What came onto the shelves beside what the ERP accrued for it: by facility, in EA, each night.

Looked at are the receipts of which the ERP accrued something that day. A line that is accrued
twice or in another quantity, and an accrual without a receipt, are for a person to undo. A line
that is not accrued at all is `receipt_to_accrual`'s. The inventory application knows no prices, so
quantities are all that both sides can tell.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from integration_under_test.reference.mediation.balances import accruals
from integration_under_test.reference.mediation.canonical.receipts import ReceiptLine
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.erp import postings
from integration_under_test.reference.mediation.inventory import receipts
from integration_under_test.reference.observability.reconciliation.balances import Night
from integration_under_test.reference.observability.reconciliation.differences import (
    Compared,
    Difference,
)
from integration_under_test.reference.observability.reconciliation.numbering import document_number

COMPARISON = "receipt_balance"


class Cause(StrEnum):
    """Why two figures of a receipt differ."""

    DUPLICATE = "accrued more than once"
    PHANTOM = "accrued without a receipt"
    QUANTITY = "accrued in another quantity"


class Line(NamedTuple):
    """A line as received, and every time it was accrued, in EA; `unit` in the ERP's terms."""

    unit: str
    reference: str
    received_ea: int
    accrued_ea: Sequence[int]


async def compare(
    night: Night, crosswalk: Crosswalk, again: Iterable[str], prefix: str
) -> Compared:
    """One night's comparison of the receipts whose numbers begin with `prefix`; those in `again`
    were wrong before. Raises CallError, NotYet or UnknownCode."""
    journals = await night.lists.once("erp", "list_postings", postings.ask(night.day))
    accrued = (
        document_number(accruals.reference_of(journal))
        for journal in journals
        if accruals.is_accrual(journal)
    )
    numbers = tuple(dict.fromkeys((*again, *(one for one in accrued if one.startswith(prefix)))))
    read = await asyncio.gather(*(_lines(night, crosswalk, number) for number in numbers))
    wrong = {n: found for n, lines in zip(numbers, read, strict=True) if (found := _wrong(lines))}
    return Compared(
        _balanced(night.day, [line for lines in read for line in lines or ()]),
        tuple(Difference(f"{COMPARISON}/{n}", (n,), f"{n} is {said}") for n, said in wrong.items()),
        tuple(number for number in numbers if number not in wrong),
    )


def verdict(line: Line) -> Cause | None:
    """What is wrong with a line; None if nothing is, or it is not accrued."""
    if len(line.accrued_ea) > 1:
        return Cause.DUPLICATE
    return Cause.QUANTITY if line.accrued_ea not in ([], [line.received_ea]) else None


async def _lines(night: Night, crosswalk: Crosswalk, number: str) -> Sequence[Line] | None:
    """None for a receipt that nobody booked."""
    row = await night.lists.get("inventory", "get_receipt", receipts.ask(number))
    if row is None:
        return None
    if not receipts.begins_here(row):
        return ()
    lines = receipts.read(row)
    return await asyncio.gather(*(_line(night, crosswalk, line) for line in lines))


async def _line(night: Night, crosswalk: Crosswalk, line: ReceiptLine) -> Line:
    answer = await night.lists.get("erp", "find_receipts", accruals.ask(line))
    item = crosswalk.item(line.item)
    booked = [accruals.quantity_ea(one, item) for one in answer["items"]] if answer else []
    return Line(crosswalk.business_unit(line.facility), line.reference, line.quantity_ea, booked)


def _wrong(lines: Sequence[Line] | None) -> str:
    """What is said of a receipt, "" if there is nothing to say."""
    if lines is None:
        return Cause.PHANTOM
    said = [
        f"{cause}: received {line.received_ea} EA at {line.unit} ({line.reference}); "
        f"accrued {' and '.join(map(str, line.accrued_ea))} EA"
        for line in lines
        if (cause := verdict(line)) is not None
    ]
    return ", and ".join(said)


def _balanced(day: str, lines: Iterable[Line]) -> dict[str, dict[str, int]]:
    """By `day/unit`: EA received and accrued of the receipts that were looked at."""
    units: dict[str, Counter[str]] = {}
    for line in lines:
        counts = units.setdefault(line.unit, Counter())
        counts["received_ea"] += line.received_ea
        counts["accrued_ea"] += sum(line.accrued_ea)
    return {f"{day}/{unit}": dict(units[unit]) for unit in sorted(units)}
