"""What a clinic's charge codes mean in the group (P14), as the clinic itself maps them.

ENC|CLINIC1-                             prefix of an encounter: CLINIC1-100001 in billing
MAP|C101|RADIOLOGY EXAM 74|SVC00074      own code, description, code of the charge master
"""

from __future__ import annotations

from typing import Any

from integration_under_test.reference.mediation.canonical.services import ClinicCodes, MappedCode
from integration_under_test.reference.mediation.protocols.batch_file import BatchFile


def read(clinic: str, file: BatchFile) -> ClinicCodes:
    """The control total counts the records. Raises ValueError for a damaged file."""
    file.require_total(len(file.rows))
    (prefix,) = (row[1] for row in file.named("ENC"))
    codes = tuple(MappedCode(code=row[1], charge_code=row[3]) for row in file.named("MAP"))
    return ClinicCodes(clinic, int(file.number), prefix, codes)


def key(clinic: str) -> str:
    """Under which the store keeps a clinic's codes."""
    return f"clinic-codes/{clinic}"


def kept(codes: ClinicCodes) -> tuple[str, dict[str, Any]]:
    """A clinic's codes as the store keeps them."""
    meanings = {one.code: one.charge_code for one in codes.codes}
    return key(codes.clinic), {"prefix": codes.prefix, "codes": meanings}
