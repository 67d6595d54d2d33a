"""The read-only extract of the legacy ERP's tables (S08), on which direct integrations live.

Columns are those of the tables, as CSV with a heading: whoever reads them reads the vendor's
private layout, and breaks with it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any, Literal

from mock_systems.legacy_erp.documents import HasTables, Tables
from mock_systems.legacy_erp.wire import Message
from mock_systems.service import Operation, Work

TableName = Literal["APVND", "APVCH", "POHDR", "GLBAL", "COSITE"]


class ExtractTable(Message):
    table: TableName


class ExtractAnswer(Message):
    table: str
    rows: int
    csv: str


def extract_table(system: HasTables, request: ExtractTable, work: Work) -> dict[str, Any]:
    """The whole table, in the order of its keys."""
    del work
    heading, rows = _table(system.tables, request.table)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heading)
    listed = sorted(map(tuple, rows))
    writer.writerows(listed)
    return {"TABLE": request.table, "ROWS": len(listed), "CSV": text.getvalue()}


def _table(tables: Tables, name: TableName) -> tuple[Sequence[str], Iterable[Sequence[Any]]]:
    if name == "APVND":
        vendors = tables.vendors.values()
        return ("VNSITE", "VNNO", "VNNAME", "VNTAX", "VNTERM", "VNSTAT"), (
            (v.site, v.number, v.name, v.tax_id, v.terms, v.status) for v in vendors
        )
    if name == "APVCH":
        vouchers = tables.vouchers.values()
        return ("VCSITE", "VCNO", "VCVEND", "VCACCT", "VCAMT", "VCDATE", "VCSTAT", "VCBTCH"), (
            (v.site, v.number, v.vendor, v.account, v.amount_minor, v.day, v.status, v.batch)
            for v in vouchers
        )
    if name == "POHDR":
        return ("POSITE", "PONO", "POVEND", "POOPEN"), tables.orders.values()
    if name == "GLBAL":
        balances = tables.balances.items()
        return ("GLSITE", "GLACCT", "GLBAL"), ((*key, minor) for key, minor in balances)
    sites = tables.sites.values()
    return ("COSITE", "COUNIT", "CODATE"), ((s.code, s.unit, s.cut_over_on) for s in sites)


OPERATIONS = (
    Operation(
        name="extract_table",
        method="GET",
        path="/EXTRACT",
        scope="legacy_erp.tables.read",
        request=ExtractTable,
        response=ExtractAnswer,
        handler=extract_table,
        key=("TABLE",),
        summary="The rows of a table as CSV: APVND, APVCH, POHDR, GLBAL or COSITE.",
    ),
)
