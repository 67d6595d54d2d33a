"""What happens to a posting whose period is closed: the next open day, and the close desk knows.

A late document is never dropped. It is posted in the next open period, and a work item, which is
closed as soon as the posting is there, tells the close desk that a month's figures leak (P13).
"""

from __future__ import annotations

from datetime import date, timedelta

from integration_under_test.boundary import WorkItem, WorkItems
from integration_under_test.reference import policies
from integration_under_test.reference.events.command import Command


class ClosedPeriod:
    """Moves postings out of closed periods."""

    def __init__(self, work_items: WorkItems) -> None:
        self._work_items = work_items

    async def move(self, command: Command, flow: str, day: str) -> Command:
        """The command, posted on another day. Its work item is open from now on."""
        item_id = f"period/{command.row}"
        reason = f"the period of this document is closed; it is posted on {day}"
        item = WorkItem(
            id=item_id,
            type=policies.PERIOD_CLOSED,
            owner=policies.owner_of(policies.PERIOD_CLOSED, flow),
            flow=flow,
            keys=(command.key,),
            reason=reason,
            actions=("acknowledge",),
        )
        await self._work_items.open(item)
        return command.moved_to(day, item_id)

    async def posted(self, command: Command) -> None:
        """Closes the work item of a command that was moved, or that a reconciliation asked for."""
        day = f" on {command.posting_on}" if command.posting_on else ""
        await self._work_items.close(command.item_id, f"posted{day}")


def first_of_next_month(day: str) -> str:
    """For systems that refuse a day without offering another."""
    # Day 28 + 4 is in the next month whatever the month.
    next_month = date.fromisoformat(day).replace(day=28) + timedelta(days=4)
    return next_month.replace(day=1).isoformat()
