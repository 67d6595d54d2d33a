"""S01's payables desk, working with its suppliers at procurement's screens (S02, P07).

    ERP holds an invoice -> the hold is owed to procurement and contracts, its release too
    overbilled -> dispute opened -> supplier answers -> closed with a credit, or paid as billed,
                  or the invoice is withdrawn: cancelled in the ERP, billed anew
    billed beyond the order -> cancelled in the ERP, procurement shows that

Without the desk clerks release what they do not understand. With a credit the invoice stays held
until its memo is in the ERP, so that only the right amount is paid: nothing, if the supplier
waived all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, NamedTuple

from integration_under_test.boundary import Document
from mock_systems.erp.match import ORDERED_HOLD, PRICE_HOLD
from mock_systems.service import Effect
from sim.world.calendar import HOME_ZONE, HOUR_S
from sim.world.offers import Hold
from sim.world.parties.party import Place
from sim.world.parties.payables_desk.voiding import Voiding
from sim.world.wire import decimal_2

BOOK = "payables"
OWN = "world/payables_desk"
DESK = "finance/payables"
CREDIT_PREFIX = "CM-"
"""A credit memo is numbered after its dispute: that is the agreement with suppliers."""
CLOSES_WITHIN_H = 2.0
ADMITS_SHARE = 0.8
"""Of disputes over a price that was too high; judgement."""


class Disputed(NamedTuple):
    """A hold with the dispute over it; `over_minor` is what the supplier may credit."""

    hold: Hold
    reference: str
    dispute_id: int
    over_minor: int


class PayablesDesk:
    """One desk; each invoice has its own draws."""

    id = "S01"
    flows = ("P07",)
    sends = ()
    takes = ()

    def __init__(self, place: Place) -> None:
        self._place = place
        self._held: dict[str, Effect] = {}
        self._awaiting_memo: dict[str, Disputed] = {}
        self._voiding = Voiding(place)
        place.site.offers.holds.take(self._take)

    def mailboxes(self) -> Iterable[str]:
        """None: people at screens."""
        return ()

    def accept(self, mailbox: str, document: Document) -> str:
        """There is no mailbox to send to."""
        return f"{mailbox} takes no documents, got {document.id}"

    def start(self) -> None:
        """Nothing to register: the desk acts on what it hears."""

    def on_effect(self, system: str, effect: Effect) -> None:
        """Notes holds with their releases, and the memos that disputes wait for."""
        if effect.kind == "erp.invoice_status" and effect.facts.get("submitted", True):
            self._status(effect)
        elif effect.kind == "erp.credit_memo" and effect.count > 0:
            disputed = self._awaiting_memo.pop(effect.key, None)
            if disputed is not None:
                self._plan(CLOSES_WITHIN_H, self._release, disputed.hold, "credit memo entered")

    def _status(self, effect: Effect) -> None:
        if effect.facts["status"] == "HELD":
            self._held[effect.key] = effect
            self._note("payables.hold", effect)
        elif effect.key in self._held:
            self._note("payables.hold_release", self._held.pop(effect.key))

    def _note(self, kind: str, held: Effect) -> None:
        for code in held.facts["holds"]:
            noted = Effect(
                kind,
                f"{held.key}/{code}",
                amount_minor=held.facts["amount_minor"],
                facility=held.facility,
                facts={"contract": held.facts["contract"]},
            )
            self._place.record(BOOK, OWN, noted)

    def _take(self, hold: Hold) -> bool:
        """Cancels what was billed twice, disputes a price; the rest is the clerks'."""
        held = self._held.get(hold.key)
        if ORDERED_HOLD in hold.codes:
            return self._voiding.void(hold, "billed beyond the order")
        if held is None or PRICE_HOLD not in hold.codes:
            return False
        over_minor = held.facts["overbilled_minor"]
        parameters = self._place.site.parameters
        if over_minor <= 0 or not self._draws(parameters["dispute_share"], "dispute.opened", hold):
            return False
        found = self._invoice(hold)
        if found is None:
            return False
        reference = f"DSP-{hold.supplier}-{hold.number}"
        body = {
            "id": found["id"],
            "dispute-reference": reference,
            "reason": "price",
            "opened-by": DESK,
            "note": f"billed {decimal_2(over_minor)} above the order",
        }
        answer = self._place.site.try_do("procurement", "open_dispute", body, DESK)
        if answer is None:
            return False
        if self._draws(parameters["dispute_waived_share"], "dispute.waived", hold):
            over_minor = held.facts["amount_minor"]
        disputed = Disputed(hold, reference, answer["id"], over_minor)
        mean_h = self._place.site.parameters["dispute_answer_mean_h"]
        wait_h = self._place.site.streams.exponential(mean_h, "dispute.answer_h", hold.key)
        self._plan(wait_h, self._answer, disputed)
        return True

    def _answer(self, disputed: Disputed) -> None:
        """The supplier at the portal."""
        hold = disputed.hold
        admits = self._draws(ADMITS_SHARE, "dispute.admitted", hold)
        anew = self._place.site.parameters["dispute_rebilled_share"]
        body: dict[str, Any] = {"id": disputed.dispute_id, "answered-by": "billing office"}
        close: Callable[[Disputed], None] = partial(self._close, credited=admits)
        if not admits:
            body["answer"] = "rejected"
        elif self._voiding.can_be_billed_anew(hold) and self._draws(anew, "dispute.anew", hold):
            body["answer"] = "accepted"
            close = self._withdraw
        else:
            credit = {"answer": "credit-offered", "credit-amount": decimal_2(disputed.over_minor)}
            body |= credit
        actor = f"supplier/{hold.supplier}"
        if self._place.site.try_do("procurement", "answer_dispute", body, actor) is not None:
            self._plan(CLOSES_WITHIN_H, close, disputed)

    def _withdraw(self, disputed: Disputed) -> None:
        """Cancelled first: what is closed as withdrawn is not paid any more."""
        if not self._voiding.void(disputed.hold, f"withdrawn, {disputed.reference}"):
            self._close(disputed, credited=False)
            return
        body = {"id": disputed.dispute_id, "outcome": "invoice-withdrawn"}
        if self._place.site.try_do("procurement", "close_dispute", body, DESK) is not None:
            self._voiding.bill_anew(disputed.hold)

    def _close(self, disputed: Disputed, credited: bool) -> None:
        body: dict[str, Any] = {"id": disputed.dispute_id}
        if credited:
            memo = f"{disputed.hold.supplier}/{CREDIT_PREFIX}{disputed.reference}"
            self._awaiting_memo[memo] = disputed
            body |= {"outcome": "credited", "credit-amount": decimal_2(disputed.over_minor)}
        else:
            body["outcome"] = "paid-as-billed"
        closed = self._place.site.try_do("procurement", "close_dispute", body, DESK)
        if closed is not None and not credited:
            self._release(disputed.hold, "the supplier stands by its price")

    def _release(self, hold: Hold, reason: str) -> None:
        if hold.key in self._held:
            body = {"InvoiceId": hold.invoice_id, "Reason": reason}
            self._place.site.try_do("erp", "release_hold", body, DESK)

    def _invoice(self, hold: Hold) -> dict[str, Any] | None:
        """Procurement's copy, None while it does not have one."""
        asked = {"erp-number": hold.supplier, "invoice-number": hold.number}
        answer = self._place.site.desk.do("procurement", "find_invoices", asked, DESK)
        found: list[dict[str, Any]] = answer["invoices"]
        return found[0] if found else None

    def _plan(self, office_h: float, act: Any, *arguments: Any) -> None:
        agenda, calendar = self._place.agenda, self._place.site.calendar
        at_s = calendar.after_office_s(agenda.now_s, office_h * HOUR_S, HOME_ZONE)
        agenda.at(at_s, act, *arguments)

    def _draws(self, share: float, purpose: str, hold: Hold) -> bool:
        return self._place.site.streams.bernoulli(share, purpose, hold.key)
