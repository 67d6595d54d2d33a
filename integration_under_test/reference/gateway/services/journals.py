"""Journals: submitted once as a batch, and whether the batch was posted (P16)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from integration_under_test.reference.events.command import Step
from integration_under_test.reference.gateway.command_kind import Enquiry
from integration_under_test.reference.gateway.services.marks import MOST_LINES, Code, Day, Reference
from integration_under_test.reference.gateway.services.ownership import owners
from integration_under_test.reference.gateway.services.service import (
    Asking,
    Fallback,
    Found,
    Message,
    NotThere,
    Owed,
    Rate,
    Service,
)
from integration_under_test.reference.mediation.canonical.journals import (
    Journal,
    JournalBatch,
    JournalLine,
)
from integration_under_test.reference.mediation.canonical.statuses import JournalBatchStatus
from integration_under_test.reference.mediation.erp import statuses
from integration_under_test.reference.policies import CLOSE_DESK

SENDER = "API"
Cents = Annotated[int, Field(ge=0, le=10**12)]


class PostedLine(Message):
    account: Code
    cost_center: Code
    debit_minor: Cents = 0
    credit_minor: Cents = 0


class SubmitJournal(Message):
    """One journal of one business unit; debits equal credits, or the ERP refuses it."""

    category: Code
    business_unit: Code
    posted_on: Day
    lines: Annotated[list[PostedLine], Field(min_length=2, max_length=MOST_LINES)]


class FindJournal(Message):
    """By sender and number: API/number is what the submission was answered with."""

    reference: Reference


async def submit_journal(asked: SubmitJournal, asking: Asking, enquiry: Enquiry) -> Owed:
    lines = tuple(
        JournalLine(one.account, one.cost_center, one.debit_minor, one.credit_minor, "")
        for one in asked.lines
    )
    number = asking.reference
    journal = Journal(number, asked.category, asked.business_unit, asked.posted_on, lines)
    batch = JournalBatch(SENDER, number, "", (journal,))
    owner = owners(enquiry, f"erp:{asked.business_unit}")
    return Owed(Step("import_journals", batch.key, batch), owner)


async def find_journal(asked: FindJournal, asking: Asking, enquiry: Enquiry) -> Found:
    """The batch names no facility, so only who works for the whole group may ask."""
    sender, slash, number = asked.reference.partition("/")
    if not slash:
        raise NotThere
    ask = {"Source": sender, "BatchNumber": number}
    rows = (await enquiry.call("erp", "find_journal_batches", ask))["items"]
    if not rows:
        raise NotThere
    return Found(statuses.read_batch(rows[0]), ("",))


SERVICES = (
    Service(
        name="submit_journal",
        summary="Posts a journal, once for each reference; in the next open period if need be.",
        flow="P16",
        owner=CLOSE_DESK,
        system="erp",
        operation="import_journal_batch",
        scope="journals.write",
        criticality="high",
        compliance="financial reporting (completeness, no duplicate posting)",
        request=SubmitJournal,
        result=JournalBatch,
        handler=submit_journal,
        rate=Rate(12, 10),
        fallback=Fallback.OUTBOX,
    ),
    Service(
        name="find_journal",
        summary="Whether a batch of journals was posted, with the ledger's numbers.",
        flow="P16",
        owner=CLOSE_DESK,
        system="erp",
        operation="find_journal_batches",
        scope="journals.read",
        criticality="medium",
        compliance="financial reporting (completeness, no duplicate posting)",
        request=FindJournal,
        result=JournalBatchStatus,
        handler=find_journal,
        rate=Rate(60, 10),
        fallback=Fallback.RETRY,
    ),
)
