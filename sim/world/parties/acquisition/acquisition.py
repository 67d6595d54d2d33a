"""The onboarding of acquired sites (S06, S08; P14): master files in waves, a cut-over each.

Before the group serves a site, its vendors, items, accounts or charge codes are cross-mapped. Then
both ERPs run side by side; at its cut-over a site hands over what is open, and from that instant
its transactions belong to the group's ERP. Where a checkpoint finds that this was not clean, the
site goes back to the legacy ERP with everything that it handed over, and is cut over once more.
Mapping projects take weeks: here a file must be mapped within a day, since runs are of a few days
and the cut-over needs every key.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from integration_under_test.boundary import Document
from mock_systems.service import Effect
from mock_systems.standards.files import Batch
from sim.world.acquired import AcquiredSite
from sim.world.calendar import HOUR_S, next_business_day
from sim.world.parties.acquisition.checkpoint import Checkpoint, failed_checkpoint
from sim.world.parties.acquisition.handover_file import handover_file
from sim.world.parties.acquisition.master_file import master_file
from sim.world.parties.acquisition.take_back_file import take_back_file
from sim.world.parties.clinics.codes import ClinicCode, own_codes
from sim.world.parties.party import Place
from sim.world.wire import compact_date

MAILBOX = "ONBOARDING"
ACTOR = "acquisition"
MASTERS_TYPE = "text/plain;layout=onboarding"
HANDOVER_TYPE = "text/plain;layout=handover"
TAKE_BACK_TYPE = "text/plain;layout=takeback"
WAVE_H = (4.5, 5.0)
"""Hours after the start at which the sites' master files come, before anybody works."""
CUT_OVER_H = 18.0
"""Local hour: after the last clerk, before the legacy ERP's night."""
RELEASE_H = 9.0
"""Local hour at which somebody looks at the bills that came back, on the next working day."""


class _Seat(NamedTuple):
    site: AcquiredSite
    codes: tuple[ClinicCode, ...]
    wave_h: float
    cut_over_day: int


