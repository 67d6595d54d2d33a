"""The charge codes of an acquired clinic (S06), with the file that maps them to the group's.

Each clinic numbers its services from C101 in an order of its own, so that one code means one thing
here, another there; in some runs a few have the number of another service of the group's. Prices
differ as well: what counts in the group is its own charge master.

    HDR|CHARGEMAP|CLINIC1|1|20260414|1|1
    ENC|CLINIC1-                             prefix of an encounter: CLINIC1-100001 in S05
    MAP|C101|RADIOLOGY EXAM 74|SVC00074      own code, description, code of the charge master
    TRL|1|25|25
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from mock_systems.standards.files import Batch, batch_file
from mock_systems.standards.files.batch_file import Layout, RecordType
from mock_systems.standards.files.line_format import Delimited
from sim.streams import Streams
from sim.world.builders.group_numbers import Numbering
from sim.world.entities import ServiceCharge
from sim.world.site import Site

CODES = 24
"""Assumption: the services that a family practice charges most; superbills list a few dozen."""
PRICE_SPREAD = (0.7, 1.3)
"""Assumption: a clinic's own price relative to the group's."""
OUTPATIENT_REVENUE_CODES = frozenset({"0250", "0300", "0320", "0510"})
"""Pharmacy, laboratory, radiology, clinic visit: what an outpatient may be charged with."""


@dataclass(frozen=True)
class ClinicCode:
    """A service: the clinic's code with its price, the group's code with its price, in cents."""

    code: str
    description: str
    price_minor: int
    charge_code: str
    master_price_minor: int


@dataclass(frozen=True)
class EncounterRule:
    """What the group puts before the clinic's account number to name an encounter in S05."""

    prefix: str


MAPPING = Layout(
    "CHARGEMAP",
    Delimited("|"),
    (
        RecordType(
            "ENC",
            EncounterRule,
            write=lambda rule: (rule.prefix,),
            read=lambda fields: EncounterRule(fields[0]),
            control=lambda _rule: 1,
            fields=1,
        ),
        RecordType(
            "MAP",
            ClinicCode,
            write=lambda one: (one.code, one.description, one.charge_code),
            read=lambda fields: ClinicCode(fields[0], fields[1], 0, fields[2], 0),
            control=lambda _one: 1,
            fields=3,
        ),
    ),
)
"""Prices stay at home, so a file that was read back has none."""


def codes_of(site: Site, clinic: str) -> tuple[ClinicCode, ...]:
    """The list of a clinic of the group's. Raises as `own_codes`."""
    share = site.parameters["acquired_group_numbers_share"]
    return own_codes(Numbering(site.streams, clinic, share), site.enterprise.services)


def own_codes(numbering: Numbering, services: Sequence[ServiceCharge]) -> tuple[ClinicCode, ...]:
    """A clinic's list. Raises ValueError when the charge master has nothing for outpatients."""
    offered = [one for one in services if one.revenue_code in OUTPATIENT_REVENUE_CODES]
    if not offered:
        raise ValueError(
            "clinics: expected outpatient services in the charge master, got none; raise "
            "charge_master_rows or the scale"
        )
    streams, clinic = numbering.streams, numbering.site
    offered.sort(key=lambda one: streams.bits("clinic.code", clinic, one.code))
    drafts = [
        _own_code(streams, clinic, number, service)
        for number, service in enumerate(offered[:CODES], start=101)
    ]
    own = [(draft.code, draft.charge_code) for draft in drafts]
    codes = numbering.of("charge_code", own, [one.code for one in offered])
    return tuple(replace(one, code=code) for one, code in zip(drafts, codes, strict=True))


def mapping_file(clinic: str, codes: Sequence[ClinicCode], day: date) -> bytes:
    """The crosswalk as the clinic's billing office sends it when it joins the group."""
    rules = (EncounterRule(encounter_prefix(clinic)), *codes)
    return batch_file.build(MAPPING, Batch(clinic, 1, day), rules).encode()


def encounter_prefix(clinic: str) -> str:
    return f"{clinic}-"


def _own_code(streams: Streams, clinic: str, number: int, service: ServiceCharge) -> ClinicCode:
    low, high = PRICE_SPREAD
    factor = low + (high - low) * streams.uniform("clinic.price", clinic, number)
    return ClinicCode(
        code=f"C{number}",
        description=service.description,
        price_minor=max(1, round(service.price_minor * factor)),
        charge_code=service.code,
        master_price_minor=service.price_minor,
    )
