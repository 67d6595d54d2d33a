"""What a vendor profile says, as frozen data.

Every section names its `source`: a publication, or `assumption` where none was found. Sections
that cannot act on a call (availability, residency, administration) are facts for whoever judges
a vendor; the others are enforced by the receiver's edge.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal

from pydantic import ConfigDict

from mock_systems.profiles.maintenance import Window
from mock_systems.service.idempotency import KeyPolicy
from mock_systems.service.limits import SECOND_US, Impatience

ASSUMPTION = "assumption"
FORBID = ConfigDict(extra="forbid")

Period = Literal["second", "minute", "hour", "day"]
Calls = Literal["all", "reads", "writes"]
Schedule = Literal["none", "short", "medium", "long", "poll_and_flag"]


@dataclass(frozen=True, kw_only=True)
class Rate:
    """A leaky bucket (`calls`, `per`, `burst`) or nested `windows`, over some kind of call."""

    __pydantic_config__ = FORBID
    over: Calls = "all"
    calls: int = 0
    per: Period = "second"
    burst: int = 0
    windows: Mapping[Period, int] = field(default_factory=dict)
    source: str

    def __post_init__(self) -> None:
        if (self.calls > 0) == bool(self.windows):
            raise ValueError("expected either calls above 0 or windows")


@dataclass(frozen=True, kw_only=True)
class InFlightLimit:
    """Calls that may be under way at once, from arrival to answer; 0 for any number."""

    __pydantic_config__ = FORBID
    calls: int = 0
    source: str


@dataclass(frozen=True, kw_only=True)
class Capacity:
    """What the servers behind the gateway can do: `workers` calls at a time, each of which takes
    `work_s` (its mean, if the work is exponential), with `places` for those that wait. A call too
    many is answered `status`, with Retry-After unless that is 0."""

    __pydantic_config__ = FORBID
    workers: int
    places: int
    work_s: float
    work: Literal["fixed", "exponential"] = "fixed"
    status: int = 503
    retry_after_s: int = 0
    source: str


@dataclass(frozen=True, kw_only=True)
class OverLimit:
    """What a call too many is answered. `code` appears in the system's own error shape.

    `lengthens_from_s` makes Retry-After grow by `lengthens_by` with each call before its end.
    """

    __pydantic_config__ = FORBID
    status: int = 429
    code: str = "TOO_MANY_REQUESTS"
    retry_after: Literal["seconds", "absent"] = "seconds"
    lengthens_from_s: int = 0
    lengthens_by: int = 2
    lengthens_to_s: int = 300
    source: str

    @property
    def impatience(self) -> Impatience | None:
        """How Retry-After grows, if it does."""
        if not self.lengthens_from_s:
            return None
        base_us, cap_us = self.lengthens_from_s * SECOND_US, self.lengthens_to_s * SECOND_US
        return Impatience(base_us, self.lengthens_by, cap_us)


@dataclass(frozen=True, kw_only=True)
class Sending:
    """How the system's events leave it."""

    __pydantic_config__ = FORBID
    schedule: Schedule
    source: str


@dataclass(frozen=True, kw_only=True)
class Keys(KeyPolicy):
    """The vendor's handling of idempotency keys."""

    __pydantic_config__ = FORBID
    source: str


@dataclass(frozen=True, kw_only=True)
class Paging:
    """Rows of a page: when none were asked for, and at most; 0 leaves it to the system. A profile
    makes pages smaller than the system's own, never larger."""

    __pydantic_config__ = FORBID
    default_rows: int = 0
    max_rows: int = 0
    source: str


@dataclass(frozen=True, kw_only=True)
class MaintenanceWindow(Window):
    """A planned absence; `answer` is a 503, or no connection at all."""

    __pydantic_config__ = FORBID
    answer: Literal["503", "refused"] = "503"
    source: str


@dataclass(frozen=True, kw_only=True)
class ResponseTime:
    """Lognormal seconds from request to answer; the median is exp(mu)."""

    __pydantic_config__ = FORBID
    mu: float
    sigma: float
    source: str


@dataclass(frozen=True, kw_only=True)
class Availability:
    """What the vendor promises, or what its kind achieves, in percent of a month."""

    __pydantic_config__ = FORBID
    percent: float
    source: str


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A sentence about the vendor, and who says so."""

    __pydantic_config__ = FORBID
    says: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Profile:
    """One vendor's API as the network meets it."""

    __pydantic_config__ = FORBID
    name: str
    vendor: str
    tenant: str
    """The hospital group's tenant or account there; invented."""
    rate: tuple[Rate, ...] = ()
    in_flight: InFlightLimit
    capacity: Capacity | None = None
    """None where the servers take whatever comes, which no vendor says of its own."""
    over_limit: OverLimit
    webhooks: Sending
    keys: Keys
    paging: Paging
    maintenance: tuple[MaintenanceWindow, ...] = ()
    response_time: ResponseTime
    availability: Availability
    residency: Fact
    administration: Fact

    def sized(self, share: float) -> Profile:
        """The same behind servers of that share of the speed: who has half the load rents half."""
        if self.capacity is None:
            return self
        slower = replace(self.capacity, work_s=self.capacity.work_s / share)
        return replace(self, capacity=slower)

    @property
    def assumptions(self) -> tuple[str, ...]:
        """Sections for which no source was found, in order of the file."""
        return tuple(name for name, part in self._parts() if part.source.startswith(ASSUMPTION))

    def _parts(self) -> list[tuple[str, Any]]:
        named = [(f.name, getattr(self, f.name)) for f in fields(self)]
        return [
            (name, part)
            for name, value in named
            for part in (value if isinstance(value, tuple) else (value,))
            if not isinstance(part, str | None)
        ]
