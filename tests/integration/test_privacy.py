"""Patients' identities at the doors of whole runs: a leak is seen, care and bills are none."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

import pytest

from integration_under_test.boundary import CallError, Event, Ports, Subscription
from sim.cli import RunRequest, build_spec
from sim.experiment.run import Judged, run

USAGES = (Subscription("inventory", ("inventory.usage.recorded",)),)


class Discreet:
    """Asks about every usage, by the usage's own number."""

    subscriptions: Sequence[Subscription] = USAGES
    door, operation, key = "erp", "find_costs", "Reference"

    async def start(self, ports: Ports) -> None:
        self.systems = ports.systems

    async def on_event(self, event: Event) -> None:
        client, body = self.systems[self.door], {self.key: event.subject}
        with suppress(CallError):
            await client.call(self.operation, body, correlation_id=self.named(event))

    def named(self, event: Event) -> str:
        return f"inventory:{event.subject}"


class Blabs(Discreet):
    """Puts everything that it was told into the name of its call."""

    def named(self, event: Event) -> str:
        return f"{event.subject} {dict(event.data)}"


class BillsByName(Blabs):
    """Does so where patients are known."""

    door, operation, key = "billing", "find_charges", "sourceRef"


def judged(integration: type[Discreet]) -> Judged:
    spec = build_spec(RunRequest("ordinary_day", "template", 1, 0.003))
    return run(spec, integration(), None)


def test_an_encounter_in_the_ledger_is_a_leak_and_names_the_usage() -> None:
    found = judged(Blabs).verdict.finding("privacy")
    assert found.outcome == "fail"
    assert found.measured["leaks"] > 10
    first = found.evidence[0]
    assert (first.flow, first.key) == ("P09", "US-00000001")
    assert first.message == "erp US-00000001: find_costs bears 1 identities: encounter"


@pytest.mark.parametrize("integration", [Discreet, BillsByName])
def test_who_names_no_patient_or_names_it_where_it_is_known_leaks_nothing(
    integration: type[Discreet],
) -> None:
    found = judged(integration).verdict.finding("privacy")
    assert found.outcome == "pass"
    assert found.measured["patients"] > 10
