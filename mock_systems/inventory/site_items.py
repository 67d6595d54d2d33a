"""Items of acquired sites as the inventory application knows them (S04, P14)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class SiteItem:
    """`factor` is eaches in the site's unit; `reported_ea` as of the report numbered so."""

    site: str
    number: str
    item_id: str
    factor: int
    reported_ea: int = 0
    report: int = 0
