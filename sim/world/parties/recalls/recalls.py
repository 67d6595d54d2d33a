"""S09: the service that brings manufacturers' recall notices, and the group's safety office (C15).

    notice file -> every shelf with the lot is set aside in S04 -> response to the service
                                                                -> affected patients to the office

The service speaks for all manufacturers, as recall services do; what it sends is what a scenario
offers it, a file sent twice now and then. It never learns of a patient.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from integration_under_test.boundary import Document
from mock_systems.service import Effect
from mock_systems.standards.files import Batch, FileRejected
from sim.world.calendar import HOME_ZONE, HOUR_S
from sim.world.offers import LotRecall
from sim.world.parties.party import Place
from sim.world.parties.recalls.files import (
    AffectedUsage,
    RecallNotice,
    RecallResponse,
    notice_file,
    read_patients,
    read_responses,
)
from sim.world.parties.taken import Taken

SERVICE, OFFICE = "RECALLS", "SAFETY"
OWN = "world/recalls"
CONTENT_TYPE = "text/plain;layout=recall-notice"
_SENT_AGAIN_AFTER_S = 3 * HOUR_S


class Recalls:
    """One service with its mailbox, one office with its own."""

    id = "S09"
    flows = ("P06",)
    sends = ("recall notice file",)
    takes = ("recall response file", "affected patients file")

    def __init__(self, place: Place) -> None:
        self._place = place
        self._sent = 0
        self._taken = Taken()
        self._noticed: dict[tuple[str, str], str] = {}

    def mailboxes(self) -> Iterable[str]:
        """The service's, the office's."""
        return (SERVICE, OFFICE)

    def start(self) -> None:
        """Takes the recalls that a scenario brings about."""
        self._place.site.offers.recalls.take(self._recall)

    def on_effect(self, system: str, effect: Effect) -> None:
        """Notes every usage of a lot after its notice: each is a patient too many."""
        if effect.kind == "inventory.usage" and self._noticed:
            facts = effect.facts
            reference = self._noticed.get((facts["item"], str(facts.get("lot", ""))))
            if reference is not None:
                self._place.site.note("recalled_lot_used", OFFICE, effect.key, reference)

    def accept(self, mailbox: str, document: Document) -> str:
        """Takes a response or a list; a reason refuses what is none. One that comes again,
        because its sender did not hear of its arrival, is no news."""
        name = f"{mailbox} {document.id}"
        repeated = self._taken.repeats(name, document.content)
        if repeated is not None:
            return "" if repeated else f"{document.id} was the name of another file"
        try:
            effects = _EFFECTS[mailbox](document.content)
        except (FileRejected, UnicodeDecodeError) as error:
            return f"expected a file of a recall for {mailbox}: {error}"
        self._taken.add(name, document.content)
        for effect in effects:
            self._place.record(effect.kind.partition(".")[0], "integration", effect)
        return ""

    def _recall(self, recall: LotRecall) -> bool:
        """Files the notice, and notes what the group owes itself for each lot."""
        self._sent += 1
        site, agenda = self._place.site, self._place.agenda
        for lot in recall.lots:
            self._noticed[lot.item, lot.lot] = recall.reference
            facts = {"item": lot.item, "lot": lot.lot, "held": lot.held}
            key = f"{recall.reference}/{lot.item}/{lot.lot}"
            self._place.record(SERVICE.lower(), OWN, Effect("recalls.notice", key, facts=facts))
        notices = [
            RecallNotice(recall.reference, recall.grade, lot.item, lot.lot, recall.reason)
            for lot in recall.lots
        ]
        day = site.calendar.day(agenda.now_s, HOME_ZONE)
        content = notice_file(Batch(SERVICE, self._sent, day), notices)
        self._post(f"{SERVICE}.NOTICE.{self._sent:06d}.txt", content)
        share = site.parameters["feed_resent_share"]
        if recall.grade == 1 or site.streams.bernoulli(share, "recall.sent_again", self._sent):
            again_s = agenda.now_s + _SENT_AGAIN_AFTER_S
            agenda.at(again_s, self._post, f"COPY.{SERVICE}.{self._sent:06d}.txt", content)
        return True

    def _post(self, name: str, content: bytes) -> None:
        self._place.post(SERVICE, Document(name, SERVICE, CONTENT_TYPE, content))


def _answered(content: bytes) -> Sequence[Effect]:
    """One effect for each lot, over all hospitals."""
    responses: dict[str, list[RecallResponse]] = {}
    for one in read_responses(content):
        responses.setdefault(f"{one.reference}/{one.item}/{one.lot}", []).append(one)
    return [
        Effect("recalls.response", key, quantity=sum(one.quarantined for one in told), uom="EA")
        for key, told in responses.items()
    ]


def _affected(content: bytes) -> Sequence[Effect]:
    return [_usage(one) for one in read_patients(content)]


def _usage(one: AffectedUsage) -> Effect:
    key = f"{one.reference}/{one.item}/{one.lot}/{one.usage}"
    facts = {"encounter": one.encounter}
    return Effect("safety.affected_usage", key, quantity=one.quantity, uom="EA", facts=facts)


_EFFECTS = {SERVICE: _answered, OFFICE: _affected}
"""By mailbox: what its file brings about."""
