"""Conditions of contract prices: versions with their days (S03), loaded everywhere (S01, S02, S05).

The prices of the start were never loaded: they stand in version 1 of the group's contracts.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from datetime import date
from itertools import groupby, pairwise

from mock_systems.contracts.documents import Contract, ContractVersion
from mock_systems.erp.rules import extended_minor
from sim.conditions.books import Books
from sim.conditions.comparison import compare, dense
from sim.conditions.condition import Unequal, Unequals, condition

OPENING_VERSION = 1

Span = tuple[Hashable, str, str, str]
"""(what is priced, first day, last day, who says so), days as ISO texts."""


@condition("K54", "Versions of a contract follow each other, older ones superseded", "CP3", "P03")
def versions_follow(books: Books) -> Unequals:
    """At most one is active, and what is newer is a draft."""
    for contract in books.contracts.contracts():
        yield from dense(contract.contract_number, contract.versions)
        for version in contract.versions.values():
            is_active = version.version == contract.active_version
            if is_active != (version.status == "ACTIVE"):
                expected = "ACTIVE" if is_active else "not ACTIVE"
                yield Unequal(_name(contract, version), expected, version.status, "status")
            if version.version > contract.active_version and version.status != "DRAFT":
                yield Unequal(_name(contract, version), "DRAFT", version.status, "status")


@condition("K55", "No item has two contract prices of a supplier on one day", "CP1")
def contracts_do_not_overlap(books: Books) -> Unequals:
    return _overlaps(
        (
            (contract.erp_supplier_number, line.item_number, line.uom),
            version.effective_from.isoformat(),
            version.effective_to.isoformat(),
            f"{_name(contract, version)}/{line.line}",
        )
        for contract, version in books.contracts.active()
        for line in version.lines
    )


@condition("K56", "No item has two prices of an agreement on one day in the ERP", "CP1")
def agreements_do_not_overlap(books: Books) -> Unequals:
    return _overlaps(
        (
            (agreement.number, line.item, line.uom),
            line.start_date,
            line.end_date,
            f"{agreement.number}/{agreement.version}/{line.number}",
        )
        for agreement in books.erp.agreements()
        for line in agreement.lines
    )


@condition("K57", "No item has two prices of a contract version on one day to order at", "CP1")
def catalogue_does_not_overlap(books: Books) -> Unequals:
    return _overlaps(
        (
            (price.contract, price.version, item.item_number, price.uom),
            price.start.isoformat(),
            price.end.isoformat(),
            f"{price.contract}/{price.version}/{price.line}",
        )
        for item in books.procurement.catalogue()
        for price in item.prices
    )


@condition("K58", "The catalogue lists a contract's prices newest version first", "P03")
def catalogue_versions_are_ordered(books: Books) -> Unequals:
    for item in books.procurement.catalogue():
        newest: dict[str, int] = {}
        for price in reversed(item.prices):
            before = newest.get(price.contract, 0)
            if price.version < before:
                key = f"{item.item_number}/{price.contract}"
                yield Unequal(key, before, price.version, "or a later version")
            newest[price.contract] = max(before, price.version)


@condition("K59", "The ERP prices by every contract activated, all lines or none", "CP3", "P03")
def erp_prices_by_contract(books: Books) -> Unequals:
    loaded = {
        (agreement.number, line.number): f"{agreement.version} {line.item} {line.uom} "
        f"{line.unit_price_minor} {line.start_date} {line.end_date}"
        for agreement in books.erp.agreements()
        for line in agreement.lines
    }
    return compare(dict(_activated(books)), loaded, "version")


@condition("K60", "The catalogue prices by every contract activated, all or none", "CP3", "P03")
def catalogue_prices_by_contract(books: Books) -> Unequals:
    imported = {
        (agreement.contract, line.line): f"{agreement.version} {line.item_number} {line.uom} "
        f"{line.unit_price_minor} {line.start} {line.end}"
        for agreement in books.procurement.agreements()
        for line in agreement.lines
    }
    return compare(dict(_activated(books)), imported, "version")


@condition(
    "K61", "Billing's cost of one each is the contract's price by its unit", "CP3", "CP5", "P03"
)
def costs_by_contract(books: Books) -> Unequals:
    """Half a cent up; lines whose item is not billed on its own cost nobody anything there."""
    costs: dict[Hashable, str] = {
        (number, line.line): f"{costs.version} {line.charge_code} {line.unit_cost_cents} "
        f"{line.effective_on}"
        for number, costs in books.billing.supply_costs().items()
        for line in costs.lines
    }
    return compare(dict(_costs_expected(books)), costs, "version")


@condition("K62", "An item asked for under a contract has a price that the contract states", "CP2")
def requisitions_at_contract_prices(books: Books) -> Unequals:
    """Of whichever version: on which days is K150's.

    Services are no items: each has its own price under a contract.
    """
    stated = _stated(books)
    for requisition in books.procurement.requisitions():
        for asked in requisition.lines:
            prices = stated.get((asked.contract, asked.item_number, asked.uom), {})
            if asked.contract and asked.item_number and asked.unit_price_minor not in prices:
                key_text = f"{requisition.number}/{asked.line_num}"
                expected = " or ".join(map(str, sorted(prices))) or "none"
                yield Unequal(key_text, expected, str(asked.unit_price_minor), "price")


@condition("K150", "A contract's price is asked for on days on which it is in force", "CP4", "P03")
def requisitions_on_the_days_of_a_price(books: Books) -> Unequals:
    """Days are the ship-to's own: a version begins and ends at its midnight."""
    stated = _stated(books)
    for requisition in books.procurement.requisitions():
        for asked in requisition.lines:
            day = asked.priced_on
            prices = stated.get((asked.contract, asked.item_number, asked.uom), {})
            spans = prices.get(asked.unit_price_minor, [])
            if asked.contract and day and not any(first <= day <= last for first, last in spans):
                expected = " or ".join(f"{first} to {last}" for first, last in spans) or "none"
                yield Unequal(f"{requisition.number}/{asked.line_num}", expected, str(day), "day")


