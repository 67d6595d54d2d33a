"""Commands to the contract platform (S03)."""

from __future__ import annotations

from collections.abc import Mapping

from integration_under_test.reference.gateway import hold_enquiries
from integration_under_test.reference.gateway.command_kind import (
    Answer,
    CommandKind,
    Enquiry,
    Look,
)
from integration_under_test.reference.gateway.proofs import any_row, version
from integration_under_test.reference.mediation.canonical.price_files import PriceFile
from integration_under_test.reference.mediation.contracts import (
    invoice_holds,
    parties,
    price_files,
    spend,
)


async def _contracts_of(file: PriceFile, enquiry: Enquiry) -> dict[str, Answer]:
    """The platform's own view of every contract that a file names."""
    return {
        contract.contract: await enquiry.call(
            "contracts", "get_contract", price_files.ask_contract(contract)
        )
        for contract in file.contracts
    }


COMMANDS: Mapping[str, CommandKind] = {
    "sync_party": CommandKind(
        "P01",
        "contracts",
        "put_party",
        parties.write,
        Look("get_party", parties.find, version("sourceVersion")),
        upsert=True,
        versioned=True,
    ),
    "import_price_file": CommandKind(
        "P03",
        "contracts",
        "import_price_file",
        price_files.write,
        Look("find_price_files", price_files.find, any_row("priceFiles")),
        consult=_contracts_of,
        upsert=True,
        done=frozenset({"DUPLICATE_FILE"}),
    ),
    "tell_contract_of_hold": CommandKind(
        "P07",
        "contracts",
        "record_invoice_hold",
        invoice_holds.write,
        consult=hold_enquiries.held_under_contract,
        remembers=hold_enquiries.told,
        done=frozenset({"DUPLICATE_HOLD"}),
    ),
    "lift_contract_hold": CommandKind(
        "P07",
        "contracts",
        "lift_invoice_hold",
        invoice_holds.write_lift,
        consult=hold_enquiries.free_under_contract,
        remembers=hold_enquiries.lifted,
        done=frozenset({"ALREADY_LIFTED"}),
    ),
    "record_spend": CommandKind(
        "P08",
        "contracts",
        "record_spend",
        spend.write,
        Look("find_spend", spend.find, any_row("entries")),
    ),
    "reverse_spend": CommandKind(
        "P08",
        "contracts",
        "reverse_spend",
        spend.write_reversal,
        done=frozenset({"ALREADY_REVERSED"}),
    ),
}
