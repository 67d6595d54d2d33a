"""Price files of the purchasing organisation (P03)."""

from __future__ import annotations

from typing import NamedTuple

from integration_under_test.reference.mediation.canonical.price_files import (
    FilePrice,
    PriceFile,
    RepricedContract,
)
from integration_under_test.reference.mediation.notation import from_compact_day, from_decimal
from integration_under_test.reference.mediation.protocols.batch_file import BatchFile, Row
from integration_under_test.reference.mediation.received import Received

FIRST_TIER = "1"


class _Term(NamedTuple):
    """Contract, first and last day of its new prices."""

    contract: str
    starts_on: str
    ends_on: str


def read(received: Received) -> PriceFile:
    """Raises ValueError for a file that does not hold what its trailer says."""
    file: BatchFile = received.content
    prices: dict[_Term, list[FilePrice]] = {}
    total_minor = 0
    for term, price in file.read_rows({"PRC": _row}):
        prices.setdefault(term, []).append(price)
        total_minor += price.price_minor
    file.require_total(total_minor)
    return PriceFile(
        number=f"{file.sender}-{int(file.number):06d}",
        organisation=file.sender,
        contracts=tuple(RepricedContract(*term, tuple(own)) for term, own in prices.items()),
    )


def _row(row: Row) -> tuple[_Term, FilePrice]:
    """A price that only holds from a higher volume on has no place in a contract here."""
    _, contract, _, tier, _, item, _, _, _, unit, price, starts, ends = row
    if tier != FIRST_TIER:
        raise ValueError(f"expected a price of the first volume tier, got tier {tier}")
    term = _Term(contract, from_compact_day(starts), from_compact_day(ends))
    return term, FilePrice(item, unit, from_decimal(price, 2))
