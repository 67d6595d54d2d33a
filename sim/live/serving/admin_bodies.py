"""The bodies of the admin API: what it takes, and what it answers."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

Word = Annotated[str, Field(max_length=200)]
Number = Annotated[int, Field(ge=0, lt=2**53)]
Count = Annotated[int, Field(ge=1, le=1_000)]


class Problem(BaseModel):
    """A refusal (RFC 9457)."""

    title: str
    status: int
    detail: str


class Ready(BaseModel):
    """Everything is as it was seeded."""

    business_time: datetime


class SnapshotShown(BaseModel):
    """A snapshot that is kept; `bytes` is what it takes in memory."""

    id: str
    business_time: datetime
    bytes: int


class SnapshotsShown(BaseModel):
    """Oldest first."""

    snapshots: list[SnapshotShown]


class FaultsWanted(BaseModel):
    """A fault plan as one word, such as `F10@harsh+F46@integration>erp`, or `none`."""

    model_config = ConfigDict(extra="forbid")
    plan: str = Field(max_length=2_000, examples=["F10@harsh+F46@integration>erp"])


class FaultShown(BaseModel):
    """One fault of the plan; `witness` is the first document that it touched."""

    id: str
    title: str
    hops: list[str]
    on: bool
    settings: dict[str, Any]
    witness: str


class FaultsShown(BaseModel):
    """The plan in force."""

    plan: str
    faults: list[FaultShown]


class RequestShown(BaseModel):
    """A request that was received; status 0: the connection was cut, or its caller left."""

    number: int
    time: datetime
    business_time: datetime
    system: str
    method: str
    path: str
    operation: str
    caller: str
    business_key: str
    idempotency_key: str
    status: int
    latency_ms: float


class RequestsWanted(BaseModel):
    """Which requests; what is left out does not matter."""

    model_config = ConfigDict(extra="forbid")
    system: Word = ""
    operation: Word = ""
    caller: Word = ""
    business_key: Word = ""
    status: Annotated[int, Field(ge=0, le=599)] | None = None
    after: Number = 0
    limit: Count = 100


class RequestsShown(BaseModel):
    """Newest first."""

    requests: list[RequestShown]


class RequestInFull(RequestShown):
    """With what it carried and what was answered, without what tells of patients unless `clear`."""

    body: Any
    answer: Any
    clear: bool


class EventShown(BaseModel):
    """An event as it left its system: a CloudEvent in structured mode."""

    number: int
    business_time: datetime
    system: str
    event: dict[str, Any]


class EventsWanted(BaseModel):
    """Which events; a type may be a pattern. `clear` shows what tells of patients too."""

    model_config = ConfigDict(extra="forbid")
    system: Word = ""
    type: Word = ""
    after: Number = 0
    limit: Count = 100
    clear: bool = False


class EventsShown(BaseModel):
    """Newest first."""

    events: list[EventShown]


class SubscriptionWanted(BaseModel):
    """Where events go. Types are patterns such as `erp.invoice.*`; no system means all; without a
    secret (`whsec_...`) one is made."""

    model_config = ConfigDict(extra="forbid")
    url: str = Field(max_length=2_000, examples=["http://127.0.0.1:9000/events"])
    types: list[Word] = Field(default=["*"], min_length=1, max_length=100)
    systems: list[Word] = Field(default=[], max_length=100)
    secret: Word | None = None


class SubscriptionsWanted(BaseModel):
    """All subscriptions from now on."""

    model_config = ConfigDict(extra="forbid")
    subscriptions: list[SubscriptionWanted] = Field(max_length=100)


class SubscriptionShown(BaseModel):
    """The secret is told once, in the answer to the PUT."""

    url: str
    types: list[str]
    systems: list[str]
    secret: str | None = None


class SubscriptionsShown(BaseModel):
    """In the order in which they were asked for."""

    subscriptions: list[SubscriptionShown]
