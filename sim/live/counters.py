"""The testbed's own counters, at which an integration hands things in: documents for partners, work
items for clerks, alerts for operators. Routes as `integration_under_test/README.md` lists them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from functools import partial, wraps
from typing import Any
from urllib.parse import unquote

from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from integration_under_test.boundary import (
    Alert,
    Alerts,
    Document,
    OutcomeUnknown,
    Partner,
    Rejected,
    Unavailable,
    WorkItem,
    WorkItems,
)
from sim.live.connections import Broken
from sim.live.pace import Pace
from sim.live.problems import problem
from sim.naming import nearest

MOST_BYTES = 20_000_000
Handler = Callable[[Request], Awaitable[Response]]
DONE = 204


class Opened(BaseModel):
    """A work item without its id, which is in the path."""

    model_config = ConfigDict(extra="forbid")
    type: str
    owner: str
    flow: str
    keys: tuple[str, ...]
    reason: str
    actions: tuple[str, ...] = ("retry", "dismiss")


class Closed(BaseModel):
    """Without keys the whole item."""

    model_config = ConfigDict(extra="forbid")
    reason: str
    keys: tuple[str, ...] = ()


class Escalated(BaseModel):
    """To whom, and why."""

    model_config = ConfigDict(extra="forbid")
    owner: str
    reason: str


class Raised(BaseModel):
    """An alert without its id."""

    model_config = ConfigDict(extra="forbid")
    kind: str
    severity: str
    reason: str
    system: str = ""
    flow: str = ""
    keys: tuple[str, ...] = ()


class Cleared(BaseModel):
    """Why the trouble is over."""

    model_config = ConfigDict(extra="forbid")
    reason: str


class Counters:
    """The routes over the run's own ports, which live on the clock."""

    def __init__(
        self, partners: Mapping[str, Partner], work_items: WorkItems, alerts: Alerts, pace: Pace
    ) -> None:
        self._partners = partners
        self._work_items = work_items
        self._alerts = alerts
        self._pace = pace

    def routes(self) -> list[Route]:
        """To be mounted at the root."""
        item, alert = "/work-items/{id:path}", "/alerts/{id:path}"
        return [
            Route("/partners/{mailbox:path}", _told(self._document), methods=["POST"]),
            Route(f"{item}/close", _told(self._close_item), methods=["POST"]),
            Route(f"{item}/escalate", _told(self._escalate_item), methods=["POST"]),
            Route(item, _told(self._open_item), methods=["PUT"]),
            Route(f"{alert}/clear", _told(self._clear_alert), methods=["POST"]),
            Route(alert, _told(self._raise_alert), methods=["PUT"]),
            Route("/alerts", _told(self._standing), methods=["GET"]),
        ]

    async def _document(self, request: Request) -> Response:
        mailbox = request.path_params["mailbox"]
        partner = self._partners.get(mailbox)
        if partner is None:
            return problem(404, f"no mailbox {mailbox!r}; {nearest(mailbox, self._partners)}")
        content = await request.body()
        if len(content) > MOST_BYTES:
            return problem(413, f"expected at most {MOST_BYTES} bytes, got {len(content)}")
        document = Document(
            unquote(request.headers.get("Document-Id", "")),
            unquote(request.headers.get("Document-Sender", "")),
            request.headers.get("Content-Type", "application/octet-stream"),
            content,
        )
        if not document.id:
            return problem(400, "expected a header Document-Id, got none")
        try:
            await self._pace.inside(partial(partner.send, document))
        except Rejected as refusal:
            return problem(refusal.status, refusal.message)
        except Unavailable as away:
            return problem(503, str(away))
        except OutcomeUnknown:
            return Broken()
        return Response(status_code=DONE)

    async def _open_item(self, request: Request) -> Response:
        told = Opened.model_validate_json(await request.body())
        item = WorkItem(request.path_params["id"], **told.model_dump())
        await self._pace.inside(partial(self._work_items.open, item))
        return Response(status_code=DONE)

    async def _close_item(self, request: Request) -> Response:
        told = Closed.model_validate_json(await request.body())
        id_ = request.path_params["id"]
        await self._pace.inside(partial(self._work_items.close, id_, told.reason, told.keys))
        return Response(status_code=DONE)

    async def _escalate_item(self, request: Request) -> Response:
        told = Escalated.model_validate_json(await request.body())
        id_ = request.path_params["id"]
        await self._pace.inside(partial(self._work_items.escalate, id_, told.owner, told.reason))
        return Response(status_code=DONE)

    async def _raise_alert(self, request: Request) -> Response:
        told = Raised.model_validate_json(await request.body())
        alert = Alert(request.path_params["id"], **told.model_dump())
        await self._pace.inside(partial(self._alerts.raise_, alert))
        return Response(status_code=DONE)

    async def _clear_alert(self, request: Request) -> Response:
        told = Cleared.model_validate_json(await request.body())
        id_ = request.path_params["id"]
        await self._pace.inside(partial(self._alerts.clear, id_, told.reason))
        return Response(status_code=DONE)

    async def _standing(self, _: Request) -> Response:
        return JSONResponse({"alerts": [asdict(one) for one in self._alerts.standing()]})


def _told(handler: Handler) -> Handler:
    """Says what is wrong with a body that does not fit, and what was expected."""

    @wraps(handler)
    async def checked(request: Request) -> Response:
        try:
            return await handler(request)
        except ValidationError as error:
            return problem(400, "; ".join(map(_words, error.errors(include_url=False))))

    return checked


def _words(error: Any) -> str:
    place = ".".join(map(str, error["loc"])) or "the body"
    return f"{place}: {error['msg']}"
