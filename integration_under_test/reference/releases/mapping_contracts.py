"""What every mapping must keep: who reads it gets each code translated, into a code of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from integration_under_test.reference.mediation import crosswalk, notation
from integration_under_test.reference.mediation.bank import statements
from integration_under_test.reference.mediation.billing import periods as billing_periods
from integration_under_test.reference.mediation.erp import receivables
from integration_under_test.reference.mediation.erp.invoice_holds import CODES
from integration_under_test.reference.mediation.inventory import periods as inventory_periods
from integration_under_test.reference.mediation.procurement import (
    invoice_holds,
    invoices,
    lookup_values,
    price_corrections,
    supplier_requests,
)
from integration_under_test.reference.mediation.procurement import periods as procurement_periods
from integration_under_test.reference.mediation.supplier_risk import screenings
from integration_under_test.reference.mediation.suppliers import notation as supplier_notation
from integration_under_test.reference.policies import HOLD_OWNERS
from integration_under_test.reference.releases.finding import Finding, Subject, one_of
from integration_under_test.reference.releases.table import Table

OURS = frozenset({"EA", "BX", "CS"})
"""The canonical units."""
PERIODS = {"OPEN": "open", "SOFT_CLOSED": "closing", "CLOSED": "closed"}
INVOICES = {"HELD": "on-hold", "APPROVED": "approved", "PAID": "paid", "CANCELLED": "cancelled"}
LOOKUPS = {
    "ACCOUNT": "account",
    "COST_CENTER": "cost-center",
    "LOCATION": "location",
    "PROJECT": "project",
    "TAX_CODE": "tax-code",
}
CORRECTIONS = {"credit": -1, "debit": 1}
SCREENED = {"clear": True, "failed": False}
ENTRIES = {
    "charges": "CHARGE",
    "contractual": "CONTRACTUAL",
    "write_off": "WRITE_OFF",
    "refund": "REFUND",
    "provider_adjustment": "PAYER_ADJUSTMENT",
    "payment": "PATIENT_PAYMENT",
}
REVERSALS = {
    "charges": "CHARGE_CREDIT",
    "contractual": "CONTRACTUAL_REVERSAL",
    "provider_adjustment": "PAYER_ADJUSTMENT_REVERSAL",
}
ERP_ENTRIES = frozenset({*ENTRIES.values(), *REVERSALS.values()})


class Contract(NamedTuple):
    """`examples` are what the consumer told us that it expects; `values` are all that may stand on
    the right, or None; `all_of` what must stand there, since the table is read backwards too."""

    table: Table[Any]
    consumer: str
    injective: bool
    examples: Mapping[str, Any] = {}
    values: frozenset[Any] | None = None
    all_of: frozenset[Any] = frozenset()


def words(examples: Mapping[str, Any]) -> frozenset[Any]:
    """All that stands on the right: the consumer takes nothing else."""
    return frozenset(examples.values())


CONTRACTS = (
    Contract(notation.PROCUREMENT_UNITS, "procurement", True, values=OURS, all_of=OURS),
    Contract(supplier_notation.UNITS_OUT, "suppliers", True, {"EA": "EA", "BX": "BX", "CS": "CA"}),
    Contract(billing_periods.STATUSES, "billing", True, PERIODS, words(PERIODS)),
    Contract(inventory_periods.STATUSES, "inventory", True, PERIODS, words(PERIODS)),
    Contract(procurement_periods.STATUSES, "procurement", True, PERIODS, words(PERIODS)),
    Contract(invoices.STATUSES, "procurement", False, INVOICES, words(INVOICES)),
    Contract(lookup_values.LOOKUPS, "procurement", True, LOOKUPS, words(LOOKUPS)),
    Contract(price_corrections.SIGNS, "the ERP", False, CORRECTIONS, words(CORRECTIONS)),
    Contract(supplier_requests.CLEAR, "procurement", True, SCREENED, words(SCREENED)),
    Contract(receivables.ENTRY_TYPES, "the ERP", False, ENTRIES, ERP_ENTRIES),
    Contract(receivables.REVERSALS, "the ERP", False, REVERSALS, ERP_ENTRIES),
    Contract(screenings.CLEAR, "supplier risk", False, SCREENED, words(SCREENED)),
)


def consumers_examples(_: Subject) -> Iterator[Finding]:
    """Each is translated as its consumer expects."""
    for contract in CONTRACTS:
        for key, expected in contract.examples.items():
            got = contract.table.get(key)
            if got != expected:
                why = f"{contract.consumer} expects it so"
                yield _finding(contract.table, key, expected, got, why)


def values_in_use(_: Subject) -> Iterator[Finding]:
    """Nothing stands on the right that its reader does not know, and all that it needs."""
    for contract in CONTRACTS:
        values = contract.values
        for key, got in contract.table.items():
            if values is not None and got not in values:
                why = f"{contract.consumer} knows no other"
                yield _finding(contract.table, key, one_of(values), got, why)
        for missing in sorted(contract.all_of - set(contract.table.values())):
            why = f"documents to {contract.consumer} carry {missing}"
            yield _finding(contract.table, "", f"a row for {missing}", "none", why)


def no_code_twice(_: Subject) -> Iterator[Finding]:
    """No two codes become one where somebody must read them backwards."""
    for contract in (one for one in CONTRACTS if one.injective):
        counts = Counter(contract.table.values())
        for key, got in contract.table.items():
            if counts[got] > 1:
                why = "it is read backwards too"
                yield _finding(contract.table, key, "a value of its own", got, why)


def bank_accounts_have_units(subject: Subject) -> Iterator[Finding]:
    """Every account of the first release is somebody's, and whose it is the ERP knows."""
    table = statements.BUSINESS_UNITS
    for account in [one for one in table.built_in if one not in table]:
        why = "its statements go on coming"
        yield _finding(table, account, "a business unit", None, why)
    known = _codes_at(subject, "erp")
    for account, unit in table.items():
        if known and unit not in known:
            yield _finding(table, account, one_of(known), unit, "the ERP knows no other")


