"""One tiny system behind the edge of a profile, with a clock in the test's hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import from_json, to_json

from mock_systems.profiles import Profile
from mock_systems.service import CallContext, Operation, Response
from sim.cable import Edge
from tests.unit.mock_systems.service.ledger_system import OPERATIONS, Desk, EntryPosted, TinyLedger


class Listing(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    limit: int = Field(default=100, ge=1, le=500)


LISTING = Operation(
    "list_entries", "GET", "/entries", "tiny.read", Listing, EntryPosted, lambda s, r, w: {}
)


class Gate:
    """Answers stay under way until `answer_all`, unless `answers_at_once`."""

    def __init__(self, profile: Profile, at: datetime | None = None) -> None:
        self.desk = Desk()
        if at is not None:
            self.desk.t = at
        self.system = TinyLedger(self.desk)
        self.edge = Edge(profile, self.system)
        self.leaving: list[Any] = []
        self.forwarded: list[tuple[str, bytes, CallContext]] = []
        self.answers_at_once = True
        self.memos = 0

    def wait(self, seconds: float) -> None:
        self.desk.t += timedelta(seconds=seconds)

    def call(self, operation: Operation, payload: bytes, key: str = "") -> Response:
        passage = self.edge.receive(operation, payload, CallContext("i", key), self.forward)
        if passage.leave is not None:
            self.leaving.append(passage.leave)
            if self.answers_at_once:
                self.answer_all()
        assert passage.response is not None
        return passage.response

    def forward(self, operation: Operation, payload: bytes, context: CallContext) -> Response:
        self.forwarded.append((operation.name, payload, context))
        if operation is LISTING:
            return Response(200, b"{}", {})
        return self.system.dispatch(operation.name, payload, context)

    def write(self, key: str = "", memo: str = "") -> Response:
        body = {"account-code": "a", "amount": 5, "memo": memo}
        return self.call(OPERATIONS["post_entry"], to_json(body), key)

    def writes(self, count: int) -> int:
        """How many of so many writes at this instant pass."""
        return sum(self.write().status == 201 for _ in range(count))

    def read(self) -> Response:
        return self.call(LISTING, b"{}")

    def reads(self, count: int) -> int:
        return sum(self.read().status == 200 for _ in range(count))

    def rows_asked(self, **body: Any) -> Any:
        """The page size with which a listing reaches the system; None for its own default."""
        self.call(LISTING, to_json(body))
        return from_json(self.forwarded[-1][1]).get("limit")

    def answer_all(self) -> None:
        for leave in self.leaving:
            leave()
        self.leaving = []
