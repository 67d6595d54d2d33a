"""The legacy ERP of acquired sites at work (S08): clerks by day, a batch by night (P14).

From its joining until its cut-over a site's bills are posted here, and the night's summary journal
brings them into the group's ledger, the first one all that was posted before; afterwards they are
forwarded, and posted there. Vendor changes go both ways as long as both ERPs are in use.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from datetime import timedelta
from functools import partial

import simpy

from integration_under_test.boundary import Document
from mock_systems.service import Effect
from mock_systems.standards.files import FileRejected
from sim.world.acquired import AcquiredSite
from sim.world.business_days import is_business_day
from sim.world.calendar import HOME_ZONE, next_business_day
from sim.world.parties.legacy_erp import vendor_file
from sim.world.parties.legacy_erp.nightly import JOURNAL_TYPE, SENDER, NightlyFiles, aborted, resent
from sim.world.parties.legacy_erp.shared_vendors import ACTOR, BOOK, SharedVendors
from sim.world.parties.legacy_erp.vendor_file import VendorRow
from sim.world.parties.party import Place
from sim.world.profiles import office_week
from sim.world.rhythms import Rhythm, repeat
from sim.world.wire import compact_date

NIGHT_H = 22.0
PAYMENT_H = 15.0
PAID_AFTER = timedelta(days=3)
"""Assumption: a small site pays by cheque as soon as somebody has looked at the bill."""
RELEASE_H = 9.0
CHANGES_H = (10.0, 14.0)
"""Local hours of a change made here, of one made by the group."""
RESEND_S = 2700.0
"""Assumption: three quarters of an hour until the operator sees that a transfer broke."""
LOAD_S = 60.0
"""The legacy ERP looks into its mailbox once a minute."""
AMOUNT_MINOR = (2_000, 250_000)
"""Assumption: a small site's bills, the upper end excluded."""


