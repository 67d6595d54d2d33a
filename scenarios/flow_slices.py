"""The least run in which a flow does its work: what crash trials repeat hundreds of times.

All slices are of one thousandth of the group. Each is a listed or own scenario with only the
parties that the flow needs, for so few days that it just comes to its end.
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
    days=6,
    expects={"P10": 1},
)
"""With payers of `QUICK` the whole cycle fits."""

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


@dataclass(frozen=True)
class FlowSlice:
    """A run in the names that a user types."""

    scenario: str = DAY.name
    parties: tuple[str, ...] = ()
    parameters: Mapping[str, float] = field(default_factory=dict)


CASH = FlowSlice(CLAIMS.name, ("bank", "billing_office", "payers"), QUICK)

SLICES: dict[str, tuple[FlowSlice, ...]] = {
    "P01": (FlowSlice(TWO_DAYS, ("supplier_risk",)),),
    "P02": (FlowSlice(parties=("master_data",)),),
    "P03": (FlowSlice(parties=("gpo",)),),
    "P04": (FlowSlice(),),
    "P05": (FlowSlice(parties=("edi_suppliers",)),),
    "P06": (FlowSlice(),),
    "P07": (FlowSlice(parties=("invoice_capture", "payables_desk", "edi_suppliers")),),
    "P08": (FlowSlice(parties=("bank",)),),
    "P09": (FlowSlice(),),
    "P10": (FlowSlice(parties=("ehr",)), CASH),
    "P11": (FlowSlice(parties=("replenishment", "warehouse")),),
    "P12": (FlowSlice(TWO_DAYS, ("edi_suppliers",)),),
    "P13": (FlowSlice(CLOSE.name),),
    "P14": (FlowSlice(TWO_DAYS, ("acquisition", "legacy_erp", "legacy_materials", "clinics")),),
    "P15": (FlowSlice(DENIALS.name, CASH.parties, {**QUICK, "initial_denial_share": 0.6}),),
    "P16": (FlowSlice(parties=("feeds",)),),
    "P17": (FlowSlice(parties=("master_data", "planning")),),
    "P18": (FlowSlice(TWO_DAYS, ("feeds",)),),
    "P19": (FlowSlice(parties=("analytics",)),),
}
