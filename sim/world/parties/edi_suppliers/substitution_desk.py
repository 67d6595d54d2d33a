"""The group's buyers who decide on offered substitutes at procurement's screen (P12).

An acknowledgement with an offer lands on their desk; within some hours of office time they accept
what is offered, or rather wait for what was ordered.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import log

from mock_systems.service import Effect
from sim.world.agenda import Agenda
from sim.world.calendar import HOME_ZONE, HOUR_S
from sim.world.site import Site

ACTOR = "buyer/substitutions"
OFFERED = "IS"
_SIGMA = 0.6


class SubstitutionDesk:
    """All buyers; each decision has its own draws."""

    def __init__(self, site: Site, agenda: Agenda) -> None:
        self._site = site
        self._agenda = agenda

    def acknowledged(self, effect: Effect, address: tuple[str, str]) -> None:
        """Reaction to `procurement.acknowledgement` of an order, by supplier and reference."""
        codes: Mapping[str, str] = effect.facts["codes"]
        if OFFERED not in codes.values():
            return
        median = log(self._site.parameters["substitution_decision_median_h"])
        hours = self._site.streams.lognormal(median, _SIGMA, "substitution.decided_h", *address)
        number = effect.key.partition("/")[0]
        at_s = self._site.calendar.after_office_s(self._agenda.now_s, hours * HOUR_S, HOME_ZONE)
        self._agenda.at(at_s, self._decide, number, address)

    def _decide(self, number: str, address: tuple[str, str]) -> None:
        body = {"po-number": number}
        found = self._site.try_do("procurement", "find_substitutions", body, ACTOR)
        for proposal in found["substitutions"] if found else ():
            if proposal["status"] == "proposed":
                self._answer(proposal["id"], (*address, proposal["line-num"]))

    def _answer(self, proposal: int, address: tuple[str, str, int]) -> None:
        share = self._site.parameters["substitution_approved_share"]
        approved = self._site.streams.bernoulli(share, "substitution.approved", *address)
        operation = "approve_substitution" if approved else "reject_substitution"
        reason = "equivalent" if approved else "waits for what was ordered"
        body = {"id": proposal, "approver": "BUYER-1", "reason": reason}
        self._site.try_do("procurement", operation, body, ACTOR)
