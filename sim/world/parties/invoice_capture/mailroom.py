"""S13: who sends paper, who reads it, who verifies what the machine read (P07).

    bill -> post or e-mail -> scanned -> read by the machine -> verified by a clerk -> fetched

Takes the bills of suppliers that neither speak EDI nor use the portal, and brings the invoices
that no order stands behind. Some come twice; the service suspects it, a clerk decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import log

from integration_under_test.boundary import Document
from mock_systems.service import Effect
from sim.world.business_days import add_business_days
from sim.world.calendar import HOME_ZONE
from sim.world.offers import Bill
from sim.world.office import Office
from sim.world.parties.invoice_capture.approvals import Approvals
from sim.world.parties.invoice_capture.expenses import Expenses
from sim.world.parties.invoice_capture.papers import (
    Paper,
    extraction,
    paper_suppliers,
    printed,
    typed,
)
from sim.world.parties.party import Place

SYSTEM = "invoice_capture"
MAILROOM = "mailroom"
MACHINE = "capture-engine"
CLERK = "finance/capture"

EMAIL_AFTER_S = 60.0
MAIL_OPENS_H, MAIL_HOURS = 9.0, 2.0
MAIL_D = (1, 4)
"""Business days that a letter takes, the last one not included; judgement."""
READ_MEDIAN_S, READ_SIGMA = 90.0, 0.5
VERIFY_SIGMA = 0.4
COPY_D = (2, 9)
"""Business days after which an impatient supplier sends an invoice again; judgement."""


class Mailroom:
    """Papers, with the clerks of the capture desk; each paper has its own draws."""

    id = "S13"
    flows = ("P07",)
    sends = ()
    takes = ()

    def __init__(self, place: Place) -> None:
        self._place = place
        site = place.site
        self._suppliers = paper_suppliers(site.enterprise, site.parameters, site.streams)
        clerks = round(site.parameters["capture_clerks"] * site.enterprise.scale)
        self._office = Office(site.calendar, HOME_ZONE, clerks)
        self._expenses = Expenses(place, self._arrive)
        self._approvals = Approvals(place)
        site.offers.bills.take(self._bill)

    def mailboxes(self) -> Iterable[str]:
        """None: paper comes by post, and what was verified is fetched from the service."""
        return ()

    def accept(self, mailbox: str, document: Document) -> str:
        """There is no mailbox to send to."""
        return f"{mailbox} takes no documents, got {document.id}"

    def start(self) -> None:
        """Registers the invoices without order."""
        self._expenses.start()

    def on_effect(self, system: str, effect: Effect) -> None:
        """Managers hear of invoices that wait for them."""
        if effect.kind == "erp.invoice_status":
            self._approvals.on_effect(effect)

    def _bill(self, bill: Bill) -> bool:
        if bill.shipment.order.supplier not in self._suppliers:
            return False
        self._arrive(printed(bill))
        return True

    def _arrive(self, paper: Paper) -> None:
        """By e-mail at once, by post days later; now and then a second time."""
        site, agenda = self._place.site, self._place.agenda
        by_mail = site.streams.bernoulli(
            site.parameters["paper_by_mail_share"], "capture.by_mail", *paper.address
        )
        at_s = self._delivered_s(paper) if by_mail else agenda.now_s + EMAIL_AFTER_S
        agenda.at(at_s, self._receive, paper, "SCAN" if by_mail else "EMAIL")
        share = site.parameters["paper_sent_twice_share"]
        if not paper.copy and site.streams.bernoulli(share, "capture.twice", *paper.address):
            after = site.streams.integer(*COPY_D, "capture.copy_d", *paper.address)
            today = site.calendar.day(agenda.now_s, HOME_ZONE)
            again_s = site.calendar.at(add_business_days(today, after), MAIL_OPENS_H, HOME_ZONE)
            agenda.at(again_s, self._arrive, replace(paper, copy=1))

    def _delivered_s(self, paper: Paper) -> float:
        site = self._place.site
        days = site.streams.integer(*MAIL_D, "capture.mail_d", *paper.address)
        today = site.calendar.day(self._place.agenda.now_s, HOME_ZONE)
        spread_h = MAIL_HOURS * site.streams.uniform("capture.mail_h", *paper.address)
        day = add_business_days(today, days)
        return site.calendar.at(day, MAIL_OPENS_H + spread_h, HOME_ZONE)

    def _receive(self, paper: Paper, channel: str) -> None:
        site, agenda = self._place.site, self._place.agenda
        name = f"{paper.supplier}-{paper.number}-{paper.copy}.pdf"
        pages = 1 + len(paper.lines) // 20
        body = {"channel": channel, "file_name": name, "page_count": pages}
        answer = site.try_do(SYSTEM, "receive_document", body, MAILROOM)
        if answer is not None:
            wait_s = site.streams.lognormal(
                log(READ_MEDIAN_S), READ_SIGMA, "capture.read_s", *paper.address
            )
            agenda.always_at(agenda.now_s + wait_s, self._read, paper, answer["document"])

    def _read(self, paper: Paper, document: str) -> None:
        site, agenda = self._place.site, self._place.agenda
        share = site.parameters["capture_sure_share"]
        body = {"document": document, **extraction(site.streams, paper, share)}
        answer = site.try_do(SYSTEM, "record_extraction", body, MACHINE)
        if answer is not None and answer["state"] == "EXTRACTED":
            work_min = site.parameters["capture_verification_min"] * site.streams.lognormal(
                0.0, VERIFY_SIGMA, "capture.verify", *paper.address
            )
            done_s = self._office.finish_s(agenda.now_s, 60.0 * work_min)
            agenda.at(done_s, self._verify, paper, document)

    def _verify(self, paper: Paper, document: str) -> None:
        """A clerk holds the paper: what is on it counts, and a second copy is put aside."""
        site = self._place.site
        if paper.copy:
            body = {"document": document, "reason": "DUPLICATE", "rejected_by": "capture.clerk"}
            site.try_do(SYSTEM, "reject_document", body, CLERK)
        else:
            body = {"document": document, "verified_by": "capture.clerk"}
            site.try_do(SYSTEM, "verify_document", {**body, "invoice": typed(paper)}, CLERK)