class LegacyErpSites:
    """Everybody who works with the legacy ERP, and its nightly job."""

    id = "S08"
    flows = ("P14",)
    sends = ("GL summary journal file", "forwarded voucher file", "vendor file")
    takes = ("vendor file",)

    def __init__(self, place: Place) -> None:
        self._place = place
        self._sites = place.site.enterprise.acquired
        self._vendors = SharedVendors(place, self._sites)
        self._files = NightlyFiles()

    def mailboxes(self) -> Iterable[str]:
        """The integration server in front of the legacy ERP."""
        return (SENDER,)

    def accept(self, mailbox: str, document: Document) -> str:
        """Takes a vendor file entirely or not at all; a refused one changes nothing."""
        try:
            _, rows = vendor_file.read(document.content.decode("ascii"))
        except (FileRejected, UnicodeDecodeError) as rejected:
            return self._refuse(document, str(rejected))
        unknown = [row for row in rows if not self._vendors.has(row.site, row.vendor)]
        if unknown:
            got = f"{unknown[0].site}/{unknown[0].vendor}"
            return self._refuse(document, f"expected vendors of a site's own, got {got}")
        agenda = self._place.agenda
        for row in rows:
            agenda.always_at(agenda.now_s + LOAD_S, self._load, row)
        return ""

    def start(self) -> None:
        """Opens the sites' back offices, and plans the nights."""
        site, agenda = self._place.site, self._place.agenda
        for acquired in self._sites:
            zone = site.enterprise.facility(acquired.facility).time_zone
            per_day = site.parameters["legacy_vouchers_per_site_day"]
            rhythm = Rhythm("legacy_erp.voucher", acquired.code, zone, office_week(), per_day)
            agenda.env.process(repeat(site, agenda, rhythm, partial(self._enter, acquired)))
            if acquired.code in self._vendors.known:
                agenda.env.process(self._changes(acquired, zone))
        agenda.env.process(self._nights())

    def on_effect(self, system: str, effect: Effect) -> None:
        """A change of a shared supplier is owed to the sites that use it."""
        if effect.kind == "erp.supplier":
            self._vendors.on_supplier(effect)

    def _enter(self, acquired: AcquiredSite, n: int) -> None:
        """The n-th bill of a site; some are parked until somebody looks at them the next day."""
        site, agenda, code = self._place.site, self._place.agenda, acquired.code
        zone = site.enterprise.facility(acquired.facility).time_zone
        day = site.calendar.day(agenda.now_s, zone)
        share = site.parameters["legacy_voucher_parked_share"]
        parked = site.streams.bernoulli(share, "legacy_erp.parked", code, n)
        body = {
            "SITE": code,
            "VENDOR": site.streams.choice(acquired.vendors, "legacy_erp.vendor", code, n).number,
            "ACCOUNT": site.streams.choice(acquired.expenses, "legacy_erp.account", code, n).number,
            "AMOUNT": site.streams.integer(*AMOUNT_MINOR, "legacy_erp.amount", code, n),
            "DAY": compact_date(day),
            "HOLD": "Y" if parked else "N",
        }
        answer = site.try_do("legacy_erp", "enter_voucher", body, ACTOR)
        if answer is not None and answer["STATUS"] == "PARKED":
            release_s = site.calendar.at(next_business_day(day), RELEASE_H, zone)
            agenda.at(release_s, self._release, code, answer["VOUCHER"])

    def _release(self, code: str, voucher: str) -> None:
        """Too late once the site was cut over: then it is the other ERP's."""
        if self._place.agenda.demand_open(self._place.agenda.now_s):
            body = {"SITE": code, "VOUCHER": voucher}
            self._place.site.try_do("legacy_erp", "release_voucher", body, ACTOR)

    def _changes(self, acquired: AcquiredSite, zone: str) -> Generator[simpy.Event, None, None]:
        """On every working day one change on each side, once the site has joined."""
        calendar, agenda = self._place.site.calendar, self._place.agenda
        joined_s = max(agenda.now_s, acquired.wave_s)
        day, n = calendar.day(joined_s, zone), 0
        acts = (self._vendors.change_here, self._vendors.change_there)
        while agenda.demand_open(calendar.midnight(day, zone)):
            for hour, act in zip(CHANGES_H, acts, strict=True):
                at_s = calendar.at(day, hour, zone)
                if is_business_day(day) and at_s >= joined_s and agenda.demand_open(at_s):
                    yield agenda.until(at_s)
                    act(acquired.code, n)
            day, n = day + timedelta(days=1), n + 1

    def _nights(self) -> Generator[simpy.Event, None, None]:
        calendar, agenda = self._place.site.calendar, self._place.agenda
        day = calendar.day(agenda.now_s, HOME_ZONE)
        while agenda.demand_open(calendar.midnight(day, HOME_ZONE)):
            yield agenda.until(calendar.at(day, PAYMENT_H, HOME_ZONE))
            if is_business_day(day) and agenda.demand_open(agenda.now_s):
                body = {"UP_TO": compact_date(day - PAID_AFTER)}
                self._place.site.try_do("legacy_erp", "pay_vouchers", body, ACTOR)
            yield agenda.until(calendar.at(day, NIGHT_H, HOME_ZONE))
            night = {"DAY": compact_date(day), **self._leaving()}
            answer = self._place.site.try_do("legacy_erp", "run_night", night, ACTOR)
            if answer is not None:
                for document in self._files.of(answer, day):
                    self._send(document)
            day += timedelta(days=1)

    def _leaving(self) -> dict[str, list[str]]:
        """Whose postings leave tonight: those of sites that joined, named where some have not."""
        now_s = self._place.agenda.now_s
        joined = [acquired.code for acquired in self._sites if acquired.wave_s <= now_s]
        return {} if len(joined) == len(self._sites) else {"SITES": joined}

    def _send(self, document: Document) -> None:
        """Now and then the line breaks, and the operator sends the file again in full."""
        place = self._place
        share = place.site.parameters["legacy_file_aborted_share"]
        breaks = place.site.streams.bernoulli(share, "legacy_erp.aborted", document.id)
        if breaks and document.content_type == JOURNAL_TYPE:
            place.post(SENDER, aborted(document))
            place.agenda.always_at(
                place.agenda.now_s + RESEND_S, place.post, SENDER, resent(document)
            )
        else:
            place.post(SENDER, document)

    def _load(self, row: VendorRow) -> None:
        """A row of the group's file, now that the mailbox was looked into."""
        names = {"NAME": row.name, "TERMS": row.terms, "STATUS": row.status}
        body = {"SITE": row.site, "VENDOR": row.vendor, **names, "VERSION": row.version}
        if self._place.site.try_do("legacy_erp", "load_vendor", body, ACTOR) is not None:
            key = f"{row.site}/{row.vendor}"
            effect = Effect("legacy_erp.vendor", key, version=row.version)
            self._place.record(BOOK, "integration", effect)

    def _refuse(self, document: Document, reason: str) -> str:
        self._place.site.note("refused", ACTOR, document.id, reason[:200])
        return reason
