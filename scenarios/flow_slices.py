"""The least runs in which a flow does its work: what crash trials repeat hundreds of times.

All slices are of one thousandth of the group. Each is a listed or own scenario with only the
parties that the flow needs, for so few days that it just comes to its end. A flow has several
where its documents do not come together, or where what is rare must be made frequent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sim.experiment.scenario import Scenario

SCALE = 0.001

DAY = Scenario(
    name="scenarios.flow_slices:DAY",
    circumstance="C01",
    title="One ordinary working day",
    first_day=date(2026, 4, 14),
    days=1,
    expects={"P09": 1},
)

TWO_DAYS = "ordinary_day"

ORDERED = Scenario(
    name="scenarios.flow_slices:ORDERED",
    circumstance="C01",
    title="Two days in which orders are answered",
    first_day=date(2026, 4, 14),
    days=2,
    expects={"P12": 1},
)

MONTH_END = Scenario(
    name="scenarios.flow_slices:MONTH_END",
    circumstance="C02",
    title="The last day of a month, at whose end assets are written off",
    first_day=date(2026, 4, 30),
    days=1,
    expects={"P16": 1},
)

CLOSE = Scenario(
    name="scenarios.flow_slices:CLOSE",
    circumstance="C02",
    title="The last days of a month and its close",
    first_day=date(2026, 4, 30),
    days=8,
    closes=("2026-04",),
    expects={"P13": 1},
)
"""Ends when the period is hard closed: the close begins on the third business day."""

CLAIMS = Scenario(
    name="scenarios.flow_slices:CLAIMS",
    circumstance="C01",
    title="Days in which claims are made, paid and denied",
    first_day=date(2026, 4, 14),
    days=4,
    expects={"P10": 1},
)
"""With payers of `QUICK` the whole cycle fits."""

RETURNS = Scenario(
    name="scenarios.flow_slices:RETURNS",
    circumstance="C01",
    title="Days until the bank gives payments back",
    first_day=date(2026, 4, 14),
    days=4,
    expects={"P08": 1},
)

DENIALS = Scenario(
    name="scenarios.flow_slices:DENIALS",
    circumstance="C01",
    title="Days until supplies that were used in them are denied",
    first_day=date(2026, 4, 14),
    days=9,
    expects={"P15": 1},
)

QUICK: Mapping[str, float] = {
    "medicare_payment_d": 1.0,
    "medicaid_payment_d": 1.0,
    "commercial_payment_d": 1.0,
    "appeal_decision_d": 1.0,
    "takeback_share": 0.05,
    "takeback_after_d": 1.0,
    "patient_pays_median_d": 1.0,
    "initial_denial_share": 0.15,
}
DISPUTES: Mapping[str, float] = {
    "invoice_price_discrepancy_share": 0.9,
    "dispute_share": 1.0,
    "dispute_answer_mean_h": 0.1,
    "dispute_rebilled_share": 0.0,
}
SUBSTITUTES: Mapping[str, float] = {
    "back_order_share": 0.9,
    "substitution_share": 0.9,
    "substitution_approved_share": 1.0,
    "substitution_decision_median_h": 0.5,
}
LATE_PRICES: Mapping[str, float] = {
    "contract_amendments_per_week_min": 300.0,
    "contract_changes_late_share": 1.0,
    "contract_amendment_lines_share": 0.8,
    "back_order_share": 0.0,
    "partial_delivery_share": 0.0,
    "lead_time_direct_median_d": 0.2,
}
IMPLANTS: Mapping[str, float] = {
    "implant_usage_share": 0.9,
    "implant_item_share": 0.6,
    "lead_time_direct_median_d": 0.2,
}
HOLDS: Mapping[str, float] = {"risk_holds_per_month": 120_000.0, "risk_hold_median_h": 1.0}


@dataclass(frozen=True)
class FlowSlice:
    """A run in the names that a user types, and the kinds of effects that its documents are to
    meet; none: all that the flow meets in it."""

    scenario: str = DAY.name
    parties: tuple[str, ...] = ()
    parameters: Mapping[str, float] = field(default_factory=dict)
    kinds: tuple[str, ...] = ()
    orders: str = ""
    receipts: str = ""


PAYERS = ("bank", "billing_office", "payers")
CORRECTED = FlowSlice(TWO_DAYS, ("contract_audit",), LATE_PRICES, ("erp.price_correction",))
TAKEN_BACK = FlowSlice(CLAIMS.name, PAYERS, {**QUICK, "takeback_share": 0.9}, ("billing.takeback",))
GIVEN_BACK = FlowSlice(
    RETURNS.name,
    ("bank",),
    {"erroneous_payment_share": 1.0},
    ("erp.payment_rejection", "procurement.payment_return", "contracts.spend_reversal"),
)
BOUGHT = FlowSlice(
    MONTH_END.name,
    ("feeds",),
    {"equipment_per_bed_year": 60.0},
    ("erp.asset", "erp.depreciation"),
)
BUILT = FlowSlice(
    TWO_DAYS,
    ("feeds",),
    {"projects_per_bed_year": 90.0},
    ("erp.project_line", "erp.project_cost"),
)
ROLLED_BACK = FlowSlice(
    TWO_DAYS,
    ("acquisition", "legacy_erp"),
    {"acquisition_rollback_share": 1.0, "acquisition_cut_over_day": 1.0},
    ("erp.site_voucher",),
)
"""Bills that the site takes back before they came are in its file of the return alone."""
SUBSTITUTED = FlowSlice(
    ORDERED.name,
    ("edi_suppliers",),
    SUBSTITUTES,
    ("inventory.cross_reference", "billing.cross_reference"),
)

SLICES: dict[str, tuple[FlowSlice, ...]] = {
    "P01": (
        FlowSlice(TWO_DAYS, ("supplier_risk",)),
        FlowSlice(parties=("supplier_risk",), parameters=HOLDS, kinds=("procurement.risk_hold",)),
    ),
    "P02": (FlowSlice(parties=("master_data",)),),
    "P03": (FlowSlice(parties=("gpo",)), CORRECTED),
    "P04": (FlowSlice(), FlowSlice(orders="erp")),
    "P05": (FlowSlice(parties=("edi_suppliers",)),),
    "P06": (
        FlowSlice(),
        FlowSlice(receipts="erp"),
        FlowSlice(TWO_DAYS, parameters=IMPLANTS, kinds=("billing.lot_eligible",)),
    ),
    "P07": (
        FlowSlice(parties=("invoice_capture", "payables_desk", "edi_suppliers")),
        FlowSlice(parties=("payables_desk",), parameters=DISPUTES, kinds=("erp.credit_memo",)),
    ),
    "P08": (FlowSlice(parties=("bank",)), GIVEN_BACK),
    "P09": (FlowSlice(),),
    "P10": (FlowSlice(parties=("ehr",)), FlowSlice(CLAIMS.name, PAYERS, QUICK), TAKEN_BACK),
    "P11": (FlowSlice(parties=("replenishment", "warehouse")),),
    "P12": (FlowSlice(TWO_DAYS, ("edi_suppliers",)), SUBSTITUTED),
    "P13": (FlowSlice(CLOSE.name),),
    "P14": (
        FlowSlice(TWO_DAYS, ("acquisition", "legacy_erp", "legacy_materials", "clinics")),
        ROLLED_BACK,
    ),
    "P15": (FlowSlice(DENIALS.name, PAYERS, {**QUICK, "initial_denial_share": 0.6}),),
    "P16": (FlowSlice(parties=("feeds",)), BOUGHT),
    "P17": (
        FlowSlice(parties=("master_data", "planning")),
        FlowSlice(
            parties=("planning",),
            parameters={"feed_faulty_share": 1.0},
            kinds=("planning.rejection",),
        ),
    ),
    "P18": (FlowSlice(TWO_DAYS, ("feeds",)), BUILT),
    "P19": (FlowSlice(parties=("analytics",)),),
}
