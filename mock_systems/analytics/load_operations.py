"""Loading (S17): a batch of reconciled transactions of one table, facility and business day.

The warehouse compares control figures and dimension keys, and takes all rows or none. It knows a
batch by the loader's id only: the same day under another id is one more batch, whose rows count
again. To load a day once is the loader's business, as with any warehouse that appends.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from mock_systems.analytics.documents import Documents, HasDocuments
from mock_systems.analytics.facts import Fact, Partition
from mock_systems.analytics.wire import (
    ROWS_MAX,
    Amount,
    Count,
    Day,
    Feed,
    Gln,
    Message,
    Name,
    Table,
    Units,
    amount_text,
)
from mock_systems.service import Effect, Operation, Refusal, Work

Member = Annotated[str, Field(max_length=80)]


class Row(Message):
    """One transaction or line; a dimension that does not apply is left out."""

    transaction_id: Name
    account: Member = ""
    item: Member = ""
    period: Member = ""
    quantity: Units = 0
    amount: Amount = 0


class LoadBatch(Message):
    """`control_total` is the sum of the positive amounts."""

    batch_id: Name
    feed: Feed
    table: Table
    facility: Gln
    business_day: Day
    control_count: Count
    control_total: Amount
    rows: Annotated[list[Row], Field(min_length=1, max_length=ROWS_MAX)]


class FindBatches(Message):
    feed: Feed
    table: Table
    facility: Gln
    business_day: Day


class BatchAnswer(Message):
    batch_id: str
    partition: str
    rows: int
    total: str


class Batches(Message):
    rows: list[BatchAnswer]


def load_batch(system: HasDocuments, request: LoadBatch, work: Work) -> dict[str, Any]:
    """Appends the batch. The effect says what the day holds now that it was not told before."""
    documents = system.documents
    facts = [Fact(*row.model_dump().values()) for row in request.rows]
    _require_new(documents, request.batch_id)
    _require_controls(request, facts)
    _require_members(documents, request.facility, facts)
    partition = _partition(request)
    batch = documents.facts.add(request.batch_id, partition, facts)
    work.effect(
        Effect(
            "analytics.day_loaded",
            partition.key,
            amount_minor=batch.debit_cents,
            quantity=batch.rows,
            facility=request.facility,
        )
    )
    answer = _answer(request.batch_id, partition, batch.rows, batch.debit_cents)
    work.emit("analytics.batch.loaded", request.batch_id, answer)
    return answer


def find_batches(system: HasDocuments, request: FindBatches, work: Work) -> dict[str, Any]:
    """What was loaded of a day, so that a loader in doubt can look."""
    del work
    found = system.documents.facts.of(_partition(request))
    return {"rows": [_answer(b.batch_id, b.partition, b.rows, b.debit_cents) for b in found]}


def _partition(request: LoadBatch | FindBatches) -> Partition:
    return Partition(request.feed, request.table, request.facility, request.business_day)


def _require_new(documents: Documents, batch_id: str) -> None:
    if batch_id in documents.facts.batches:
        message = f"batch {batch_id!r} is loaded already; look with find_batches"
        raise Refusal(409, "23505", message)


def _require_controls(request: LoadBatch, facts: list[Fact]) -> None:
    total = sum(fact.amount_cents for fact in facts if fact.amount_cents > 0)
    if len(facts) != request.control_count or total != request.control_total:
        raise Refusal(
            422,
            "22000",
            f"expected {request.control_count} rows, {amount_text(request.control_total)} in all; "
            f"got {len(facts)} rows, {amount_text(total)}; send the whole batch again",
        )
    ids = {fact.transaction_id for fact in facts}
    if len(ids) != len(facts):
        raise Refusal(422, "23505", "a transaction is in the batch twice; each id must be unique")


def _require_members(documents: Documents, facility: str, facts: list[Fact]) -> None:
    """Every key must be a member; "" stands for a dimension that does not apply."""
    used = {
        "facility": {facility},
        "account": {fact.account for fact in facts} - {""},
        "item": {fact.item for fact in facts} - {""},
        "period": {fact.period for fact in facts} - {""},
    }
    for dimension, keys in used.items():
        unknown = sorted(keys - documents.dimensions[dimension].keys())
        if unknown:
            raise Refusal(
                422,
                "23503",
                f"no {dimension} {unknown[0]!r} among the conformed members ({len(unknown)} such "
                f"keys); map it, or add it with merge_dimension",
                field=f"{dimension}={unknown[0]}",
            )


def _answer(batch_id: str, partition: Partition, rows: int, cents: int) -> dict[str, Any]:
    return {
        "batch_id": batch_id,
        "partition": partition.key,
        "rows": rows,
        "total": amount_text(cents),
    }


DECLARED = (
    Operation(
        name="load_batch",
        method="POST",
        path="/batches",
        scope="analytics.batches.write",
        request=LoadBatch,
        response=BatchAnswer,
        handler=load_batch,
        key=("batch_id",),
        summary="Appends reconciled transactions of one table, facility and day, all or none",
        status=201,
    ),
    Operation(
        name="find_batches",
        method="GET",
        path="/batches",
        scope="analytics.batches.read",
        request=FindBatches,
        response=Batches,
        handler=find_batches,
        key=("feed", "table", "facility", "business_day"),
        summary="Lists the batches of one table, facility and day",
    ),
)
