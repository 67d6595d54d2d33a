"""The price agreements that are active at the start.

A contract holds up to forty lines of one supplier; items outside any contract are bought at the
catalogue price.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from sim.streams import Streams
from sim.world.builders.items import ItemDraft
from sim.world.entities import Contract, ContractLine, Item

_LINES_MAX = 40
_TERM = timedelta(days=3 * 365)


def agree_contracts(
    streams: Streams, items: Sequence[Item], drafts: Sequence[ItemDraft], first_day: date
) -> tuple[tuple[Contract, ...], tuple[Item, ...]]:
    """The contracts, with the items that now name their contract line."""
    by_supplier: dict[str, list[Item]] = defaultdict(list)
    for item, draft in zip(items, drafts, strict=True):
        if draft.on_contract:
            by_supplier[item.supplier].append(item)
    chunks = [
        (supplier, owned[start : start + _LINES_MAX])
        for supplier, owned in sorted(by_supplier.items())
        for start in range(0, len(owned), _LINES_MAX)
    ]
    contracts = tuple(
        _contract(streams, f"CT-{10_000 + n}", supplier, chunk, first_day)
        for n, (supplier, chunk) in enumerate(chunks, start=1)
    )
    return contracts, _named(items, contracts)


def _contract(
    streams: Streams, number: str, supplier: str, items: Sequence[Item], first_day: date
) -> Contract:
    age_d = streams.integer(30, 700, "contract.age", number, 0)
    starts = first_day - timedelta(days=age_d)
    return Contract(
        number=number,
        supplier=supplier,
        effective_from=starts,
        effective_to=starts + _TERM,
        lines=tuple(
            ContractLine(line, item.erp_number, item.purchase_uom, item.price_minor)
            for line, item in enumerate(items, start=1)
        ),
    )


def _named(items: Sequence[Item], contracts: Sequence[Contract]) -> tuple[Item, ...]:
    line_of = {
        line.item: (contract.number, line.line) for contract in contracts for line in contract.lines
    }
    return tuple(
        replace(item, contract=place[0], contract_line=place[1]) if place else item
        for item, place in ((item, line_of.get(item.erp_number)) for item in items)
    )
