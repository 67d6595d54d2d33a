"""What each fate does to a call and to a delivery, and what their senders can know afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass, field, replace

import pytest

from integration_under_test.boundary import Document, OutcomeUnknown, Rejected, Throttled
from mock_systems.profiles import load_profile
from mock_systems.profiles.profile import InFlightLimit
from mock_systems.service import CloudEvent
from mock_systems.service.webhooks import Attempt
from sim.cable import (
    AnswerHeld,
    Cable,
    Deliveries,
    DirectArm,
    DocumentPost,
    Doubled,
    Edge,
    Fate,
    Hung,
    Late,
    Receipt,
    Repeated,
    Reset,
    Rewritten,
    Slowed,
    Truncated,
)
from sim.cable.fate import Legs
from sim.clock import VirtualClock
from sim.host.client import CabledClient
from tests.unit.mock_systems.service.ledger_system import OPERATIONS
from tests.unit.sim.cable.line import Line

EVENT = CloudEvent("tiny-1", "/tiny", "tiny.entry.posted", "t", "S-1", b'{"n":1}', {})
FILE = Document("F-1", "BANK", "text/plain;layout=bai2", b"01,02,99/")


@pytest.fixture(params=["direct", "asgi"])
def line(request: pytest.FixtureRequest, clock: VirtualClock) -> Line:
    return Line(clock, arm=request.param)


@dataclass
class Door:
    """Notes what it gets; refuses as often as told."""

    refuses: int = 0
    heard: list[tuple[str, bytes]] = field(default_factory=list)

    def receive(self, event: CloudEvent) -> Awaitable[Receipt]:
        return self._answer(event.id, event.payload)

    def receive_document(self, document: Document) -> Awaitable[Receipt]:
        return self._answer(document.id, document.content)

    async def _answer(self, name: str, content: bytes) -> Receipt:
        self.heard.append((name, content))
        return Receipt(500 if len(self.heard) <= self.refuses else 204)


def louder(payload: bytes) -> bytes:
    return payload.replace(b"5", b"7")


@pytest.mark.parametrize(
    ("fate", "acted"),
    [(Reset(), 1), (Reset(after_commit=False), 0), (Truncated(0.5), 1), (Hung(120.0), 0)],
)
def test_what_broke_on_the_way_is_indeterminate_and_never_failed(
    line: Line, fate: Fate, acted: int
) -> None:
    line.fates = [fate]
    with pytest.raises(OutcomeUnknown):
        line.post()
    assert line.rows[-1].op == "info"
    line.clock.run(asyncio.sleep(200))
    assert len(line.system.entries) == acted


def test_a_reset_is_heard_at_once_and_a_hang_after_the_time_out(line: Line) -> None:
    line.fates = [Reset(), Hung(120.0)]
    with pytest.raises(OutcomeUnknown):
        line.post()
    reset_s = line.clock.now_s()
    assert reset_s < 30.0
    with pytest.raises(OutcomeUnknown):
        line.post()
    assert line.clock.now_s() == reset_s + 30.0


def test_a_truncated_refusal_is_a_refusal_all_the_same(line: Line) -> None:
    line.fates = [Truncated(0.5)]
    with pytest.raises(Rejected):
        line.clock.run(line.client.call("post_entry", {"account-code": "closed", "amount": 1}))
    assert line.rows[-1].op == "fail"


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_truncated_answer_lacks_a_byte_at_least(line: Line, share: float) -> None:
    line.fates = [Truncated(share)]
    with pytest.raises(OutcomeUnknown, match="not JSON"):
        line.post()


def test_an_answer_that_is_held_comes_after_the_receiver_acted(line: Line) -> None:
    line.fates = [AnswerHeld(45.0)]
    with pytest.raises(OutcomeUnknown, match="30"):
        line.post()
    assert len(line.system.entries) == 1


def test_slowing_multiplies_both_legs_up_to_a_bound() -> None:
    assert Legs(0.1, 0.5).under(Slowed(10.0, 60.0)) == Legs(1.0, 5.0)
    assert Legs(1.0, 90.0).under(Slowed(100.0, 60.0)) == Legs(60.0, 90.0)


def test_a_rewritten_request_is_what_the_receiver_sees(line: Line) -> None:
    line.fates = [Rewritten(request=louder)]
    assert line.post()["amount"] == 7
    assert line.rows[0].payload_hash != ""


def test_a_rewritten_answer_leaves_the_effect_and_refusals_alone(line: Line) -> None:
    line.fates = [Rewritten(answer=louder), Rewritten(answer=lambda _: b"{}")]
    assert line.post()["amount"] == 7
    assert line.system.entries == [("a", 5)]
    with pytest.raises(Rejected, match="CLOSED"):
        line.clock.run(line.client.call("post_entry", {"account-code": "closed", "amount": 1}))


def test_a_gateway_that_repeats_with_another_body_gets_the_policys_refusal(line: Line) -> None:
    line.fates = [Repeated(louder)]
    with pytest.raises(Rejected) as refused:
        line.post(idempotency_key="k")
    assert (refused.value.status, refused.value.code) == (422, "IDEMPOTENCY_KEY_REUSED")
    assert line.system.entries == [("a", 5)]
    assert line.packets[0].keyed


def test_a_hung_call_takes_a_place_until_it_is_given_up(clock: VirtualClock) -> None:
    line = Line(clock, fates=[Hung(120.0)])
    profile = replace(load_profile("plain"), in_flight=InFlightLimit(calls=1, source="test"))
    line.cable = Cable(
        line.network(), DirectArm({"tiny": line.system}), {"tiny": Edge(profile, line.system)}
    )
    line.client = CabledClient(line.cable, "tiny", OPERATIONS)
    with pytest.raises(OutcomeUnknown):
        line.post()
    with pytest.raises(Throttled):
        line.post()
    clock.run(asyncio.sleep(120))
    assert line.post()["number"] == 1


def send(line: Line, door: Door) -> Attempt:
    deliveries = Deliveries(line.network(), door, ("tiny", "integration"), ("tiny.*",))
    accepted = line.clock.run(deliveries.send(EVENT, 1))
    line.clock.run_until_quiescent(1e6)
    return accepted


@pytest.mark.parametrize(
    ("fate", "heard"),
    [
        (Reset(), 1),
        (Reset(after_commit=False), 0),
        (Truncated(0.5), 1),
        (Hung(9.0), 0),
        (AnswerHeld(45.0), 1),
    ],
)
def test_a_delivery_without_answer_is_indeterminate(
    clock: VirtualClock, fate: Fate, heard: int
) -> None:
    line, door = Line(clock, fates=[fate]), Door()
    assert not send(line, door).accepted
    seen = [row.op for row in line.rows if row.op != "world"]
    assert (seen, len(door.heard)) == (["invoke", "info"], heard)


def test_a_rewritten_delivery_arrives_with_other_content_under_its_id(clock: VirtualClock) -> None:
    line, door = Line(clock, fates=[Rewritten(request=lambda _: b"{}")]), Door()
    assert send(line, door).accepted
    assert door.heard == [("tiny-1", b"{}")]


def test_a_sender_that_finds_out_sends_the_right_content_until_it_is_accepted(
    clock: VirtualClock,
) -> None:
    fate = Rewritten(request=lambda _: b"{}", mended_after_s=100.0)
    line, door = Line(clock, fates=[fate]), Door(refuses=2)
    assert not send(line, door).accepted
    assert [content for _, content in door.heard] == [b"{}", b'{"n":1}', b'{"n":1}']
    assert {row.fault_ids for row in line.rows} == {"F99"}


def test_a_sender_that_tries_the_same_again_mends_it_once(clock: VirtualClock) -> None:
    fate = Rewritten(request=lambda _: b"{}", mended_after_s=3600.0)
    line, door = Line(clock, fates=[fate] * 99), Door(refuses=4)
    post = DocumentPost(line.network(), "BANK", door)
    clock.loop.call_soon(post.post, FILE, (60.0, 60.0, 60.0, 7200.0))
    clock.run_until_quiescent(1e6)
    assert door.heard == [("F-1", b"{}")] * 4 + [("F-1", FILE.content)]
    assert post.undelivered == []


def test_a_late_document_is_heard_of_only_then(clock: VirtualClock) -> None:
    line, door = Line(clock, fates=[Late(7200.0)]), Door()
    DocumentPost(line.network(), "BANK", door)
    post = DocumentPost(line.network(), "BANK", door)
    clock.loop.call_soon(post.post, FILE)
    clock.run_until(7199.0)
    assert line.rows == []
    clock.run_until_quiescent(1e6)
    assert door.heard == [("F-1", FILE.content)]


def test_a_copy_of_a_document_may_have_another_name(clock: VirtualClock) -> None:
    line, door = Line(clock, fates=[Doubled(after_s=50.0, name="COPY-F-1")]), Door()
    post = DocumentPost(line.network(), "BANK", door)
    clock.loop.call_soon(post.post, FILE)
    clock.run_until_quiescent(1e6)
    assert door.heard == [("F-1", FILE.content), ("COPY-F-1", FILE.content)]
