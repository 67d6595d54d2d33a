"""Masters of the central warehouse: its numbers for the items that it keeps."""

from __future__ import annotations

from integration_under_test.reference.mediation.master_data.lists import Master, Paging, Row
from integration_under_test.reference.mediation.master_data.record import ITEM, LocalRecord, Place

SYSTEM = "warehouse"
PAGING = Paging("LIMIT", "OFFSET", "MORE")


def _item(row: Row) -> tuple[LocalRecord, ...]:
    return (LocalRecord(ITEM, Place(SYSTEM, row["SKU"]), row["PART_NO"], {"name": row["TEXT"]}),)


ITEMS = Master(SYSTEM, "list_items", "ITEMS", PAGING, _item)
