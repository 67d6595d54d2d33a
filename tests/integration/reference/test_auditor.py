"""An auditor outside keeps checkpoints of the audit: who can write all rows is found out there.

The auditor stands beside S17. What is done to the storage below is done to the blocks, their heads
and the integration's own copy of the checkpoints together.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache, partial
from typing import Any

import pytest

from integration_under_test.boundary import Document, Rejected, Transaction
from integration_under_test.reference import Reference
from integration_under_test.reference.observability import audit as audits
from integration_under_test.reference.observability.audit import Audit, row_of
from integration_under_test.reference.observability.chain import (
    GENESIS,
    Block,
    Checkpoint,
    Finding,
    sealed,
)
from integration_under_test.reference.orchestration.audit_checkpoints import OWED
from integration_under_test.reference.store.store import APPLIED, DEAD_LETTERS, OUTBOX
from sim.cli import RunRequest, build_spec
from sim.experiment.run import Judged, record, run
from sim.experiment.spec import RunSpec
from sim.host.crashes import Crashes
from sim.host.trace import Trace
from sim.world.parties.auditor.auditor import MAILBOX, Auditor
from sim.world.parties.party import Place
from tests.couriers.house import outcomes

DAYS = 3
KEPT = (audits.BLOCKS, audits.CHECKPOINTS, audits.HEADS, OWED, APPLIED, OUTBOX)
"""The tables that somebody writes anew who would deceive everybody in the house."""
CRASHES = 6
SEATED: list[Watched] = []
LIVES: list[Reference] = []


class Watched(Auditor):
    """Whose book the test can read afterwards, with what else it was told."""

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self.refused: list[str] = []
        self.taken_at_s: list[float] = []
        SEATED.append(self)

    def accept(self, mailbox: str, document: Document) -> str:
        reason = super().accept(mailbox, document)
        if reason:
            self.refused.append(reason)
        else:
            self.taken_at_s.append(self._place.agenda.now_s)
        return reason


class Living(Reference):
    """The reference, whose last life the test finds."""

    def __init__(self) -> None:
        LIVES.append(self)


@dataclass
class Audited:
    """A run, what its storage holds afterwards, and the auditor's own book."""

    judged: Judged
    reference: Reference
    auditor: Watched

    def checkpoints(self) -> list[Checkpoint]:
        """The auditor's copy, as the verifier takes it."""
        kept = self.auditor.book.chains.get("integration-audit", ())
        return [Checkpoint(*told.mark) for told in kept]

    def write(self, work: Callable[[Transaction], Any]) -> Any:
        return asyncio.run(self._written(work))

    async def _written(self, work: Callable[[Transaction], Any]) -> Any:
        async with self.reference.audit.storage.transaction() as tx:
            return work(tx)

    def verify(self, checkpoints: Sequence[Checkpoint] | None = None) -> list[Finding]:
        return asyncio.run(self.reference.audit.verify(checkpoints))


def driven(spec: RunSpec) -> Audited:
    judged = run(spec, Living(), None)
    return Audited(judged, LIVES[-1], SEATED.pop())


def spec_of(faults: str) -> RunSpec:
    party = f"{Watched.__module__}:{Watched.__name__}"
    asked = RunRequest("ordinary_day", "reference", scale=0.005, faults=faults, parties=(party,))
    spec = build_spec(asked)
    return replace(spec, scenario=replace(spec.scenario, days=DAYS))


@lru_cache(maxsize=2)
def audited(faults: str) -> Audited:
    return driven(spec_of(faults))


@pytest.mark.parametrize("faults", ["none", "rough_day"])
def test_the_auditor_has_a_checkpoint_of_every_day_and_of_the_end(faults: str) -> None:
    found = audited(faults)
    assert outcomes(found.judged) == {}
    (kept,) = found.auditor.book.chains.values()
    days = {told.sealed_at.date() for told in kept}
    assert len(days) >= DAYS
    assert len(kept) <= len(days) + 1
    blocks = found.write(audits.read_blocks)
    assert kept[-1].mark == (blocks[-1].number, blocks[-1].digest)
    assert kept[-1].entries == sum(len(block.entries) for block in blocks)


@pytest.mark.parametrize("faults", ["none", "rough_day"])
def test_the_chain_holds_against_the_auditors_copy(faults: str) -> None:
    found = audited(faults)
    assert found.verify(found.checkpoints()) == []
    assert found.verify() == []


def test_what_the_auditor_took_waits_nowhere_and_is_in_the_audit() -> None:
    found = audited("none")
    assert found.write(lambda tx: [*tx.scan(OUTBOX), *tx.scan(DEAD_LETTERS)]) == []
    entries = [e for block in found.write(audits.read_blocks) for e in block.entries]
    sent = [e["operation"] for e in entries if e["act"] == "done" and e.get("system") == MAILBOX]
    (kept,) = found.auditor.book.chains.values()
    assert sent == [f"audit-{told.mark.block:09d}.json" for told in kept[:-1]], "but for the last"


def test_the_integrations_own_copy_holds_what_the_auditor_has() -> None:
    found = audited("none")
    assert found.write(audits.read_checkpoints) == found.checkpoints()


