"""The group purchasing organisation (S10): a price file a month, corrections, files sent twice.

Contracts that are the organisation's are repriced by its files alone; the contracts desk leaves
them to it, and puts each drafted version into force within hours of its import (P03).
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from datetime import date, timedelta

import simpy

from integration_under_test.boundary import Document
from mock_systems.service import Effect
from mock_systems.standards.files import Batch, item_price_file
from mock_systems.standards.files.item_price_file import ItemPriceFile
from sim.world.actors.contracts_desk import ACTOR as CONTRACTS_DESK
from sim.world.calendar import HOME_ZONE, HOUR_S
from sim.world.entities import Contract
from sim.world.parties.gpo.price_lists import PriceLists
from sim.world.parties.party import Place

MAILBOX = "GPO"
NUMBER = "GPO1"
BOOK = "gpo"
CONTENT_TYPE = "text/plain;layout=item-price"
SENT_H = 6.0
"""Local hour of the nightly job that posts a file."""
_MEMBER_D = 365
_CORRECTED_H, _SENT_AGAIN_H = (5.0, 60.0), (1.0, 6.0)
_SIGNED_S = (600.0, 4 * HOUR_S)
_LATE_D = (1, 21)


class Gpo:
    """One organisation; its files are numbered without gaps."""

    id = "S10"
    flows = ("P03",)
    sends = ("item price file",)
    takes = ()

    def __init__(self, place: Place) -> None:
        site = place.site
        self._place = place
        self._lists = PriceLists(site.streams, site.parameters, site.enterprise)
        self._ours = frozenset(contract.number for contract in self._lists.contracts)
        self._filed = 0
        self._signed_s: dict[str, float] = {}

    def mailboxes(self) -> Iterable[str]:
        """It only sends."""
        return (MAILBOX,)

    def accept(self, mailbox: str, document: Document) -> str:
        """A drop of files is one way."""
        return f"{MAILBOX} takes no documents, got {document.id}"

    def start(self) -> None:
        """Has the group join, takes its contracts from the desk, starts the monthly job."""
        agenda = self._place.agenda
        agenda.at(0.0, self._join)
        self._place.site.offers.amendments.take(self._ours.__contains__)
        agenda.env.process(self.run())

    def on_effect(self, system: str, effect: Effect) -> None:
        """Plans the signature under every version that an import has drafted."""
        if effect.kind == "contracts.price_file":
            for contract, version in effect.facts["versions"]:
                self._plan_signature(contract, version)

    def run(self) -> Generator[simpy.Event, None, None]:
        """Files on the first morning and then once a month, while there is demand."""
        calendar, agenda = self._place.site.calendar, self._place.agenda
        period_d = max(1, round(self._place.site.parameters["gpo_file_d"]))
        day = calendar.day(agenda.now_s, HOME_ZONE)
        while agenda.demand_open(at_s := calendar.at(day, SENT_H, HOME_ZONE)):
            if at_s >= agenda.now_s:
                yield agenda.until(at_s)
                self._file(day)
            day += timedelta(days=period_d if at_s >= agenda.now_s else 1)

    def _file(self, day: date) -> None:
        """A regular file, with what may follow it."""
        number = self._filed + 1
        contracts = self._lists.repriced(number, self._effective_from(day, number))
        document = self._send(contracts, day)
        site, agenda = self._place.site, self._place.agenda
        if site.streams.bernoulli(
            site.parameters["gpo_file_resent_share"], "gpo.sent_again", number
        ):
            at_s = agenda.now_s + self._within_s(_SENT_AGAIN_H, "gpo.sent_again_after", number)
            agenda.at(at_s, self._send_again, document)
        if site.streams.bernoulli(
            site.parameters["gpo_file_correction_share"], "gpo.correction", number
        ):
            wrong = site.streams.choice(contracts, "gpo.wrong", number)
            at_s = agenda.now_s + self._within_s(_CORRECTED_H, "gpo.corrected_after", number)
            agenda.at(at_s, self._correct, wrong)

    def _correct(self, wrong: Contract) -> None:
        day = self._place.site.calendar.day(self._place.agenda.now_s, HOME_ZONE)
        self._send([self._lists.corrected(self._filed + 1, wrong)], day)

    def _send(self, contracts: Sequence[Contract], day: date) -> Document:
        """Posts the next file, and notes what the group owes itself for it."""
        self._filed += 1
        rows = tuple(row for contract in contracts for row in self._lists.rows(contract))
        content = item_price_file.build(ItemPriceFile(Batch(NUMBER, self._filed, day), rows))
        effect = Effect(
            kind=f"{BOOK}.price_file",
            key=f"{NUMBER}-{self._filed:06d}",
            amount_minor=sum(row.unit_price_minor for row in rows),
            quantity=len(rows),
            facts={"contracts": [contract.number for contract in contracts]},
        )
        self._place.record(BOOK, "world/gpo", effect)
        name = f"{NUMBER}.ITEMPRICE.{self._filed:06d}.txt"
        document = Document(name, MAILBOX, CONTENT_TYPE, content.encode())
        self._place.post(MAILBOX, document)
        return document

    def _send_again(self, document: Document) -> None:
        """The same content under another name, as a nervous clerk drops it."""
        copy = Document(f"COPY.{document.id}", MAILBOX, CONTENT_TYPE, document.content)
        self._place.post(MAILBOX, copy)

    def _effective_from(self, day: date, number: int) -> date:
        """Most with notice, some for a day that has passed."""
        streams, parameters = self._place.site.streams, self._place.site.parameters
        if streams.bernoulli(parameters["contract_changes_late_share"], "gpo.late", number):
            return day - timedelta(days=streams.integer(*_LATE_D, "gpo.days_late", number))
        notice_d = max(1, round(parameters["contract_notice_d"]))
        return day + timedelta(days=streams.integer(1, notice_d + 1, "gpo.notice", number))

    def _within_s(self, hours: tuple[float, float], purpose: str, number: int) -> float:
        low, high = hours
        return HOUR_S * (low + (high - low) * self._place.site.streams.uniform(purpose, number))

    def _plan_signature(self, contract: str, version: int) -> None:
        """Versions of one contract are signed in their order."""
        low, high = _SIGNED_S
        drawn = self._place.site.streams.uniform("gpo.signed", contract, version)
        now_s = self._place.agenda.now_s
        at_s = max(now_s + low + (high - low) * drawn, self._signed_s.get(contract, 0.0) + 60.0)
        self._signed_s[contract] = at_s
        self._place.agenda.at(at_s, self._sign, {"contractNumber": contract, "version": version})

    def _sign(self, activation: dict[str, object]) -> None:
        self._place.site.try_do("contracts", "activate_contract", activation, CONTRACTS_DESK)

    def _join(self) -> None:
        site = self._place.site
        since = site.enterprise.first_day - timedelta(days=_MEMBER_D)
        for facility in site.enterprise.facilities:
            body = {"gpoNumber": NUMBER, "facilityCode": facility.gln}
            body["memberFrom"] = since.isoformat()
            site.try_do("contracts", "join_organisation", body, CONTRACTS_DESK)
        for contract in self._lists.contracts:
            body = {"contractNumber": contract.number, "gpoNumber": NUMBER}
            site.try_do("contracts", "adopt_contract", body, CONTRACTS_DESK)
