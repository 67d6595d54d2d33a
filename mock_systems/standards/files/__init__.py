"""Flat files of hospital back offices, each kind with its own layout module.

    from mock_systems.standards.files import charge_file
    text = charge_file.build(ChargeFile(Batch("CLINIC2", 17, business_date), charges))
    charge_file.read(text)  # or FileRejected, with line, cause, reason

A file is taken entirely or not at all.
"""

from mock_systems.standards.files.batch_file import Batch, content_hash
from mock_systems.standards.files.rejection import Cause, FileRejected

READERS = {
    "item price": "mock_systems.standards.files.item_price_file:read",
    "inventory extract": "mock_systems.standards.files.inventory_extract:read",
    "journal": "mock_systems.standards.files.journal_file:read",
    "payment": "mock_systems.standards.files.payment_file:read",
    "statement": "mock_systems.standards.files.statement_file:read",
    "charge": "mock_systems.standards.files.charge_file:read",
    "budget": "mock_systems.standards.files.budget_file:read",
    "asset": "mock_systems.standards.files.asset_file:read",
    "batch answer": "mock_systems.standards.files.batch_answer_file:read",
}
"""Kind of file -> its reader."""

__all__ = ["READERS", "Batch", "Cause", "FileRejected", "content_hash"]
