"""GL summary journals of acquired sites (P14): the layout of all journal feeds, but business unit
and accounts are the site's."""

from __future__ import annotations

from dataclasses import replace

from integration_under_test.reference.mediation.canonical.journals import JournalBatch
from integration_under_test.reference.mediation.feeds import journals
from integration_under_test.reference.mediation.received import Received


def read(received: Received) -> JournalBatch:
    """Its books number a batch in six digits. Raises Damaged for a file that did not come whole."""
    batch = journals.read(received)
    return replace(batch, number=f"{int(batch.number):06d}")
