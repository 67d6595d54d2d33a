"""The door of the API layer: every request passes the same checks on its way to its service.

    name -> token, scope -> rate -> schema -> handler, in time -> whose is it -> schema -> answer

A read that gets no answer falls back as its declaration says. A write is put into the outbox under
the caller's own id and answered at once, so that it has effect once however often it is sent.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, NamedTuple

from pydantic import ValidationError
from pydantic_core import from_json, to_json

from integration_under_test.boundary import (
    Answer,
    Busy,
    CallError,
    Clock,
    Document,
    Rejected,
    Request,
)
from integration_under_test.reference.events.command import Step
from integration_under_test.reference.exceptions import NotYet, UnknownCode
from integration_under_test.reference.gateway.command_kind import Enquiry
from integration_under_test.reference.gateway.lanes import Envelope, Lanes
from integration_under_test.reference.gateway.masters_cache import MastersCache
from integration_under_test.reference.gateway.services.last_known import Known, LastKnown
from integration_under_test.reference.gateway.services.refusals import Refused, not_there
from integration_under_test.reference.gateway.services.register import find_service
from integration_under_test.reference.gateway.services.service import (
    LONGEST_ID,
    OWN,
    Asking,
    Found,
    Lifecycle,
    Message,
    NotThere,
    Owed,
    Service,
    Taken,
)
from integration_under_test.reference.gateway.services.throttle import Throttle
from integration_under_test.reference.gateway.services.tokens import (
    require_facilities,
    require_token,
)
from integration_under_test.reference.policies import PASSING_STATUSES
from integration_under_test.reference.releases.desk import Desk
from integration_under_test.reference.store.store import AlreadyKnown, Store

CONTENT_TYPE = "application/json"
RETRY_AFTER_S = 60.0
"""What a caller is told while a system is away; nobody knows better."""

Take = Callable[[Document, str, tuple[Step, ...]], Awaitable[None]]
"""Puts what a document owes into the outbox, once under its key. Raises AlreadyKnown or Busy."""


class Away(Exception):
    """The system of record gave no answer that could be used, in time."""


class Reach(NamedTuple):
    """What services work with; `take` leads to the outbox, `desk` to the register of releases."""

    lanes: Lanes
    masters: MastersCache
    store: Store
    clock: Clock
    take: Take
    desk: Desk


class Services:
    """Answers requests; never raises for what a caller may send."""

    def __init__(self, reach: Reach) -> None:
        self._lanes, self._masters, self._store, self._clock, self._take, self._desk = reach
        self._throttle = Throttle()
        self._last_known = LastKnown(self._store, self._clock)

    async def answer(self, request: Request) -> Answer:
        """As the module says. Safe to be called for the same request again."""
        try:
            service = find_service(request.operation)
            token = require_token(request, service, self._clock.now())
            self._require_rate(request, service)
            message = _read(request, service)
            _require_id(request, service)
            outcome = await self._outcome(request, service, message)
            if isinstance(outcome, Owed):
                require_facilities(token, outcome.facilities)
                return await self._accept(request, service, outcome)
            require_facilities(token, outcome.facilities)
        except Refused as refused:
            return refused.answer
        return self._answer(service, outcome)

    def _require_rate(self, request: Request, service: Service) -> None:
        wait_s = self._throttle.wait_s(request.caller, service, self._clock.now())
        if wait_s:
            raise Refused(429, "TOO_MANY_REQUESTS", f"too many calls of {service.name}", wait_s)

    async def _outcome(self, request: Request, service: Service, message: Message) -> Owed | Known:
        try:
            async with asyncio.timeout(service.timeout_s):
                found = await self._handle(request, service, message)
                if isinstance(found, Owed):
                    return found
                known = self._known(service, found)
        except (Away, TimeoutError) as error:
            return await self._fall_back(request, service, error)
        if service.keeps:
            await self._last_known.keep(service, request.body, known)
        return known

    async def _handle(self, request: Request, service: Service, message: Message) -> Found | Owed:
        reference, now = f"{request.caller}-{request.id}", self._clock.now().isoformat()
        asking = Asking(reference, now, request.caller)
        try:
            try:
                return await service.handler(message, asking, self._enquiry(request))
            except UnknownCode:
                if not await self._masters.refresh():
                    raise
                return await service.handler(message, asking, self._enquiry(request))
        except UnknownCode as unknown:
            raise Refused(422, "UNKNOWN_CODE", f"no {unknown.table} has this code") from unknown
        except (NotThere, NotYet) as missing:
            raise not_there() from missing
        except Rejected as refusal:
            raise _refused(refusal) from refusal
        except (CallError, AttributeError, LookupError, TypeError, ValueError) as error:
            raise Away(service.system) from error

    def _enquiry(self, request: Request) -> Enquiry:
        envelope = Envelope(request.correlation_id)
        call = partial(self._call, envelope)
        return Enquiry(call, self._masters.crosswalk, self._store.remembered)

    async def _call(
        self, envelope: Envelope, system: str, operation: str, body: dict[str, Any]
    ) -> dict[str, Any]:
        if system == OWN:
            return await self._desk.serve(operation, body)
        return await self._lanes.call(system, operation, body, envelope)

    def _known(self, service: Service, found: Found) -> Known:
        """Raises Away for a result of another shape than declared: the system sent nonsense."""
        try:
            text = to_json(found.result)
            service.answers.validate_json(text, strict=True)
            result = from_json(text)
        except ValueError as error:
            raise Away(service.system) from error
        return Known(result, found.facilities, self._clock.now().isoformat())

    async def _fall_back(
        self, request: Request, service: Service, error: Away | TimeoutError
    ) -> Known:
        if service.keeps:
            known = await self._last_known.find(service, request.body)
            if known is not None:
                return known
        message = f"{service.system} does not answer; try again later"
        raise Refused(503, "UNAVAILABLE", message, RETRY_AFTER_S) from error

    async def _accept(self, request: Request, service: Service, owed: Owed) -> Answer:
        content = json.dumps([service.name, dict(request.body)], sort_keys=True).encode()
        document = Document(request.id, request.caller, CONTENT_TYPE, content)
        key = f"request|{request.caller}|{request.id}"
        try:
            await self._take(document, key, (owed.step,))
        except Busy as busy:
            message = "too much is waiting to be sent"
            raise Refused(429, "BUSY", message, busy.retry_after_s) from busy
        except AlreadyKnown as known:
            message = "the id was used for another request before"
            raise Refused(409, "REQUEST_ID_REUSED", message) from known
        result = service.answers.dump_python(Taken(owed.step.key), mode="json")
        now = self._clock.now().isoformat()
        return Answer(202, _body(service, Known(result, (), now), 0.0))

    def _answer(self, service: Service, known: Known) -> Answer:
        return Answer(200, _body(service, known, self._last_known.age_s(known)))


def _read(request: Request, service: Service) -> Message:
    """Raises Refused with the place and the rule of each mistake."""
    try:
        return service.request.model_validate(dict(request.body))
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
        mistakes = [{"at": ".".join(map(str, e["loc"])), "rule": e["msg"]} for e in found]
        message = f"the request does not fit {service.id}"
        raise Refused(422, "SCHEMA", message, mistakes=mistakes) from error


def _require_id(request: Request, service: Service) -> None:
    if service.needs_id and not 0 < len(request.id) <= LONGEST_ID:
        message = f"{service.name} needs an id of the request, of {LONGEST_ID} characters at most"
        raise Refused(400, "REQUEST_ID", message)


def _refused(refusal: Rejected) -> Refused | Away:
    """A system's refusal in our words: 404 and rules are the caller's matter, the rest is not."""
    if refusal.status == 404:
        return not_there()
    if refusal.status in PASSING_STATUSES:
        return Away(refusal.code)
    return Refused(422, "REFUSED", f"the system of record refused: {refusal.code}")


def _body(service: Service, known: Known, age_s: float) -> dict[str, Any]:
    """The envelope of every answer; a notice only where there is something to notice."""
    body = {
        "service": service.id,
        "result": known.result,
        "as_of": known.as_of,
        "age_s": age_s,
        "stale": age_s > 0,
    }
    if service.lifecycle is Lifecycle.DEPRECATED:
        body["notice"] = service.notice
    return body
