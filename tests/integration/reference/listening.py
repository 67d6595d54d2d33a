"""The reference with every document of a run written down, those it took and those it sent.

documents = Documents()
run(spec, listening(documents), None)
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from integration_under_test.boundary import Document, Partner, Ports
from integration_under_test.reference import Reference


@dataclass
class Documents:
    """In the order of their first arrival or departure; a copy that comes again counts once."""

    taken: dict[str, Document] = field(default_factory=dict)
    sent: dict[str, Document] = field(default_factory=dict)


@dataclass
class Overheard:
    """Passes documents on, and keeps them."""

    partner: Partner
    sent: dict[str, Document]

    async def send(self, document: Document) -> None:
        self.sent[document.id] = document
        await self.partner.send(document)


def listening(documents: Documents) -> Reference:
    """One that behaves as the reference does."""

    class Listening(Reference):
        async def start(self, ports: Ports) -> None:
            heard = {name: Overheard(one, documents.sent) for name, one in ports.partners.items()}
            await super().start(replace(ports, partners=heard))

        async def on_document(self, document: Document) -> None:
            documents.taken[document.id] = document
            await super().on_document(document)

    return Listening()
