"""A mock system: its operations, its state, and the one door through which both are reached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from pydantic import ValidationError
from pydantic_core import to_json

from mock_systems.service.idempotency import KeyStore
from mock_systems.service.operation import CallContext, Operation, Refusal, Response
from mock_systems.service.ports import BookEntry, Clock, CloudEvent, Publisher, Recorder
from mock_systems.service.work import Work

NO_HEADERS: Mapping[str, str] = {}


class System:
    """Base of all systems: dispatches operations, and keeps what they did together.

    A subclass sets `name`, `title`, `operations` (by name), builds its state in `__init__`, and
    offers `load` (masters and opening balances), `books` (its tables, read directly) and
    `render` (the shape of its error answers).
    """

    id: ClassVar[str]
    """Its row in the table of the enterprise's systems, such as S01."""
    name: ClassVar[str]
    title: ClassVar[str]
    operations: ClassVar[Mapping[str, Operation]]

    def __init__(self, clock: Clock, recorder: Recorder, publisher: Publisher) -> None:
        self.clock = clock
        self._recorder = recorder
        self._publisher = publisher
        self._keys = KeyStore()
        self._events_emitted = 0

    def load(self, kind: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Takes master data or opening balances of one kind. Raises ValueError on a bad row."""
        raise NotImplementedError

    def books(self) -> Iterator[BookEntry]:
        """Reads the books of record straight from the tables."""
        raise NotImplementedError

    def render(self, refusal: Refusal) -> dict[str, Any]:
        """The body of an error answer in this vendor's shape."""
        raise NotImplementedError

    def places(self, operation: Operation, members: Mapping[str, Any]) -> Iterable[str | int]:
        """Own codes of the facilities of documents that members of an operation's request or answer
        (wire names) name by their ids; an id that nobody knows names none."""
        return ()

    def pages(self) -> Iterable[tuple[str, str, str]]:
        """Further pages of the HTTP face, such as a WSDL: path, media type, text."""
        return ()

    def dispatch(self, name: str, payload: bytes, context: CallContext) -> Response:
        """Runs one operation on JSON bytes to its end. Never raises for bad input."""
        operation = self.operations[name]
        key = context.idempotency_key if operation.idempotent_by_key else ""
        try:
            if key:
                stored = self._keys.find(key, payload, self.clock.now())
                if stored is not None:
                    return stored
            response = self._commit(operation, payload, context)
        except Refusal as refusal:
            return self._refuse(refusal)
        except ValidationError as error:
            return self._refuse(_invalid(error))
        if key:
            self._keys.keep(key, payload, response, self.clock.now())
        return response

    def _commit(self, operation: Operation, payload: bytes, context: CallContext) -> Response:
        request = operation.request.model_validate_json(payload)
        work = Work(self.clock.now(), context.caller, context.correlation_id)
        body = to_json(operation.handler(self, request, work))
        record = self._recorder.effect
        for effect in work.effects:
            record(self.name, context.caller, context.correlation_id, effect)
        for type_, subject, data in work.events:
            self._publish(work, type_, subject, data)
        return Response(operation.status, body, NO_HEADERS)

    def _publish(self, work: Work, type_: str, subject: str, data: dict[str, Any]) -> None:
        self._events_emitted += 1
        event = CloudEvent(
            id=f"{self.name}-{self._events_emitted:08d}",
            source=f"/{self.name}",
            type=type_,
            time=work.now.isoformat(),
            subject=subject,
            payload=to_json(data),
            extensions={"correlation": work.correlation_id or f"{self.name}:{subject}"},
        )
        self._publisher.publish(event)

    def _refuse(self, refusal: Refusal) -> Response:
        headers = {}
        if "retry_after_s" in refusal.details:
            headers["retry-after"] = str(refusal.details["retry_after_s"])
        return Response(refusal.status, to_json(self.render(refusal)), headers)


def _invalid(error: ValidationError) -> Refusal:
    first = error.errors(include_url=False, include_context=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    got = repr(first.get("input"))[:80]
    return Refusal(
        422, "INVALID_REQUEST", f"{place or 'body'}: {first['msg']}, got {got}", field=place
    )
