"""P19 Analytics feed: what a day's cut counted in S01, S04 or S05 is in the warehouse (S17) once.

Each cut tells per facility how many transactions it holds, with their sum; the warehouse owes the
same figures under conformed keys by six in the morning, four hours after the cut.
"""

from collections.abc import Iterable

from mock_systems.service import Effect
from sim.obligations.flow import HOUR_S, Duty, Flow, Owed, Register
from sim.obligations.known import Known

LOADED = "analytics.day_loaded"
WITHIN_S = 4 * HOUR_S


def _loaded(effect: Effect, known: Known) -> Iterable[Owed]:
    """The key is feed/table/GLN/day on both sides."""
    yield Owed(effect.key, effect.amount_minor, effect.quantity)


FLOW = Flow(
    "P19",
    "Analytics feed",
    Register(
        owner="data office",
        system_of_record="S01, S04, S05",
        documents=("journal extract", "charge extract", "usage extract", "warehouse batch"),
        pattern=("batch", "event"),
        criticality="low",
        compliance="minimum necessary: no encounter or patient reaches the warehouse",
        fallback="reports show the day before; a day is loaded again from its cut",
        consequence="management reports differ from the books, margins are argued about",
    ),
    (
        Duty("erp.day_cut", LOADED, WITHIN_S, _loaded),
        Duty("billing.day_cut", LOADED, WITHIN_S, _loaded),
        Duty("inventory.day_cut", LOADED, WITHIN_S, _loaded),
    ),
)
