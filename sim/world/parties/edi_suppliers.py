"""S09: the suppliers that take orders as X12 documents and answer them (P05).

    order issued -> 850 in the supplier's mailbox -> 997 within minutes -> 855 within four hours

They answer what they are sent. What they ship or bill is still the business of `sim.world.actors`,
as for every supplier, hence there is no 856 or 810.
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
from sim.world.parties.edi_answers import AnsweringDesk, Heard, Sales
from sim.world.parties.edi_post import CONTENT_TYPE, EdiPost
from sim.world.parties.edi_speakers import edi_speakers
from sim.world.parties.party import Place

BOOK = "suppliers"
OWN = "world/edi_suppliers"
SETS = (ORDER, ACKNOWLEDGEMENT_997)
"""What a supplier's translator knows; anything else it rejects."""

MINUTE_S = 60.0
HOUR_S = 3600.0
READ_MEDIAN_S = 5 * MINUTE_S
READ_WITHIN_S = (MINUTE_S, HOUR_S)
ANSWER_MEDIAN_S = 45 * MINUTE_S
ANSWER_WITHIN_S = (2 * MINUTE_S, 4 * HOUR_S)
_SIGMA = 0.8


class EdiSuppliers:
    """All of them; each has its own mailbox, which is its number in the ERP."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._post = EdiPost(place)
        self._desk = AnsweringDesk(place.site)
        self._mailboxes = edi_speakers(place.site.enterprise, place.site.parameters)
        self._members = frozenset(self._mailboxes)
        self._issued: Counter[tuple[str, str]] = Counter()
        self._heard: dict[str, Heard] = {}
        self._taken: dict[tuple[str, str, int], bytes] = {}
        self._sales: Counter[str] = Counter()

    def mailboxes(self) -> Iterable[str]:
        """ERP numbers."""
        return self._mailboxes

    def start(self) -> None:
        """Nothing to register: suppliers only answer."""

    def on_effect(self, system: str, effect: Effect) -> None:
        """An order of a member is expected in its mailbox."""
        if effect.kind != "procurement.order" or effect.count < 1:
            return
        supplier = effect.facts["supplier"]
        if supplier not in self._members:
            return
        self._heard[effect.key] = Heard(supplier, self._reference(effect))
        expected = Effect(
            "suppliers.order_expected",
            effect.key,
            amount_minor=effect.amount_minor,
            quantity=len(effect.facts["lines"]),
            facility=effect.facility,
            facts={"supplier": supplier},
        )
        self._place.record(BOOK, OWN, expected)

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
        number = (mailbox, received.sender.identifier, received.control_number)
        before = self._taken.get(number)
        if before is not None:
            repeated = before == document.content
            return "" if repeated else f"control number {number[2]} was used for another document"
        if reception.documents:
            self._taken[number] = document.content
        at_s = self._place.agenda.now_s + self._reads_after_s(received)
        self._place.agenda.always_at(at_s, self._read, text, received, reception)
        return ""

    def _read(self, text: str, received: Envelope, reception: Reception) -> None:
        """Sends the 997, or the TA1, that is owed, then books the orders that are sound."""
        if reception.acknowledgement.text:
            back = self._post.envelope(received)
            self._post.send(back, receive(text, SETS, back).acknowledgement.text)
        for found in reception.documents:
            if isinstance(found, PurchaseOrder):
                self._book(found, received)

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
        if not astray and self._desk.answers(heard):
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

    def _reference(self, effect: Effect) -> str:
        """Counts a department's orders at a supplier, as the world's suppliers do."""
        cost_center, supplier = effect.facts["cost_center"], effect.facts["supplier"]
        self._issued[cost_center, supplier] += 1
        return f"{cost_center[3:]}-{self._issued[cost_center, supplier]}"

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
