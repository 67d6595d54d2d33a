"""The conformed dimensions that the warehouse (S17) has on the night before the first day.

Facilities go by GLN, items by their ERP number, accounts by the ERP's, periods by YYYY-MM: the
keys that all systems know or can be mapped to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from mock_systems.erp import accounts
from sim.world.business_days import next_period
from sim.world.enterprise import Enterprise

PERIODS = 15
"""From the month before the first: more than any run lasts."""


def members(e: Enterprise) -> Iterable[dict[str, str]]:
    """As the warehouse loads them."""
    for facility in e.facilities:
        yield _member("facility", facility.gln, facility.name)
    for item in e.items:
        yield _member("item", item.erp_number, item.description)
    for obsolete in e.obsolete_items:
        yield _member("item", obsolete.erp_number, obsolete.description)
    for account, name in _accounts():
        yield _member("account", account, name)
    period = f"{e.first_day.replace(day=1) - timedelta(days=1):%Y-%m}"
    for _ in range(PERIODS):
        yield _member("period", period, period)
        period = next_period(period)


def _accounts() -> Iterator[tuple[str, str]]:
    """The chart that the ERP posts to by itself; its constants are named as accountants do."""
    for name, account in sorted(vars(accounts).items()):
        if name.isupper() and isinstance(account, str) and account.isdigit():
            yield account, name.replace("_", " ").capitalize()


def _member(dimension: str, key: str, name: str) -> dict[str, str]:
    return {"dimension": dimension, "key": key, "name": name}
