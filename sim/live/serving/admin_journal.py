"""The admin calls that show what went on: requests received, events published."""

from __future__ import annotations

from itertools import islice
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic_core import from_json
from starlette.exceptions import HTTPException

from sim.live.serving.admin_bodies import (
    EventShown,
    EventsShown,
    EventsWanted,
    RequestInFull,
    RequestShown,
    RequestsShown,
    RequestsWanted,
)
from sim.live.serving.control import Control
from sim.live.serving.discretion import masked, masked_text, shown
from sim.live.serving.doorman import Doorman
from sim.live.serving.published import Event
from sim.live.serving.received import Received, Wanted


def journal_routes(control: Control, doorman: Doorman) -> APIRouter:
    """The routes over one server's memory."""
    routes = APIRouter()
    _add_requests(routes, control, doorman)
    _add_events(routes, control, doorman)
    return routes


def _add_requests(routes: APIRouter, control: Control, doorman: Doorman) -> None:
    ring = control.ring

    @routes.get("/requests")
    async def list_requests(asked: Annotated[RequestsWanted, Query()]) -> RequestsShown:
        """What was received, newest first; of the last 1,000. `after` takes a number."""
        wanted = Wanted(**asked.model_dump(exclude={"limit"}))
        found = islice(ring.find(wanted), asked.limit)
        return RequestsShown(requests=[RequestShown(**_request(one)) for one in found])

    @routes.get("/requests/{number}")
    async def get_request(number: int, request: Request, clear: bool = False) -> RequestInFull:
        """One of them, with its body and its answer (16 KiB of each). `clear` shows what tells of
        patients too, on loopback only."""
        if clear:
            doorman.check_local(request)
        one = ring.get(number)
        if one is None:
            raise HTTPException(404, f"request {number} is not kept (any more)")
        bodies = {
            "body": shown(one.payload, clear, one.is_raw),
            "answer": shown(one.answer, clear, one.is_raw),
        }
        return RequestInFull(**_request(one, clear), **bodies, clear=clear)

    @routes.delete("/requests", status_code=204)
    async def forget_requests() -> None:
        """Forgets what was received."""
        ring.clear()


def _add_events(routes: APIRouter, control: Control, doorman: Doorman) -> None:
    published = control.group.published

    @routes.get("/events")
    async def list_events(request: Request, asked: Annotated[EventsWanted, Query()]) -> EventsShown:
        """What the systems published, newest first; of the last 1,000. A type may be a pattern
        such as `erp.invoice.*`."""
        if asked.clear:
            doorman.check_local(request)
        found = islice(published.find(asked.system, asked.type, asked.after), asked.limit)
        return EventsShown(events=[_event(one, asked.clear) for one in found])

    @routes.delete("/events", status_code=204)
    async def forget_events() -> None:
        """Forgets what was published."""
        published.clear()


def _request(one: Received, in_clear: bool = False) -> dict[str, Any]:
    own = {name: getattr(one, name) for name in RequestShown.model_fields if hasattr(one, name)}
    if not in_clear:
        told = {name: masked_text(text) for name, text in own.items() if isinstance(text, str)}
        own |= told
    return {**own, "time": one.wall, "business_time": one.business}


def _event(one: Event, in_clear: bool) -> EventShown:
    event = from_json(one.event.structured())
    told = event if in_clear else masked(event)
    return EventShown(number=one.number, business_time=one.at, system=one.system, event=told)
