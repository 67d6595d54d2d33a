"""Holds come before their releases at each system, whatever the order of the news."""

from __future__ import annotations

from typing import Any

import pytest

from integration_under_test.boundary import Event, OutcomeUnknown
from integration_under_test.reference import Reference
from integration_under_test.reference.store.store import Store
from tests.unit.integration_under_test.reference.fakes import FakeHost, refusal

HELD: dict[str, Any] = {
    "InvoiceNumber": "INV-1",
    "SupplierNumber": "300",
    "InvoiceType": "STANDARD",
    "Status": "HELD",
    "Holds": ["PRICE"],
    "StatusVersion": 1,
}
FREE = {**HELD, "Status": "APPROVED", "Holds": [], "StatusVersion": 2}
PROCUREMENT = ("return_invoice_hold", "release_invoice_hold")
CONTRACTS = ("record_invoice_hold", "lift_invoice_hold")


@pytest.fixture
def reference(host: FakeHost, monkeypatch: pytest.MonkeyPatch) -> Reference:
    made = Reference()
    known = {"find_invoices": {"invoices": [{"id": 7, "status-version": 0}]}}
    contract = {"items": [{"ContractNumber": "CT-1", "InvoiceAmount": "250.00"}]}
    monkeypatch.setattr(host.systems["procurement"], "planned", Always(known))
    monkeypatch.setattr(host.systems["erp"], "planned", Always({"find_invoices": contract}))
    host.clock.run(made.start(host.ports()))
    return made


class Always(dict[str, Any]):
    """The same answer every time, but for what is planned on top."""

    def __init__(self, answers: dict[str, Any]) -> None:
        super().__init__({name: Endless([answer]) for name, answer in answers.items()})


class Endless(list[Any]):
    def pop(self, place: Any = -1) -> Any:
        return self[0] if len(self) == 1 else super().pop(place)


def tell(host: FakeHost, reference: Reference, *changes: dict[str, Any]) -> None:
    for data in changes:
        key = f"erp-{data['StatusVersion']}"
        event = Event(key, "/erp", "erp.invoice.changed", "2026-04-14T15:00:00+00:00", "S", data)
        host.clock.run(reference.on_event(event))
        host.clock.run_until(host.clock.now_s() + 600)


def done(host: FakeHost, system: str, operations: tuple[str, ...]) -> list[str]:
    return [name for name, _, _ in host.systems[system].calls if name in operations]


def waiting(host: FakeHost) -> list[str]:
    """Rows of the outbox; two sequences that end together leave traces under its deleted keys."""
    rows, _ = host.clock.run(Store(host.storage).load())
    return [row for row, _ in rows]


@pytest.mark.parametrize("news", [(HELD, FREE), (FREE, HELD), (HELD, HELD, FREE, FREE)])
def test_each_hold_is_returned_once_then_released_once(
    host: FakeHost, reference: Reference, news: tuple[dict[str, Any], ...]
) -> None:
    tell(host, reference, *news)
    assert done(host, "procurement", PROCUREMENT) == list(PROCUREMENT)
    assert done(host, "contracts", CONTRACTS) == list(CONTRACTS)
    assert waiting(host) == []


def test_a_later_status_releases_nothing_again(host: FakeHost, reference: Reference) -> None:
    tell(host, reference, HELD, FREE, {**FREE, "StatusVersion": 4})
    assert done(host, "procurement", PROCUREMENT) == list(PROCUREMENT)


def test_an_invoice_that_was_never_held_costs_nothing(host: FakeHost, reference: Reference) -> None:
    tell(host, reference, {**FREE, "StatusVersion": 1}, {**FREE, "StatusVersion": 2})
    assert done(host, "procurement", PROCUREMENT) == []
    assert done(host, "contracts", CONTRACTS) == []


def test_a_hold_of_unknown_outcome_is_not_returned_twice(
    host: FakeHost, reference: Reference
) -> None:
    procurement = host.systems["procurement"]
    procurement.plan("return_invoice_hold", OutcomeUnknown(), refusal("DUPLICATE_HOLD", 409))
    procurement.plan("release_invoice_hold", OutcomeUnknown(), refusal("ILLEGAL_TRANSITION", 409))
    tell(host, reference, HELD, FREE)
    assert host.items == {}
    assert waiting(host) == []


def test_an_expense_is_none_of_their_business(host: FakeHost, reference: Reference) -> None:
    tell(host, reference, {**HELD, "InvoiceType": "EXPENSE"})
    assert done(host, "procurement", PROCUREMENT) == []
