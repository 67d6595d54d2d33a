"""The hops between the integration and the systems, by name.

A fault that shuts a hop altogether names it without a `*`: then whoever judges staleness knows
what could not get through, and until when.
"""

from __future__ import annotations

from mock_systems import SYSTEMS

CALLS = tuple(f"integration>{system}" for system in SYSTEMS)
"""What the integration asks of systems."""
EVENTS = tuple(f"{system}>integration" for system in SYSTEMS)
"""What systems tell the integration."""
TRANSFERS = tuple(
    f"{sender}>integration"
    for sender in (
        *("BANK", "CLEARHOUSE", "CLINIC*", "GPO", "LEGACYERP", "LEGACYMM", "ONBOARDING"),
        "WAREHOUSE",
    )
)
"""Files that go by plain transfer. Suppliers' networks check every byte, and the back offices are
told by a batch answer: their desks damage files themselves, and correct them (`feed_faulty_share`
of the calibration)."""
IN_ORDER = frozenset({"text/plain;layout=vendor", "text/plain;layout=inventory-extract"})
"""Content types of files that keep their order whatever happens: each holds changes of records, or
a night's state, and every one is owed, also one that a later file would overtake."""
SENDERS = ("edi_suppliers", "clinics", "bank", "payers", "gpo", "warehouse", "acquisition")
"""Parties that send files, from the one that sends most."""
