"""The price file of a group purchasing organisation (S10): contract prices for members (P03).

Pipe-delimited. A price stands per unit of measure of an item on a contract's version, between two
dates; the control total sums the prices in cents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mock_systems.standards.files import batch_file
from mock_systems.standards.files.batch_file import Batch, Layout, RecordType
from mock_systems.standards.files.field import (
    amount_text,
    date_text,
    read_amount_minor,
    read_date,
    read_positive,
    read_text,
)
from mock_systems.standards.files.line_format import Delimited
from mock_systems.standards.identifiers import is_gtin, is_unspsc


@dataclass(frozen=True)
class ItemPrice:
    """`gtin` with `unspsc` may be empty; `tier` is the volume tier that the price needs, from 1."""

    contract_number: str
    contract_version: int
    tier: int
    vendor: str
    catalogue_number: str
    description: str
    uom: str
    unit_price_minor: int
    effective_from: date
    effective_to: date
    gtin: str = ""
    unspsc: str = ""


@dataclass(frozen=True)
class ItemPriceFile:
    batch: Batch
    prices: tuple[ItemPrice, ...]


def build(file: ItemPriceFile) -> str:
    return batch_file.build(LAYOUT, file.batch, file.prices)


def read(text: str) -> ItemPriceFile:
    """Raises FileRejected."""
    batch, prices = batch_file.read(LAYOUT, text)
    return ItemPriceFile(batch, tuple(prices))


def _write(price: ItemPrice) -> Sequence[str]:
    return (
        price.contract_number,
        str(price.contract_version),
        str(price.tier),
        price.vendor,
        price.catalogue_number,
        price.gtin,
        price.unspsc,
        price.description,
        price.uom,
        amount_text(price.unit_price_minor),
        date_text(price.effective_from),
        date_text(price.effective_to),
    )


def _read(fields: Sequence[str]) -> ItemPrice:
    contract, version, tier, vendor, catalogue, gtin, unspsc, description, *rest = fields
    uom, unit_price, effective_from, effective_to = rest
    price = ItemPrice(
        read_text(contract),
        read_positive(version),
        read_positive(tier),
        read_text(vendor),
        read_text(catalogue),
        description,
        read_text(uom),
        read_amount_minor(unit_price),
        read_date(effective_from),
        read_date(effective_to),
        gtin,
        unspsc,
    )
    if price.effective_to < price.effective_from:
        raise ValueError(f"expected an end from {effective_from} on, got {effective_to}")
    if gtin and not is_gtin(gtin):
        raise ValueError(f"expected a GTIN with a right check digit, got {gtin!r}")
    if unspsc and not is_unspsc(unspsc):
        raise ValueError(f"expected a UNSPSC of eight digits, got {unspsc!r}")
    return price


LAYOUT = Layout(
    "ITEMPRICE",
    Delimited("|"),
    (RecordType("PRC", ItemPrice, _write, _read, lambda one: one.unit_price_minor, fields=12),),
)
