"""The chart of accounts, built in since every hospital of the group shares one."""

from __future__ import annotations

INVENTORY = "1310"
CASH = "1010"
SITE_CASH = "1015"
PATIENT_PAYMENT_CLEARING = "1030"
RECEIVABLES = "1210"
FIXED_ASSETS = "1500"
ACCUMULATED_DEPRECIATION = "1510"
CONSTRUCTION_IN_PROGRESS = "1590"
ASSET_CLEARING = "1595"
INTERCOMPANY_DUE_FROM = "1810"
INTRACOMPANY_DUE_FROM = "1820"
ACCOUNTS_PAYABLE = "2110"
SITE_PAYABLES = "2115"
GRNI = "2120"
ACCRUED_EXPENSE = "2130"
UNAPPLIED_CASH = "2150"
DUE_TO_PAYERS = "2160"
ACCRUED_PAYROLL = "2210"
INTERCOMPANY_DUE_TO = "2810"
INTRACOMPANY_DUE_TO = "2820"
OPENING_BALANCE = "3900"
PATIENT_REVENUE = "4010"
CONTRACTUAL_ADJUSTMENTS = "4020"
SUPPLY_EXPENSE = "5110"
PRICE_VARIANCE = "5120"
FREIGHT = "5130"
SALES_TAX = "5140"
SALARIES = "6010"
OPERATING_EXPENSE = "6100"
PURCHASED_SERVICES = "6200"
WRITE_OFFS = "6310"
DEPRECIATION = "6400"
SHARED_SERVICES = "6500"
SHARED_SERVICES_RECOVERY = "6590"
ENCUMBRANCE = "9100"
ENCUMBRANCE_RESERVE = "9190"

NAMES = {
    CASH: "Cash",
    SITE_CASH: "CashOfAcquiredSites",
    INVENTORY: "Inventory",
    ACCOUNTS_PAYABLE: "AccountsPayable",
    SITE_PAYABLES: "PayablesOfAcquiredSites",
    GRNI: "GRNI",
    ACCRUED_EXPENSE: "AccruedExpense",
    OPENING_BALANCE: "OpeningBalance",
    SUPPLY_EXPENSE: "SupplyExpense",
    PRICE_VARIANCE: "PurchasePriceVariance",
    OPERATING_EXPENSE: "OperatingExpense",
    RECEIVABLES: "PatientReceivables",
    FIXED_ASSETS: "FixedAssets",
    ACCUMULATED_DEPRECIATION: "AccumulatedDepreciation",
    CONSTRUCTION_IN_PROGRESS: "ConstructionInProgress",
    ASSET_CLEARING: "AssetClearing",
    INTERCOMPANY_DUE_FROM: "DueFromOtherEntities",
    INTRACOMPANY_DUE_FROM: "DueFromOtherUnits",
    UNAPPLIED_CASH: "UnappliedCash",
    PATIENT_PAYMENT_CLEARING: "PatientPaymentClearing",
    DUE_TO_PAYERS: "DueToPayers",
    ACCRUED_PAYROLL: "AccruedPayroll",
    INTERCOMPANY_DUE_TO: "DueToOtherEntities",
    INTRACOMPANY_DUE_TO: "DueToOtherUnits",
    PATIENT_REVENUE: "PatientRevenue",
    CONTRACTUAL_ADJUSTMENTS: "ContractualAdjustments",
    FREIGHT: "Freight",
    SALES_TAX: "SalesTax",
    SALARIES: "Salaries",
    PURCHASED_SERVICES: "PurchasedServices",
    WRITE_OFFS: "WriteOffs",
    DEPRECIATION: "Depreciation",
    SHARED_SERVICES: "SharedServices",
    SHARED_SERVICES_RECOVERY: "SharedServicesRecovery",
    ENCUMBRANCE: "Encumbrance",
    ENCUMBRANCE_RESERVE: "ReserveForEncumbrance",
}

EXPENSES = frozenset(
    {
        *(SUPPLY_EXPENSE, PRICE_VARIANCE, FREIGHT, SALES_TAX, OPERATING_EXPENSE),
        *(PURCHASED_SERVICES, SHARED_SERVICES),
    }
)
"""What counts against the budget of a cost center."""

DUE_FROM = frozenset({INTERCOMPANY_DUE_FROM, INTRACOMPANY_DUE_FROM})
DUE_TO = frozenset({INTERCOMPANY_DUE_TO, INTRACOMPANY_DUE_TO})

CONTROLLED = frozenset(
    {
        *(ACCOUNTS_PAYABLE, GRNI, ENCUMBRANCE, ENCUMBRANCE_RESERVE, RECEIVABLES, UNAPPLIED_CASH),
        SITE_PAYABLES,
        *(FIXED_ASSETS, ACCUMULATED_DEPRECIATION, CONSTRUCTION_IN_PROGRESS),
        *DUE_FROM,
        *DUE_TO,
    }
)
"""Moved by documents only; a manual journal there would part the ledger from its subledger."""
