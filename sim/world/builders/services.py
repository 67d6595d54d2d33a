"""The charge master beside supplies: rooms, theatre time, tests, visits.

Only an EHR or a clinic that takes part charges by these rows; a true size makes an integration page
through it to find the supplies. Codes are invented, since CPT is licensed.
"""

from __future__ import annotations

from math import log
from typing import NamedTuple

from sim.streams import Streams
from sim.world.calibration import Parameters
from sim.world.entities import ServiceCharge


class _Service(NamedTuple):
    revenue_code: str
    noun: str
    median_usd: float


_SERVICES = (
    _Service("0120", "ROOM AND BOARD SEMI-PRIVATE", 1800.0),
    _Service("0250", "PHARMACY DOSE", 30.0),
    _Service("0300", "LABORATORY TEST", 90.0),
    _Service("0320", "RADIOLOGY EXAM", 400.0),
    _Service("0360", "OPERATING ROOM TIME", 2500.0),
    _Service("0450", "EMERGENCY VISIT", 900.0),
    _Service("0510", "CLINIC VISIT", 220.0),
)
_SIGMA = 0.8


def build_services(
    streams: Streams, parameters: Parameters, scale: float, supplies: int
) -> tuple[ServiceCharge, ...]:
    """As many rows as the calibrated charge master has beside its `supplies`."""
    count = max(0, round(parameters["charge_master_rows"] * scale) - supplies)
    draws = streams.generator("charge_master.services").standard_normal(count)
    return tuple(
        _row(number, _SERVICES[number % len(_SERVICES)], float(draw))
        for number, draw in enumerate(draws, start=1)
    )


def _row(number: int, service: _Service, draw: float) -> ServiceCharge:
    price_usd = 10 ** round((log(service.median_usd) + _SIGMA * draw) / log(10.0), 6)
    return ServiceCharge(
        code=f"SVC{number:05d}",
        description=f"{service.noun} {number}",
        price_minor=max(1, round(100 * price_usd)),
        revenue_code=service.revenue_code,
    )
