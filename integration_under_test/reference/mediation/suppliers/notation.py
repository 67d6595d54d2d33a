"""Units, prices and addresses as suppliers' interchanges write them."""

from __future__ import annotations

from integration_under_test.reference.mediation.context import Context
from integration_under_test.reference.mediation.notation import to_decimal
from integration_under_test.reference.mediation.protocols import x12
from integration_under_test.reference.mediation.protocols.x12 import Ends, SetName
from integration_under_test.reference.releases.table import Inverse, Table

OURSELVES = "0614141000005"
"""The GLN of the group's first hospital, which the trading partner agreements name."""

SERIES = "x12/suppliers"
"""One series of control numbers for all that suppliers get."""

UNITS_OUT = Table("mappings.supplier_unit", {"EA": "EA", "BX": "BX", "CS": "CA"})
"""X12 element 355: a case is CA there; CS would be a cassette."""
UNITS = Inverse(UNITS_OUT)


def price(price_e4: int) -> str:
    """12.5000 as 12.5, 0.4700 as .47: X12 writes no zeros that say nothing (X12.6, type R)."""
    return to_decimal(price_e4, 4).strip("0").rstrip(".") or "0"


def interchange(name: SetName, supplier: str, body: list[str], context: Context) -> bytes:
    """One interchange to a supplier under the number and instant of its first writing."""
    ends = Ends(OURSELVES, supplier)
    return x12.write(name, ends, context.number, context.written_at, body)
