"""C12: a vendor's quarterly release changes what billing and inventory send.

Stands for an update that nobody can refuse: overnight the inventory application's events have new
fields, which is harmless; billing's answers carry a value nobody was told of and lack one that had
another name, until the vendor takes the release back at two in the afternoon. In the same weeks a
coding rule of the payers is new: three claims in ten are denied at first.

A weak integration crashes on the first unknown value, drops the field and posts without it, or goes
on with a default; an extract by direct access to tables ends without a word. Failed mappings and
`exceptions` (type, age) tell, with `loss`, `variance`, denials by reason.
"""

from __future__ import annotations

from datetime import date

from sim.experiment.scenario import Scenario
from sim.faults.f17_schema_drift import SchemaDrift

VENDOR_RELEASE = Scenario(
    name="vendor_release",
    circumstance="C12",
    title="A vendor's release, and payers with a new rule",
    first_day=date(2026, 4, 14),
    days=4,
    parties=("ehr", "billing_office", "payers", "bank"),
    parameters={"initial_denial_share": 0.3},
    expects={"P04": 8, "P06": 8, "P08": 5, "P09": 300, "P10": 700},
    faults=(
        SchemaDrift(hops=("inventory>integration",), release="additive", from_h=2),
        SchemaDrift(
            hops=("billing>integration", "integration>billing"),
            release="reworked",
            from_h=26,
            until_h=38,
        ),
    ),
)

if __name__ == "__main__":
    from sim.cli import run_scenario

    run_scenario("vendor_release")
