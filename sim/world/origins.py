"""Where orders and receipts of the group begin: a setting of the suite and of the docks (P04, P06).

Origins(orders="erp")       # a requisition with budget becomes an order in S01, then in S02
Origins(receipts="erp")     # the docks book deliveries at S01's screen
"""

from __future__ import annotations

from typing import NamedTuple

ORDER_ORIGINS = ("procurement", "erp")
RECEIPT_ORIGINS = ("inventory", "erp")


class Origins(NamedTuple):
    """One of ORDER_ORIGINS, one of RECEIPT_ORIGINS; the first of each where nothing is said."""

    orders: str = "procurement"
    receipts: str = "inventory"


USUAL = Origins()
