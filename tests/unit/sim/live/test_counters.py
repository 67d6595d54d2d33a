"""Where an integration hands things in: what arrives, and how mistakes are answered."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import aiohttp
import pytest
from starlette.routing import Router

from integration_under_test.boundary import (
    Alert,
    Document,
    OutcomeUnknown,
    Rejected,
    Unavailable,
    WorkItem,
)
from sim.clock import VirtualClock
from sim.live.counters import Counters
from sim.live.pace import Pace, aside
from sim.live.server import serving

X12 = b"ISA*00*\xe9~"
ITEM = {"type": "t", "owner": "AP desk", "flow": "P07", "keys": ["INV-1"], "reason": "r"}
ALERT = {"kind": "circuit", "severity": "warning", "reason": "r", "keys": ["A"]}


class Mailbox:
    def __init__(self) -> None:
        self.taken: list[Document] = []
        self.says: Exception | None = None

    async def send(self, document: Document) -> None:
        if self.says is not None:
            raise self.says
        self.taken.append(document)


class Desk:
    def __init__(self) -> None:
        self.told: list[tuple[Any, ...]] = []

    async def open(self, item: WorkItem) -> None:
        self.told.append(("open", item))

    async def close(self, item_id: str, reason: str, keys: tuple[str, ...] = ()) -> None:
        self.told.append(("close", item_id, reason, keys))

    async def escalate(self, item_id: str, owner: str, reason: str) -> None:
        self.told.append(("escalate", item_id, owner, reason))


class Board:
    def __init__(self) -> None:
        self.alerts: dict[str, Alert] = {}

    async def raise_(self, alert: Alert) -> None:
        self.alerts[alert.id] = alert

    async def clear(self, alert_id: str, reason: str) -> None:
        self.alerts.pop(alert_id)

    def standing(self) -> Sequence[Alert]:
        return tuple(self.alerts.values())


class Scene:
    def __init__(self) -> None:
        self.mailbox, self.desk, self.board = Mailbox(), Desk(), Board()

    def play(self, part: Callable[[aiohttp.ClientSession], Awaitable[Any]]) -> Any:
        return asyncio.run(self._play(part))

    async def _play(self, part: Callable[[aiohttp.ClientSession], Awaitable[Any]]) -> Any:
        clock = VirtualClock()
        pace = Pace(clock)
        pace.begin()
        counters = Counters({"CLEARHOUSE": self.mailbox}, self.desk, self.board, pace)
        try:
            async with (
                asyncio.timeout(20.0),
                serving(Router(counters.routes()), "127.0.0.1", 0) as url,
                aiohttp.ClientSession(url) as session,
            ):
                return await part(session)
        finally:
            pace.stop()
            with aside():
                clock.close()


def ask(
    scene: Scene, method: str, path: str, headers: dict[str, str] | None = None, **body: Any
) -> tuple[int, Any]:
    async def part(session: aiohttp.ClientSession) -> tuple[int, Any]:
        async with session.request(method, path, headers=headers, **body) as answer:
            is_json = "json" in answer.headers.get("Content-Type", "")
            return answer.status, await answer.json(content_type=None) if is_json else None

    return scene.play(part)


def post(scene: Scene, mailbox: str, **headers: str) -> tuple[int, Any]:
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return ask(scene, "POST", f"/partners/{mailbox}", told, data=X12)


def test_a_document_arrives_byte_by_byte_under_its_name() -> None:
    scene = Scene()
    told = {"Document_Id": "837%2F1", "Document_Sender": "HOSPITAL", "Content_Type": "837"}
    assert post(scene, "CLEARHOUSE", **told) == (204, None)
    assert scene.mailbox.taken == [Document("837/1", "HOSPITAL", "837", X12)]


@pytest.mark.parametrize(
    ("says", "status"),
    [(Rejected(422, "X", "no such payer"), 422), (Unavailable("closed"), 503)],
)
def test_what_the_mailbox_says_is_the_answer(says: Exception, status: int) -> None:
    scene = Scene()
    scene.mailbox.says = says
    answered, told = post(scene, "CLEARHOUSE", Document_Id="837-1")
    assert (answered, told["status"]) == (status, status)


def test_an_unknown_outcome_breaks_the_connection() -> None:
    scene = Scene()
    scene.mailbox.says = OutcomeUnknown()
    with pytest.raises(aiohttp.ClientError):
        post(scene, "CLEARHOUSE", Document_Id="837-1")


def test_an_unknown_mailbox_is_told_with_the_nearest() -> None:
    status, told = post(Scene(), "CLEARHOSE", Document_Id="1")
    assert status == 404
    assert "CLEARHOUSE" in told["detail"]


def test_a_work_item_is_opened_closed_and_escalated() -> None:
    scene = Scene()
    assert ask(scene, "PUT", "/work-items/AP%2F1", json=ITEM)[0] == 204
    closed = {"reason": "done", "keys": ["INV-1"]}
    assert ask(scene, "POST", "/work-items/AP%2F1/close", json=closed)[0] == 204
    escalated = {"owner": "CFO", "reason": "late"}
    assert ask(scene, "POST", "/work-items/AP%2F1/escalate", json=escalated)[0] == 204
    item = WorkItem("AP/1", "t", "AP desk", "P07", ("INV-1",), "r")
    assert scene.desk.told == [
        ("open", item),
        ("close", "AP/1", "done", ("INV-1",)),
        ("escalate", "AP/1", "CFO", "late"),
    ]


def test_alerts_stand_until_they_are_cleared() -> None:
    scene = Scene()
    assert ask(scene, "PUT", "/alerts/erp", json=ALERT)[0] == 204
    status, told = ask(scene, "GET", "/alerts")
    assert (status, [one["id"] for one in told["alerts"]]) == (200, ["erp"])
    assert ask(scene, "POST", "/alerts/erp/clear", json={"reason": "back"})[0] == 204
    assert not scene.board.alerts


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({**ITEM, "keys": "INV-1"}, "keys"),
        ({**ITEM, "colour": "red"}, "colour"),
        ({"type": "t"}, "owner"),
    ],
)
def test_a_body_that_does_not_fit_is_refused_with_the_place(body: Any, says: str) -> None:
    scene = Scene()
    status, told = ask(scene, "PUT", "/work-items/AP-1", json=body)
    assert status == 400
    assert says in told["detail"]
    assert not scene.desk.told


def test_what_is_no_json_is_refused() -> None:
    status, told = ask(Scene(), "PUT", "/work-items/AP-1", data=b"{")
    assert status == 400
    assert "JSON" in told["detail"]
