"""Mutant M22: of a contract only the first page of its lines is activated.

The real mistake: an import service takes so many rows at a time, the loop over the pages is never
written because the contracts of the test have three lines. The target says that it has the version,
so nobody asks again, and the rest goes on at the old price (CP3). The checker of sagas must kill
it: an activation stands in a part of its books only.
"""

from __future__ import annotations

from integration_under_test.faulty.mutant import Mutant
from integration_under_test.faulty.rewriting import Body, Rewriting
from integration_under_test.reference import Reference
from integration_under_test.reference.events.command import Command
from integration_under_test.reference.parts import Parts

PAGE_LINES = 5


class FirstPage(Rewriting):
    """Sends as many lines as go on one page."""

    def rewritten(self, command: Command, operation: str, body: Body) -> Body:
        if operation != "import_catalogue_prices":
            return body
        return {**body, "lines": body["lines"][:PAGE_LINES]}


class HalfAContract(Reference):
    """The reference, with a catalogue that gets one page of a contract."""

    mutant = Mutant("M22", killed_by="saga", scale=0.003)
    parts = Parts(gateway=FirstPage)
