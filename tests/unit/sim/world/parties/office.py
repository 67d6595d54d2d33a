"""A party alone in a group where nobody else works: what it posted, what it noted in its book."""

from __future__ import annotations

from datetime import date
from typing import Any

from integration_under_test.boundary import Document
from mock_systems.service import Effect
from mock_systems.standards.files import Batch, batch_answer_file
from mock_systems.standards.files.batch_answer_file import REJECTED, BatchAnswer, BatchAnswerFile
from sim.world.parties.party import Place
from tests.unit.sim.world.stand_in import Settings, Town

DAY = date(2026, 4, 14)


class Office:
    """`party_class` is built with a place whose post ends here."""

    def __init__(self, party_class: Any, first_day: date = DAY, **parameters: float) -> None:
        calm = {"feed_faulty_share": 0.0, "feed_resent_share": 0.0}
        settings = Settings(first_day=first_day, connected=False, parameters={**calm, **parameters})
        self.town = Town(settings)
        self.posted: list[tuple[float, Document]] = []
        world = self.town.world
        self.place = Place(world.site, world.agenda, self.post, self.record)
        self.party = party_class(self.place)
        world.watchers.append(self.party.on_effect)

    def run(self, days: float = 2.0, until: float = 0.0) -> None:
        """Demand stops after `days`; the clock runs a day more, or only to `until`."""
        self.place.agenda.stop_demand_at_s = days * 86_400
        self.party.start()
        self.on(until or days + 1)

    def on(self, days: float) -> None:
        self.town.clock.env.run(until=days * 86_400)

    def post(self, mailbox: str, document: Document) -> None:
        assert mailbox == document.sender
        self.posted.append((self.town.clock.now_s(), document))

    def record(self, book: str, caller: str, effect: Effect) -> None:
        assert effect.kind.startswith(f"{book}.")
        self.town.effect(book, caller, "", effect)

    def documents(self, mailbox: str) -> list[Document]:
        return [document for _, document in self.posted if document.sender == mailbox]

    def answer(self, mailbox: str, number: int, status: str = REJECTED) -> str:
        """What the party says to an answer about a batch."""
        words = ("UNKNOWN_ACCOUNT", "no such account") if status == REJECTED else ("", "")
        file = BatchAnswerFile(
            Batch("GROUP", 1, DAY), (BatchAnswer(mailbox, number, status, *words),)
        )
        content = batch_answer_file.build(file).encode()
        document = Document("ANSWER.1.txt", "GROUP", "text/plain;layout=batchanswer", content)
        reason: str = self.party.accept(mailbox, document)
        return reason
