"""Patients of an acquired clinic (S06): visits in office hours, each closed with its charges.

The front desk registers an encounter in the group's billing (S05) on arrival, under the clinic's
prefix: account numbers start at 100001 in every clinic, transaction ids at T0000001.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from mock_systems.service import Effect
from sim.world.entities import Facility
from sim.world.parties.clinics.codes import ClinicCode, encounter_prefix
from sim.world.parties.party import Place
from sim.world.profiles import office_week
from sim.world.rhythms import Rhythm, repeat
from sim.world.wire import compact_date

BOOK = "clinics"
ACTOR = "clinics"
OUTPATIENT = "O"
VISIT_SHARE = 0.04
"""Assumption: of the group's outpatient visits, so about 160 a day at scale 1: eight clinicians
with twenty visits each."""
LINES = (2, 9)
"""Charge lines a visit, the upper end excluded: 5 in the mean as in `charge_lines_per_bed_day`; the
spread is an assumption."""
SEVERAL_SHARE = 0.15
"""Assumption: lines with a quantity of two or three."""
STAY_MIN = (20, 60)
"""Assumption: minutes from arrival to check-out."""
_FIRST_ACCOUNT = 100_001


@dataclass(frozen=True)
class Clinic:
    """`id` is its mailbox too; `feed` says how its charges travel: `message` or `file`."""

    id: str
    feed: str
    facility: Facility
    codes: tuple[ClinicCode, ...]
    opens_s: float = 0.0
    """Seconds after the start at which its day of joining begins."""


@dataclass(frozen=True)
class EnteredCharge:
    """A charge as the clinic booked it, at its own price."""

    transaction_id: str
    code: ClinicCode
    quantity: int
    service_date: date

    @property
    def amount_minor(self) -> int:
        return self.code.price_minor * self.quantity


@dataclass(frozen=True)
class ClosedVisit:
    """`account` is the clinic's own number of the patient's account."""

    account: str
    admitted_at: datetime
    closed_at: datetime
    charges: tuple[EnteredCharge, ...]


class Practice:
    """One clinic's working life; `send` passes a closed visit's charges on."""

    def __init__(self, place: Place, clinic: Clinic, send: Callable[[ClosedVisit], None]) -> None:
        self._place = place
        self._clinic = clinic
        self._send = send
        self._transactions = 0

    def start(self) -> None:
        """Registers the arrivals' process."""
        site, agenda, clinic = self._place.site, self._place.agenda, self._clinic
        per_bed_year = site.parameters["outpatient_visits_per_bed_year"]
        per_day = site.enterprise.beds * per_bed_year / 365.25 * VISIT_SHARE
        of = ("clinic", clinic.id, clinic.facility.time_zone, office_week(), per_day)
        rhythm = Rhythm(*of, from_s=clinic.opens_s)
        agenda.env.process(repeat(site, agenda, rhythm, self.arrive))

    def arrive(self, n: int) -> None:
        """The n-th patient; nobody is treated whom billing does not know."""
        site, clinic = self._place.site, self._clinic
        account = str(_FIRST_ACCOUNT + n)
        admitted_at = self._now()
        body = {
            "encounterId": encounter_prefix(clinic.id) + account,
            "facilityId": clinic.facility.billing_id,
            "class": OUTPATIENT,
            "admittedOn": compact_date(admitted_at.date()),
        }
        if site.try_do("billing", "register_encounter", body, ACTOR) is None:
            return
        stay_s = 60.0 * site.streams.integer(*STAY_MIN, "clinic.stay", clinic.id, n)
        at_s = self._place.agenda.now_s + stay_s
        self._place.agenda.at(at_s, self._check_out, n, account, admitted_at)

    def _check_out(self, n: int, account: str, admitted_at: datetime) -> None:
        streams, closed_at = self._place.site.streams, self._now()
        lines = streams.integer(*LINES, "clinic.lines", self._clinic.id, n)
        charges = tuple(self._enter(n, line, closed_at.date()) for line in range(lines))
        for charge in charges:
            self._record(charge, account)
        self._send(ClosedVisit(account, admitted_at, closed_at, charges))

    def _enter(self, n: int, line: int, day: date) -> EnteredCharge:
        streams, clinic = self._place.site.streams, self._clinic
        address = (clinic.id, n, line)
        several = streams.bernoulli(SEVERAL_SHARE, "clinic.several", *address)
        self._transactions += 1
        return EnteredCharge(
            transaction_id=f"T{self._transactions:07d}",
            code=streams.choice(clinic.codes, "clinic.service", *address),
            quantity=streams.integer(2, 4, "clinic.quantity", *address) if several else 1,
            service_date=day,
        )

    def _record(self, charge: EnteredCharge, account: str) -> None:
        """Notes what is owed to the clinic's new owner: a charge at the group's own price."""
        clinic, day = self._clinic, charge.service_date
        effect = Effect(
            kind="clinics.charge",
            key=f"{clinic.id}/{charge.transaction_id}",
            amount_minor=charge.amount_minor,
            quantity=charge.quantity,
            uom="EA",
            facility=clinic.facility.code,
            period=f"{day.year:04d}-{day.month:02d}",
            facts={
                "feed": clinic.feed,
                "code": charge.code.code,
                "encounter": encounter_prefix(clinic.id) + account,
                "charge_code": charge.code.charge_code,
                "master_price_minor": charge.code.master_price_minor,
            },
        )
        self._place.record(BOOK, f"world/{ACTOR}", effect)

    def _now(self) -> datetime:
        """The clinic's local time in whole seconds."""
        now_s, zone = self._place.agenda.now_s, self._clinic.facility.time_zone
        return self._place.site.calendar.local(now_s, zone).replace(microsecond=0)
