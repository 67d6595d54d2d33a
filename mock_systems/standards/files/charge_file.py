"""The flat charge drop of an acquired clinic (S06): its charges of a day, in its own codes.

Pipe-delimited. `source_reference` is the key against posting twice. A credit has a negative
quantity with amount; the control total sums the amounts in cents.
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
    read_text,
    read_whole,
)
from mock_systems.standards.files.line_format import Delimited


@dataclass(frozen=True)
class ClinicCharge:
    """`encounter` is a pseudonym; `amount_minor` is for the whole quantity; `lot` may be empty."""

    source_reference: str
    encounter: str
    charge_code: str
    quantity: int
    amount_minor: int
    service_date: date
    department: str
    lot: str = ""


@dataclass(frozen=True)
class ChargeFile:
    batch: Batch
    charges: tuple[ClinicCharge, ...]


def build(file: ChargeFile) -> str:
    return batch_file.build(LAYOUT, file.batch, file.charges)


def read(text: str) -> ChargeFile:
    """Raises FileRejected."""
    batch, charges = batch_file.read(LAYOUT, text)
    return ChargeFile(batch, tuple(charges))


def _write(one: ClinicCharge) -> Sequence[str]:
    return (
        one.source_reference,
        one.encounter,
        one.charge_code,
        str(one.quantity),
        amount_text(one.amount_minor),
        date_text(one.service_date),
        one.department,
        one.lot,
    )


def _read(fields: Sequence[str]) -> ClinicCharge:
    reference, encounter, code, quantity, amount, service_date, department, lot = fields
    charge = ClinicCharge(
        read_text(reference),
        read_text(encounter),
        read_text(code),
        read_whole(quantity),
        read_amount_minor(amount),
        read_date(service_date),
        department,
        lot,
    )
    if charge.quantity == 0:
        raise ValueError("expected a quantity other than 0")
    if charge.amount_minor * charge.quantity < 0:
        raise ValueError(f"expected quantity with amount of one sign, got {quantity} and {amount}")
    return charge


LAYOUT = Layout(
    "CHARGE",
    Delimited("|"),
    (RecordType("CHG", ClinicCharge, _write, _read, lambda one: one.amount_minor, fields=8),),
)
