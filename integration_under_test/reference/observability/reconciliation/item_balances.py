"""What left the shelves beside what the ERP charged for it: by facility, in money, each night.

    used - posted = sum of the causes        (cents, by business unit)

Timing and prices explain themselves. A usage that is charged twice, in another quantity, for
another item or at another hospital, and a charge without a usage, are differences that a person
must undo: asking again would not. What is not charged at all is `usage_to_charge`'s.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from integration_under_test.reference.mediation.balances import costs
from integration_under_test.reference.mediation.balances.costs import Charged
from integration_under_test.reference.mediation.canonical.usages import Usage
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.erp import postings
from integration_under_test.reference.mediation.inventory import lot_origins, usages
from integration_under_test.reference.observability.reconciliation.balances import (
    Night,
    used_on_the_day,
)
from integration_under_test.reference.observability.reconciliation.differences import (
    Compared,
    Difference,
)

COMPARISON = "item_balance"


class Cause(StrEnum):
    """Why two figures of a facility differ."""

    NOT_YET = "not posted that day"
    EARLIER = "used on an earlier day"
    PRICE = "another standard cost"
    DUPLICATE = "charged more than once"
    PHANTOM = "charged without a usage"
    QUANTITY = "charged in another quantity"
    ITEM = "charged for another item"
    FACILITY = "charged at another hospital"


class Issue(NamedTuple):
    """Goods that left a shelf; `unit` in the ERP's terms."""

    unit: str
    item: str
    quantity_ea: int


@dataclass
class UnitBalance:
    """One hospital's day in cents; `causes` add up to what was used less what was posted."""

    used_minor: int = 0
    posted_minor: int = 0
    absolute_minor: int = 0
    causes: Counter[str] = field(default_factory=Counter)

    def add(self, used_minor: int, posted_minor: int, cause: Cause) -> None:
        """One usage's share."""
        self.used_minor += used_minor
        self.posted_minor += posted_minor
        difference_minor = used_minor - posted_minor
        if difference_minor:
            self.absolute_minor += abs(difference_minor)
            self.causes[cause] += difference_minor

    def row(self) -> Mapping[str, object]:
        """As JSON values."""
        return {
            "used_minor": self.used_minor,
            "posted_minor": self.posted_minor,
            "absolute_minor": self.absolute_minor,
            "causes": dict(sorted(self.causes.items())),
        }


class _Wrong(NamedTuple):
    cause: Cause
    issue: Issue | None
    charged: Sequence[Charged]


class _Day(NamedTuple):
    """What the two systems list of a day; `posted` are unit and cents by usage."""

    issues: Mapping[str, Issue]
    posted: Mapping[str, Sequence[tuple[str, int]]]
    prices: Mapping[str, int]

    def used_minor(self, number: str) -> int:
        """What a usage should cost, 0 for one that is not of the day."""
        issue = self.issues.get(number)
        return issue.quantity_ea * self.prices.get(issue.item, 0) if issue else 0


IN_ORDER = (Cause.FACILITY, Cause.ITEM, Cause.QUANTITY)
"""What it is called when the fields of an issue and of its cost differ, one by one."""


async def compare(night: Night, crosswalk: Crosswalk, again: Iterable[str]) -> Compared:
    """One night's comparison; the usages `again` were wrong before. Raises CallError, NotYet or
    UnknownCode."""
    day = await _listed(night, crosswalk)
    numbers = tuple(dict.fromkeys((*day.issues, *day.posted)))
    suspects = tuple(dict.fromkeys((*again, *(n for n in numbers if _is_suspect(day, n)))))
    looked = await asyncio.gather(*(_examined(night, crosswalk, day, n) for n in suspects))
    wrong = dict(found for found in looked if found is not None)
    return Compared(
        _balanced(night.day, day, wrong),
        tuple(_difference(number, wrong[number]) for number in wrong),
        tuple(number for number in suspects if number not in wrong),
    )


