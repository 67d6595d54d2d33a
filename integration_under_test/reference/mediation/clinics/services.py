"""Services of acquired clinics (P14): FT1 segments of a DFT^P03, or CHG records of a file.

CHG|T0000001|100001|C101|2|310.00|20260414|FAMILY|       dollars for the whole quantity
"""

from __future__ import annotations

from collections.abc import Iterator

from integration_under_test.reference.mediation.canonical.services import ClinicService
from integration_under_test.reference.mediation.notation import (
    from_compact_day,
    from_decimal,
    positive,
)
from integration_under_test.reference.mediation.protocols.batch_file import BatchFile
from integration_under_test.reference.mediation.protocols.hl7 import Message

CHARGE = "CG"


def read_message(clinic: str, message: Message) -> Iterator[ClinicService]:
    """The account is the patient's number at the clinic (PID-3.1). Raises ValueError for a
    transaction that is no charge: clinics take nothing back."""
    account = message.first("PID").required(3, 1)
    message.first("FT1")
    for transaction in message.named("FT1"):
        if transaction.required(6) != CHARGE:
            raise ValueError(f"expected a transaction CG in FT1-6, got {transaction.at(6)!r}")
        yield ClinicService(
            clinic=clinic,
            number=transaction.required(2),
            account=account,
            code=transaction.required(7, 1),
            quantity=positive(transaction.required(10)),
            rendered_on=from_compact_day(transaction.required(4)),
        )


def read_file(clinic: str, file: BatchFile) -> Iterator[ClinicService]:
    """A credit has a negative quantity. Raises ValueError for a damaged file."""
    file.require_total(sum(from_decimal(row[5], 2) for row in file.named("CHG")))
    for _, number, account, code, quantity, _amount, day, *_ in file.named("CHG"):
        yield ClinicService(
            clinic=clinic,
            number=number,
            account=account,
            code=code,
            quantity=int(quantity),
            rendered_on=from_compact_day(day),
        )
