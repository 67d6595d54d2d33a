"""Work items and alerts of an integration that stands beside served systems: kept, and shown.

Nobody works on them; whoever develops looks at `GET /work-items` and `GET /alerts`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from integration_under_test.boundary import Alert, WorkItem
from sim.live.counters import Counters
from sim.live.pace import Pace


class OpenItems:
    """`WorkItems` of the boundary, in memory."""

    def __init__(self) -> None:
        self.items: dict[str, WorkItem] = {}

    async def open(self, item: WorkItem) -> None:
        """Adds an item, or the keys that an open one lacks."""
        before = self.items.get(item.id)
        keys = tuple(dict.fromkeys((*(before.keys if before else ()), *item.keys)))
        self.items[item.id] = replace(before or item, keys=keys)

    async def close(self, item_id: str, reason: str, keys: tuple[str, ...] = ()) -> None:
        """Takes it away, or some of its keys."""
        item = self.items.pop(item_id, None)
        left = tuple(key for key in item.keys if key not in keys) if item and keys else ()
        if item is not None and left:
            self.items[item_id] = replace(item, keys=left)

    async def escalate(self, item_id: str, owner: str, reason: str) -> None:
        """Gives it to somebody else."""
        if item_id in self.items:
            self.items[item_id] = replace(self.items[item_id], owner=owner)


class Standing:
    """`Alerts` of the boundary, in memory."""

    def __init__(self) -> None:
        self._alerts: dict[str, Alert] = {}

    async def raise_(self, alert: Alert) -> None:
        """Raising one that stands is no news."""
        self._alerts.setdefault(alert.id, alert)

    async def clear(self, alert_id: str, reason: str) -> None:
        """The trouble is over."""
        self._alerts.pop(alert_id, None)

    def standing(self) -> Sequence[Alert]:
        """In the order of raising."""
        return tuple(self._alerts.values())


def notice_routes(pace: Pace) -> list[Route]:
    """The counters for one integration, and a list of its work items."""
    items = OpenItems()

    async def listed(_: Request) -> Response:
        return JSONResponse({"work_items": [asdict(one) for one in items.items.values()]})

    counters = Counters({}, items, Standing(), pace)
    return [Route("/work-items", listed, methods=["GET"]), *counters.routes()]
