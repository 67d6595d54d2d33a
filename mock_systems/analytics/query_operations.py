"""Questions to the warehouse (S17): totals by any dimensions, and a table as a Parquet file."""

from __future__ import annotations

from base64 import b64encode
from typing import Annotated, Any, Literal

from pydantic import Field

from mock_systems.analytics.documents import HasDocuments
from mock_systems.analytics.facts import Batch
from mock_systems.analytics.wire import Day, Message, Table, amount_text
from mock_systems.service import Operation, Work

By = Literal["feed", "facility", "business_day", "account", "item", "period"]
FIRST_DAY, LAST_DAY = "0001-01-01", "9999-12-31"


class QueryTotals(Message):
    """Totals of a table over some days, by the dimensions named."""

    table: Table
    by: Annotated[list[By], Field(min_length=1, max_length=6)]
    first_day: Day = FIRST_DAY
    last_day: Day = LAST_DAY


class TotalLine(Message):
    """`keys` in the order of `by`; `debits` is the sum of the positive amounts."""

    keys: list[str]
    transactions: int
    quantity: int
    amount: str
    debits: str


class Totals(Message):
    rows: list[TotalLine]


class ExportTable(Message):
    table: Table
    first_day: Day = FIRST_DAY
    last_day: Day = LAST_DAY


class Exported(Message):
    """A Parquet file in base64."""

    rows: int
    content_base64: str


def query_totals(system: HasDocuments, request: QueryTotals, work: Work) -> dict[str, Any]:
    """One line per combination of keys that has facts, in order of the keys."""
    del work
    keys = ", ".join(dict.fromkeys(request.by))
    sql = (
        f"SELECT {keys}, count(*), sum(quantity)::BIGINT, sum(amount_cents)::BIGINT, "
        f"sum(greatest(amount_cents, 0))::BIGINT FROM facts GROUP BY {keys} ORDER BY {keys}"
    )
    rows = system.documents.facts.query(sql, _batches(system, request))
    return {
        "rows": [
            {
                "keys": list(found),
                "transactions": transactions,
                "quantity": quantity,
                "amount": amount_text(amount),
                "debits": amount_text(debits),
            }
            for *found, transactions, quantity, amount, debits in rows
        ]
    }


def export_table(system: HasDocuments, request: ExportTable, work: Work) -> dict[str, Any]:
    """All facts of some days as one file."""
    del work
    batches = _batches(system, request)
    content = system.documents.facts.export(batches)
    rows = sum(batch.rows for batch in batches)
    return {"rows": rows, "content_base64": b64encode(content).decode("ascii")}


def _batches(system: HasDocuments, request: QueryTotals | ExportTable) -> list[Batch]:
    """Whole partitions are left out before anything is read."""
    return [
        batch
        for batch in system.documents.facts.batches.values()
        if batch.partition.table == request.table
        and request.first_day <= batch.partition.business_day <= request.last_day
    ]


DECLARED = (
    Operation(
        name="query_totals",
        method="POST",
        path="/queries/totals",
        scope="analytics.queries.read",
        request=QueryTotals,
        response=Totals,
        handler=query_totals,
        key=("table",),
        summary="Totals of a table by conformed dimensions",
    ),
    Operation(
        name="export_table",
        method="GET",
        path="/tables/{table}",
        scope="analytics.queries.read",
        request=ExportTable,
        response=Exported,
        handler=export_table,
        key=("table",),
        summary="A table's facts of some days as a Parquet file",
    ),
)
