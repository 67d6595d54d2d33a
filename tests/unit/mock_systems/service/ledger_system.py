"""A system of two operations, small enough to test what all systems share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from mock_systems.service import BookEntry, CloudEvent, Effect, Operation, Refusal, System, Work


class PostEntry(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    account_code: str = Field(alias="account-code")
    amount: int = Field(gt=0)
    memo: str = ""


class EntryPosted(BaseModel):
    number: int
    amount: int


class FindEntry(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    entry_no: int = Field(alias="entry-no")
    verbose: bool = False


class Entry(BaseModel):
    number: int
    account: str
    amount: int


def post_entry(system: TinyLedger, request: PostEntry, work: Work) -> dict[str, Any]:
    if request.account_code == "closed":
        raise Refusal(409, "CLOSED", "the account is closed")
    system.entries.append((request.account_code, request.amount))
    number = len(system.entries)
    work.effect(Effect("tiny.entry", str(number), amount_minor=request.amount))
    work.emit("tiny.entry.posted", str(number), {"number": number})
    return {"number": number, "amount": request.amount}


def get_entry(system: TinyLedger, request: FindEntry, _: Work) -> dict[str, Any]:
    if not 0 < request.entry_no <= len(system.entries):
        raise Refusal(404, "UNKNOWN", f"no entry {request.entry_no}")
    account, amount = system.entries[request.entry_no - 1]
    return {"number": request.entry_no, "account": account, "amount": amount}


OPERATIONS = {
    "post_entry": Operation(
        "post_entry",
        "POST",
        "/accounts/{account-code}/entries",
        "tiny.entries.write",
        PostEntry,
        EntryPosted,
        post_entry,
        key=("account-code", "memo"),
        status=201,
        summary="Posts an entry",
        idempotent_by_key=True,
    ),
    "get_entry": Operation(
        "get_entry",
        "GET",
        "/entries/{entry-no}",
        "tiny.entries.read",
        FindEntry,
        Entry,
        get_entry,
        summary="One entry",
    ),
}


class TinyLedger(System):
    id = "S00"
    name = "tiny"
    title = "Tiny ledger"
    operations = OPERATIONS

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, desk, desk)
        self.entries: list[tuple[str, int]] = []

    def load(self, kind: str, rows: Iterable[Mapping[str, Any]]) -> None:
        raise ValueError(kind)

    def books(self) -> Iterator[BookEntry]:
        yield from ()

    def render(self, refusal: Refusal) -> dict[str, Any]:
        return {"code": refusal.code, "message": refusal.message}


class Desk:
    """Clock, recorder and publisher in one."""

    def __init__(self) -> None:
        self.t = datetime(2026, 4, 1, tzinfo=UTC)
        self.effects: list[tuple[str, Effect]] = []
        self.events: list[CloudEvent] = []

    def now(self) -> datetime:
        return self.t

    def wait(self, hours: float) -> None:
        self.t += timedelta(hours=hours)

    def effect(self, system: str, caller: str, correlation_id: str, effect: Effect) -> None:
        self.effects.append((caller, effect))

    def publish(self, event: CloudEvent) -> None:
        self.events.append(event)
