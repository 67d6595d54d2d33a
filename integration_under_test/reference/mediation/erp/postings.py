"""A day's cut of the ERP's ledger (P19)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.facts import Fact
from integration_under_test.reference.mediation.context import Body
from integration_under_test.reference.mediation.notation import from_decimal


def ask(day: str) -> Body:
    return {"PostingDay": day}


def read(journal: Mapping[str, Any]) -> Iterator[Fact]:
    """A line of the warehouse is a line of a journal."""
    for place, line in enumerate(journal["Lines"], start=1):
        yield Fact(
            facility=f"erp:{journal['BusinessUnit']}",
            transaction=f"{journal['JournalNumber']}/{place}",
            period=journal["AccountingDate"][:7],
            account=line["Account"],
            amount_minor=from_decimal(line["Amount"], 2),
        )
