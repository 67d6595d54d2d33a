"""The onboarding of acquired sites (S06, S08; P14): master files in waves, a cut-over each.

Before the group serves a site, its vendors, items, accounts or charge codes are cross-mapped. Then
both ERPs run side by side; at its cut-over a site hands over what is open, and from that instant
its transactions belong to the group's ERP. A site of which too few keys are mapped is not ready,
and waits for another evening. Where a checkpoint finds that a cut-over was not clean, the site goes
back to the legacy ERP with everything that it handed over, and is cut over once more.
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
from sim.world.builders.acquired import WAVE_SITES
from sim.world.calendar import HOUR_S, next_business_day
from sim.world.parties.acquisition.checkpoint import CHECKPOINTS, Checkpoint, failed_checkpoint
from sim.world.parties.acquisition.handover_file import handover_file
from sim.world.parties.acquisition.master_file import master_file
from sim.world.parties.acquisition.standing import Standing
from sim.world.parties.acquisition.take_back_file import take_back_file
from sim.world.parties.clinics.codes import ClinicCode, codes_of
from sim.world.parties.party import Place
from sim.world.site import Site
from sim.world.wire import compact_date

MAILBOX = "ONBOARDING"
ACTOR = "acquisition"
MASTERS_TYPE = "text/plain;layout=onboarding"
HANDOVER_TYPE = "text/plain;layout=handover"
TAKE_BACK_TYPE = "text/plain;layout=takeback"
MASTERS_H = 4.5
"""Hours into a wave's day at which its first site's master file comes, before anybody works."""
NEXT_MASTERS_H = 0.5
"""Each further one of the wave comes so much later."""
CUT_OVER_H = 18.0
"""Local hour: after the last clerk, before the legacy ERP's night."""
RELEASE_H = 9.0
"""Local hour at which somebody looks at the bills that came back, on the next working day."""


class _Seat(NamedTuple):
    site: AcquiredSite
    codes: tuple[ClinicCode, ...]
    masters_s: float
    cut_over_day: int

    @property
    def maps(self) -> list[str]:
        """What the group's systems should know of the site."""
        return [f"{effect.key}={effect.facts['meaning']}" for effect in _owed(self)]


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
        self._back: Counter[str] = Counter()
        self._standing = Standing()
        self._seats = [
            _seat(site, acquired, turn % WAVE_SITES)
            for turn, acquired in enumerate(site.enterprise.acquired)
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
            place.agenda.at(seat.masters_s, self._onboard, seat)
            zone = place.site.enterprise.facility(seat.site.facility).time_zone
            day = place.site.enterprise.first_day + timedelta(days=seat.cut_over_day - 1)
            place.agenda.at(place.site.calendar.at(day, CUT_OVER_H, zone), self._cut_over, seat)

    def on_effect(self, system: str, effect: Effect) -> None:
        """Kept for the checkpoints."""
        self._standing.on_effect(effect)

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
        if not self._is_ready(seat):
            place.site.note("not_ready", ACTOR, site.code)
            again_s = place.site.calendar.at(next_business_day(day), CUT_OVER_H, zone)
            place.agenda.at(again_s, self._cut_over, seat)
            return
        body = {"SITE": site.code, "DAY": compact_date(day)}
        answer = place.site.try_do("legacy_erp", "cut_over_site", body, ACTOR)
        if answer is None:
            return
        self._cut_overs[site.code] += 1
        content = handover_file(self._batch(seat, day), answer)
        self._post(seat, "HANDOVER", HANDOVER_TYPE, content)
        if self._cut_overs[site.code] == 1:
            self._plan_checkpoints(seat, next_business_day(day))

    def _is_ready(self, seat: _Seat) -> bool:
        least = self._place.site.parameters["acquisition_mapped_share"]
        return not least or self._standing.mapped_share(seat.site.code, seat.maps) >= least

    def _plan_checkpoints(self, seat: _Seat, day: date) -> None:
        """Where what came over is counted, or where it is known now that something is wrong."""
        place = self._place
        zone = place.site.enterprise.facility(seat.site.facility).time_zone
        failed = failed_checkpoint(place.site, seat.site.code)
        if failed is not None:
            place.agenda.at(
                place.site.calendar.at(day, failed.at_h, zone), self._roll_back, seat, failed
            )
        elif place.site.parameters["acquisition_taken_over_share"]:
            for one in CHECKPOINTS:
                place.agenda.at(place.site.calendar.at(day, one.at_h, zone), self._check, seat, one)

    def _check(self, seat: _Seat, checkpoint: Checkpoint) -> None:
        """A site goes back once; after that, what is missing is settled by hand."""
        least = self._place.site.parameters["acquisition_taken_over_share"]
        if (
            self._standing.taken_over_share(seat.site.code) < least
            and not self._back[seat.site.code]
        ):
            self._roll_back(seat, checkpoint)

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
        self._back[site.code] += 1
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


def _seat(site: Site, acquired: AcquiredSite, turn: int) -> _Seat:
    """A site's place in the plan; `turn` is its place in its wave."""
    first = round(site.parameters["acquisition_cut_over_day"])
    return _Seat(
        acquired,
        codes_of(site, acquired.code),
        masters_s=acquired.wave_s + (MASTERS_H + turn * NEXT_MASTERS_H) * HOUR_S,
        cut_over_day=acquired.wave_day - 1 + first + turn,
    )


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