def verdict(issue: Issue | None, charged: Sequence[Charged]) -> Cause | None:
    """What is wrong with the costs of a usage; None if nothing is, or there are none."""
    if not charged:
        return None
    if issue is None:
        return Cause.PHANTOM
    if len(charged) > 1:
        return Cause.DUPLICATE
    pairs = zip(IN_ORDER, issue, charged[0], strict=True)
    return next((cause for cause, used, posted in pairs if used != posted), None)


async def _listed(night: Night, crosswalk: Crosswalk) -> _Day:
    used = [usages.read(row) for row in await used_on_the_day(night)]
    posted: dict[str, list[tuple[str, int]]] = {}
    for journal in await night.lists.once("erp", "list_postings", postings.ask(night.day)):
        if costs.is_cost(journal):
            share = (costs.unit_of(journal), costs.amount_minor(journal))
            posted.setdefault(costs.reference_of(journal), []).append(share)
    items = await night.lists.once("erp", "list_items", {}) if used or posted else ()
    issues = {usage.number: _issue(usage, crosswalk) for usage in used}
    return _Day(issues, posted, dict(map(costs.price, items)))


def _issue(usage: Usage, crosswalk: Crosswalk) -> Issue:
    return Issue(crosswalk.business_unit(usage.facility), usage.item, usage.quantity_ea)


def _is_suspect(day: _Day, number: str) -> bool:
    """Whether the lists leave a doubt. What is not posted yet is looked up by others."""
    posted = day.posted.get(number, ())
    if not posted:
        return False
    issue = day.issues.get(number)
    return issue is None or list(posted) != [(issue.unit, day.used_minor(number))]


async def _examined(
    night: Night, crosswalk: Crosswalk, day: _Day, number: str
) -> tuple[str, _Wrong] | None:
    """What the documents themselves say of a doubt."""
    issue = day.issues.get(number)
    if issue is None:
        row = await night.lists.get("inventory", "get_usage", lot_origins.ask_usage(number))
        issue = None if row is None else _issue(usages.read(row), crosswalk)
    answer = await night.lists.get("erp", "find_costs", costs.ask(number))
    charged = tuple(map(costs.read, answer["items"])) if answer else ()
    cause = verdict(issue, charged)
    return (number, _Wrong(cause, issue, charged)) if cause else None


def _balanced(
    name: str, day: _Day, wrong: Mapping[str, _Wrong]
) -> Mapping[str, Mapping[str, object]]:
    """By `day/unit`. Where a usage and its cost are at two hospitals, each has its part."""
    units: dict[str, UnitBalance] = {}
    for number in dict.fromkeys((*day.issues, *day.posted)):
        issue, posted = day.issues.get(number), Counter[str]()
        for unit, minor in day.posted.get(number, ()):
            posted[unit] += minor
        cause = wrong[number].cause if number in wrong else _harmless(issue, posted)
        for unit in dict.fromkeys((*([issue.unit] if issue else []), *posted)):
            used_minor = day.used_minor(number) if issue and issue.unit == unit else 0
            units.setdefault(unit, UnitBalance()).add(used_minor, posted[unit], cause)
    return {f"{name}/{unit}": units[unit].row() for unit in sorted(units)}


def _harmless(issue: Issue | None, posted: Mapping[str, int]) -> Cause:
    if issue is None:
        return Cause.EARLIER
    return Cause.PRICE if posted else Cause.NOT_YET


def _difference(number: str, wrong: _Wrong) -> Difference:
    used, charged = wrong.issue, wrong.charged
    ours = f"{used.quantity_ea} EA of {used.item} at {used.unit}" if used else "nothing"
    theirs = ", ".join(f"{one.quantity_ea} EA of {one.item} at {one.unit}" for one in charged)
    reason = f"{number} is {wrong.cause}: used {ours}; posted {theirs}"
    return Difference(f"{COMPARISON}/{number}", (number,), reason)
