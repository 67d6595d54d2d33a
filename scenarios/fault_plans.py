"""Fault plans by name: what goes wrong in a run, and when.

Hours count from the scenario's start, local midnight of its first day. Probabilities are per
attempt and above the calibrated rates of a quiet month on purpose: a demonstration must show in
one small month what a year would.
"""

from __future__ import annotations

from sim.faults.f01_duplicate import Duplicate
from sim.faults.f02_out_of_order import OutOfOrder
from sim.faults.f03_lost import RequestLost
from sim.faults.f04_ack_lost import AckLost
from sim.faults.f09_throttled import Throttled
from sim.faults.f10_server_errors import ServerErrors
from sim.faults.f46_outage import Outage
from sim.faults.fault import Fault

DAY_H = 24.0

CALM: tuple[Fault, ...] = ()
"""Nothing goes wrong."""

ROUGH_MONTH: tuple[Fault, ...] = (
    Outage(hops=("integration>erp",), from_h=29 * DAY_H + 9, until_h=29 * DAY_H + 11),
    Outage(hops=("integration>billing",), from_h=12 * DAY_H + 13, until_h=12 * DAY_H + 14),
    ServerErrors(hops=("integration>procurement",), from_h=8 * DAY_H + 8, until_h=8 * DAY_H + 16),
    ServerErrors(hops=("integration>erp",), from_h=30 * DAY_H + 6, until_h=30 * DAY_H + 10),
    Throttled(hops=("integration>erp",), from_h=30 * DAY_H + 12, until_h=30 * DAY_H + 18),
    Duplicate(probability=0.02),
    OutOfOrder(probability=0.02),
    RequestLost(probability=0.01),
    AckLost(probability=0.01),
)
"""A month end as it can go: the ERP is away for two hours on the last day, answers with errors
and then throttles on the first day of the close; billing is away for an hour at mid-month, and
procurement has a bad working day; all month long deliveries are doubled and held, requests and
answers get lost."""

ROUGH_DAY: tuple[Fault, ...] = (
    Outage(hops=("integration>erp",), from_h=9, until_h=11),
    ServerErrors(hops=("integration>billing",), from_h=10, until_h=18),
    Throttled(hops=("integration>erp",), from_h=13, until_h=18),
    Duplicate(probability=0.05),
    OutOfOrder(probability=0.05),
    RequestLost(probability=0.02),
    AckLost(probability=0.02),
)
"""The same kinds of trouble within one working day, for the ordinary day."""

ROUGH_TURN: tuple[Fault, ...] = (
    Outage(hops=("integration>erp",), from_h=3 * DAY_H + 13, until_h=3 * DAY_H + 15),
    ServerErrors(hops=("integration>procurement",), from_h=3 * DAY_H + 8, until_h=3 * DAY_H + 17),
    Throttled(hops=("integration>erp",), from_h=7 * DAY_H + 8, until_h=7 * DAY_H + 12),
    Duplicate(probability=0.02),
    OutOfOrder(probability=0.02),
    RequestLost(probability=0.01),
    AckLost(probability=0.01),
)
"""The turn of the year as it can go: on its last working day, the busiest of the repricing wave,
the ERP is away for two hours and procurement answers with errors; on the first of the new year the
ERP throttles what was late."""

UNHEARD: tuple[Fault, ...] = (Outage(hops=("inventory>integration",), from_h=9, until_h=18),)
"""For nine hours nothing that inventory reports gets through; then it has given some of it up."""

JUMBLED: tuple[Fault, ...] = (
    OutOfOrder(probability=0.3, hold_s=2 * 3600.0),
    Duplicate(probability=0.2),
)
"""A broker that promises no order and is restarted often: a third of what arrives is held for up
to two hours and overtaken, every fifth delivery comes twice."""

LONG_OUTAGE: tuple[Fault, ...] = (
    Outage(hops=("integration>billing",), from_h=DAY_H, until_h=3 * DAY_H + 12),
)
"""Billing is away for two and a half days, longer than anybody's patience with a command."""

DUPLICATES: tuple[Fault, ...] = (Duplicate(probability=0.2),)
DISORDER: tuple[Fault, ...] = (OutOfOrder(probability=0.2),)
LOST_REQUESTS: tuple[Fault, ...] = (RequestLost(probability=0.05),)
LOST_ANSWERS: tuple[Fault, ...] = (AckLost(probability=0.05),)
THROTTLING: tuple[Fault, ...] = (Throttled(from_h=6, until_h=30),)
ERRORS: tuple[Fault, ...] = (ServerErrors(from_h=6, until_h=30),)
OUTAGES: tuple[Fault, ...] = (
    Outage(hops=("integration>erp",), from_h=8, until_h=12),
    Outage(hops=("integration>billing",), from_h=14, until_h=16),
    Outage(hops=("integration>procurement",), from_h=31, until_h=43),
)
"""One fault alone, each far above its calibrated rate, so that a small run meets it often."""

PLANS = {
    "none": "scenarios.fault_plans:CALM",
    "rough_month": "scenarios.fault_plans:ROUGH_MONTH",
    "rough_day": "scenarios.fault_plans:ROUGH_DAY",
    "rough_turn": "scenarios.fault_plans:ROUGH_TURN",
    "duplicates": "scenarios.fault_plans:DUPLICATES",
    "disorder": "scenarios.fault_plans:DISORDER",
    "lost_requests": "scenarios.fault_plans:LOST_REQUESTS",
    "lost_answers": "scenarios.fault_plans:LOST_ANSWERS",
    "throttling": "scenarios.fault_plans:THROTTLING",
    "errors": "scenarios.fault_plans:ERRORS",
    "outages": "scenarios.fault_plans:OUTAGES",
    "long_outage": "scenarios.fault_plans:LONG_OUTAGE",
    "unheard": "scenarios.fault_plans:UNHEARD",
    "jumbled": "scenarios.fault_plans:JUMBLED",
}
