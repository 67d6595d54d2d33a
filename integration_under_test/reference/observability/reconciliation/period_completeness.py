"""How complete a period's postings are, by facility: what was submitted beside what is posted.

At the close the inventory application says how many usages a hospital had in a period, and how
many EA. So many costs must stand in the ERP. A day of which something was under way, or missing,
when it was compared is compared once more first, so that a command which came to nothing since
then is asked for again.

Judged is the second night that sees the totals, when every usage that they count is in a day's cut.
What is used in a period and recorded after its totals makes the books larger than these, never
smaller.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from integration_under_test.reference.mediation.balances import totals
from integration_under_test.reference.mediation.balances.totals import INVENTORY, Submitted
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.observability.reconciliation.completeness import (
    EA,
    MISSING,
    THERE,
    UNDER_WAY,
)
from integration_under_test.reference.observability.reconciliation.differences import Difference
from integration_under_test.reference.observability.reconciliation.lists import Lists

COMPARISON = "period"
KIND = "post_cost"

Rows = Mapping[str, Mapping[str, int]]
"""`period/facility/kind/day` -> how many effects of that day are in each state, and EA there."""
Closing = Mapping[str, str]
"""`seen_on` and `settled_on`: the nights on which a period's totals were first seen, and judged."""


class Place(NamedTuple):
    """The key of a row, in parts."""

    period: str
    facility: str
    kind: str
    day: str

    @classmethod
    def read(cls, key: str) -> Place:
        return cls(*key.split("/"))


class Judged(NamedTuple):
    """What differs at a period's close; `agreed` are `period/unit` that do not."""

    differences: Sequence[Difference]
    agreed: Sequence[str]


def ended(rows: Rows, day: str, closings: Mapping[str, Closing]) -> Sequence[str]:
    """The periods that were over on a day and are not settled."""
    over = {Place.read(key).period for key in rows if Place.read(key).period < day[:7]}
    return sorted(period for period in over if "settled_on" not in closings.get(period, {}))


def left_out(nights: Collection[str], day: str) -> bool:
    """Whether a night between the first one and a day was not compared: its cut may come late."""
    first = date.fromisoformat(min(nights, default=day))
    span = (date.fromisoformat(day) - first).days
    return any((first + timedelta(days=n)).isoformat() not in nights for n in range(span))


def incomplete(rows: Rows, period: str) -> Sequence[str]:
    """The days of which something of a period was not there when it was last looked at."""
    days = {
        Place.read(key).day
        for key, row in rows.items()
        if Place.read(key).period == period and row[UNDER_WAY] + row[MISSING]
    }
    return sorted(days)


async def submitted(lists: Lists, period: str) -> Sequence[Submitted]:
    """What the inventory application told the ERP of a period. Raises CallError."""
    rows = await lists.once("erp", "list_subledger_totals", totals.ask(period))
    return [told for told in map(totals.read, rows) if told.subledger == INVENTORY]


def judged(rows: Rows, period: str, told: Sequence[Submitted], crosswalk: Crosswalk) -> Judged:
    """Lays the totals beside the rows."""
    posted: dict[str, Counter[str]] = {}
    for key, row in rows.items():
        place = Place.read(key)
        if (place.period, place.kind) == (period, KIND):
            posted.setdefault(crosswalk.business_unit(place.facility), Counter()).update(row)
    differences, agreed = [], []
    for one in told:
        there = posted.get(one.unit, Counter())
        if there[THERE] >= one.lines and there[EA] >= one.quantity_ea:
            agreed.append(f"{period}/{one.unit}")
        else:
            differences.append(_difference(period, one, there))
    return Judged(differences, agreed)


def _difference(period: str, told: Submitted, there: Mapping[str, int]) -> Difference:
    unseen = told.lines - sum(there.get(state, 0) for state in (THERE, UNDER_WAY, MISSING))
    causes = {
        "under way": there.get(UNDER_WAY, 0),
        "missing": there.get(MISSING, 0),
        "in no day's cut": max(0, unseen),
    }
    why = ", ".join(f"{count} {cause}" for cause, count in causes.items() if count)
    return Difference(
        f"{COMPARISON}/{period}/{told.unit}",
        (f"{period}/{told.unit}",),
        f"{told.unit} submitted {told.lines} usages with {told.quantity_ea} EA for {period}; "
        f"posted are {there.get(THERE, 0)} with {there.get(EA, 0)} EA ({why or 'quantities'})",
    )
