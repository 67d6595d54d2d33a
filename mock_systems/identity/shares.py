"""Each client's own share of an interface: nobody's haste costs another one anything.

A client that asks for more than its share is told when to come again (429 with Retry-After,
RFC 6585 section 4); its calls are counted by the name in its token, which it cannot choose.
"""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

from mock_systems.service.limits import SECOND_US, Bucket, Quota


class Shares:
    """`calls` a second for each client, with `burst` more at once. `now_us` is the wall's time."""

    def __init__(self, calls: int, burst: int, now_us: Callable[[], int]) -> None:
        self._calls = calls
        self._burst = burst
        self._now_us = now_us
        self._quotas: dict[str, Quota] = {}

    def wait_s(self, client: str) -> int:
        """0 when the client's call passes, else the whole seconds after which one would."""
        quota = self._quotas.get(client)
        if quota is None:
            bucket = Bucket(self._calls, SECOND_US, self._burst)
            quota = self._quotas[client] = Quota([bucket])
        return ceil(quota.ask(self._now_us()) / SECOND_US)
