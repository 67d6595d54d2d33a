"""Numbers and names as a reader sees them: money, durations, instants, systems, flows."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from functools import cache

from mock_systems import SYSTEMS
from sim.obligations.declared import declared_flows
from sim.world.parties import PARTIES

ABBREVIATIONS = ("edi", "ehr", "erp", "gpo")
FLOWS = {
    "P01": "supplier master",
    "P02": "item master",
    "P03": "contract price",
    "P04": "requisition to order",
    "P05": "order to supplier",
    "P06": "receipt",
    "P07": "invoice match",
    "P08": "payment",
    "P09": "usage to charge",
    "P10": "claim to cash",
    "P11": "replenishment",
    "P12": "substitution",
    "P13": "month-end close",
    "P14": "acquisition",
    "P15": "denial investigation",
    "P16": "record-to-report feeds",
    "P17": "reference data",
    "P18": "project to capitalisation",
    "P19": "analytics feed",
}
ABSENT = "–"
CENTS = re.compile(r"(-?\d+) cents\b")
DURATIONS = ((86_400.0, "d"), (3_600.0, "h"), (60.0, "min"), (1.0, "s"))


def money(amount_minor: int) -> str:
    """Cents as dollars: -123450 becomes '-$1,234.50'."""
    dollars, cents = divmod(abs(int(amount_minor)), 100)
    return f"{'-' if amount_minor < 0 else ''}${dollars:,}.{cents:02d}"


def readable(text: str) -> str:
    """Amounts in a sentence: '5120 cents' becomes '$51.20'."""
    return CENTS.sub(lambda found: money(int(found[1])), text)


def count(number: float) -> str:
    return f"{int(number):,}"


def share(fraction: float) -> str:
    """A fraction as a percentage: 0.0123 becomes '1.2 %'."""
    return ABSENT if math.isnan(fraction) else f"{fraction * 100:.1f} %"


def duration(seconds: float) -> str:
    """Two significant figures in the largest unit that gives at least one: '4.2 min'."""
    if math.isnan(seconds):
        return ABSENT
    if math.isinf(seconds):
        return "never"
    for size, unit in DURATIONS:
        if abs(seconds) >= size:
            number = seconds / size
            return f"{number:.0f} {unit}" if number >= 9.95 else f"{number:.1f} {unit}"
    return f"{seconds * 1000:.0f} ms"


def tick(seconds: float) -> str:
    """A round duration on an axis: '10 min'."""
    for size, unit in DURATIONS:
        if seconds >= size:
            return f"{seconds / size:g} {unit}"
    return f"{seconds:g} s"


def instant(t_us: int, first_day: date) -> str:
    """Simulated time on the group's own clock: 'Fri 1 May 08:15:30'."""
    moment = datetime.combine(first_day, time()) + timedelta(microseconds=int(t_us))
    return f"{moment:%a} {moment.day} {moment:%b %H:%M:%S}"


def system(name: str) -> str:
    """A system, a party or a book: 'erp' becomes 'ERP', 'legacy_erp' 'Legacy ERP'; an unknown name
    stays."""
    if name not in _books():
        return name
    spoken = [word.upper() if word in ABBREVIATIONS else word for word in name.split("_")]
    return " ".join((spoken[0][0].upper() + spoken[0][1:], *spoken[1:]))


@cache
def _books() -> frozenset[str]:
    """Everybody with a name: systems, parties, and the books in which flows owe something."""
    duties = [duty for flow in declared_flows() for duty in flow.duties]
    kept = {name for duty in duties for name in (duty.origin, duty.system)}
    return frozenset({*SYSTEMS, *PARTIES, *kept})


def pair(source: str, target: str) -> str:
    return f"{system(source)} → {system(target)}"


def hop(name: str) -> str:
    """'erp>integration' becomes 'ERP → integration', '*' 'anywhere'; 'world/x' stays."""
    if name == "*":
        return "anywhere"
    ends = ("anybody" if end == "*" else system(end) for end in name.split(">"))
    return " → ".join(ends)


def effect(kind: str) -> str:
    """'billing.charge' becomes 'Billing: charge'."""
    owner, _, noun = kind.partition(".")
    return f"{system(owner)}: {words(noun)}" if noun else kind


def flow(flow_id: str) -> str:
    """'P09' becomes 'P09 usage to charge'."""
    return f"{flow_id} {FLOWS[flow_id]}" if flow_id in FLOWS else flow_id


def words(name: str) -> str:
    """'month_end_spike' becomes 'month end spike'."""
    return name.replace("_", " ")
