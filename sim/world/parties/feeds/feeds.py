"""The systems whose journals, service orders, assets and projects are fed into the ERP (S18).

Each sends flat files with control totals to the integration, mostly at night: P16 owes their
journals once in S01, P18 the assets of finished projects at exactly what these cost.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from datetime import date, timedelta
from functools import partial

import simpy

from integration_under_test.boundary import Document
from mock_systems.service import Effect
from mock_systems.standards.files.journal_file import JournalLine
from sim.world.business_days import is_business_day, month_end
from sim.world.calendar import HOME_ZONE
from sim.world.parties.feeds import journals, register
from sim.world.parties.feeds.labour import Labour, is_payroll_day
from sim.world.parties.feeds.projects import ProjectOffice
from sim.world.parties.feeds.register import Register
from sim.world.parties.feeds.service_orders import (
    Purchase,
    Workshop,
    delivered,
    purchases,
    utilities,
)
from sim.world.parties.file_desk import FileDesk
from sim.world.parties.party import Place

MAILBOXES = ("PAYROLL", "WORKFORCE", "ASSETS", "BIOMED", "FACILITIES", "PROJECTS")
Job = tuple[float, Callable[[date], None]]


class Feeds:
    """All six senders; their jobs run one after the other through the day."""

    id = "S18"
    flows = ("P04", "P16", "P17", "P18")
    sends = ("journal file", "asset file")
    takes = ("batch answer",)

    def __init__(self, place: Place) -> None:
        site = place.site
        self._place = place
        self._desks = {name: FileDesk(place, journals.BOOK, name) for name in MAILBOXES}
        self._labour = Labour(site)
        self._biomed = Workshop(site, "BM", "BIOMED", "biomed_orders_per_bed_year")
        self._facilities = Workshop(site, "FM", "FACILITIES", "facility_orders_per_bed_year")
        self._projects = ProjectOffice(site)
        self._register = Register()
        self._to_depreciate = ""
        self._bought: list[Purchase] = []

    def mailboxes(self) -> Iterable[str]:
        """One for each system that sends files."""
        return MAILBOXES

    def accept(self, mailbox: str, document: Document) -> str:
        """An answer to one of its batches."""
        return self._desks[mailbox].accept(document)

    def start(self) -> None:
        """Registers the jobs of the day."""
        self._place.agenda.env.process(self.run())

    def on_effect(self, system: str, effect: Effect) -> None:
        """The project office hears what its projects are charged with."""
        self._projects.on_effect(effect)

    def run(self) -> Generator[simpy.Event, None, None]:
        """Every job of every day that begins before demand stops."""
        agenda, calendar = self._place.agenda, self._place.site.calendar
        day = calendar.day(agenda.now_s, HOME_ZONE)
        while agenda.demand_open(calendar.midnight(day, HOME_ZONE)):
            for hour, job in self._jobs(day):
                at_s = calendar.at(day, hour, HOME_ZONE)
                if at_s >= agenda.now_s:
                    yield agenda.until(at_s)
                    if agenda.demand_open(at_s):
                        job(day)
            day += timedelta(days=1)

    def _jobs(self, day: date) -> list[Job]:
        """The hours are assumptions: after the shifts, one system after the other."""
        works = is_business_day(day)
        found: list[Job] = []
        if works:
            # What was set up yesterday is ordered for first, so that others had time to learn it.
            found += [(6.25, self._projects.order), (6.5, self._projects.begin)]
        found.append((20.0, partial(self._send, "FACILITIES", self._facility_journals)))
        if works:
            found.append((20.5, self._accept_equipment))
        found.append((21.0, partial(self._send, "WORKFORCE", self._labour.workforce)))
        if is_payroll_day(day):
            found.append((21.5, partial(self._send, "PAYROLL", self._labour.payroll)))
        if works:
            found.append((22.0, partial(self._send, "PROJECTS", self._projects.journals)))
        found.append((23.0, self._send_assets))
        return found

    def _facility_journals(self, day: date) -> list[JournalLine]:
        return self._facilities.journals(day, utilities(self._place.site, day))

    def _accept_equipment(self, day: date) -> None:
        """Biomedical books what was delivered; the register puts it in service tonight."""
        self._bought = purchases(self._place.site, day)
        self._send("BIOMED", lambda on: self._biomed.journals(on, delivered(self._bought)), day)

    def _send(self, mailbox: str, write: Callable[[date], list[JournalLine]], day: date) -> None:
        lines = write(day)
        if lines:
            self._desks[mailbox].send(journals.draft(lines), day)

    def _send_assets(self, day: date) -> None:
        desk = self._desks["ASSETS"]
        records: list[register.Record] = []
        if is_business_day(day):
            built = self._projects.finished(day)
            records += self._register.put_in_service(self._bought, built, day)
        last = month_end(f"{day:%Y-%m}")
        if day == last:
            self._to_depreciate = f"{last:%Y-%m}"
        if self._to_depreciate and not desk.has_faulty:
            # An asset whose file came back is unknown to the ERP: the month waits for it.
            period, self._to_depreciate = self._to_depreciate, ""
            records += self._register.depreciate(period, month_end(period))
        if records:
            desk.send(register.draft(records), day)
