"""A reference on fake systems whose operators act: what tests of rollbacks share."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from integration_under_test.boundary import OutcomeUnknown, Partner, Unavailable
from integration_under_test.reference import Reference
from integration_under_test.reference.store.store import OUTBOX
from tests.unit.integration_under_test.reference.fakes import (
    ITEM,
    UNBILLED,
    FakeHost,
    FakeSystem,
    usage_event,
)
from tests.unit.integration_under_test.reference.releases.operators import Changes, Operators

OTHER = "SUP00002"
SWAP: Changes = {"mappings.charge_code": {ITEM: OTHER, UNBILLED: "SUP00001"}}
"""Passes every contract, and charges the wrong thing."""
IMPATIENT: Changes = {
    "policies.waits": {"outage_patience_h": 1.0, "retry_horizon_h": 1.0, "unmapped_patience_h": 1.0}
}
AWAY = Unavailable("connection refused")


class Billing(FakeSystem):
    """A billing platform that finds the charges which it took, and may be away."""

    def __init__(self) -> None:
        super().__init__("billing")
        self.charged: list[tuple[str, str]] = []
        self.is_away = self.loses_answers = False

    async def call(self, operation: str, body: Any, **envelope: Any) -> dict[str, Any]:
        answer = await super().call(operation, body, **envelope)
        if operation not in ("create_charge", "find_charges"):
            return answer
        if self.is_away:
            raise AWAY
        if operation == "find_charges":
            found = [
                {"sourceReference": r} for r, _ in self.charged if r == body["sourceReference"]
            ]
            return {"charges": found}
        self.charged.append((body["sourceReference"], body["chargeCode"]))
        if self.loses_answers:
            raise OutcomeUnknown("time-out")
        return answer


def started(host: FakeHost, **partners: Partner) -> Reference:
    made = Reference()
    host.clock.run(made.start(replace(host.ports(), partners=partners)))
    return made


def run_s(host: FakeHost, seconds: float) -> None:
    host.clock.run_until(host.clock.now_s() + seconds)


def take(host: FakeHost, reference: Reference, number: str, item: str = ITEM) -> None:
    host.clock.run(reference.on_event(usage_event(number, item)))
    run_s(host, 10)


def promoted(host: FakeHost, reference: Reference, changes: Changes = SWAP) -> int:
    return int(host.clock.run(Operators(reference).promoted(changes)))


def rolled_back(host: FakeHost, reference: Reference, number: int = 2) -> Any:
    operators = Operators(reference)
    host.clock.run(operators.rolled_back(number))
    run_s(host, 3600)
    standing = host.clock.run(operators.standing(number))
    assert (standing["state"], standing["settled"]) == ("rolled back", True)
    return standing


def in_outbox(host: FakeHost) -> list[Any]:
    async def work() -> list[Any]:
        async with host.storage.transaction() as tx:
            return [row for _, row in tx.scan(OUTBOX)]

    return list(host.clock.run(work()))
