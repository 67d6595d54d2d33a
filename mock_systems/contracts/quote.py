"""Which contract price holds for a facility, a quantity, a day, and by which rule (P03).

Pure decisions over activated versions. In one contract the newest version that covers the day
decides, a facility's own line goes before a general one, then the highest tier that the quantity
or a reached commitment opens. Between contracts the lowest price wins.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from mock_systems.contracts.documents import Contract, ContractLine, ContractVersion, Documents

HELD = frozenset({"ACTIVE", "SUPERSEDED", "EXPIRED", "TERMINATED"})
"""Statuses of versions whose prices hold, or held, on the days that they cover."""


class Question(NamedTuple):
    """What is to be bought by whom, how much of it, when."""

    item_number: str
    uom: str
    facility_code: str
    quantity: int
    on: date
    erp_supplier_number: str


class Quote(NamedTuple):
    """The line that decides, with the volume that opened its tier."""

    contract: Contract
    version: ContractVersion
    line: ContractLine
    volume: int


def quote(documents: Documents, asked: Question) -> Quote | None:
    """The best quote, None where nothing is agreed."""
    found = [
        answer
        for number in documents.contracts_by_item.get(asked.item_number, ())
        if (answer := _of_contract(documents, documents.contracts[number], asked)) is not None
    ]
    return min(
        found,
        key=lambda answer: (answer.line.unit_price_minor, answer.contract.contract_number),
        default=None,
    )


def explain(answer: Quote) -> str:
    """The rule by which a line decided, for a person to read."""
    line, version = answer.line, answer.version
    whom = f"facility {line.facility_code}" if line.facility_code else "any facility"
    tier = (
        f"tier from {line.min_quantity} {line.uom} (volume {answer.volume})"
        if line.min_quantity
        else "no tier"
    )
    starts = line.effective_from or version.effective_from
    ends = min(line.effective_to or version.last_day, version.last_day)
    membership = f", members of {answer.contract.gpo_number}" if answer.contract.gpo_number else ""
    return (
        f"version {version.version}, line {line.line}: {whom}, {tier}, "
        f"{starts.isoformat()} to {ends.isoformat()}{membership}"
    )


def _of_contract(documents: Documents, contract: Contract, asked: Question) -> Quote | None:
    if asked.erp_supplier_number not in {"", contract.erp_supplier_number}:
        return None
    if contract.gpo_number and not documents.memberships.is_member(
        contract.gpo_number, asked.facility_code, asked.on
    ):
        return None
    version = _version_on(contract, asked.on)
    if version is None:
        return None
    volume = max(asked.quantity, _opened(contract, asked.on))
    lines = [line for line in version.lines if _applies(line, asked, volume)]
    if not lines:
        return None
    best = max(lines, key=lambda line: (bool(line.facility_code), line.min_quantity))
    return Quote(contract, version, best, volume)


def _version_on(contract: Contract, day: date) -> ContractVersion | None:
    """The newest version that holds on a day; older ones do not come back after it ended."""
    for number in sorted(contract.versions, reverse=True):
        version = contract.versions[number]
        if version.status not in HELD:
            continue
        if day > version.last_day:
            return None
        if day >= version.effective_from:
            return version
    return None


def _opened(contract: Contract, day: date) -> int:
    """The volume that reached commitments of the day have opened."""
    return max(
        (
            level.min_quantity
            for commitment in contract.commitments.values()
            if commitment.covers(day)
            for level in commitment.reached
        ),
        default=0,
    )


def _applies(line: ContractLine, asked: Question, volume: int) -> bool:
    return (
        (line.item_number, line.uom) == (asked.item_number, asked.uom)
        and line.facility_code in {"", asked.facility_code}
        and line.min_quantity <= volume
        and (line.effective_from is None or line.effective_from <= asked.on)
        and (line.effective_to is None or asked.on <= line.effective_to)
    )
