"""The contracts desk, where price amendments are drafted, then activated (P03).

An amendment is a whole new version of a contract with a quarter of its lines repriced. A share of
them takes effect before the day on which it is entered, which is how wrong prices come to be paid.
In a repricing wave whole contracts are amended, each as soon as its last amendment is a day old.
Contracts of a purchasing organisation that takes part are left to its price files.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from sim.world.agenda import Agenda
from sim.world.builders.facilities import DAYS_PER_MONTH
from sim.world.calendar import HOME_ZONE, HOUR_S
from sim.world.entities import Contract, ContractLine
from sim.world.profiles import HourProfile
from sim.world.rhythms import Rhythm, repeat
from sim.world.site import Site
from sim.world.wire import decimal_4

ACTOR = "contracts-desk"
_REST_S = 24 * HOUR_S
"""A contract is not amended twice within a day."""


class Change(NamedTuple):
    """An amendment to be: by which address it is drawn, how much it changes, from when on."""

    entity: str
    n: int
    lines_share: float
    effective_from: date


class ContractsDesk:
    """The n-th amendment has its own draws."""

    def __init__(self, site: Site, agenda: Agenda) -> None:
        self._site = site
        self._agenda = agenda
        self._lines: dict[str, tuple[ContractLine, ...]] = {}
        self._amended_s: dict[str, float] = {}

    def start(self, profile: HourProfile) -> None:
        """Registers the desk's process."""
        parameters = self._site.parameters
        if not self._site.enterprise.contracts:
            return
        contracts = self._site.enterprise.contracts
        lines = sum(len(contract.lines) for contract in contracts)
        changed_per_day = lines * parameters["contract_lines_per_month_changed"] / DAYS_PER_MONTH
        lines_each = lines / len(contracts) * parameters["contract_amendment_lines_share"]
        least = parameters["contract_amendments_per_week_min"] / 7
        per_day = max(least, changed_per_day / lines_each)
        rhythm = Rhythm("amendment", "group", HOME_ZONE, profile, per_day)
        self._agenda.env.process(repeat(self._site, self._agenda, rhythm, self.amend))

    def amend(self, n: int) -> None:
        """Drafts the n-th amendment; it is signed, hence active, within the hour."""
        streams = self._site.streams
        contract = streams.choice(self._site.enterprise.contracts, "amendment.contract", "group", n)
        if self._agenda.now_s < self._rested_s(contract):
            return
        share = self._site.parameters["contract_amendment_lines_share"]
        self._amend(contract, Change("group", n, share, self._effective_from(n)))

    def reprice(self, contract: Contract, n: int, effective_from: date) -> None:
        """Amends every line of a contract, the n-th of a wave that takes effect on one day."""
        if self._agenda.now_s < self._rested_s(contract):
            self._agenda.at(self._rested_s(contract), self.reprice, contract, n, effective_from)
        else:
            self._amend(contract, Change("wave", n, 1.0, effective_from))

    def _rested_s(self, contract: Contract) -> float:
        return self._amended_s.get(contract.number, -_REST_S) + _REST_S

    def _amend(self, contract: Contract, change: Change) -> None:
        if self._site.offers.amendments(contract.number):
            return
        self._amended_s[contract.number] = self._agenda.now_s
        lines = self._repriced(self._lines.get(contract.number, contract.lines), change)
        body = self._draft(contract, lines, change.effective_from)
        answer = self._site.try_do("contracts", "draft_contract", body, ACTOR)
        if answer is None:
            return
        self._lines[contract.number] = lines
        drawn = self._site.streams.uniform("amendment.signed", change.entity, change.n)
        activation = {"contractNumber": contract.number, "version": answer["version"]}
        self._agenda.at(self._agenda.now_s + 300.0 + 3000.0 * drawn, self._activate, activation)

    def _activate(self, activation: dict[str, Any]) -> None:
        self._site.try_do("contracts", "activate_contract", activation, ACTOR)

    def _effective_from(self, n: int) -> date:
        streams, parameters = self._site.streams, self._site.parameters
        today = self._site.calendar.day(self._agenda.now_s, HOME_ZONE)
        if streams.bernoulli(
            parameters["contract_changes_late_share"], "amendment.late", "group", n
        ):
            return today - timedelta(days=streams.integer(1, 21, "amendment.days_late", "group", n))
        notice_d = max(1, round(parameters["contract_notice_d"]))
        return today + timedelta(days=streams.integer(0, notice_d, "amendment.notice", "group", n))

    def _repriced(
        self, lines: tuple[ContractLine, ...], change: Change
    ) -> tuple[ContractLine, ...]:
        """At least one line changes; prices fall a little less often than they rise."""
        streams, address = self._site.streams, (change.entity, change.n)
        certain = streams.integer(0, len(lines), "amendment.certain_line", *address)
        repriced = []
        for place, line in enumerate(lines):
            chosen = streams.bernoulli(change.lines_share, "amendment.line", *address, line.line)
            if chosen or place == certain:
                factor = 0.95 + 0.13 * streams.uniform("amendment.price", *address, line.line)
                price = max(1, round(line.price_minor * factor))
                repriced.append(replace(line, price_minor=price))
            else:
                repriced.append(line)
        return tuple(repriced)

    def _draft(
        self, contract: Contract, lines: tuple[ContractLine, ...], effective_from: date
    ) -> dict[str, Any]:
        return {
            "contractNumber": contract.number,
            "erpSupplierNumber": contract.supplier,
            "effectiveFrom": effective_from.isoformat(),
            "effectiveTo": contract.effective_to.isoformat(),
            "lines": [
                {
                    "line": line.line,
                    "itemNumber": line.item,
                    "uom": line.uom,
                    "unitPrice": {"value": decimal_4(line.price_minor), "currency": "USD"},
                }
                for line in lines
            ],
        }
