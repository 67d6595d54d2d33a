"""S09: the suppliers that take orders as X12 documents and answer in them (P05, P07, P12).

    order issued -> 850 in the supplier's mailbox -> 997 within minutes -> 855 within four hours
    goods leave  -> 856                  bill -> 810
    back order   -> 855 with IS -> approved by the group's buyers -> the substitute leaves
    rejected, or back-ordered for too long -> the line is cancelled, an equivalent ordered elsewhere
    confirmed for less -> the line is changed to that

What they answer is what they then ship and bill; without them the world ships as ordered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import log

from integration_under_test.boundary import Document
from mock_systems.service import Effect
from mock_systems.standards.x12 import order_ack
from mock_systems.standards.x12.acknowledgement import ACKNOWLEDGEMENT_997
from mock_systems.standards.x12.envelope import Envelope
from mock_systems.standards.x12.order import ORDER, PurchaseOrder
from mock_systems.standards.x12.reading import read_header
from mock_systems.standards.x12.receiving import Reception, receive
from sim.world.offers import Bill
from sim.world.orders import Order, Shipment, read_lines
from sim.world.parties.edi_suppliers.answers import AnsweringDesk, Heard, Sales
from sim.world.parties.edi_suppliers.decisions import Decisions
from sim.world.parties.edi_suppliers.goods import REJECTED, Goods
from sim.world.parties.edi_suppliers.rerouting_desk import ReroutingDesk, released
from sim.world.parties.edi_suppliers.shipping import BOOK, OWN, ShippingDesk
from sim.world.parties.edi_suppliers.speakers import edi_speakers
from sim.world.parties.edi_suppliers.substitution_desk import OFFERED, SubstitutionDesk
from sim.world.parties.party import Place
from sim.world.parties.taken import Taken
from sim.world.parties.x12_post import CONTENT_TYPE, X12Post

SETS = (ORDER, ACKNOWLEDGEMENT_997)
"""What a supplier's translator knows; anything else it rejects."""
ACCEPTED = ("A", "E")
"""Statuses of a group in a 997: accepted, with errors noted."""

ORDERS = ("procurement.order", "procurement.order_import")
"""An order is one wherever it begins; one of the ERP is the group's when procurement has it."""

MINUTE_S = 60.0
HOUR_S = 3600.0
READ_MEDIAN_S = 5 * MINUTE_S
READ_WITHIN_S = (MINUTE_S, HOUR_S)
ANSWER_MEDIAN_S = 45 * MINUTE_S
ANSWER_WITHIN_S = (2 * MINUTE_S, 4 * HOUR_S)
_SIGMA = 0.8


