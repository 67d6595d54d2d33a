"""What goes to the group's bank (S14), or to its own treasury about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.exceptions import Unsendable
from integration_under_test.reference.gateway.command_kind import (
    Consult,
    KeepKind,
    Kind,
    Letter,
    SendKind,
)
from integration_under_test.reference.mediation.bank.payment_files import (
    CONTENT_TYPE,
    MAILBOX,
    SENDER,
)
from integration_under_test.reference.mediation.canonical.bank_entries import BankEntry
from integration_under_test.reference.mediation.canonical.payments import PaymentFile
from integration_under_test.reference.mediation.context import Context
from integration_under_test.reference.mediation.erp import payments


def _payment_file(file: PaymentFile, context: Context) -> Letter:
    """The ERP's text as it is: its modifier tells the bank a file that it has already."""
    return Letter(file.number, SENDER, CONTENT_TYPE, context.consulted.encode("ascii"))


def _unexplained(entry: BankEntry) -> tuple[str, Any]:
    """Raises Unsendable, always: no system takes it as it is, and only a person can explain it."""
    raise Unsendable(
        f"nobody knows what transaction {entry.code} of {entry.amount_minor} cents means "
        f"({entry.reference!r}, {entry.text!r}); book it by hand, then dismiss this"
    )


COMMANDS: Mapping[str, Kind] = {
    "send_payment_file": SendKind(
        "P08",
        mailbox=lambda file: MAILBOX,
        write=_payment_file,
        consult=Consult("erp", "export_payment_file", payments.ask_text, payments.read_text),
    ),
    "explain_bank_entry": KeepKind("P08", _unexplained),
}
