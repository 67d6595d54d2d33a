"""How often one caller may ask: a bucket of tokens for each caller and service."""

from __future__ import annotations

from datetime import datetime

from integration_under_test.reference.gateway.services.service import Service


class Throttle:
    """Buckets that fill up with time; one caller's haste never costs another a call."""

    def __init__(self) -> None:
        self._buckets: dict[tuple[str, str], tuple[float, datetime]] = {}

    def wait_s(self, caller: str, service: Service, now: datetime) -> float:
        """Takes a token and returns 0, or says in how many seconds there will be one."""
        rate = service.rate
        held, since = self._buckets.get((caller, service.id), (float(rate.burst), now))
        per_s = rate.per_min / 60.0
        held = min(float(rate.burst), held + (now - since).total_seconds() * per_s)
        granted = held >= 1.0
        self._buckets[caller, service.id] = (held - granted, now)
        return 0.0 if granted else (1.0 - held) / per_s
