"""All interfaces of the group, from which system to which; `calendar.py` says when they run."""

from __future__ import annotations

from integration_under_test.nightly_batch.crosswalk import ERP
from integration_under_test.nightly_batch.extracts import (
    ContractVersions,
    Dropped,
    Listed,
    Unexported,
)
from integration_under_test.nightly_batch.interface import Interface
from integration_under_test.nightly_batch.layouts import (
    invoices,
    orders,
    payments,
    periods,
    prices,
    receipts,
    suppliers,
    usages,
)

SUPPLIERS = Listed(
    "erp",
    "erp.supplier.changed",
    "list_suppliers",
    ERP,
    "SupplierNumber",
    "ObjectVersionNumber",
)
PERIODS = Listed("erp", "erp.period.changed", "list_periods", ERP, "PeriodName", "Version")
PRICES = ContractVersions("contracts", "contracts.contract.activated")
REQUISITIONS = Unexported(
    "procurement",
    "procurement.requisition.approved",
    "requisition",
    "number",
    frozenset({orders.UNDECIDED}),
)
ORDERS = Unexported(
    "procurement",
    "procurement.order.issued",
    "order",
    "po-number",
    frozenset({"issued", "partially-received", "received"}),
)
INVOICES = Dropped("procurement", "procurement.invoice.submitted", invoices.submitted)
STATUSES = Dropped("erp", "erp.invoice.changed", invoices.statuses)
PAYMENTS = Dropped("erp", "erp.payment.issued", payments.issued)
SPEND = Dropped("erp", "erp.payment.issued", payments.under_contract)
RECEIPTS = Dropped("inventory", "inventory.receipt.recorded", receipts.lines)
LOTS = Dropped("inventory", "inventory.receipt.recorded", receipts.implants)
USAGES = Dropped("inventory", "inventory.usage.recorded", usages.recorded)
INVENTORY_TOTALS = Dropped("inventory", "inventory.period.totals", periods.of_inventory)
BILLING_TOTALS = Dropped("billing", "billing.period.totals", periods.of_billing)

MASTER, SUPPLY, PAYABLES = "master data desk", "supply chain desk", "AP desk"
REVENUE, CLOSE = "revenue integrity desk", "close desk"

_ALL = (
    Interface("suppliers_to_procurement", "P01", MASTER, SUPPLIERS, suppliers.TO_PROCUREMENT),
    Interface("suppliers_to_contracts", "P01", MASTER, SUPPLIERS, suppliers.TO_CONTRACTS),
    Interface("prices_to_erp", "P03", SUPPLY, PRICES, prices.TO_ERP),
    Interface("prices_to_catalogue", "P03", SUPPLY, PRICES, prices.TO_CATALOGUE),
    Interface("prices_to_billing", "P03", SUPPLY, PRICES, prices.TO_BILLING),
    Interface("requisitions_to_budget", "P04", SUPPLY, REQUISITIONS, orders.TO_BUDGET),
    Interface("orders_to_erp", "P04", SUPPLY, ORDERS, orders.TO_ERP),
    Interface("receipts_to_erp", "P06", SUPPLY, RECEIPTS, receipts.TO_ERP),
    Interface("receipts_to_procurement", "P06", SUPPLY, RECEIPTS, receipts.TO_PROCUREMENT),
    Interface("lots_to_billing", "P06", SUPPLY, LOTS, receipts.TO_BILLING),
    Interface("invoices_to_erp", "P07", PAYABLES, INVOICES, invoices.TO_ERP),
    Interface("statuses_to_procurement", "P07", PAYABLES, STATUSES, invoices.TO_PROCUREMENT),
    Interface("payments_to_procurement", "P08", PAYABLES, PAYMENTS, payments.TO_PROCUREMENT),
    Interface("payments_to_contracts", "P08", PAYABLES, SPEND, payments.TO_CONTRACTS),
    Interface("usages_to_charges", "P09", REVENUE, USAGES, usages.TO_CHARGES),
    Interface("usages_to_costs", "P09", REVENUE, USAGES, usages.TO_COSTS),
    Interface("periods_to_procurement", "P13", CLOSE, PERIODS, periods.TO_PROCUREMENT),
    Interface("periods_to_inventory", "P13", CLOSE, PERIODS, periods.TO_INVENTORY),
    Interface("periods_to_billing", "P13", CLOSE, PERIODS, periods.TO_BILLING),
    Interface("inventory_totals_to_erp", "P13", CLOSE, INVENTORY_TOTALS, periods.INVENTORY_TO_ERP),
    Interface("billing_totals_to_erp", "P13", CLOSE, BILLING_TOTALS, periods.BILLING_TO_ERP),
)
INTERFACES = {interface.name: interface for interface in _ALL}
