"""A partner's mailbox is away for two hours: a probe now and then meanwhile, and afterwards each
letter once, those of one sequence in their order."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from integration_under_test.boundary import Document, Unavailable
from integration_under_test.reference import Reference
from integration_under_test.reference.events.command import Step
from integration_under_test.reference.gateway import commands
from integration_under_test.reference.gateway.command_kind import Letter, SendKind
from integration_under_test.reference.orchestration import documents
from integration_under_test.reference.orchestration.documents import DocumentFlow, DocumentRoutes
from tests.unit.integration_under_test.reference.fakes import USAGE, FakeHost

NOTES = 100
OUTAGE_S = 7200.0
ALERT = "circuit_open/PAYROLL"


@dataclass
class Away:
    """A mailbox that nobody reaches until a time of the clock."""

    host: FakeHost
    until_s: float
    got: list[str] = field(default_factory=list)
    refused: int = 0

    async def send(self, document: Document) -> None:
        if self.host.clock.now_s() < self.until_s:
            self.refused += 1
            raise Unavailable("connection refused")
        self.got.append(document.content.decode())


def answers_to(mailbox: str) -> SendKind:
    return SendKind(
        "P16",
        mailbox=lambda usage: mailbox,
        write=lambda usage, context: Letter(
            f"A{context.number}", "GROUP", "text/plain", usage.number.encode()
        ),
        series="answers",
    )


def plan(received: Any, crosswalk: Any) -> tuple[Step, ...]:
    """Two letters to PAYROLL, the second when the first was taken, and one to GRANTS."""

    def step(kind: str, name: str, sequence: str) -> Step:
        number = f"{received.number}{name}"
        return Step(kind, f"{received.key}/{name}", replace(USAGE, number=number), sequence)

    first, second = (step("answer", name, f"answers/{received.key}") for name in "ab")
    return (first, second, step("answer_elsewhere", "c", ""))


@pytest.fixture(autouse=True)
def routes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(commands.COMMANDS, "answer", answers_to("PAYROLL"))
    monkeypatch.setitem(commands.COMMANDS, "answer_elsewhere", answers_to("GRANTS"))
    flow = DocumentFlow("P16", "note", "PAYROLL", plan)
    monkeypatch.setattr(documents, "ROUTES", DocumentRoutes("routes.documents", {"note": flow}))


def note(number: int) -> Document:
    content = f"HDR|NOTE|PAYROLL|{number}|20260414|1|1\nNTE|US-1\nTRL|{number}|1|0\n"
    return Document(f"NOTE.{number}.txt", "PAYROLL", "text/plain;layout=note", content.encode())


def outage(host: FakeHost, **settings: Any) -> tuple[Away, Away]:
    """Documents arrive all through the outage of one mailbox; another is there."""
    away, there = Away(host, OUTAGE_S), Away(host, 0.0)
    reference = Reference()
    ports = replace(host.ports(**settings), partners={"PAYROLL": away, "GRANTS": there})
    host.clock.run(reference.start(ports))
    for number in range(NOTES):
        host.clock.run(reference.on_document(note(number)))
        host.clock.run_until(host.clock.now_s() + OUTAGE_S / NOTES)
    return away, there


def test_a_mailbox_that_is_away_is_tried_by_probes_only(host: FakeHost) -> None:
    away, there = outage(host)
    assert 0 < away.refused < 2 * OUTAGE_S / 120
    assert host.alerts.raised.count(ALERT) == 1
    assert len(there.got) == NOTES


def test_without_the_breaker_it_is_tried_by_every_letter(host: FakeHost) -> None:
    away, _ = outage(host, without="circuit_breaker")
    assert away.refused > 5 * 2 * OUTAGE_S / 120


def test_afterwards_each_letter_is_taken_once_and_in_its_order(host: FakeHost) -> None:
    away, _ = outage(host)
    assert away.got == []
    host.clock.run_until(OUTAGE_S + 300.0)
    assert sorted(away.got) == sorted(f"{number}{name}" for number in range(NOTES) for name in "ab")
    for number in range(NOTES):
        assert away.got.index(f"{number}a") < away.got.index(f"{number}b")
    assert host.storage.keys("outbox") == []
    assert not host.items
    assert ALERT not in host.alerts.board


def test_one_letter_that_a_mailbox_chokes_on_stops_no_other(host: FakeHost) -> None:
    @dataclass
    class Choking(Away):
        async def send(self, document: Document) -> None:
            if document.content == b"0a":
                raise Unavailable("reset by peer")
            await super().send(document)

    mailbox = Choking(host, 0.0)
    reference = Reference()
    partners = {"PAYROLL": mailbox, "GRANTS": Away(host, 0.0)}
    host.clock.run(reference.start(replace(host.ports(), partners=partners)))
    for number in range(3):
        host.clock.run(reference.on_document(note(number)))
    host.clock.run_until(3600.0)
    assert sorted(mailbox.got) == ["1a", "1b", "2a", "2b"]
    assert host.alerts.raised.count(ALERT) == 0
