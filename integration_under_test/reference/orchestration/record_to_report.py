"""P16 record to report, P18 capitalisation: what back offices book, as the ERP's postings.

A journal file is posted as a whole or goes back to its sender, who corrects it under the same
number. The records of an asset file are postings of their own: what comes before a refused one is
in the books already, so a person decides on that.
"""

from __future__ import annotations

from integration_under_test.reference.events.command import Step
from integration_under_test.reference.gateway.rejections import rejecting
from integration_under_test.reference.mediation.canonical.assets import Asset, Depreciation
from integration_under_test.reference.mediation.canonical.batches import BatchRejection
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.feeds import assets, journals
from integration_under_test.reference.mediation.protocols.batch_file import Damaged
from integration_under_test.reference.mediation.received import Received


def on_journal_file(received: Received, crosswalk: Crosswalk) -> tuple[Step, ...]:
    batch = journals.read(received)
    return (Step("import_journals", batch.key, batch),)


def on_asset_file(received: Received, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """One after the other for each business unit: a month is written off once, for all assets
    that are in service by then."""
    return tuple(_posting(record) for record in assets.read(received))


def on_damaged_file(received: Received, damaged: Damaged) -> tuple[Step, ...]:
    """Its sender will correct it."""
    rejection = BatchRejection(
        received.sender, received.content.number, damaged.code, damaged.reason
    )
    return (rejecting(rejection),)


def _posting(record: Asset | Depreciation) -> Step:
    sequence = f"assets/{record.business_unit}"
    if isinstance(record, Depreciation):
        key = f"{record.period}/{record.business_unit}"
        return Step("post_depreciation", key, record, sequence)
    kind = "capitalise_asset" if record.project else "add_asset"
    return Step(kind, record.number, record, sequence)
