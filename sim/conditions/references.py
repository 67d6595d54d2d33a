"""Conditions of reference data and items (P02, P17): every system has the ERP's last version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from mock_systems.erp.accounts import NAMES
from sim.conditions.books import Books
from sim.conditions.comparison import NOTHING
from sim.conditions.condition import Unequal, Unequals, condition

OUT_OF_USE = frozenset({"INACTIVE", "CLOSED", "CAPITALISED"})


class Copy(NamedTuple):
    """A reference as a system has it."""

    version: int
    name: str
    active: bool

    def __str__(self) -> str:
        return f"{self.version} {self.name} {'active' if self.active else 'out of use'}"


@condition("K131", "A reference is the same, in the same version, wherever it is used", "P17")
def references_agree(books: Books) -> Unequals:
    golden = dict(_golden(books))
    copies = {
        "procurement": (_in_procurement(books), golden),
        "inventory": (_in_inventory(books), _of(golden, "COST_CENTER", "LOCATION")),
        "billing": (_in_billing(books), _of(golden, "COST_CENTER")),
    }
    for system, (found, expected) in copies.items():
        for key, reference in expected.items():
            copy = found.get(key)
            if copy != reference:
                other = str(copy) if copy else NOTHING
                yield Unequal(f"{system} {key}", str(reference), other, "version, name, use")


@condition("K132", "No document names a code that its own system does not know", "P17")
def codes_are_known(books: Books) -> Unequals:
    known = books.procurement.lookup_values()
    for requisition in books.procurement.requisitions():
        if ("cost-center", requisition.cost_center) not in known:
            yield Unequal(requisition.number, "a known one", requisition.cost_center, "cost centre")
        for line in requisition.lines:
            if line.project and ("project", line.project) not in known:
                yield Unequal(requisition.number, "a known one", line.project, "project")
    accounts = {*NAMES, *books.erp.tables.reference.accounts}
    centers = books.erp.cost_centers()
    for number, journal in books.erp.journals():
        for account, center, _ in journal.lines:
            if account not in accounts:
                yield Unequal(number, "a known one", account, "account")
            if center and center not in centers:
                yield Unequal(number, "a known one", center, "cost centre")


@condition("K135", "An item is known in its last version, pack and use wherever it is kept", "P02")
def items_are_current(books: Books) -> Unequals:
    """What was set up here must be everywhere; of the others, what the ERP changed since."""
    catalogue = {item.item_number: item for item in books.procurement.catalogue()}
    shelved = {item.erp_item_number: item for item in books.inventory.items()}
    billed = books.billing.code_of_item()
    for item in books.erp.items().values():
        if item.version == 1 and not item.supplier:
            continue
        expected = f"{item.version} {item.status}"
        offered, kept = catalogue.get(item.number), shelved.get(item.number)
        found = {
            "procurement": _version(offered.erp_version, offered.active) if offered else NOTHING,
            "inventory": _version(kept.erp_version, kept.active) if kept else NOTHING,
        }
        if item.billable:
            code = billed.get(item.number)
            found["billing"] = _version(code.item_version, code.active) if code else NOTHING
        for system, version in found.items():
            if version != expected:
                yield Unequal(f"{system} {item.number}", expected, version, "version, status")
        factor = max(item.factors.values())
        for system, pack in (
            ("procurement", offered.pack if offered else factor),
            ("inventory", kept.factor if kept else factor),
        ):
            if pack != factor:
                yield Unequal(f"{system} {item.number}", factor, pack, "EA")


def _golden(books: Books) -> Iterator[tuple[str, Copy]]:
    """What the ERP has; its built-in chart of accounts is no reference."""
    erp = books.erp.tables
    kinds: dict[str, Mapping[str, Any]] = {
        "ACCOUNT": erp.reference.accounts,
        "TAX_CODE": erp.reference.tax_codes,
        "COST_CENTER": erp.cost_centers,
        "LOCATION": erp.reference.stock_locations,
        "PROJECT": erp.projects,
    }
    for kind, references in kinds.items():
        for code, one in references.items():
            yield f"{kind}/{code}", Copy(one.version, one.name, one.status not in OUT_OF_USE)


def _of(golden: Mapping[str, Copy], *kinds: str) -> dict[str, Copy]:
    return {key: copy for key, copy in golden.items() if key.partition("/")[0] in kinds}


def _in_procurement(books: Books) -> dict[str, Copy]:
    values = books.procurement.lookup_values().values()
    return {value.key: Copy(value.erp_version, value.name, value.active) for value in values}


def _in_inventory(books: Books) -> dict[str, Copy]:
    found = {
        f"COST_CENTER/{center.code}": Copy(center.erp_version, center.name, center.active)
        for center in books.inventory.cost_centers()
    }
    for location in books.inventory.locations():
        copy = Copy(location.erp_version, location.name, location.active)
        found[f"LOCATION/{location.code}"] = copy
    return found


def _in_billing(books: Books) -> dict[str, Copy]:
    return {
        f"COST_CENTER/{one.code}": Copy(one.erp_version, one.name, one.active)
        for one in books.billing.departments()
    }


def _version(version: int, active: bool) -> str:
    return f"{version} {'ACTIVE' if active else 'INACTIVE'}"
