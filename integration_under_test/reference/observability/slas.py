"""How long a command may wait: the flows' deadlines by tier, as data.

The deadline counts from the business event, as the flow's own does (docs/reference/flows.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from integration_under_test.reference.observability.alerts import (
    AT_RISK,
    BREACHED,
    AlertBook,
    Subject,
)
from integration_under_test.reference.policies import FLOW_OWNERS
from integration_under_test.reference.releases.table import Table

MINUTE_S = 60.0
HOUR_S = 3600.0


class Tier(NamedTuple):
    """At which share of the deadline whoever is on duty hears of a waiting command."""

    name: str
    warning_share: float


CRITICAL = Tier("critical", 0.5)
"""Patients or their bills wait."""
IMPORTANT = Tier("important", 0.7)
"""Money or goods wait."""
ORDINARY = Tier("ordinary", 0.9)
"""Reports wait."""


@dataclass(frozen=True)
class Sla:
    """A flow's tier and deadline; `other_s` holds the kinds of command with one of their own."""

    tier: Tier
    deadline_s: float
    other_s: Mapping[str, float] = field(default_factory=dict)


SLAS: Mapping[str, Sla] = {
    "P01": Sla(
        IMPORTANT,
        HOUR_S,
        {
            "request_screening": 30 * MINUTE_S,
            "record_screening": 30 * MINUTE_S,
            "set_risk_hold": 15 * MINUTE_S,
            "release_risk_hold": 15 * MINUTE_S,
        },
    ),
    "P02": Sla(IMPORTANT, 4 * HOUR_S),
    "P03": Sla(IMPORTANT, 4 * HOUR_S, {"import_price_file": 24 * HOUR_S}),
    "P04": Sla(IMPORTANT, 30 * MINUTE_S),
    "P05": Sla(IMPORTANT, 4 * HOUR_S, {"record_ship_notice": 2 * HOUR_S}),
    "P06": Sla(CRITICAL, HOUR_S),
    "P07": Sla(
        IMPORTANT,
        4 * HOUR_S,
        {
            "return_invoice_status": HOUR_S,
            "acknowledge_export": 24 * HOUR_S,
            "enter_credit_memo": 24 * HOUR_S,
        },
    ),
    "P08": Sla(
        IMPORTANT,
        4 * HOUR_S,
        {
            "send_payment_file": 24 * HOUR_S,
            "confirm_cleared": 24 * HOUR_S,
            "reject_payment": 24 * HOUR_S,
            "explain_bank_entry": 24 * HOUR_S,
        },
    ),
    "P09": Sla(CRITICAL, HOUR_S, {"create_charge": 15 * MINUTE_S}),
    "P10": Sla(
        IMPORTANT,
        24 * HOUR_S,
        {
            "register_encounter": 15 * MINUTE_S,
            "discharge_encounter": HOUR_S,
            "charge_service": HOUR_S,
            "credit_service": HOUR_S,
            "apply_cash": 48 * HOUR_S,
        },
    ),
    "P11": Sla(
        CRITICAL,
        HOUR_S,
        {
            "request_replenishment": 10 * MINUTE_S,
            "order_picks": 10 * MINUTE_S,
            "post_warehouse_stock": 24 * HOUR_S,
        },
    ),
    "P12": Sla(CRITICAL, HOUR_S),
    "P13": Sla(IMPORTANT, 2 * HOUR_S, {"submit_totals": 4 * HOUR_S}),
    "P14": Sla(
        IMPORTANT,
        24 * HOUR_S,
        {
            "charge_clinic_service": HOUR_S,
            "import_site_journals": 12 * HOUR_S,
            "accrue_site_receipts": 12 * HOUR_S,
            "report_site_stock": 12 * HOUR_S,
        },
    ),
    "P15": Sla(IMPORTANT, 24 * HOUR_S),
    "P16": Sla(
        IMPORTANT, 24 * HOUR_S, {"import_journals": 12 * HOUR_S, "reject_batch": 12 * HOUR_S}
    ),
    "P17": Sla(IMPORTANT, HOUR_S, {"load_budget": 24 * HOUR_S}),
    "P18": Sla(ORDINARY, 24 * HOUR_S),
    "P19": Sla(ORDINARY, 4 * HOUR_S),
}
"""Flow -> how long its commands may wait."""

DEADLINES_S: Table[float] = Table(
    "policies.deadline_s",
    {
        **{flow: sla.deadline_s for flow, sla in SLAS.items()},
        **{f"{flow}/{kind}": s for flow, sla in SLAS.items() for kind, s in sla.other_s.items()},
    },
)
"""Flow, or `flow/kind` for a kind of command with one of its own -> the deadline in force."""


def desks() -> list[dict[str, str]]:
    """Every flow, and every kind of command that another desk answers for, as plain data: with the
    tier of what waits, and when whoever is on duty hears of it."""
    rows = []
    for name, desk in FLOW_OWNERS.items():
        flow = name.partition("/")[0]
        tier = SLAS[flow].tier
        deadline_s = DEADLINES_S.get(name, DEADLINES_S[flow])
        told_min = deadline_s * tier.warning_share / MINUTE_S
        rows.append(
            {
                "flow": name,
                "owner": desk,
                "tier": tier.name,
                "deadline": f"{deadline_s / MINUTE_S:g} min",
                "warning": f"{told_min:g} min",
            }
        )
    return rows


class Waiting(NamedTuple):
    """A command that waits: since the business event that it comes from."""

    kind: str
    flow: str
    system: str
    key: str
    since: datetime


class SlaMonitor:
    """Raises an alert for each flow and system whose oldest command nears its deadline."""

    def __init__(self, alerts: AlertBook) -> None:
        self._alerts = alerts

    def look(self, waiting: Iterable[Waiting], now: datetime) -> None:
        """Compares all that waits with its deadlines; what waits no more is cleared."""
        found: dict[str, dict[Subject, str]] = {AT_RISK: {}, BREACHED: {}}
        for one in waiting:
            kind = _verdict(one, now)
            subject = Subject(one.system, one.flow)
            if kind and subject not in found[kind]:
                age_min = (now - one.since).total_seconds() / MINUTE_S
                found[kind][subject] = f"{one.kind} {one.key} waits for {age_min:.0f} min"
        for kind, still in found.items():
            self._alerts.keep_only(kind, still)


def _verdict(waiting: Waiting, now: datetime) -> str:
    """The kind of alert that a command deserves, "" for none."""
    own_s = DEADLINES_S.get(f"{waiting.flow}/{waiting.kind}")
    deadline_s = DEADLINES_S[waiting.flow] if own_s is None else own_s
    age_s = (now - waiting.since).total_seconds()
    if age_s >= deadline_s:
        return BREACHED
    return AT_RISK if age_s >= deadline_s * SLAS[waiting.flow].tier.warning_share else ""