def test_a_chain_cut_off_with_its_own_checkpoints_is_found_by_the_auditors_copy_alone() -> None:
    found = audited("none")
    blocks = found.write(audits.read_blocks)
    with rewritten(found, blocks[: len(blocks) // 2]):
        assert found.verify() == [], "whoever can write here leaves nothing to be seen here"
        said = {finding.what for finding in found.verify(found.checkpoints())}
    assert said == {"a checkpoint tells of it, and it is not there"}


def test_a_chain_written_anew_is_found_by_the_auditors_copy_alone() -> None:
    found = audited("none")
    with rewritten(found, without_its_second_entry(found.write(audits.read_blocks))):
        assert found.verify() == []
        said = {finding.what for finding in found.verify(found.checkpoints())}
    assert said == {"a checkpoint tells of another one"}


@pytest.mark.parametrize("reason", ["fork", "backwards"])
def test_the_auditor_refuses_what_a_forged_chain_goes_on_with(reason: str) -> None:
    found = audited("none")
    before, blocks = found.checkpoints(), found.write(audits.read_blocks)
    forged = blocks[:1] if reason == "backwards" else without_its_second_entry(blocks)
    with rewritten(found, forged):
        refusals = asyncio.run(go_on(found))
        waiting = found.write(lambda tx: tx.scan(OUTBOX))
    assert [refusal.partition(":")[0] for refusal in refusals] == [reason]
    assert len(waiting) == 1, "a person hears of it after the next start"
    assert found.checkpoints() == before


def test_a_crash_around_the_sending_neither_loses_a_checkpoint_nor_breaks_the_row() -> None:
    spec = replace(spec_of("none"), crashes=Crashes())
    points = points_of_the_second_day(spec)
    assert len(points) >= CRASHES
    for point in points[:: len(points) // CRASHES]:
        crashed = driven(replace(spec, crashes=Crashes((point,))))
        assert outcomes(crashed.judged) == {}
        assert crashed.auditor.refused == []
        (kept,) = crashed.auditor.book.chains.values()
        assert len({told.sealed_at.date() for told in kept}) >= DAYS
        assert len(kept) <= DAYS + 2
        assert crashed.verify(crashed.checkpoints()) == []


def points_of_the_second_day(spec: RunSpec) -> list[int]:
    """Where a crash falls into the second before or after the second checkpoint was taken."""
    trace = Trace()
    record(spec, Living(), None, trace=trace)
    taken_us = SEATED.pop().taken_at_s[1] * 1e6
    near = [abs(passed.t_us - taken_us) < 1e6 for passed in trace.points]
    return [number for number, is_near in enumerate(near, start=1) if is_near]


def without_its_second_entry(blocks: Sequence[Block]) -> list[Block]:
    """As somebody writes it anew who knows the formula."""
    head, anew = Checkpoint(-1, GENESIS), []
    for block in blocks:
        kept = [e for n, e in enumerate(block.entries) if (block.number, n) != (0, 1)]
        anew.append(sealed(head, kept))
        head = Checkpoint(block.number, anew[-1].digest)
    return anew


@contextmanager
def rewritten(found: Audited, blocks: Sequence[Block]) -> Iterator[None]:
    """Has a chain in the place of the stored one, with all that is kept about it, for a while."""
    before = found.write(lambda tx: {table: tx.scan(table) for table in KEPT})
    last = [blocks[-1].number, blocks[-1].digest]
    found.write(
        partial(
            restore,
            tables={
                audits.BLOCKS: [(row_of(block.number), list(block[1:])) for block in blocks],
                audits.CHECKPOINTS: [(row_of(block.number), block.digest) for block in blocks],
                audits.HEADS: [("chain", last), ("entries", sum(len(b.entries) for b in blocks))],
                OWED: [("chain", last)],
                APPLIED: [("send_checkpoint/chain", blocks[-1].number + 1)],
                OUTBOX: [],
            },
        )
    )
    yield
    found.write(partial(restore, tables=before))


def restore(tx: Transaction, tables: Mapping[str, Sequence[tuple[str, Any]]]) -> None:
    for table, rows in tables.items():
        for row, _ in tx.scan(table):
            tx.delete(table, row)
        for row, value in rows:
            tx.put(table, row, value)


@dataclass
class Counter:
    """The way to the auditor's mailbox, without a cable."""

    auditor: Auditor
    refusals: list[str]

    def now(self) -> datetime:
        return datetime(2027, 1, 1, tzinfo=UTC)

    async def sleep_until(self, instant: datetime) -> None:
        raise AssertionError(f"nobody waits for {instant} here")

    async def send(self, document: Document) -> None:
        if reason := self.auditor.accept(MAILBOX, document):
            self.refusals.append(reason)
            raise Rejected(400, "DOCUMENT_REFUSED", reason)


async def go_on(found: Audited) -> list[str]:
    """A later life notes something on the stored chain, and stops."""
    counter = Counter(found.auditor, [])
    audit = Audit(found.reference.audit.storage, counter, {MAILBOX: counter})
    async with audit.storage.transaction() as tx:
        audit.note(tx, "done", "something")
    await audit.stop()
    return counter.refusals
