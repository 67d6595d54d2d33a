"""The settings of the reference integration, with their defaults."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from difflib import get_close_matches
from math import ceil
from typing import Any
from urllib.parse import urlsplit

from integration_under_test.reference.policies import WAITS
from integration_under_test.reference.safeguards import Relief, Safeguard
from integration_under_test.reference.store.kinds import DATABASE, check_store

KEY, FACILITY, DOMAIN = "key", "facility", "domain"
WAYS = (KEY, FACILITY, DOMAIN)
"""How commands are divided among workers (cluster/partition.py)."""
BROKERS = ("nats", "tls")
OVERRULED = (
    *("retry_base_s", "retry_cap_s", "retry_horizon_h"),
    *("outage_patience_h", "unmapped_patience_h", "settle_s"),
)
"""The waits that a release of the policy set may overrule."""


@dataclass(frozen=True)
class Settings:
    """Times in the unit that each name ends in."""

    max_concurrency: int = 16
    """Calls under way at one system."""
    call_timeout_s: float = 30.0
    retry_base_s: float = 2.0
    """Wait before the first retry; it doubles with each further one."""
    retry_cap_s: float = 300.0
    retry_horizon_h: float = 36.0
    """A command that could not be sent for so long becomes a work item."""
    outage_patience_h: float = 168.0
    """The same while a system is away: no desk can do anything about it, and operators know."""
    unmapped_patience_h: float = 4.0
    """The same for a code that no master translates: masters arrive late, but not that late."""
    settle_s: float = 45.0
    """How long a request of unknown outcome may still be under way, before a look is believed."""
    masters_refresh_s: float = 60.0
    """Unknown codes make the masters be read again, but not more often than this."""
    circuit_open_s: float = 30.0
    """How long nothing is sent to a system that does not answer; it doubles while that lasts."""
    circuit_cap_s: float = 120.0
    retry_share: float = 0.2
    """Retries that a call which was answered earns its system."""
    retry_floor_per_min: float = 60.0
    """Retries that a system gets in any case, and as many at once."""
    max_backlog: float = 50_000
    """Commands under way; beyond that, senders are asked to come again later."""
    busy_retry_after_s: float = 300.0
    reconciliation_width: int = 2
    """Calls of the nightly reconciliation under way at one system, on a lane of its own."""
    without: str = ""
    """The one safeguard that is switched off (see safeguards.py); "" for none."""
    store: str = ""
    """Where the rows are: "" (with the host), sqlite:PATH or postgresql://... (store/kinds.py)."""
    broker: str = ""
    """The NATS broker between worker processes, nats://HOST:PORT; "" for one process (cluster/)."""
    workers: int = 1
    """Worker processes that are there in any case."""
    most_workers: int = 1
    """How many there may be while commands wait too long."""
    partition_by: str = KEY
    """What a worker has to itself: the commands of a business key, a facility, or a domain."""

    def keeps(self, safeguard: Safeguard | Relief) -> bool:
        """Whether a safeguard or relief is on."""
        return self.without != safeguard

    def in_force(self) -> Settings:
        """These, with the waits that the release in force overrules."""
        return replace(self, **WAITS.rows) if WAITS.rows else self

    def of_one_worker(self) -> Settings:
        """These for one of as many workers as there may be: its share of the calls at a system."""
        most = max(self.workers, self.most_workers)
        return replace(self, max_concurrency=ceil(self.max_concurrency / most))

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Settings:
        """Raises ValueError for an unknown name, a safeguard or store that does not exist, or
        another value that is not a positive number."""
        names = [field.name for field in fields(cls)]
        for name, value in given.items():
            if name not in names:
                raise ValueError(f"unknown setting {name!r}; {_nearest(name, names)}")
            if name in CHECKS:
                CHECKS[name](value)
            elif isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
                raise ValueError(f"{name}: expected a positive number, got {value!r}")
        settings = cls(**given)
        if settings.broker and not settings.store.startswith(DATABASE):
            raise ValueError(
                f"broker: expected a store that processes can share, {DATABASE}USER@HOST/DATABASE, "
                f"got {settings.store!r}"
            )
        return settings


def _check_safeguard(value: object) -> None:
    known = ["", *Safeguard, *Relief]
    if value not in known:
        raise ValueError(f"without: unknown safeguard {value!r}; {_nearest(str(value), known)}")


def _check_broker(value: object) -> None:
    """Credentials are in a file that the environment names: settings go into every report."""
    url = urlsplit(value) if isinstance(value, str) else None
    if url is None or ((url.scheme, url.netloc) != ("", "") and url.scheme not in BROKERS):
        raise ValueError(f'broker: expected "", nats://HOST:PORT or tls://HOST:PORT, got {value!r}')
    if url.username is not None or url.password is not None:
        raise ValueError("broker: leave credentials to the file that NATS_CREDS names")


def _check_partitioning(value: object) -> None:
    if value not in WAYS:
        raise ValueError(f"partition_by: unknown {value!r}; {_nearest(str(value), WAYS)}")


CHECKS: Mapping[str, Callable[[object], None]] = {
    "without": _check_safeguard,
    "store": check_store,
    "broker": _check_broker,
    "partition_by": _check_partitioning,
}
"""Settings that are no numbers."""


def _nearest(name: str, known: Sequence[str]) -> str:
    near = get_close_matches(name, known, n=1, cutoff=0.0)[0]
    return f"the nearest valid one is {str(near)!r}"


def defaults() -> dict[str, Any]:
    """Setting -> default."""
    return asdict(Settings())
