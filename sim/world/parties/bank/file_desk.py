"""Takes payment files in at the bank (S14): a bad one is refused whole, a repeated one known.

A file is known by its originator, day and modifier. Under another modifier the same payments are
another file, which the bank executes as told: that is how a supplier is paid twice.
"""

from __future__ import annotations

from integration_under_test.boundary import Document
from mock_systems.erp.payment_files import COMPANY_ID, HOUSE_BANK
from mock_systems.standards.files import FileRejected, payment_file
from mock_systems.standards.files.payment_file import PaymentFile
from sim.world.parties.taken import Taken

CONTENT_TYPE = "text/plain;layout=nacha"


class FileDesk:
    """Remembers every file that it took."""

    def __init__(self) -> None:
        self._taken = Taken()

    def take(self, document: Document) -> PaymentFile | str | None:
        """The file to execute, the reason why it is refused, None for one that is here already."""
        if document.content_type.lower() != CONTENT_TYPE:
            return f"expected {CONTENT_TYPE}, got {document.content_type}"
        try:
            file = payment_file.read(document.content.decode("ascii"))
        except UnicodeDecodeError:
            return "expected ASCII; write names without accents"
        except FileRejected as rejected:
            return f"the file is refused whole, {rejected}; correct it and send it again"
        if (file.bank, file.company_id) != (HOUSE_BANK, COMPANY_ID):
            return (
                f"expected a file of {COMPANY_ID} for bank {HOUSE_BANK}, "
                f"got {file.company_id} for {file.bank}"
            )
        day = file.created_at.date()
        name = f"{file.company_id} {day} {file.modifier}"
        repeated = self._taken.repeats(name, document.content)
        if repeated is None:
            self._taken.add(name, document.content)
            return file
        if repeated:
            return None
        return (
            f"modifier {file.modifier} of {day} was used for another file; "
            "give a new file the next modifier"
        )
