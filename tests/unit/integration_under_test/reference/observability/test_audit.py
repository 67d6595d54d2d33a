"""Acts are noted with the state they belong to, sealed in blocks, and told to the auditor."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from integration_under_test.boundary import Document, OutcomeUnknown, Rejected, Unavailable
from integration_under_test.reference.events.command import Command, from_row
from integration_under_test.reference.events.outbox import Outbox
from integration_under_test.reference.gateway.commands.audit import letter
from integration_under_test.reference.observability import audit as audits
from integration_under_test.reference.observability.audit import Audit
from integration_under_test.reference.observability.chain import verify
from integration_under_test.reference.store.acts import Sent
from integration_under_test.reference.store.store import AlreadyKnown, Applied, Arrival, Store
from tests.unit.integration_under_test.reference.fakes import FakeHost, command

ROW = {"correlation_id": "c-1", "posting_on": ""}


@dataclass
class Auditor:
    """A mailbox that is out of reach of the integration; away as often as planned."""

    away: int = 0
    documents: list[Document] = field(default_factory=list)

    async def send(self, document: Document) -> None:
        if self.away:
            self.away -= 1
            raise Unavailable
        self.documents.append(document)


def audited(host: FakeHost, auditor: Auditor | None = None) -> tuple[Audit, Store]:
    audit = Audit(host.storage, host, {"AUDITOR": auditor} if auditor else {})
    return audit, Store(host.storage, audit.note)


def read(host: FakeHost, what: Any) -> Any:
    async def work() -> Any:
        async with host.storage.transaction() as tx:
            return what(tx)

    return host.clock.run(work())


def opened(host: FakeHost, audit: Audit) -> list[Command]:
    """What the auditor is owed from now on."""
    owed: list[Command] = []

    async def start() -> None:
        audit.open(owed.append)

    host.clock.run(start())
    return owed


def outbox(host: FakeHost) -> list[str]:
    return [row for row, _ in read(host, lambda tx: tx.scan("outbox"))]


def acts(host: FakeHost) -> list[tuple[str, str]]:
    return [(e["act"], e["subject"]) for e in read(host, audits.read_unsealed)]


def test_an_entry_lands_in_the_transaction_of_its_act(host: FakeHost) -> None:
    _, store = audited(host)
    before = host.storage.commits
    host.clock.run(store.accept(Arrival("/inventory|e-1"), {"row": ROW}))
    assert host.storage.commits == before + 1
    (entry,) = read(host, audits.read_unsealed)
    assert entry == {
        "at": host.now().isoformat(),
        "act": "accepted",
        "subject": "/inventory|e-1",
        "correlation": "c-1",
        "rows": ["row"],
    }


def test_a_delivery_that_changes_nothing_is_not_noted(host: FakeHost) -> None:
    _, store = audited(host)
    host.clock.run(store.accept(Arrival("d", "one"), {}))
    host.clock.run(store.accept(Arrival("d", "one"), {}))
    with pytest.raises(AlreadyKnown):
        host.clock.run(store.accept(Arrival("d", "two"), {}))
    assert acts(host) == [("accepted", "d")]


def test_what_was_sent_is_noted_by_its_digests(host: FakeHost) -> None:
    _, store = audited(host)
    sent = Sent("billing", "create_charge", 2, {"encounter": "ENC-1"}, {"chargeId": 7})
    applied = Applied(remembered=("charge/1", "7"), sent=sent)
    host.clock.run(store.finish("row", "create_charge/1", applied))
    (entry,) = read(host, audits.read_unsealed)
    assert (entry["system"], entry["operation"], entry["attempt"]) == sent[:3]
    assert entry["gave"] == ["charge/1", "7"]
    assert "ENC-1" not in json.dumps(entry)
    assert len(entry["content"]) == len(entry["answer"]) == 32
    assert entry["content"] != entry["answer"]


def test_every_way_of_a_command_leaves_its_entry(host: FakeHost) -> None:
    _, store = audited(host)
    dead = {"command": ROW, "item": {"type": "refused", "owner": "AP desk", "reason": "Mr Smith"}}
    steps = (
        store.accept(Arrival("e"), {"row": ROW}),
        store.failed("row", 0, "Unavailable"),
        store.amend("row", {**ROW, "posting_on": "2026-05-01"}),
        store.replace("row", ("row>answer", ROW), reopens="e"),
        store.bury("row>answer", dead),
        store.rewrite("row>answer", dead),
        store.revive("row>answer", {"row>answer": ROW}),
        store.bury("row>answer", dead),
        store.revive("row>answer", {}),
        store.refuse("d", {"document": {}, "item": dead["item"]}),
    )
    for step in steps:
        host.clock.run(step)
    assert [act for act, _ in acts(host)] == [
        *("accepted", "failed", "moved", "replaced", "buried", "kept", "released", "buried"),
        *("dismissed", "refused"),
    ]
    entries = read(host, audits.read_unsealed)
    assert [e["owner"] for e in entries if e["act"] == "dismissed"] == ["AP desk"]
    assert "Smith" not in json.dumps(entries), "a reason may quote a document"


def test_sealing_moves_entries_into_a_chain(host: FakeHost) -> None:
    audit, store = audited(host)
    for number in range(3):
        host.clock.run(store.accept(Arrival(f"e-{number}"), {}))
        host.clock.run(audit.seal())
    blocks = read(host, audits.read_blocks)
    assert [e["subject"] for b in blocks for e in b.entries] == ["e-0", "e-1", "e-2"]
    assert acts(host) == []
    assert verify(blocks, read(host, audits.read_checkpoints)) == []


def test_a_full_block_is_sealed_in_passing(host: FakeHost, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audits, "BLOCK_ENTRIES", 4)
    audit, store = audited(host)

    async def work() -> None:
        for number in range(10):
            await store.accept(Arrival(f"e-{number}"), {})
        await audit.stop()

    host.clock.run(work())
    blocks = read(host, audits.read_blocks)
    assert sum(len(block.entries) for block in blocks) == 10
    assert len(blocks) == 3


def test_a_later_life_goes_on_with_the_chain_and_what_was_left_unsealed(host: FakeHost) -> None:
    first, store = audited(host)
    host.clock.run(store.accept(Arrival("e-0"), {}))
    host.clock.run(first.seal())
    host.clock.run(store.accept(Arrival("e-1"), {}))
    host.clock.run_until(60.0)
    second, store = audited(host)
    host.clock.run(store.accept(Arrival("e-2"), {}))
    host.clock.run(second.stop())
    blocks = read(host, audits.read_blocks)
    assert [[e["subject"] for e in b.entries] for b in blocks] == [["e-0"], ["e-1", "e-2"]]
    assert verify(blocks, read(host, audits.read_checkpoints)) == []


def test_the_auditor_is_told_of_the_last_block_when_the_integration_stops(host: FakeHost) -> None:
    auditor = Auditor()
    audit, store = audited(host, auditor)
    host.clock.run(store.accept(Arrival("e-0"), {}))
    host.clock.run(store.accept(Arrival("e-1"), {}))
    host.clock.run(audit.stop())
    (block,) = read(host, audits.read_blocks)
    (told,) = [json.loads(document.content) for document in auditor.documents]
    assert (told["block"], told["digest"]) == (0, block.digest)
    assert (told["entries"], told["before"]) == (2, None)
    assert read(host, audits.read_checkpoints) == [(0, block.digest)]
    assert outbox(host) == []


def test_the_auditor_is_owed_the_first_block_of_a_day_in_the_transaction_that_seals_it(
    host: FakeHost,
) -> None:
    audit, store = audited(host, Auditor())
    owed = opened(host, audit)
    for number, hours in enumerate((0, 1, 24, 25)):
        host.clock.run_until(hours * 3600.0)
        host.clock.run(store.accept(Arrival(f"e-{number}"), {}))
        before = host.storage.commits
        host.clock.run(audit.seal())
        assert host.storage.commits == before + 1
    assert [command.document.number for command in owed] == [0, 2]
    assert [command.document.before_number for command in owed] == [-1, 0]
    assert outbox(host) == [command.row for command in owed]


def test_without_an_auditor_every_block_is_kept_and_nothing_is_owed(host: FakeHost) -> None:
    audit, store = audited(host)
    for number in range(2):
        host.clock.run(store.accept(Arrival(f"e-{number}"), {}))
        host.clock.run(audit.seal())
    assert [c.number for c in read(host, audits.read_checkpoints)] == [0, 1]
    assert outbox(host) == []


def test_what_an_earlier_life_left_unsealed_is_sealed_at_once_for_the_auditor(
    host: FakeHost,
) -> None:
    _, store = audited(host, Auditor())
    host.clock.run(store.accept(Arrival("e-0"), {}))
    owed = opened(host, audited(host, Auditor())[0])
    host.clock.run_until(1.0)
    assert [command.document.number for command in owed] == [0]


def test_a_block_that_was_changed_in_the_storage_is_found(host: FakeHost) -> None:
    audit, store = audited(host)
    host.clock.run(store.accept(Arrival("e-0"), {}))
    host.clock.run(audit.stop())
    assert host.clock.run(audit.verify()) == []

    async def tamper() -> None:
        async with host.storage.transaction() as tx:
            previous, entries, digest = tx.get(audits.BLOCKS, audits.row_of(0))
            tx.put(audits.BLOCKS, audits.row_of(0), [previous, [*entries, *entries], digest])

    host.clock.run(tamper())
    assert [finding.number for finding in host.clock.run(audit.verify())] == [0]


def test_an_auditor_who_is_away_at_the_end_is_told_in_the_next_life(host: FakeHost) -> None:
    auditor = Auditor(away=1)
    first, store = audited(host, auditor)
    host.clock.run(store.accept(Arrival("e-0"), {}))
    host.clock.run(first.stop())
    assert (auditor.documents, len(outbox(host))) == ([], 1)
    assert read(host, audits.read_checkpoints) == []
    host.clock.run_until(60.0)
    second, _ = audited(host, auditor)
    host.clock.run(second.stop())
    assert [json.loads(d.content)["block"] for d in auditor.documents] == [0]
    assert outbox(host) == []


def test_a_checkpoint_that_is_sent_again_is_the_same_to_the_byte(host: FakeHost) -> None:
    audit, store = audited(host, Auditor(away=1))
    host.clock.run(store.accept(Arrival("e-0"), {}))
    host.clock.run(audit.stop())
    host.clock.run_until(60.0)
    (row,) = read(host, lambda tx: tx.scan("outbox"))
    auditor = Auditor()
    host.clock.run(audited(host, auditor)[0].stop())
    assert auditor.documents[0].content == letter(from_row(*row).document).content


def test_an_attempt_that_failed_is_noted_with_the_kind_of_its_error(host: FakeHost) -> None:
    _, store = audited(host)
    outbox = Outbox(store)
    host.clock.run(outbox.failed(command(), 0, OutcomeUnknown("Mr Smith")))
    host.clock.run(outbox.failed(command(), 1, Rejected(409, "UNKNOWN_ITEM", "Mr Smith")))
    entries = read(host, audits.read_unsealed)
    assert [e["error"] for e in entries] == ["OutcomeUnknown", "Rejected UNKNOWN_ITEM"]
