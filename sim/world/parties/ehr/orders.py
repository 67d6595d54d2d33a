"""What is done for a patient beside supplies: ancillary services as the EHR charges them.

Services are rows of the group's own charge master, by revenue code of the department that renders
them. Supplies are charged from their usages (P09), so that their share of lines is left out here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sim.streams import Streams, cumulative
from sim.world.calibration import Parameters
from sim.world.entities import ServiceCharge

SUPPLY_SHARE = 0.125
"""Of all charge lines; 10-15 % are supplies or implants."""
_LINES = {"I": 30.0, "E": 12.0, "O": 5.0}
_CALIBRATED = 31.0
"""Lines a day of an inpatient, or a visit, where charge_lines_per_bed_day has this value."""
_REVENUE_CODES = {
    "LAB": "0300",
    "PHA": "0250",
    "RAD": "0320",
    "ROOM": "0120",
    "ED": "0450",
    "CLINIC": "0510",
}
_MIX = {
    "I": {"LAB": 0.45, "PHA": 0.45, "RAD": 0.10},
    "E": {"LAB": 0.50, "PHA": 0.30, "RAD": 0.20},
    "O": {"LAB": 0.50, "PHA": 0.30, "RAD": 0.20},
}
"""Assumption: shares of lines by department."""


class Line(NamedTuple):
    """A service rendered by a department."""

    department: str
    service: ServiceCharge
    quantity: int


class Ancillaries:
    """Draws services by address; a department whose services the master lacks renders none."""

    def __init__(
        self, streams: Streams, parameters: Parameters, services: Sequence[ServiceCharge]
    ) -> None:
        self._streams = streams
        self._several = parameters["ehr_charge_several_share"]
        level = parameters["charge_lines_per_bed_day"] / _CALIBRATED * (1.0 - SUPPLY_SHARE)
        self._lines = {kind: lines * level for kind, lines in _LINES.items()}
        self._offered = {
            department: tuple(one for one in services if one.revenue_code == code)
            for department, code in _REVENUE_CODES.items()
        }
        if not any(self._offered[name] for name in _MIX["I"]):
            raise ValueError(
                "ehr: expected ancillary services in the charge master, got none; raise "
                "charge_master_rows or the scale"
            )

    def rendered(self, kind: str, days: float, address: tuple[str, int]) -> Iterable[Line]:
        """The services of a part of an inpatient's stay, or (`days` 1) of a visit."""
        streams = self._streams
        mean = self._lines[kind] * days
        number = int(mean * (0.5 + streams.uniform("ehr.lines", *address)) + 0.5)
        mix = {name: share for name, share in _MIX[kind].items() if self._offered[name]}
        names, weights = tuple(mix), cumulative(tuple(mix.values()))
        for n in range(number):
            department = streams.weighted(names, weights, "ehr.department", *address, n)
            services = self._offered[department]
            service = streams.choice(services, "ehr.service", *address, n)
            several = streams.bernoulli(self._several, "ehr.several", *address, n)
            quantity = streams.integer(2, 5, "ehr.quantity", *address, n) if several else 1
            yield Line(department, service, quantity)

    def once(self, department: str, encounter: str) -> Iterable[Line]:
        """The room for a day or the visit itself: the same service throughout a stay."""
        if services := self._offered[department]:
            service = self._streams.choice(services, "ehr.once", department, encounter)
            yield Line(department, service, 1)
