"""Mutant M30: two documents go out under one number.

The real mistake: the counter of control numbers lives in memory and starts at one with each
process, or counts by day and partner and begins anew. The partner takes both, and a later question
about number seven has two answers. The checker of divergence must kill it.
"""

from __future__ import annotations

from dataclasses import replace

from integration_under_test.boundary import Document, Partner, Ports
from integration_under_test.faulty.mutant import Mutant
from integration_under_test.reference import Reference


class SameName:
    """A mailbox into which everything goes by the partner's name."""

    def __init__(self, name: str, partner: Partner) -> None:
        self._name = name
        self._partner = partner

    async def send(self, document: Document) -> None:
        """As `Partner.send`."""
        await self._partner.send(replace(document, id=f"{self._name}-1"))


class ReusesNumbers(Reference):
    """The reference, with a counter that always begins."""

    mutant = Mutant("M30", killed_by="divergence", parties=("edi_suppliers",), scale=0.003)

    async def start(self, ports: Ports) -> None:
        partners = {name: SameName(name, one) for name, one in ports.partners.items()}
        await super().start(replace(ports, partners=partners))
