"""The batch calendar: which interface starts at what time of day, and what its batch takes in.

Times are UTC; midnight in Chicago is 05:00 in summer. Order by time of day is all that makes one
interface wait for another: what it still misses, it carries over to its next run.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import NamedTuple

DAY = timedelta(days=1)


def every_hour(minute: int) -> tuple[time, ...]:
    """The starts of a hot interface."""
    return tuple(time(hour, minute) for hour in range(24))


def nightly(text: str) -> tuple[time, ...]:
    """The one start of all others."""
    return (time.fromisoformat(text),)


class Slot(NamedTuple):
    """A line of the calendar. `cut` is the time of day up to which documents belong to the batch;
    None takes in everything that is there at the start."""

    interface: str
    starts: tuple[time, ...]
    cut: time | None

    def next_start(self, now: datetime) -> datetime:
        """The first start after an instant."""
        today = [at(now, start) for start in self.starts]
        return min(start if start > now else start + DAY for start in today)

    def cut_of(self, start: datetime) -> datetime:
        """The instant up to which documents belong to a batch."""
        if self.cut is None:
            return start
        today = at(start, self.cut)
        return today if today <= start else today - DAY


def at(day: datetime, clock: time) -> datetime:
    """A time of day on the day of an instant."""
    return day.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)


MIDNIGHT = time(5, 0)

CALENDAR = (
    Slot("requisitions_to_budget", every_hour(5), None),
    Slot("orders_to_erp", every_hour(25), None),
    Slot("suppliers_to_procurement", nightly("06:00"), None),
    Slot("suppliers_to_contracts", nightly("06:10"), None),
    Slot("prices_to_erp", nightly("06:20"), None),
    Slot("prices_to_catalogue", nightly("06:30"), None),
    Slot("prices_to_billing", nightly("06:40"), None),
    Slot("periods_to_procurement", nightly("06:50"), None),
    Slot("periods_to_inventory", nightly("06:52"), None),
    Slot("periods_to_billing", nightly("06:54"), None),
    Slot("receipts_to_erp", nightly("07:00"), MIDNIGHT),
    Slot("receipts_to_procurement", nightly("07:30"), MIDNIGHT),
    Slot("lots_to_billing", nightly("08:00"), MIDNIGHT),
    Slot("usages_to_charges", nightly("08:15"), MIDNIGHT),
    Slot("usages_to_costs", nightly("09:00"), MIDNIGHT),
    Slot("invoices_to_erp", nightly("09:30"), MIDNIGHT),
    Slot("statuses_to_procurement", nightly("10:00"), None),
    Slot("payments_to_procurement", nightly("10:30"), MIDNIGHT),
    Slot("payments_to_contracts", nightly("10:45"), MIDNIGHT),
    Slot("inventory_totals_to_erp", nightly("11:00"), None),
    Slot("billing_totals_to_erp", nightly("11:05"), None),
)
