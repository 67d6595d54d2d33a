"""Documents: into a partner's mailbox, and forwarded to the integration until it accepts."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass, field

import pytest

from integration_under_test.boundary import Document, OutcomeUnknown, Rejected, Unavailable
from sim.cable import AnswerLost, CabledPartner, DocumentPost, Doubled, Lost, Receipt, Unreachable
from sim.clock import VirtualClock
from tests.unit.sim.cable.line import Line

ORDER = Document("850-0001", "HOSP", "application/edi-x12", b"ISA*00*...~")


@dataclass
class Mailbox:
    """Takes documents, or refuses them with a status."""

    status: int = 202
    taken: list[Document] = field(default_factory=list)

    def accept(self, document: Document) -> Receipt:
        if self.status < 300:
            self.taken.append(document)
        return Receipt(self.status, detail="mailbox")


@dataclass
class Door:
    """The integration's door: refuses the first `refuses` documents."""

    refuses: int = 0
    heard: list[str] = field(default_factory=list)

    def receive_document(self, document: Document) -> Awaitable[Receipt]:
        async def answer() -> Receipt:
            self.heard.append(document.id)
            return Receipt(500 if len(self.heard) <= self.refuses else 204)

        return answer()


def test_a_mailbox_takes_a_document_and_it_is_recorded(clock: VirtualClock) -> None:
    line, box = Line(clock), Mailbox()
    clock.run(CabledPartner(line.network(), "30000001", box.accept).send(ORDER))
    assert box.taken == [ORDER]
    assert [(r.op, r.hop, r.business_key, r.status) for r in line.rows] == [
        ("invoke", "integration>30000001", "850-0001", 0),
        ("ok", "integration>30000001", "850-0001", 202),
    ]
    assert line.rows[0].payload_hash == line.rows[1].payload_hash != ""


def test_a_refused_document_is_definite(clock: VirtualClock) -> None:
    line, box = Line(clock, fates=[Unreachable()]), Mailbox()
    partner = CabledPartner(line.network(), "30000001", box.accept)
    with pytest.raises(Unavailable):
        clock.run(partner.send(ORDER))
    box.status = 400
    with pytest.raises(Rejected, match="400 DOCUMENT_REFUSED: 30000001: mailbox"):
        clock.run(partner.send(ORDER))
    assert box.taken == []


@pytest.mark.parametrize(("fate", "taken"), [(Lost(), 0), (AnswerLost(), 1)])
def test_a_silent_mailbox_leaves_the_outcome_unknown(
    clock: VirtualClock, fate: Lost | AnswerLost, taken: int
) -> None:
    line, box = Line(clock, fates=[fate]), Mailbox()
    with pytest.raises(OutcomeUnknown):
        clock.run(CabledPartner(line.network(), "30000001", box.accept).send(ORDER))
    assert len(box.taken) == taken


def test_a_network_forwards_until_the_integration_accepts(clock: VirtualClock) -> None:
    line, door = Line(clock), Door(refuses=2)
    post = DocumentPost(line.network(), "30000001", door)
    clock.loop.call_soon(post.post, ORDER)
    clock.run_until_quiescent(1e6)
    assert door.heard == ["850-0001"] * 3
    assert [r.op for r in line.rows] == ["invoke", "fail"] * 2 + ["invoke", "ok"]
    assert [r.attempt for r in line.rows[::2]] == [1, 2, 3]
    assert post.undelivered == []


def test_a_network_gives_up_in_the_open(clock: VirtualClock) -> None:
    post = DocumentPost(Line(clock).network(), "30000001", Door(refuses=99))
    clock.loop.call_soon(post.post, ORDER, (1.0,))
    clock.run_until_quiescent(1e6)
    assert post.undelivered == [ORDER]


def test_a_document_can_arrive_twice_under_one_id(clock: VirtualClock) -> None:
    line, door = Line(clock, fates=[Doubled(after_s=1.0)]), Door()
    post = DocumentPost(line.network(), "30000001", door)
    clock.loop.call_soon(post.post, ORDER)
    clock.run_until_quiescent(1e6)
    assert door.heard == ["850-0001"] * 2


def test_what_was_given_up_can_be_sent_afresh(clock: VirtualClock) -> None:
    line, door = Line(clock), Door(refuses=2)
    post = DocumentPost(line.network(), "30000001", door)
    clock.run(_posted(post))
    assert post.given_up() == [ORDER]
    assert post.undelivered == []


async def _posted(post: DocumentPost) -> None:
    post.post(ORDER, pauses_s=(1.0,))
    await asyncio.sleep(60.0)