def _stated(books: Books) -> dict[tuple[str, str, str], dict[int, list[tuple[date, date]]]]:
    """(contract, item, unit) -> cents -> first and last day of each version with that price."""
    stated: dict[tuple[str, str, str], dict[int, list[tuple[date, date]]]] = {}
    for contract in books.contracts.contracts():
        for version in contract.versions.values():
            for line in version.lines:
                prices = stated.setdefault(
                    (contract.contract_number, line.item_number, line.uom), {}
                )
                span = (version.effective_from, version.effective_to)
                prices.setdefault(line.unit_price_minor, []).append(span)
    return stated


def _overlaps(spans: Iterable[Span]) -> Unequals:
    """Pairs of which the later begins before the earlier ends."""
    ordered = sorted(spans, key=lambda span: (str(span[0]), span[1]))
    for _, group in groupby(ordered, key=lambda span: span[0]):
        for earlier, later in pairwise(group):
            if later[1] <= earlier[2]:
                key = f"{earlier[3]} and {later[3]}"
                yield Unequal(key, f"after {earlier[2]}", later[1], "start")


def _activated(books: Books) -> Iterator[tuple[Hashable, str]]:
    """The lines of versions that were activated during the run."""
    for contract, version in _since_the_start(books):
        for line in version.lines:
            text = (
                f"{version.version} {line.item_number} {line.uom} {line.unit_price_minor} "
                f"{version.effective_from} {version.effective_to}"
            )
            yield (contract.contract_number, line.line), text


def _costs_expected(books: Books) -> Iterator[tuple[Hashable, str]]:
    codes = books.billing.code_of_item()
    for contract, version in _since_the_start(books):
        for line in version.lines:
            code = codes.get(line.item_number)
            if code is not None:
                factor = _eaches(books, line.item_number, line.uom)
                cost_minor = extended_minor(1, line.unit_price_minor, factor)
                text = f"{version.version} {code.charge_code} {cost_minor} {_compact(version)}"
                yield (contract.contract_number, line.line), text


def _eaches(books: Books, item: str, uom: str) -> int:
    """In one unit of an item, as the ERP has it; of a pack that it had wrong from the start, what
    is on the label."""
    if item in books.group.erp_packs and uom == books.group.item(item).purchase_uom:
        return books.group.item(item).factor
    return books.erp.items()[item].factors[uom]


def _since_the_start(books: Books) -> Iterator[tuple[Contract, ContractVersion]]:
    opening = {contract.number for contract in books.group.contracts}
    for contract, version in books.contracts.active():
        if version.version != OPENING_VERSION or contract.contract_number not in opening:
            yield contract, version


def _compact(version: ContractVersion) -> str:
    day: date = version.effective_from
    return f"{day:%Y%m%d}"


def _name(contract: Contract, version: ContractVersion) -> str:
    return f"{contract.contract_number}/{version.version}"


@condition("K119", "What a price file drafted is what its control totals promise", "CP3", "P03")
def price_files_are_whole(books: Books) -> Unequals:
    for file, versions in books.contracts.price_files():
        prices = [line.unit_price_minor for version in versions for line in version.lines]
        if len(prices) != file.line_count:
            yield Unequal(file.file_number, file.line_count, len(prices), "lines")
        if sum(prices) != file.price_total_minor:
            yield Unequal(file.file_number, file.price_total_minor, sum(prices), "cents")
