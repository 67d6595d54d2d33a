"""Contract versions (P03) as price lists of the ERP, the catalogue and billing."""

from __future__ import annotations

from integration_under_test.nightly_batch.crosswalk import Crosswalk
from integration_under_test.nightly_batch.interface import Data, Load, Look, Record
from integration_under_test.nightly_batch.layout import Column, mapped
from integration_under_test.nightly_batch.notation import (
    PROCUREMENT_UNITS,
    cents_each,
    compact,
    two_decimals,
    us_day,
)

ERP = (
    Column("AgreementNumber", "contractNumber"),
    Column("Version", "version"),
    Column("SupplierNumber", "erpSupplierNumber"),
)
ERP_LINE = (
    Column("LineNumber", "line"),
    Column("ItemNumber", "itemNumber"),
    Column("UOMCode", "uom"),
    Column("UnitPrice", "price", two_decimals),
    Column("StartDate", "effectiveFrom"),
    Column("EndDate", "effectiveTo"),
)
CATALOGUE = (
    Column("contract-number", "contractNumber"),
    Column("contract-version", "version"),
    Column("erp-supplier-number", "erpSupplierNumber"),
)
CATALOGUE_LINE = (
    Column("line", "line"),
    Column("item-number", "itemNumber"),
    Column("uom", "uom", PROCUREMENT_UNITS),
    Column("unit-price", "price"),
    Column("start-date", "effectiveFrom", us_day),
    Column("end-date", "effectiveTo", us_day),
)
BILLING = (Column("contractNumber", "contractNumber"), Column("version", "version"))


def _to_erp(data: Data, codes: Crosswalk) -> Record:
    lines = [mapped(ERP_LINE, line) for line in _lines(data)]
    return mapped(ERP, data) | {"Lines": lines}


def _to_catalogue(data: Data, codes: Crosswalk) -> Record:
    lines = [mapped(CATALOGUE_LINE, line) for line in _lines(data)]
    return mapped(CATALOGUE, data) | {"lines": lines}


def _to_billing(data: Data, codes: Crosswalk) -> Record | None:
    billable = [line for line in _lines(data) if line["itemNumber"] in codes.charge_codes]
    lines = [_unit_cost(line, codes) for line in billable]
    return mapped(BILLING, data) | {"lines": lines} if lines else None


def _lines(data: Data) -> list[Record]:
    """With the days of the version and the bare price beside them."""
    days = {name: data[name] for name in ("effectiveFrom", "effectiveTo")}
    return [{**days, **line, "price": line["unitPrice"]["value"]} for line in data["lines"]]


def _unit_cost(line: Record, codes: Crosswalk) -> Record:
    unit, factor = codes.packs[line["itemNumber"]]
    return {
        "line": line["line"],
        "chargeCode": codes.charge_codes[line["itemNumber"]],
        "unitCostCents": cents_each(line["price"], factor if line["uom"] == unit else 1),
        "effectiveOn": compact(line["effectiveFrom"]),
    }


TO_ERP = Load("erp", "import_price_agreement", _to_erp)
"""The ERP takes the same version again as nothing, and refuses an older one."""
TO_CATALOGUE = Load(
    "procurement",
    "import_catalogue_prices",
    _to_catalogue,
    Look(
        "find_catalogue_prices",
        ("contract-number",),
        lambda answer, record: answer["contract-version"] >= record["contract-version"],
        always=True,
    ),
)
TO_BILLING = Load("billing", "import_supply_costs", _to_billing)
"""Billing takes nothing but a newer version."""
