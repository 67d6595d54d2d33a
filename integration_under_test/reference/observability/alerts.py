"""Technical alerts, for those who run the integration; clerks have the exception queue instead.

An alert stands from the first sign of trouble to its end, however often the sign comes again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping, Sequence
from typing import Any, NamedTuple

from integration_under_test.boundary import Alert, Alerts

CRITICAL = "critical"
WARNING = "warning"

UNREACHABLE = "system_unreachable"
THROTTLED = "system_throttling"
CIRCUIT_OPEN = "circuit_open"
BACKLOG = "backlog_high"
AT_RISK = "deadline_at_risk"
BREACHED = "deadline_missed"
UNANSWERED = "order_unanswered"
BOOKS_DIFFER = "books_differ"
UNREADABLE_LIST = "list_unreadable"


class AlertKind(NamedTuple):
    """How bad it is, and what whoever is on duty does about it."""

    severity: str
    remedy: str


ALERTS: Mapping[str, AlertKind] = {
    UNREACHABLE: AlertKind(CRITICAL, "call the system's owner; what waits is sent when it answers"),
    THROTTLED: AlertKind(WARNING, "ask the vendor for a higher limit, or have fewer calls at once"),
    CIRCUIT_OPEN: AlertKind(WARNING, "nothing is sent there until a probe is answered: as above"),
    BACKLOG: AlertKind(WARNING, "find the system that most commands wait for"),
    AT_RISK: AlertKind(WARNING, "see what the oldest command waits for, while there is time"),
    BREACHED: AlertKind(CRITICAL, "tell the flow's owner, and use the flow's fallback"),
    UNANSWERED: AlertKind(WARNING, "have the buyer call the supplier"),
    BOOKS_DIFFER: AlertKind(CRITICAL, "see the work items of the reconciliation: one for each gap"),
    UNREADABLE_LIST: AlertKind(WARNING, "ask the vendor what changed; the last good list is used"),
}


class Subject(NamedTuple):
    """What an alert is about; "" where it is about no system or flow in particular."""

    system: str = ""
    flow: str = ""
    key: str = ""


class NoBoard:
    """In the place of a host's alarm board, where there is none."""

    async def raise_(self, alert: Alert) -> None:
        """Only the book knows."""

    async def clear(self, alert_id: str, reason: str) -> None:
        """Only the book knows."""

    def standing(self) -> Sequence[Alert]:
        return ()


class AlertBook:
    """What stands. It is told to the host in the order in which it happens, behind the caller's
    back: whoever finds trouble need not wait."""

    def __init__(self, port: Alerts | None) -> None:
        self._port = port or NoBoard()
        self._standing = {alert.id: alert for alert in self._port.standing()}
        self._telling: set[asyncio.Task[None]] = set()

    @property
    def standing(self) -> Mapping[str, Alert]:
        """Id -> alert, of an earlier incarnation too."""
        return self._standing

    def raise_(self, kind: str, subject: Subject, reason: str) -> None:
        """Raises an alert of the table, unless it stands."""
        alert_id = _id(kind, subject)
        if alert_id in self._standing:
            return
        keys = (subject.key,) if subject.key else ()
        severity = ALERTS[kind].severity
        alert = Alert(alert_id, kind, severity, reason, subject.system, subject.flow, keys)
        self._standing[alert_id] = alert
        self._tell(self._port.raise_(alert))

    def clear(self, kind: str, subject: Subject, reason: str) -> None:
        """Clears an alert, if it stands."""
        if self._standing and self._standing.pop(_id(kind, subject), None) is not None:
            self._tell(self._port.clear(_id(kind, subject), reason))

    def keep_only(self, kind: str, still: Mapping[Subject, str], flow: str = "") -> None:
        """Has exactly these alerts of a kind stand: subject -> reason. With a flow, those of other
        flows stand as they did."""
        ids = {_id(kind, subject) for subject in still}
        of_kind = [alert for alert in self._standing.values() if alert.kind == kind]
        for alert in of_kind:
            if alert.id in ids or (flow and alert.flow != flow):
                continue
            del self._standing[alert.id]
            self._tell(self._port.clear(alert.id, "no longer so"))
        for subject, reason in still.items():
            self.raise_(kind, subject, reason)

    async def told(self) -> None:
        """Returns when the host knows all."""
        await asyncio.gather(*self._telling)

    def _tell(self, news: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(news)
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)


def _id(kind: str, subject: Subject) -> str:
    return "/".join(part for part in (kind, *subject) if part)
