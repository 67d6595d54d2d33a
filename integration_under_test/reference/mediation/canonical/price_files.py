"""Price files of a group purchasing organisation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FilePrice:
    item: str
    unit: str
    price_minor: int


@dataclass(frozen=True, slots=True)
class RepricedContract:
    contract: str
    starts_on: str
    ends_on: str
    prices: tuple[FilePrice, ...]


@dataclass(frozen=True, slots=True)
class PriceFile:
    """`number` is the organisation's own, by which a file is known however it is called."""

    number: str
    organisation: str
    contracts: tuple[RepricedContract, ...]
