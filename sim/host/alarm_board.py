"""The integration's technical alerts: recorded in the History, and shown to no clerk.

Rows `integration` with `f` `alert_raised` or `alert_cleared`: `effect_key` is the alert's id,
`agg_id` its kind, `process` its severity, `target` the system, `business_key` a key, if it names
one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from integration_under_test.boundary import Alert
from sim.history.schema import Row

RAISED = "alert_raised"
CLEARED = "alert_cleared"


class AlarmBoard:
    """The boundary's `Alerts`; it outlives every incarnation of the integration."""

    def __init__(self, now_us: Callable[[], int], write: Callable[[Row], int]) -> None:
        self._now_us = now_us
        self._write = write
        self._standing: dict[str, Alert] = {}

    async def raise_(self, alert: Alert) -> None:
        """Records the alert, one row per key. Raising a standing one again is no news."""
        if alert.id not in self._standing:
            self._standing[alert.id] = alert
            self._record(RAISED, alert, alert.reason)

    async def clear(self, alert_id: str, reason: str) -> None:
        """Records that the trouble is over; what does not stand is left alone."""
        alert = self._standing.pop(alert_id, None)
        if alert is not None:
            self._record(CLEARED, alert, reason)

    def standing(self) -> Sequence[Alert]:
        """What was raised and not cleared, in the order of raising."""
        return tuple(self._standing.values())

    def _record(self, f: str, alert: Alert, detail: str) -> None:
        for key in alert.keys or ("",):
            self._write(
                Row(
                    t_us=self._now_us(),
                    op="integration",
                    f=f,
                    process=alert.severity,
                    flow=alert.flow,
                    target=alert.system,
                    business_key=key,
                    effect_key=alert.id,
                    agg_id=alert.kind,
                    detail=detail,
                )
            )
