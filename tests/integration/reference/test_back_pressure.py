"""A bound that is far too tight, on a rough day: senders are turned away, and nothing is lost."""

from __future__ import annotations

from dataclasses import replace

from integration_under_test.boundary import Busy, Document, Event
from integration_under_test.reference import Reference
from sim.cli import RunRequest, build_spec
from sim.experiment.run import run
from tests.couriers.house import outcomes

PARTIES = ("ehr", "edi_suppliers")


class Counting(Reference):
    """Counts whom it turned away."""

    def __init__(self) -> None:
        self.events = self.documents = 0

    async def on_event(self, event: Event) -> None:
        try:
            await super().on_event(event)
        except Busy:
            self.events += 1
            raise

    async def on_document(self, document: Document) -> None:
        try:
            await super().on_document(document)
        except Busy:
            self.documents += 1
            raise


def test_senders_keep_what_was_turned_away_and_bring_it_again() -> None:
    asked = RunRequest(
        "ordinary_day", "reference", scale=0.005, faults="rough_day", parties=PARTIES
    )
    tight = replace(build_spec(asked), settings={"max_backlog": 8, "busy_retry_after_s": 120})
    reference = Counting()
    found = run(tight, reference, None)
    assert reference.events > 10
    assert reference.documents > 10
    assert found.verdict.outcome == "pass", outcomes(found)
