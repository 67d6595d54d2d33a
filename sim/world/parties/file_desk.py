"""The file desk of a back office: numbers its files, sends them, corrects what comes back.

A sender's batch numbers have no gaps. A few files are spoilt (a journal out of balance, a code that
nobody set up, a damaged trailer): such a batch must come back rejected, with nothing posted, and
is then corrected under the same number. A few others are sent again unchanged by a nervous clerk.

    desk = FileDesk(place, "feeds", "PAYROLL")
    desk.send(Draft("JOURNAL", LAYOUT, records, owed), day)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from integration_under_test.boundary import Document
from mock_systems.service import Effect
from mock_systems.standards.files import Batch, FileRejected, batch_answer_file, batch_file
from mock_systems.standards.files.batch_answer_file import REJECTED, BatchAnswer
from mock_systems.standards.files.batch_file import Layout
from sim.world.calendar import HOME_ZONE, HOUR_S
from sim.world.parties.party import Place
from sim.world.parties.taken import Taken

DAMAGED = "damaged"
"""The mistake that any file may have: its trailer promises another total."""
_CORRECTED_WITHIN_H = (1, 5)
"""Assumption: office hours that a correction takes."""
_SENT_AGAIN_AFTER_H = (2, 7)
"""Assumption: hours after which a sender without an answer sends again."""

Records = tuple[object, ...]


@dataclass(frozen=True)
class Draft:
    """The next file of a sender: its records, what is owed for it, the mistakes it may have.

    `owed` gives the effects in the sender's own book, once the batch has its number. `mistakes` by
    name give the records with that mistake.
    """

    layout: Layout
    records: Records
    owed: Callable[[Batch], list[Effect]]
    mistakes: Mapping[str, Records] = field(default_factory=dict)


class _Kept(NamedTuple):
    draft: Draft
    batch: Batch


class FileDesk:
    """One sender's way out; `book` is where its party keeps its own effects."""

    def __init__(self, place: Place, book: str, mailbox: str) -> None:
        self._place = place
        self._book = book
        self.mailbox = mailbox
        self._sent = 0
        self._faulty: dict[int, _Kept] = {}
        self._taken = Taken()

    @property
    def has_faulty(self) -> bool:
        """Whether a file is still to be corrected."""
        return bool(self._faulty)

    def send(self, draft: Draft, day: date) -> None:
        """Writes the next file, spoilt or sent twice as the draws have it."""
        self._sent += 1
        kept = _Kept(draft, Batch(self.mailbox, self._sent, day))
        mistake = self._mistake(draft)
        if mistake:
            self._send_faulty(kept, mistake)
            return
        self._send_good(kept, "")
        if self._happens("feed_resent_share", "feed.resent"):
            hours = self._place.site.streams.integer(*_SENT_AGAIN_AFTER_H, *self._at("feed.again"))
            at_s = self._place.agenda.now_s + hours * HOUR_S
            self._place.agenda.at(at_s, self._post, kept, draft.records, "R")

    def accept(self, document: Document) -> str:
        """Takes an answer about a batch; a reason refuses what is none. One that comes again,
        because its sender did not hear of its arrival, is no news."""
        repeated = self._taken.repeats(document.id, document.content)
        if repeated is not None:
            return "" if repeated else f"{document.id} was the name of another answer"
        try:
            answers = batch_answer_file.read(document.content.decode()).answers
        except (FileRejected, UnicodeDecodeError) as error:
            return f"expected a batch answer: {error}"
        for answer in answers:
            if answer.sender != self.mailbox or answer.number > self._sent:
                return f"no batch {answer.sender}/{answer.number} was sent from {self.mailbox}"
        self._taken.add(document.id, document.content)
        for answer in answers:
            if answer.status == REJECTED:
                self._rejected(answer)
        return ""

    def _rejected(self, answer: BatchAnswer) -> None:
        key = f"{self.mailbox}/{answer.number}"
        facts = {"code": answer.code}
        effect = Effect(f"{self._book}.rejection", key, facts=facts)
        self._place.record(self._book, "integration", effect)
        kept = self._faulty.pop(answer.number, None)
        if kept is None:
            self._place.site.note("refused", self._book, key, answer.reason)
            return
        site, agenda = self._place.site, self._place.agenda
        hours = site.streams.integer(*_CORRECTED_WITHIN_H, *self._at("feed.corrected"))
        at_s = site.calendar.after_office_s(agenda.now_s, hours * HOUR_S, HOME_ZONE)
        agenda.at(at_s, self._send_good, kept, "C")

    def _send_good(self, kept: _Kept, suffix: str) -> None:
        for effect in kept.draft.owed(kept.batch):
            self._place.record(self._book, f"world/{self._book}", effect)
        self._post(kept, kept.draft.records, suffix)

    def _send_faulty(self, kept: _Kept, mistake: str) -> None:
        self._faulty[kept.batch.number] = kept
        key = f"{self.mailbox}/{kept.batch.number}"
        effect = Effect(f"{self._book}.faulty_file", key, facts={"mistake": mistake})
        self._place.record(self._book, f"world/{self._book}", effect)
        records = kept.draft.mistakes.get(mistake, kept.draft.records)
        self._post(kept, records, "", damaged=mistake == DAMAGED)

    def _post(self, kept: _Kept, records: Records, suffix: str, damaged: bool = False) -> None:
        text = batch_file.build(kept.draft.layout, kept.batch, records)
        content = _with_another_total(text) if damaged else text
        kind = kept.draft.layout.kind
        name = ".".join(filter(None, (self.mailbox, kind, f"{kept.batch.number:06d}", suffix)))
        document = Document(
            f"{name}.txt", self.mailbox, f"text/plain;layout={kind.lower()}", content.encode()
        )
        self._place.post(self.mailbox, document)

    def _mistake(self, draft: Draft) -> str:
        if not self._happens("feed_faulty_share", "feed.faulty"):
            return ""
        kinds = (*sorted(draft.mistakes), DAMAGED)
        return self._place.site.streams.choice(kinds, *self._at("feed.mistake"))

    def _happens(self, share: str, purpose: str) -> bool:
        site = self._place.site
        return site.streams.bernoulli(site.parameters[share], *self._at(purpose))

    def _at(self, purpose: str) -> tuple[str, str, int]:
        return purpose, self.mailbox, self._sent


def _with_another_total(text: str) -> str:
    """The file as if its last character had been hit: the control total is one off in a digit."""
    body = text.rstrip("\n")
    return f"{body[:-1]}{(int(body[-1]) + 1) % 10}\n"
