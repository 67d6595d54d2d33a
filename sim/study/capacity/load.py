"""How much business a group does a day, as a multiple of its usual.

`scale` is no load: a group of twice the size has twice the wards, clerks and masters, and servers
of twice the speed (decision 12). Here the group stays as it is and does more: at load 2 twice as
many patients pass through the same beds in a day, use twice the supplies, order and are billed
twice as much. Every actor draws by its own numbers, so that the n-th usage of a ward is the same
one at each load, and comes earlier (common random numbers).

What stays: hospitals, wards and their people, clerks' desks, suppliers and their lead times, items,
contracts, changes of masters, the hours of batches, the vendors' limits, servers, and the
integration with all its settings. Shelves, budgets and open invoices follow the business, so that a
ward of more patients does not stand before an empty shelf; packs of what is used more are larger.
Rates with a least value (a small group posts one journal a day at any rate) grow only above it.
"""

from __future__ import annotations

from dataclasses import replace

from sim.experiment.spec import RunSpec
from sim.world.calibration import load_parameters

GROWS = (
    *("admissions_per_bed_year", "emergency_visits_per_bed_year", "outpatient_visits_per_bed_year"),
    *("usages_per_bed_month", "charge_lines_per_bed_day", "orders_per_bed_month"),
    *("invoices_per_bed_month", "journals_per_business_day", "supply_spend_per_bed_year_usd"),
    *("scheduled_procedures_per_theatre_day", "portal_questions_per_department_day"),
    *("legacy_vouchers_per_site_day", "legacy_receipts_per_store_day"),
    *("legacy_issues_per_store_day",),
)
"""Rates of the calibration that a load multiplies. Spend among them: it is what prices are made of,
and these stay."""


def at_load(spec: RunSpec, load: float) -> RunSpec:
    """The same run with so many times the business; 1 is the run itself."""
    if load == 1.0:
        return spec
    usual = load_parameters(spec.all_parameters)
    grown = {name: usual[name] * load for name in GROWS}
    return replace(spec, parameters={**spec.parameters, **grown})
