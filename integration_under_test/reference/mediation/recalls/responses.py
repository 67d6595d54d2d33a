"""Answers to a recall: to the notice service what was set aside, to the safety office whom the lot
was used on (P06).

The service learns of no patient, so the two are files of their own.
"""

from __future__ import annotations

from integration_under_test.reference.mediation.canonical.recalls import (
    AffectedPatients,
    RecallFinding,
)
from integration_under_test.reference.mediation.context import Context
from integration_under_test.reference.mediation.notation import to_compact_day
from integration_under_test.reference.mediation.protocols import batch_file

RESPONSE_TYPE = "text/plain;layout=recall-response"
PATIENTS_TYPE = "text/plain;layout=recall-patients"


def write(finding: RecallFinding, context: Context) -> bytes:
    """One record for each facility; one without a facility when the group never had the lot."""
    named = (finding.reference, finding.item, finding.lot)
    rows = [
        ("RSP", *named, site.facility, str(site.quarantined), str(site.used))
        for site in finding.sites
    ]
    total = sum(site.quarantined + site.used for site in finding.sites)
    details = rows or [("RSP", *named, "", "0", "0")]
    return batch_file.write("RECALLRESPONSE", context.number, _day(context), details, total)


def write_patients(affected: AffectedPatients, context: Context) -> bytes:
    """One record for each usage."""
    named = (affected.reference, affected.item, affected.lot)
    rows = [
        (
            *("PAT", *named, one.usage, one.facility),
            *(one.encounter, str(one.quantity), one.performed_at),
        )
        for one in affected.usages
    ]
    total = sum(one.quantity for one in affected.usages)
    return batch_file.write("RECALLPATIENTS", context.number, _day(context), rows, total)


def name(told: RecallFinding | AffectedPatients, context: Context) -> str:
    """What either file is called."""
    return f"RECALL.{told.reference}.{context.number:06d}.txt"


def _day(context: Context) -> str:
    return to_compact_day(context.written_at[:10])
