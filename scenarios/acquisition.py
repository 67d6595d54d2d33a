"""C04: six clinics of an acquired company join the group in waves, within three weeks.

Stands for an acquisition: each clinic brings vendors, items, accounts, charge codes under numbers
that the other clinics and the group use for something else, a foreign billing application of one
of two kinds, packs of its own. Its keys are mapped, its books run beside the group's, it is cut
over with what is in flight; where a checkpoint finds that not clean, it goes back and leaves again.
Who does not keep numbers apart by site posts to strangers' accounts, bills other services, counts
boxes as pieces; who forgets what crosses the cut-over pays twice or never. `acquisition_clean`
tells days and exceptions until each site is clean, next to loss, duplicates and conditions K137 on.

PACKAGE is the same over any other scenario: `testbed run month_end --with acquisition`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sim.experiment.scenario import Package, Scenario, with_package

PACKAGE = Package(
    name="acquisition",
    circumstance="C04",
    title="An acquisition",
    parties=("acquisition", "clinics", "legacy_erp", "legacy_materials"),
    parameters={
        "acquired_group_numbers_share": 0.3,
        "acquisition_mapped_share": 1.0,
        "acquisition_rollback_share": 0.5,
        "acquisition_taken_over_share": 1.0,
    },
    expects={"P14": 100},
)

QUIET_WEEKS = Scenario(
    name="quiet_weeks",
    circumstance="C01",
    title="Three weeks",
    first_day=date(2026, 4, 6),
    days=24,
    parameters={
        "acquired_sites": 6,
        "acquisition_cut_over_day": 4,
    },
    expects={"P01": 150, "P04": 250, "P06": 700, "P08": 250, "P09": 3000, "P14": 2500},
)

ACQUISITION = replace(with_package(QUIET_WEEKS, PACKAGE), name="acquisition", circumstance="C04")

if __name__ == "__main__":
    from sim.cli import run_scenario

    run_scenario("acquisition")
