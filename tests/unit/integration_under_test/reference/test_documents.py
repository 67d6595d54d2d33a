"""Documents: taken once, answered once, a work item where nobody can use them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from integration_under_test.boundary import Document, OutcomeUnknown, Resolution
from integration_under_test.reference import Reference
from integration_under_test.reference.events.command import Step
from integration_under_test.reference.gateway import commands
from integration_under_test.reference.gateway.command_kind import (
    CommandKind,
    Instead,
    Letter,
    SendKind,
)
from integration_under_test.reference.orchestration import documents
from integration_under_test.reference.orchestration.documents import DocumentFlow, DocumentRoutes
from tests.unit.integration_under_test.reference.fakes import USAGE, FakeHost, refusal

FILE = b"HDR|NOTE|PAYROLL|12|20260414|1|1\nNTE|US-1\nTRL|12|1|0\n"


@dataclass
class Mailbox:
    """Fails on cue, else keeps what it gets."""

    failures: list[Exception] = field(default_factory=list)
    got: list[Document] = field(default_factory=list)

    async def send(self, document: Document) -> None:
        self.got.append(document)
        if self.failures:
            raise self.failures.pop(0)


def note(content: bytes = FILE, name: str = "NOTE.12.txt") -> Document:
    return Document(name, "PAYROLL", "text/plain;layout=note", content)


def plan(received: Any, crosswalk: Any) -> tuple[Step, ...]:
    received.content.require_total(0)
    usage = replace(USAGE, number=received.number)
    return (Step("answer", received.key, usage), Step("cost", received.key, usage))


ANSWER = SendKind(
    "P16",
    mailbox=lambda usage: "PAYROLL",
    write=lambda usage, context: Letter(
        f"A{context.number}", "GROUP", "text/plain", f"{context.written_at}".encode()
    ),
    series="answers",
)
COST = CommandKind(
    "P16",
    "erp",
    "post_cost",
    lambda usage, context: {"Reference": usage.number},
    upsert=True,
    refused=lambda usage, refused: Instead(
        Step("answer", f"{usage.number}/refused", usage), "PAYROLL|note|12"
    ),
)


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Mailbox:
    monkeypatch.setitem(commands.COMMANDS, "answer", ANSWER)
    monkeypatch.setitem(commands.COMMANDS, "cost", COST)
    flow = DocumentFlow("P16", "note", "PAYROLL", plan)
    monkeypatch.setattr(documents, "ROUTES", DocumentRoutes("routes.documents", {"note": flow}))
    return Mailbox()


@pytest.fixture
def reference(host: FakeHost, mailbox: Mailbox) -> Reference:
    made = Reference()
    host.clock.run(made.start(replace(host.ports(), partners={"PAYROLL": mailbox})))
    return made


def take(host: FakeHost, reference: Reference, *sent: Document) -> None:
    for document in sent:
        host.clock.run(reference.on_document(document))
    host.clock.run_until(host.clock.now_s() + 600)


def test_a_document_that_comes_twice_counts_once(
    host: FakeHost, reference: Reference, mailbox: Mailbox
) -> None:
    take(host, reference, note(), note(name="NOTE.12.again.txt"))
    assert host.systems["erp"].called("post_cost") == 1
    assert len(mailbox.got) == 1


def test_an_answer_is_sent_again_as_it_was(
    host: FakeHost, reference: Reference, mailbox: Mailbox
) -> None:
    mailbox.failures.append(OutcomeUnknown())
    take(host, reference, note())
    first, second = mailbox.got
    assert first == second
    assert first.id == "A1"
    assert host.storage.keys("numbered") == []


def test_another_content_under_the_same_number_is_for_a_person(
    host: FakeHost, reference: Reference
) -> None:
    take(host, reference, note(), note(FILE.replace(b"US-1", b"US-2"), "NOTE.12.b.txt"))
    (item,) = host.items.values()
    assert (item.type, item.flow) == ("conflicting_document", "P16")
    assert host.systems["erp"].called("post_cost") == 1


def test_after_a_refusal_the_sender_may_correct_it(
    host: FakeHost, reference: Reference, mailbox: Mailbox
) -> None:
    host.systems["erp"].plan("post_cost", refusal("UNBALANCED"))
    take(host, reference, note())
    assert len(mailbox.got) == 2
    take(host, reference, note(FILE.replace(b"US-1", b"US-2")))
    assert host.systems["erp"].called("post_cost") == 2
    assert host.items == {}


@pytest.mark.parametrize(
    "document",
    [
        note(b""),
        note(FILE.replace(b"TRL|12|1", b"TRL|12|9")),
        Document("X", "NOBODY", "text/plain;layout=note", FILE),
        Document("X", "PAYROLL", "image/png", b"\x89PNG"),
    ],
)
def test_what_nobody_can_use_is_acknowledged_and_shown_to_a_person(
    host: FakeHost, reference: Reference, document: Document
) -> None:
    take(host, reference, document, document)
    (item,) = host.items.values()
    assert item.type == "unreadable_document"
    assert host.storage.keys("outbox") == []


def test_a_person_may_have_it_opened_again(
    host: FakeHost, reference: Reference, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = documents.ROUTES
    monkeypatch.setattr(documents, "ROUTES", DocumentRoutes("routes.documents", {}))
    take(host, reference, note())
    (item,) = host.items
    monkeypatch.setattr(documents, "ROUTES", taken)
    host.clock.run(reference.on_resolution(Resolution(item, "retry")))
    host.clock.run_until(host.clock.now_s() + 600)
    assert host.systems["erp"].called("post_cost") == 1
    assert host.storage.keys("dead_letters") == []


def test_what_a_retry_did_not_help_can_only_be_dismissed(
    host: FakeHost, reference: Reference
) -> None:
    take(host, reference, note(FILE.replace(b"TRL|12|1", b"TRL|12|9")))
    (first,) = host.items
    host.clock.run(reference.on_resolution(Resolution(first, "retry")))
    second = next(item for item in host.items if item != first)
    assert host.items[second].actions == ("dismiss",)
    assert len(host.storage.keys("dead_letters")) == 1
    host.clock.run(reference.on_resolution(Resolution(second, "dismiss")))
    assert host.storage.keys("dead_letters") == []
