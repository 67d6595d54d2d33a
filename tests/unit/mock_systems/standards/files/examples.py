"""A file of each kind with the common envelope, and strategies for many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from hypothesis import strategies as st

from mock_systems.standards.files import (
    Batch,
    asset_file,
    batch_answer_file,
    budget_file,
    charge_file,
    inventory_extract,
    item_price_file,
    journal_file,
)
from mock_systems.standards.files.asset_file import AssetFile, Depreciation, InService
from mock_systems.standards.files.batch_answer_file import BatchAnswer, BatchAnswerFile
from mock_systems.standards.files.budget_file import BudgetFile, BudgetLine
from mock_systems.standards.files.charge_file import ChargeFile, ClinicCharge
from mock_systems.standards.files.inventory_extract import InventoryExtract, OnHand, Receipt
from mock_systems.standards.files.item_price_file import ItemPrice, ItemPriceFile
from mock_systems.standards.files.journal_file import JournalFile, JournalLine

T = TypeVar("T")

DAY = date(2026, 4, 1)
BATCH = Batch("GPO", 42, DAY)


@dataclass(frozen=True)
class Kind:
    """`build` and `read` of one layout module, with an example and a strategy."""

    build: Callable[[Any], str]
    read: Callable[[str], Any]
    example: Any
    files: st.SearchStrategy[Any]


CHARGE = ClinicCharge("VN1-1", "ENC-000042", "99901", 2, 310_00, DAY, "CLINIC-2", "L2401")
CREDIT = ClinicCharge("VN1-2", "ENC-000042", "99901", -1, -155_00, DAY, "CLINIC-2")
GLOVES = ItemPrice(
    contract_number="GPO-7781",
    contract_version=3,
    tier=1,
    vendor="V100",
    catalogue_number="AB-123",
    description="GLOVE EXAM NITRILE M",
    uom="BX",
    unit_price_minor=12_50,
    effective_from=DAY,
    effective_to=date(2027, 3, 31),
    gtin="10614141000415",
    unspsc="42132203",
)
STOCK = OnHand("H09", "CS", "LOC-0007", "L2401", date(2028, 12, 31), 70, 125)
NEGATIVE_STOCK = OnHand("H09", "CS", "LOC-0008", "", None, -3, 0)
RECEIVED = Receipt("H09", "R-1", 1, "PO-77", 2, "LOC-0007", "L2401", None, 10, "BX", DAY)
PAYROLL = tuple(
    JournalLine("PR-1", n, "PAYROLL", "BU100", DAY, account, "CC-1010", debit, credit, text)
    for n, account, debit, credit, text in (
        (1, "6100", 900_00, 0, 'Wages, "regular"'),
        (2, "2130", 0, 900_00, ""),
    )
)
BUDGET = BudgetLine(1, "BU100", "CC-1010", "5110", "2026-05", 120_000_00, "CFO")
PUMP = InService("FA-17", 'Pump, "smart"', "BU100", "CC-1010", DAY, 12_000_00, 84)
BUILT = InService("FA-18", "Theatre 5", "BU100", "CC-1010", DAY, 90_000_00, 240, "CIP-5")
WRITTEN_OFF = Depreciation("2026-04", "BU100", DAY, 2, 1_250_00)
ANSWERS = (
    BatchAnswer("PAYROLL", 17, "POSTED"),
    BatchAnswer("ASSETS", 3, "REJECTED", "UNKNOWN_ACCOUNT", "no account 6999"),
)

words = st.text("ABCXYZabc0123456789-.", min_size=1, max_size=6)
amounts = st.integers(0, 10**9)
days = st.dates(date(2020, 1, 1), date(2035, 1, 1))
batches = st.builds(
    lambda part, sender, number, day: Batch(sender, number, day, part, 9),
    st.integers(1, 9),
    words,
    st.integers(1, 10**6),
    days,
)


def _some(one: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(one, max_size=5).map(tuple)


def _charge(sign: int, quantity: int, amount: int, reference: str, day: date) -> ClinicCharge:
    return ClinicCharge(reference, "ENC", "C", sign * quantity, sign * amount, day, "D")


charges = st.builds(_charge, st.sampled_from([1, -1]), st.integers(1, 99), amounts, words, days)
prices = st.builds(
    ItemPrice,
    contract_number=words,
    contract_version=st.integers(1, 99),
    tier=st.integers(1, 5),
    vendor=words,
    catalogue_number=words,
    description=st.text("abc ,;\"'é", max_size=20),
    uom=st.sampled_from(["EA", "BX", "CS"]),
    unit_price_minor=amounts,
    effective_from=st.just(DAY),
    effective_to=st.dates(DAY, date(2035, 1, 1)),
)
stock = st.builds(
    OnHand, words, words, words, words, st.none() | days, st.integers(-999, 999_999), amounts
)
receipts = st.builds(
    Receipt,
    words,
    words,
    st.integers(1, 999),
    words,
    st.integers(1, 999),
    words,
    words,
    st.none() | days,
    st.integers(-99, 9999),
    st.sampled_from(["EA", "BX", "CS"]),
    days,
)
journal_lines = st.builds(
    lambda debit, amount, number, line, text: JournalLine(
        number, line, "ASSETS", "BU100", DAY, "6100", "", debit * amount, amount - debit * amount,
        text,
    ),
    st.integers(0, 1),
    amounts,
    words,
    st.integers(1, 99),
    st.text("abc ,;\"'é|", max_size=20),
)  # fmt: skip
budget_lines = st.builds(
    BudgetLine,
    st.integers(1, 9),
    words,
    words,
    words,
    st.sampled_from(["2026-01", "2026-12"]),
    st.integers(-(10**9), 10**9),
    words,
)
in_service = st.builds(
    InService, words, words, words, words, days, st.integers(1, 10**9), st.integers(1, 600),
    words | st.just(""),
)  # fmt: skip
depreciations = st.builds(
    Depreciation, st.sampled_from(["2026-01", "2026-12"]), words, days, st.integers(1, 99), amounts
)
answers = st.builds(
    BatchAnswer, words, st.integers(1, 10**6), st.just("REJECTED"), words,
    st.text("abc ,;'é", min_size=1, max_size=20),
)  # fmt: skip

KINDS = {
    "charge": Kind(
        charge_file.build,
        charge_file.read,
        ChargeFile(BATCH, (CHARGE, CREDIT)),
        st.builds(ChargeFile, batches, _some(charges)),
    ),
    "item price": Kind(
        item_price_file.build,
        item_price_file.read,
        ItemPriceFile(BATCH, (GLOVES,)),
        st.builds(ItemPriceFile, batches, _some(prices)),
    ),
    "inventory extract": Kind(
        inventory_extract.build,
        inventory_extract.read,
        InventoryExtract(BATCH, (STOCK, NEGATIVE_STOCK), (RECEIVED,)),
        st.builds(InventoryExtract, batches, _some(stock), _some(receipts)),
    ),
    "journal": Kind(
        journal_file.build,
        journal_file.read,
        JournalFile(BATCH, PAYROLL),
        st.builds(JournalFile, batches, _some(journal_lines)),
    ),
    "budget": Kind(
        budget_file.build,
        budget_file.read,
        BudgetFile(BATCH, (BUDGET,)),
        st.builds(BudgetFile, batches, _some(budget_lines)),
    ),
    "asset": Kind(
        asset_file.build,
        asset_file.read,
        AssetFile(BATCH, (PUMP, BUILT, WRITTEN_OFF)),
        st.builds(AssetFile, batches, _some(in_service | depreciations)),
    ),
    "batch answer": Kind(
        batch_answer_file.build,
        batch_answer_file.read,
        BatchAnswerFile(BATCH, ANSWERS),
        st.builds(BatchAnswerFile, batches, _some(answers)),
    ),
}
