"""Supplier records on file beside the firms that the group does business with.

A vendor master is larger than the vendors: most records are dormant, one in twenty doubles a firm
that is there already, with its tax number typed another way. An integration that matches by name
or by tax number as typed meets them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from faker import Faker

from sim.streams import Streams, cumulative
from sim.world.builders.suppliers import TERMS
from sim.world.calibration import Parameters
from sim.world.entities import Supplier, SupplierRecord
from sim.world.identifiers import employer_number

_TERM_WEIGHTS = cumulative((0.05, 0.50, 0.30, 0.15))
_FIRST_DORMANT_FIRM = 200_000


def build_records(
    streams: Streams, parameters: Parameters, suppliers: Sequence[Supplier]
) -> tuple[SupplierRecord, ...]:
    """Doubles of active suppliers, then dormant firms; their numbers follow the suppliers'."""
    dormant = round(len(suppliers) * parameters["dormant_suppliers_per_active"])
    share = parameters["duplicate_supplier_share"]
    doubles = round((len(suppliers) + dormant) * share / (1.0 - share))
    faker = Faker("en_US")
    faker.seed_instance(streams.bits("faker", "records", 0))
    first = len(suppliers) + 1
    return tuple(
        chain(
            (_double(streams, parameters, suppliers, first + n) for n in range(doubles)),
            (_dormant(streams, faker.company(), first + doubles + n) for n in range(dormant)),
        )
    )


def respelled_name(streams: Streams, name: str, number: int) -> str:
    """A firm's name as somebody else would type it; never the same as it was."""
    spellings = (
        name.upper(),
        f"{name}, Inc.",
        name.replace(" and ", " & ").replace(", ", " ") + " Co",
        f"{name[:-1]}",
    )
    others = [spelling for spelling in spellings if spelling != name]
    return streams.choice(others, "record.spelling", number, 0)


def respelled_tax_id(streams: Streams, tax_id: str, number: int) -> str:
    """The same digits with another separator, or none."""
    return tax_id.replace("-", streams.choice(("", " "), "record.tax_id", number, 0))


def normalised_tax_id(tax_id: str) -> str:
    """Digits alone, by which two records of one firm are the same."""
    return "".join(filter(str.isdigit, tax_id))


def _double(
    streams: Streams, parameters: Parameters, suppliers: Sequence[Supplier], number: int
) -> SupplierRecord:
    original = streams.choice(suppliers, "record.doubles", number, 0)
    share = parameters["duplicate_supplier_active_share"]
    return SupplierRecord(
        *_keys(number),
        name=respelled_name(streams, original.name, number),
        tax_id=respelled_tax_id(streams, original.tax_id, number),
        terms=original.terms,
        active=streams.bernoulli(share, "record.active", number, 0),
        doubles=original.erp_number,
    )


def _dormant(streams: Streams, name: str, number: int) -> SupplierRecord:
    return SupplierRecord(
        *_keys(number),
        name=name,
        tax_id=employer_number(_FIRST_DORMANT_FIRM + number),
        terms=streams.weighted(TERMS, _TERM_WEIGHTS, "record.terms", number, 0),
        active=False,
        doubles="",
    )


def _keys(number: int) -> tuple[str, int, str]:
    """In ERP, procurement, contracts."""
    return (f"{30_000_000 + number}", 5000 + number, f"PTY-{number:06d}")
