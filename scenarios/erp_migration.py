"""C11: six sites of the group leave the legacy ERP for the cloud ERP, over a month end.

Stands for a cloud-ERP migration: a year of history is loaded, both ERPs run side by side, sites
leave in three waves, finance and procurement first, while materials management (S07) and the
clinics' billing (S06) stay where they are. A site leaves only when all its keys are mapped; where
not all that it handed over stands in the new ERP at the next day's checkpoint, it goes back. In the
second wave the new ERP is away over the night of a cut-over (F46), so that one site must.
A weak integration loads history twice or into closed months, posts a bill in both ERPs or in
neither, keeps what went back. Conditions K141 to K143 and K154 to K156 tell, with duplicates, loss
and `acquisition_clean`; `latency_over_time` of P14 shows what the night of the outage cost.
"""

from __future__ import annotations

from datetime import date

from sim.experiment.scenario import Scenario
from sim.faults.f46_outage import Outage

DAY_H = 24
NIGHT_OF_THE_SECOND_WAVE = Outage(
    hops=("integration>erp",), from_h=10 * DAY_H + 17, until_h=11 * DAY_H + 11
)
"""From before the third site's cut-over until after its opening balances were compared."""

ERP_MIGRATION = Scenario(
    name="erp_migration",
    circumstance="C11",
    title="A cloud-ERP migration",
    first_day=date(2026, 4, 20),
    days=24,
    closes=("2026-04",),
    parties=("acquisition", "clinics", "legacy_erp", "legacy_materials"),
    parameters={
        "acquired_sites": 6,
        "acquisition_cut_over_day": 4,
        "acquisition_mapped_share": 1.0,
        "acquisition_taken_over_share": 1.0,
        "legacy_history_months": 12,
    },
    faults=(NIGHT_OF_THE_SECOND_WAVE,),
    expects={"P01": 150, "P04": 250, "P06": 700, "P08": 250, "P09": 3000, "P13": 6, "P14": 2500},
)

if __name__ == "__main__":
    from sim.cli import run_scenario

    run_scenario("erp_migration")
