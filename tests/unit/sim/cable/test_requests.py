"""Requests to the integration: carried as calls are, answered once or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass, field

import pytest

from integration_under_test.boundary import Answer, Request
from sim.cable import AnswerLost, Lost, Receipt, Unreachable
from sim.cable.requests import RequestLine
from sim.clock import VirtualClock
from tests.unit.sim.cable.line import Line

ASKED = Request("find_price", {"item": "1"}, "portal/A", "c-1", "R-1")


@dataclass
class Door:
    """Answers everything alike."""

    heard: list[Request] = field(default_factory=list)

    def receive_request(self, request: Request) -> Awaitable[Receipt]:
        async def answer() -> Receipt:
            self.heard.append(request)
            return Receipt(200, payload=b'{"result": 5}')

        return answer()


def asked(clock: VirtualClock, line: Line, door: Door) -> list[Answer | None]:
    """What was heard within a minute."""
    answers: list[Answer | None] = []

    async def body() -> None:
        RequestLine(line.network(), "portal", door).ask(ASKED, "1", answers.append)
        await asyncio.sleep(60.0)

    clock.run(body())
    return answers


def test_a_request_is_recorded_as_a_call_is(clock: VirtualClock) -> None:
    line, door = Line(clock), Door()
    assert asked(clock, line, door) == [Answer(200, {"result": 5})]
    assert door.heard == [ASKED]
    assert [(r.op, r.f, r.hop, r.business_key, r.idem_key, r.status) for r in line.rows] == [
        ("invoke", "find_price", "portal>integration", "1", "R-1", 0),
        ("ok", "find_price", "portal>integration", "1", "R-1", 200),
    ]
    question, answer = line.rows
    assert question.t_us < answer.t_us
    assert (answer.invoke_i, answer.correlation_id) == (0, "c-1")
    assert "" not in (question.payload_hash, answer.payload_hash)
    assert question.payload_hash != answer.payload_hash


@pytest.mark.parametrize(
    ("fate", "reached"), [(Lost(), 0), (AnswerLost(), 1)], ids=["lost", "answer lost"]
)
def test_without_an_answer_nobody_knows(
    clock: VirtualClock, fate: Lost | AnswerLost, reached: int
) -> None:
    line, door = Line(clock, fates=[fate]), Door()
    assert asked(clock, line, door) == [None]
    assert (len(door.heard), line.rows[-1].op) == (reached, "info")


def test_an_unreachable_integration_answers_503(clock: VirtualClock) -> None:
    line, door = Line(clock, fates=[Unreachable()]), Door()
    assert asked(clock, line, door) == [Answer(503, {})]
    assert (door.heard, line.rows[-1].op) == ([], "fail")
