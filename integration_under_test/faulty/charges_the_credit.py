"""Mutant M32: a credit is posted as a charge.

The real mistake: both come in the same segment and differ in one field, the type of transaction
(FT1-6), which the mapping does not read. What a department took back is charged a second time. The
checker of phantoms must kill it: nobody owes a charge under the number of a credit.
"""

from __future__ import annotations

import re
from dataclasses import replace

from integration_under_test.boundary import Document
from integration_under_test.faulty.mutant import Mutant
from integration_under_test.reference import Reference

CREDIT = re.compile(rb"(FT1(?:\|[^|\r]*){5}\|)CD")


class ChargesTheCredit(Reference):
    """The reference, to which every transaction is a charge."""

    mutant = Mutant("M32", killed_by="phantoms", faults="F40@mild", parties=("ehr",), scale=0.002)

    async def on_document(self, document: Document) -> None:
        content = CREDIT.sub(rb"\1CG", document.content)
        await super().on_document(replace(document, content=content))
