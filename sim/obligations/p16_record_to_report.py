"""P16 Record-to-report feeds: a batch of the back offices' journals (S18) is posted once in S01.

A batch that its file spoilt owes nothing but a rejection with the reason, so that it is corrected.
"""

from collections.abc import Iterable

from mock_systems.service import Effect
from sim.obligations.flow import HOUR_S, Duty, Flow, Owed, Register, same_key
from sim.obligations.known import Known


def _posted(effect: Effect, known: Known) -> Iterable[Owed]:
    """Debits in cents with the number of journals (of assets, in depreciation)."""
    yield Owed(effect.key, effect.amount_minor, effect.quantity, period=effect.period)


def _bought(effect: Effect, known: Known) -> Iterable[Owed]:
    """An asset that was bought; one that was built belongs to its project (P18)."""
    if not effect.facts["project"]:
        yield Owed(effect.key, effect.amount_minor, period=effect.period)


FLOW = Flow(
    "P16",
    "Record-to-report feeds",
    Register(
        owner="general accounting desk",
        system_of_record="S18",
        documents=("journal file", "asset file", "batch answer"),
        pattern=("file", "batch"),
        criticality="high",
        compliance="financial reporting (completeness, no duplicate posting), payroll data",
        fallback="files wait in the senders' outboxes; at month end journals are keyed from totals",
        consequence="labour, service or depreciation cost missing from a closed month, or in twice",
    ),
    (
        Duty("feeds.journal_batch", "erp.journal_batch", 12 * HOUR_S, _posted),
        Duty("feeds.asset_in_service", "erp.asset", 24 * HOUR_S, _bought),
        Duty("feeds.depreciation", "erp.depreciation", 24 * HOUR_S, _posted),
        Duty("feeds.faulty_file", "feeds.rejection", 12 * HOUR_S, same_key),
    ),
)
