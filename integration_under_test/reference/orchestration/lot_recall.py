"""P06 lot recall: a lot that its maker recalls is set aside on every shelf, its usages are found.

The inventory application sets the lot aside and says what it found; that is answered to the sender
of the notice without a word of patients, and told to the safety office with them. A lot that the
group never had is refused by the application, which is the answer (`gateway/rejections.py`).
"""

from __future__ import annotations

from integration_under_test.boundary import Event
from integration_under_test.reference.events.command import Step
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.inventory import recalls
from integration_under_test.reference.mediation.recalls import notices
from integration_under_test.reference.mediation.received import Received


def on_notice_file(received: Received, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """Lot by lot: one that cannot be found does not hold the others."""
    return tuple(Step("recall_lot", notice.key, notice) for notice in notices.read(received))


def on_lot_recalled(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """Nobody waits for an answer to what people recall on their own."""
    finding = recalls.read(event.data)
    if not finding.reference:
        return ()
    answer = Step("answer_recall", finding.key, finding)
    affected = recalls.read_patients(event.data)
    if not affected.usages:
        return (answer,)
    return (Step("list_affected", affected.key, affected), answer)