class EdiSuppliers:
    """All of them; each has its own mailbox, which is its number in the ERP."""

    id = "S09"
    flows = ("P05", "P07", "P12")
    sends = ("997", "TA1", "855", "856", "810")
    takes = ("850", "997")

    def __init__(self, place: Place) -> None:
        site, agenda = place.site, place.agenda
        self._place = place
        self._post = X12Post(place)
        self._decisions = Decisions(site)
        self._desk = AnsweringDesk(site.enterprise, self._decisions)
        self._goods = Goods(site, agenda, self._decisions)
        self._shipping = ShippingDesk(place, self._post, self._decisions)
        self._buyers = SubstitutionDesk(site, agenda)
        self._rerouting = ReroutingDesk(site, agenda, self._goods)
        self._mailboxes = edi_speakers(site.enterprise, site.parameters)
        self._members = frozenset(self._mailboxes)
        self._issued: Counter[tuple[str, str]] = Counter()
        self._heard: dict[str, Heard] = {}
        self._taken = Taken()
        self._sales: Counter[str] = Counter()

    def mailboxes(self) -> Iterable[str]:
        """ERP numbers."""
        return self._mailboxes

    def start(self) -> None:
        """Steps in for what the world's suppliers would pack, send or bill."""
        offers = self._place.site.offers
        offers.packing.add(self._goods.pack)
        offers.departures.take(self._departs)
        offers.bills.take(self._bills)

    def on_effect(self, system: str, effect: Effect) -> None:
        """An order of a member is expected in its mailbox; buyers decide on offers."""
        if effect.kind in ORDERS and effect.count > 0:
            if effect.facts["supplier"] in self._members:
                self._expect(effect)
        elif effect.kind == "procurement.acknowledgement":
            self._acknowledged(effect)
        elif effect.kind == "procurement.substitution":
            number, line, _ = effect.key.split("/")
            self._goods.answered(number, int(line), effect.facts["decision"])

        elif self._rerouting.caused(effect):
            self._place.record(BOOK, OWN, released(effect))

    def _acknowledged(self, effect: Effect) -> None:
        """An answer to an order that was changed meanwhile decides nothing: nobody is asked."""
        number = effect.key.partition("/")[0]
        heard = self._heard.get(number)
        if heard is None:
            return
        if effect.facts["applied"]:
            self._buyers.acknowledged(effect, (heard.supplier, heard.reference))
            self._rerouting.acknowledged(effect, (heard.supplier, heard.reference))
            return
        for line, code in effect.facts["codes"].items():
            if code == OFFERED:
                self._goods.answered(number, int(line), REJECTED)

    def heard(self, number: str, mailbox: str) -> Heard:
        """The order as it was issued; one that nobody issued stands for itself."""
        return self._heard.get(number, Heard(mailbox, number))

    def accept(self, mailbox: str, document: Document) -> str:
        """Refuses what no mailbox can keep; whether an order can be read, the 997 says."""
        if document.content_type.lower() != CONTENT_TYPE:
            return f"expected {CONTENT_TYPE}, got {document.content_type}"
        text = document.content.decode("latin-1")
        try:
            received = read_header(text).envelope
            reception = receive(text, SETS, self._post.draft(received))
        except ValueError as problem:
            return f"nobody could be answered: {problem}"
        if received.receiver.identifier != mailbox:
            return f"the interchange is for {received.receiver.identifier}, this is {mailbox}"
        number = received.control_number
        name = f"{mailbox} {number} {received.sender.identifier}"
        repeated = self._taken.repeats(name, document.content)
        if repeated is not None:
            return "" if repeated else f"control number {number} was used for another document"
        if reception.documents:
            self._taken.add(name, document.content)
        at_s = self._place.agenda.now_s + self._reads_after_s(received)
        self._place.agenda.always_at(at_s, self._read, text, received, reception)
        return ""

    def _expect(self, effect: Effect) -> None:
        order = self._read_order(effect)
        issued_s = self._place.agenda.now_s
        self._heard[effect.key] = Heard(order.supplier, order.reference, order.lines, issued_s)
        self._goods.order(order)
        expected = Effect(
            "suppliers.order_expected",
            effect.key,
            amount_minor=effect.amount_minor,
            quantity=len(effect.facts["lines"]),
            facility=effect.facility,
            facts={"supplier": order.supplier},
        )
        self._place.record(BOOK, OWN, expected)

    def _read_order(self, effect: Effect) -> Order:
        """Counts a department's orders at a supplier, as the world's suppliers do."""
        cost_center, supplier = effect.facts["cost_center"], effect.facts["supplier"]
        self._issued[cost_center, supplier] += 1
        return Order(
            number=effect.key,
            reference=f"{cost_center[3:]}-{self._issued[cost_center, supplier]}",
            supplier=supplier,
            department=self._place.site.enterprise.department(cost_center),
            lines=read_lines(effect.facts),
        )

    def _departs(self, shipment: Shipment) -> bool:
        if shipment.order.supplier in self._members:
            self._shipping.announce(shipment)
        return False

    def _bills(self, bill: Bill) -> bool:
        return bill.shipment.order.supplier in self._members and self._shipping.bill(bill)

    def _read(self, text: str, received: Envelope, reception: Reception) -> None:
        """Sends the 997, or the TA1, that is owed, then books the orders that are sound."""
        if reception.acknowledgement.text:
            back = self._post.envelope(received)
            self._post.send(back, receive(text, SETS, back).acknowledgement.text)
        for found in reception.documents:
            if isinstance(found, PurchaseOrder):
                self._book(found, received)
            elif found.status not in ACCEPTED:
                # A document of ours that the group's translator refused is a matter for people.
                key = f"{found.group}/{found.control_number}"
                actor = f"supplier/{received.receiver.identifier}"
                self._place.site.note("edi_rejected", actor, key, found.status)

    def _book(self, order: PurchaseOrder, received: Envelope) -> None:
        """An order that comes twice is booked and answered twice; the world ships it once."""
        mailbox = received.receiver.identifier
        heard = self.heard(order.number, mailbox)
        # Another supplier's order is nobody's: under its own key it would pass for the right one.
        astray = "" if heard.supplier == mailbox else f" at {mailbox}"
        booked = Effect(
            "suppliers.order_received",
            order.number + astray,
            amount_minor=sum(line.quantity * line.unit_price_minor for line in order.lines),
            quantity=len(order.lines),
            facility=order.ship_to.gln,
        )
        self._place.record(BOOK, "integration", booked)
        self._sales[mailbox] += 1
        number = f"SO{self._sales[mailbox]:06d}"
        if astray:
            return
        self._shipping.know(received, order.number, order.ordered_on)
        if self._decisions.answers(heard.supplier, heard.reference):
            at_s = self._place.agenda.now_s + self._answers_after_s(heard)
            self._place.agenda.always_at(at_s, self._answer, order, heard, (received, number))

    def _answer(self, order: PurchaseOrder, heard: Heard, filed: tuple[Envelope, str]) -> None:
        received, number = filed
        answer = self._desk.answer(order, heard, Sales(number, self._post.now().date()))
        envelope = self._post.envelope(received)
        codes = {line.line.number: line.statuses[0].status for line in answer.lines}
        said = Effect(
            "suppliers.acknowledgement",
            order.number,
            quantity=len(answer.lines),
            facts={"supplier": heard.supplier, "ack_number": number, "codes": codes},
        )
        self._place.record(BOOK, OWN, said)
        self._post.send(envelope, order_ack.build(answer, envelope))

    def _reads_after_s(self, received: Envelope) -> float:
        address = ("edi.read_s", received.receiver.identifier, received.control_number)
        return self._after_s(READ_MEDIAN_S, READ_WITHIN_S, *address)

    def _answers_after_s(self, heard: Heard) -> float:
        address = ("edi.answer_s", heard.supplier, heard.reference)
        return self._after_s(ANSWER_MEDIAN_S, ANSWER_WITHIN_S, *address)

    def _after_s(
        self, median_s: float, within_s: tuple[float, float], *address: str | int
    ) -> float:
        drawn_s = self._place.site.streams.lognormal(log(median_s), _SIGMA, *address)
        return min(max(drawn_s, within_s[0]), within_s[1])
