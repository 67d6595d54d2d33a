"""What a purchasing organisation (S10) has agreed for its members: contracts with their prices.

A price file always names every line of a contract, since the version that it makes replaces the
one before. Items go by the member's own numbers, as agreed when the member joined.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from mock_systems.standards.files.item_price_file import ItemPrice
from sim.streams import Streams
from sim.world.calibration import Parameters
from sim.world.enterprise import Enterprise
from sim.world.entities import Contract, ContractLine

_CHANGE = (0.95, 0.13)
"""Lowest factor of a price and the width above it: prices fall less often than they rise."""
_CORRECTION = (0.97, 0.06)


class PriceLists:
    """The organisation's contracts among the group's, each at the price that was last filed."""

    def __init__(self, streams: Streams, parameters: Parameters, enterprise: Enterprise) -> None:
        self._streams = streams
        self._parameters = parameters
        self._enterprise = enterprise
        share = parameters["gpo_spend_share"]
        chosen = [
            contract
            for contract in enterprise.contracts
            if streams.bernoulli(share, "gpo.contract", contract.number)
        ]
        self.contracts: tuple[Contract, ...] = tuple(chosen or enterprise.contracts[:1])
        self._lines = {contract.number: contract.lines for contract in self.contracts}
        self._versions = dict.fromkeys(self._lines, 1)

    def repriced(self, file: int, effective_from: date) -> list[Contract]:
        """The contracts of a regular file with their new prices; at least one contract."""
        share = self._parameters["gpo_file_contracts_share"]
        current = [one for one in self.contracts if one.effective_to > effective_from]
        chosen = [
            contract
            for contract in current
            if self._streams.bernoulli(share, "gpo.named", file, contract.number)
        ]
        return [self._filed(one, file, effective_from, _CHANGE) for one in chosen or current[:1]]

    def corrected(self, file: int, wrong: Contract) -> Contract:
        """A contract of an earlier file once more, from the same day on."""
        return self._filed(wrong, file, wrong.effective_from, _CORRECTION)

    def rows(self, contract: Contract) -> Iterable[ItemPrice]:
        """The lines of a contract as the file has them."""
        vendor = self._enterprise.supplier(contract.supplier).name
        for line in contract.lines:
            item = self._enterprise.item(line.item)
            yield ItemPrice(
                contract.number,
                self._versions[contract.number],
                tier=1,
                vendor=vendor,
                catalogue_number=line.item,
                description=item.description,
                uom=line.uom,
                unit_price_minor=line.price_minor,
                effective_from=contract.effective_from,
                effective_to=contract.effective_to,
                gtin=item.gtin,
            )

    def _filed(
        self, contract: Contract, file: int, effective_from: date, spread: tuple[float, float]
    ) -> Contract:
        lines = self._changed(self._lines[contract.number], contract.number, file, spread)
        self._lines[contract.number] = lines
        self._versions[contract.number] += 1
        return replace(contract, effective_from=effective_from, lines=lines)

    def _changed(
        self, lines: Sequence[ContractLine], number: str, file: int, spread: tuple[float, float]
    ) -> tuple[ContractLine, ...]:
        share = self._parameters["gpo_file_lines_share"]
        streams = self._streams
        certain = streams.integer(0, len(lines), "gpo.certain_line", file, number)
        low, width = spread
        changed = []
        for place, line in enumerate(lines):
            address = (file, number, line.line)
            chosen = place == certain or streams.bernoulli(share, "gpo.line", *address)
            factor = low + width * streams.uniform("gpo.price", *address) if chosen else 1.0
            price_minor = max(1, round(line.price_minor * factor))
            changed.append(replace(line, price_minor=price_minor))
        return tuple(changed)
