"""The supplier risk service at work (S20, P01): onboarding by request, screenings, holds.

Its analysts decide what the group asks them to screen, and place a few holds a month on firms that
they watch. On the group's side departments ask for suppliers in S02, somebody else decides once the
screening is in, and the supplier desk takes on who was approved, then notes the ERP's number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from math import log

from integration_under_test.boundary import Document, WorkItem
from mock_systems.service import Effect
from sim.world.builders.facilities import DAYS_PER_MONTH
from sim.world.calendar import HOME_ZONE, HOUR_S
from sim.world.parties.party import Place
from sim.world.parties.supplier_risk.onboarding import Onboarding
from sim.world.profiles import office_week
from sim.world.rhythms import Rhythm, repeat

ANALYSTS = "risk-analysts"
_REQUESTS_MIN_PER_WEEK = 3.0
_HOLDS_MIN_PER_MONTH = 4.0
_SIGMA = 0.8
_REASONS = ("sanctions list", "exclusion list", "credit downgrade", "adverse media")


class SupplierRisk:
    """No mailboxes: everybody here sits at a screen."""

    id = "S20"
    flows = ("P01",)
    sends = ()
    takes = ()

    def __init__(self, place: Place) -> None:
        self._place = place
        self._onboarding = Onboarding(place)
        self._reactions: Mapping[str, Callable[[Effect], None]] = {
            "supplier_risk.screening": self._screening_came,
            "procurement.supplier_screening": self._onboarding.screened,
            "procurement.supplier_decision": self._onboarding.decided,
        }
        self._held: dict[str, str] = {}
        """Supplier -> the hold that stands on it."""

    def mailboxes(self) -> Iterable[str]:
        """None."""
        return ()

    def accept(self, mailbox: str, document: Document) -> str:
        """Nobody takes documents."""
        return f"the risk service takes no documents, got {document.id}"

    def start(self) -> None:
        """Registers those who ask for suppliers, and those who watch them."""
        site, agenda = self._place.site, self._place.agenda
        site.offers.blocked.take(self._is_blocked)
        parameters, scale = site.parameters, site.enterprise.scale
        weekly = max(_REQUESTS_MIN_PER_WEEK, parameters["supplier_requests_per_week"] * scale)
        monthly = max(_HOLDS_MIN_PER_MONTH, parameters["risk_holds_per_month"] * scale)
        for purpose, per_day, act in (
            ("supplier.request", weekly / 7, self._onboarding.request),
            ("supplier.hold", monthly / DAYS_PER_MONTH, self._hold),
        ):
            rhythm = Rhythm(purpose, "group", HOME_ZONE, office_week(), per_day)
            agenda.env.process(repeat(site, agenda, rhythm, act))

    def on_effect(self, system: str, effect: Effect) -> None:
        """Plans what somebody does next."""
        reaction = self._reactions.get(effect.kind)
        if reaction is not None:
            reaction(effect)

    def _is_blocked(self, item: WorkItem) -> bool:
        """Whether an item names a hold that stands: to try again would be in vain."""
        return any(hold in item.reason for hold in self._held.values())

    def _screening_came(self, effect: Effect) -> None:
        site = self._place.site
        median_s = site.parameters["screening_median_h"] * HOUR_S
        drawn_s = site.streams.lognormal(log(median_s), _SIGMA, "screening.time", effect.key)
        self._place.agenda.at(self._place.agenda.now_s + drawn_s, self._decide, effect)

    def _decide(self, effect: Effect) -> None:
        site = self._place.site
        failed = site.streams.bernoulli(
            site.parameters["screening_failed_share"], "screening.failed", effect.key
        )
        checks = effect.facts["checks"]
        found = site.streams.choice(checks, "screening.match", effect.key) if failed else ""
        outcomes = {check: "match" if check == found else "clear" for check in checks}
        body = {"id": effect.facts["id"], "outcomes": outcomes, "analyst": ANALYSTS}
        body["reason"] = f"found on {found}" if found else ""
        site.try_do("supplier_risk", "decide_screening", body, ANALYSTS)

    def _hold(self, n: int) -> None:
        """The n-th hold, on a firm that is watched and has none; released days later, at the latest
        when the run settles, so that whatever waited for it can still be done."""
        site = self._place.site
        supplier = site.streams.choice(site.enterprise.suppliers, "hold.supplier", n)
        if supplier.erp_number in self._held:
            return
        reason = site.streams.choice(_REASONS, "hold.reason", n)
        tax_number = "".join(one for one in supplier.tax_id if one.isalnum())
        body = {"tax_number": tax_number, "reason": reason, "analyst": ANALYSTS}
        answer = site.try_do("supplier_risk", "place_hold", body, ANALYSTS)
        if answer is not None:
            self._held[supplier.erp_number] = answer["id"]
            median_s = site.parameters["risk_hold_median_h"] * HOUR_S
            drawn_s = site.streams.lognormal(log(median_s), _SIGMA, "hold.time", n)
            agenda = self._place.agenda
            at_s = min(agenda.now_s + drawn_s, agenda.settled_at_s)
            agenda.at(at_s, self._release, supplier.erp_number, answer["id"])

    def _release(self, supplier: str, hold: str) -> None:
        self._held.pop(supplier, None)
        body = {"id": hold, "reason": "reviewed, no objection", "analyst": ANALYSTS}
        self._place.site.try_do("supplier_risk", "release_hold", body, ANALYSTS)