def charges_stay_apart(subject: Subject) -> Iterator[Finding]:
    """Assigned codes are of the charge master, for items of the masters, and no two items have one
    between them."""
    table, masters = crosswalk.CHARGE_CODES, subject.crosswalk
    known = frozenset(masters.charge_codes.values())
    counts = Counter({**masters.charge_codes, **table.rows}.values())
    for item, code in table.items():
        if item not in masters.items:
            yield _finding(table, item, "an item of the masters", item, "nobody uses another")
        if code not in known:
            yield _finding(table, item, "a code of the charge master", code, "billing refuses it")
        elif counts[code] > 1:
            yield _finding(table, item, "a code of its own", code, "two items have it then")


def holds_are_explained(_: Subject) -> Iterator[Finding]:
    """Whatever the ERP holds an invoice for, buyers read why and who can lift it."""
    for table in (invoice_holds.REASONS, HOLD_OWNERS):
        for code in [code for code in CODES if code not in table]:
            yield _finding(table, code, "a row", "none", "the ERP holds invoices for it")


def cost_centers_exist(subject: Subject) -> Iterator[Finding]:
    """Assigned cost centers are some department's, and their locations are known."""
    table, masters = crosswalk.COST_CENTERS, subject.crosswalk
    for location, center in table.items():
        if location not in masters.cost_centers:
            yield _finding(
                table, location, "a location of the masters", location, "nobody is there"
            )
        if center not in masters.departments:
            yield _finding(table, location, "a cost center of the masters", center, "none is known")


CHECKS = (
    consumers_examples,
    values_in_use,
    no_code_twice,
    bank_accounts_have_units,
    charges_stay_apart,
    holds_are_explained,
    cost_centers_exist,
)


def _codes_at(subject: Subject, system: str) -> frozenset[str]:
    codes = (code.partition(":") for code in subject.crosswalk.facilities)
    return frozenset(own for name, _, own in codes if name == system)


def _finding(table: Table[Any], key: str, expected: object, got: object, why: str) -> Finding:
    remedy = "state the row anew, or leave it as the parent has it"
    return Finding(table.name, key, str(expected), str(got), why, remedy)
