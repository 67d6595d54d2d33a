"""Batches that come to nothing go back to their sender once, and come again corrected."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from integration_under_test.boundary import Document, OutcomeUnknown
from integration_under_test.reference import Reference
from mock_systems.standards.files import batch_answer_file
from mock_systems.standards.files.batch_answer_file import BatchAnswer
from tests.unit.integration_under_test.reference.fakes import FakeHost, refusal

GOOD = b"""HDR,JOURNAL,PAYROLL,12,20260414,1,1
JNL,PR1,1,PAYROLL,BU100,20260414,6010,CC-1010,100.00,0.00,,
JNL,PR1,2,PAYROLL,BU100,20260414,2210,,0.00,100.00,,
TRL,12,2,20000
"""
DAMAGED = GOOD.replace(b"20000\n", b"20001\n")
CORRECTED = GOOD.replace(b"100.00", b"101.00").replace(b"20000\n", b"20200\n")
WITHIN_S, PATIENCE_S = 600.0, 5 * 3600.0


@dataclass
class Mailbox:
    """Fails on cue, else keeps what it gets."""

    failures: list[Exception] = field(default_factory=list)
    got: list[Document] = field(default_factory=list)

    async def send(self, document: Document) -> None:
        self.got.append(document)
        if self.failures:
            raise self.failures.pop(0)

    def answers(self) -> list[BatchAnswer]:
        """As an independent reader of the layout has them."""
        files = [batch_answer_file.read(document.content.decode()) for document in self.got]
        return [answer for file in files for answer in file.answers]


def journal(content: bytes, name: str = "PAYROLL.JOURNAL.000012.txt") -> Document:
    return Document(name, "PAYROLL", "text/plain;layout=journal", content)


@dataclass
class Desk:
    """Sends files to a reference that runs."""

    host: FakeHost
    reference: Reference
    mailbox: Mailbox

    def send(self, *documents: Document, within_s: float = WITHIN_S) -> None:
        clock = self.host.clock
        for document in documents:
            clock.run(self.reference.on_document(document))
        clock.run_until(clock.now_s() + within_s)

    @property
    def imported(self) -> int:
        return self.host.systems["erp"].called("import_journal_batch")


@pytest.fixture
def desk(host: FakeHost) -> Desk:
    made, mailbox = Reference(), Mailbox()
    host.clock.run(made.start(replace(host.ports(), partners={"PAYROLL": mailbox})))
    return Desk(host, made, mailbox)


def test_a_good_file_is_posted_once_and_needs_no_answer(desk: Desk) -> None:
    desk.send(journal(GOOD), journal(GOOD), journal(GOOD, "PAYROLL.JOURNAL.000012.R.txt"))
    assert (desk.imported, desk.mailbox.got) == (1, [])


def test_a_damaged_file_is_told_to_its_sender_and_to_nobody_else(desk: Desk) -> None:
    desk.send(journal(DAMAGED), journal(DAMAGED))
    reason = "the trailer says (2, 20001), got (2, 20000)"
    assert desk.mailbox.answers() == [
        BatchAnswer("PAYROLL", 12, "REJECTED", "CONTROL_TOTAL", reason)
    ]
    assert (desk.imported, desk.host.items) == (0, {})


def test_a_damaged_file_is_known_again_by_any_name(desk: Desk) -> None:
    desk.send(journal(DAMAGED), journal(DAMAGED, "COPY.txt"))
    assert (len(desk.mailbox.got), desk.host.items) == (1, {})


def test_a_damaged_file_comes_again_under_its_number(desk: Desk) -> None:
    desk.send(journal(DAMAGED), journal(GOOD, "PAYROLL.JOURNAL.000012.C.txt"))
    desk.send(journal(DAMAGED))
    assert (desk.imported, len(desk.mailbox.got), desk.host.items) == (1, 1, {})


def test_what_the_ledger_refuses_is_told_once_and_may_be_corrected(desk: Desk) -> None:
    desk.host.systems["erp"].plan("import_journal_batch", refusal("UNBALANCED_JOURNAL"))
    desk.send(journal(GOOD))
    desk.send(journal(GOOD))
    (answer,) = desk.mailbox.answers()
    assert (answer.number, answer.code) == (12, "UNBALANCED_JOURNAL")
    assert desk.imported == 1, "a late copy of what was refused is no news"
    desk.send(journal(CORRECTED, "PAYROLL.JOURNAL.000012.C.txt"))
    assert (desk.imported, len(desk.mailbox.got), desk.host.items) == (2, 1, {})


def test_an_unknown_code_is_given_time_before_the_file_goes_back(desk: Desk) -> None:
    refusals = [refusal("UNKNOWN_ACCOUNT")] * 1000
    desk.host.systems["erp"].plan("import_journal_batch", *refusals)
    desk.send(journal(GOOD))
    assert desk.mailbox.got == []
    desk.send(within_s=PATIENCE_S)
    assert [answer.code for answer in desk.mailbox.answers()] == ["UNKNOWN_ACCOUNT"]


def test_an_answer_is_sent_again_under_its_own_number(desk: Desk) -> None:
    desk.mailbox.failures.append(OutcomeUnknown())
    desk.send(journal(DAMAGED))
    first, second = desk.mailbox.got
    assert first == second
    assert first.id == "ANSWER.PAYROLL.000001.txt"


def test_a_batch_that_is_posted_already_needs_no_answer(desk: Desk) -> None:
    desk.host.systems["erp"].plan("import_journal_batch", refusal("DUPLICATE_BATCH", 409))
    desk.send(journal(GOOD))
    assert (desk.mailbox.got, desk.host.items) == ([], {})
    assert desk.host.storage.keys("outbox") == []


@pytest.mark.parametrize("content", [CORRECTED, DAMAGED])
def test_a_posted_batch_is_not_rejected_for_what_comes_after_it(desk: Desk, content: bytes) -> None:
    desk.send(journal(GOOD), journal(content, "PAYROLL.JOURNAL.000012.B.txt"))
    (item,) = desk.host.items.values()
    assert (item.type, item.owner) == ("conflicting_document", "close desk")
    assert (desk.imported, desk.mailbox.got) == (1, [])


def test_a_file_that_does_not_say_which_it_is_is_for_a_person(desk: Desk) -> None:
    desk.send(journal(b"JNL,PR1\n"))
    (item,) = desk.host.items.values()
    assert item.type == "unreadable_document"
    assert desk.mailbox.got == []
