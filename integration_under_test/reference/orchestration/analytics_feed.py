"""P19 analytics feed: each night's cut of the books is loaded once, hospital by hospital.

A dead step parks its table's day and nothing else: the next day does not wait for it.
"""

from __future__ import annotations

from integration_under_test.boundary import Event
from integration_under_test.reference.events.command import Step
from integration_under_test.reference.mediation.analytics.dimensions import DIMENSIONS
from integration_under_test.reference.mediation.canonical.facts import DayCut
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.notation import from_compact_day
from integration_under_test.reference.orchestration import month_end_close

TABLES = {
    "erp.postings.cut": "journal",
    "billing.charges.cut": "charge",
    "inventory.usages.cut": "usage",
}
"""Event -> the table of the warehouse that its cut fills."""


def on_day_cut(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """New keys first, then a batch for each hospital. Raises LookupError while nobody has told us
    the hospitals: a clerk has it tried again when the masters can be read."""
    table, day = TABLES[event.type], _day(event.subject)
    glns = crosswalk.glns()
    if not glns:
        raise LookupError("no hospital is known yet")
    sequence = f"{table}/{day}"
    whole = DayCut(table, day, "", glns)
    merge = [Step("merge_members", sequence, whole, sequence)] if table in DIMENSIONS else []
    loads = [
        Step("load_day", f"{sequence}/{gln}", DayCut(table, day, gln, glns), sequence)
        for gln in glns
    ]
    return (*merge, *loads, *month_end_close.on_books_cut(whole))


def _day(subject: str) -> str:
    """Two of the three systems write a day without hyphens."""
    return subject if "-" in subject else from_compact_day(subject)