class Acquisition:
    """The integration office of the acquired companies."""

    id = "S06"
    flows = ("P14",)
    sends = ("site master file", "hand-over file", "take-back file")
    takes = ()

    def __init__(self, place: Place) -> None:
        self._place = place
        site = place.site
        self._cut_overs: Counter[str] = Counter()
        first = round(site.parameters["acquisition_cut_over_day"])
        self._seats = [
            _Seat(
                acquired,
                own_codes(site.streams, acquired.code, site.enterprise.services),
                wave_h=WAVE_H[place_in_line],
                cut_over_day=first + place_in_line,
            )
            for place_in_line, acquired in enumerate(site.enterprise.acquired)
        ]

    def mailboxes(self) -> Iterable[str]:
        """One for all sites."""
        return (MAILBOX,)

    def accept(self, mailbox: str, document: Document) -> str:
        """The office sends, it takes nothing."""
        return f"{mailbox} takes no documents, got {document.id}"

    def start(self) -> None:
        """Plans the waves with the cut-overs."""
        place = self._place
        for seat in self._seats:
            place.agenda.at(seat.wave_h * HOUR_S, self._onboard, seat)
            zone = place.site.enterprise.facility(seat.site.facility).time_zone
            day = place.site.enterprise.first_day + timedelta(days=seat.cut_over_day - 1)
            place.agenda.at(place.site.calendar.at(day, CUT_OVER_H, zone), self._cut_over, seat)

    def on_effect(self, system: str, effect: Effect) -> None:
        """What happens in the systems changes no plan."""

    def _onboard(self, seat: _Seat) -> None:
        place, site = self._place, seat.site
        host = place.site.enterprise.facility(site.facility)
        day = place.site.calendar.day(place.agenda.now_s, host.time_zone)
        content = master_file(site, host.business_unit, seat.codes, day)
        for effect in _owed(seat):
            place.record(ACTOR, f"world/{ACTOR}", effect)
        name = f"{site.code}.ONBOARD.txt"
        place.post(MAILBOX, Document(name, MAILBOX, MASTERS_TYPE, content))

    def _cut_over(self, seat: _Seat) -> None:
        """Nothing of a site changes hands once nobody works any more."""
        place, site = self._place, seat.site
        if not place.agenda.demand_open(place.agenda.now_s):
            return
        zone, day = self._today(seat)
        body = {"SITE": site.code, "DAY": compact_date(day)}
        answer = place.site.try_do("legacy_erp", "cut_over_site", body, ACTOR)
        if answer is None:
            return
        self._cut_overs[site.code] += 1
        content = handover_file(self._batch(seat, day), answer)
        self._post(seat, "HANDOVER", HANDOVER_TYPE, content)
        failed = failed_checkpoint(place.site, site.code)
        if failed is not None and self._cut_overs[site.code] == 1:
            at_s = place.site.calendar.at(next_business_day(day), failed.at_h, zone)
            place.agenda.at(at_s, self._roll_back, seat, failed)

    def _roll_back(self, seat: _Seat, failed: Checkpoint) -> None:
        """The site works in the legacy ERP again, and leaves on the evening of a later day."""
        place, site = self._place, seat.site
        if not place.agenda.demand_open(place.agenda.now_s):
            return
        zone, day = self._today(seat)
        body = {"SITE": site.code, "DAY": compact_date(day)}
        answer = place.site.try_do("legacy_erp", "take_back_site", body, ACTOR)
        if answer is None:
            return
        place.site.note("rolled_back", ACTOR, site.code, failed.name)
        content = take_back_file(self._batch(seat, day), answer)
        self._post(seat, "TAKEBACK", TAKE_BACK_TYPE, content)
        again = next_business_day(day)
        for row in answer["ENTERED"]:
            release_s = place.site.calendar.at(again, RELEASE_H, zone)
            place.agenda.at(release_s, self._release, site.code, row["VOUCHER"])
        place.agenda.at(place.site.calendar.at(again, CUT_OVER_H, zone), self._cut_over, seat)

    def _release(self, code: str, voucher: str) -> None:
        """A bill that came back is posted as any other, once somebody has looked at it."""
        if self._place.agenda.demand_open(self._place.agenda.now_s):
            body = {"SITE": code, "VOUCHER": voucher}
            self._place.site.try_do("legacy_erp", "release_voucher", body, ACTOR)

    def _today(self, seat: _Seat) -> tuple[str, date]:
        """The site's time zone, and the day there."""
        place = self._place
        zone = place.site.enterprise.facility(seat.site.facility).time_zone
        return zone, place.site.calendar.day(place.agenda.now_s, zone)

    def _batch(self, seat: _Seat, day: date) -> Batch:
        """Files of a cut-over, and of its undoing, have its number."""
        return Batch(seat.site.code, self._cut_overs[seat.site.code], day)

    def _post(self, seat: _Seat, kind: str, content_type: str, content: bytes) -> None:
        """The first file of a kind has no number in its name."""
        nth = self._cut_overs[seat.site.code]
        name = f"{seat.site.code}.{kind}{f'.{nth}' if nth > 1 else ''}.txt"
        self._place.post(MAILBOX, Document(name, MAILBOX, content_type, content))


def _owed(seat: _Seat) -> Iterator[Effect]:
    """Every key of the site with what it means; a firm is known by its tax number."""
    site = seat.site
    for vendor in site.vendors:
        yield _mapped(site, "vendor", vendor.number, vendor.firm)
    for item in site.items:
        yield _mapped(site, "item", item.number, f"{item.item}*{item.factor}")
    for account in site.accounts:
        yield _mapped(site, "account", account.number, account.account)
    for code in seat.codes:
        yield _mapped(site, "charge_code", code.code, code.charge_code)


def _mapped(site: AcquiredSite, noun: str, number: str, meaning: str) -> Effect:
    return Effect(
        f"{ACTOR}.{noun}",
        f"{site.code}/{number}",
        facility=site.facility,
        facts={"meaning": meaning},
    )
