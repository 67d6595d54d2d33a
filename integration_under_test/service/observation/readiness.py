"""Whether a service can take anything in now: started, and its storage commits."""

from __future__ import annotations

import asyncio
import logging
from typing import Any, NamedTuple

from integration_under_test.boundary import Conflict, Storage, StorageUnavailable
from integration_under_test.service.observation.vitals import Vitals

LOG = logging.getLogger(__name__)
TABLE, ROW = "service_readiness", "asked"
WITHIN_S = 2.0
GOOD_FOR_S = 1.0
"""For so long an answer is believed, however often it is asked for."""
FINE = "ok"


class Finding(NamedTuple):
    """`trouble` is in words for people, "" if it is ready; circuits do not make it less so."""

    trouble: str
    checks: dict[str, str]
    circuits: dict[str, str]

    def told(self) -> dict[str, Any]:
        """As JSON values."""
        return {"checks": self.checks, "circuits": self.circuits}


class Readiness:
    """Looks when it is asked."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._storage_trouble = ""
        self._looked_at_s = float("-inf")

    async def look(self, is_started: bool, vitals: Vitals) -> Finding:
        """What it found; in some seconds, whatever the storage does."""
        now_s = asyncio.get_running_loop().time()
        if now_s - self._looked_at_s >= GOOD_FOR_S:
            self._storage_trouble = await self._tried(vitals)
            self._looked_at_s = now_s
        checks = {
            "started": FINE if is_started else "not started; POST /start first",
            "storage": self._storage_trouble or FINE,
        }
        trouble = "; ".join(f"{name}: {said}" for name, said in checks.items() if said != FINE)
        return Finding(trouble, checks, dict(vitals.circuits()))

    async def _tried(self, vitals: Vitals) -> str:
        try:
            async with asyncio.timeout(WITHIN_S):
                await self._commit()
                await vitals.check()
        except TimeoutError:
            return f"no commit within {WITHIN_S:.0f} s"
        except (StorageUnavailable, OSError, RuntimeError) as error:
            LOG.warning("the storage does not commit", exc_info=error)
            return f"does not commit ({type(error).__name__})"
        return ""

    async def _commit(self) -> None:
        try:
            async with self._storage.transaction() as tx:
                tx.put(TABLE, ROW, 1)
        except Conflict:
            return  # another one asked, and was committed: that is proof enough
