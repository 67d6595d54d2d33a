"""The systems of the hospital group. They import nothing of the simulator."""

SYSTEMS = {
    "erp": "mock_systems.erp:Erp",
    "procurement": "mock_systems.procurement:Procurement",
    "contracts": "mock_systems.contracts:Contracts",
    "inventory": "mock_systems.inventory:Inventory",
    "billing": "mock_systems.billing:Billing",
    "invoice_capture": "mock_systems.invoice_capture:InvoiceCapture",
    "legacy_materials": "mock_systems.legacy:LegacyMaterials",
    "legacy_erp": "mock_systems.legacy_erp:LegacyErp",
    "analytics": "mock_systems.analytics:Analytics",
    "warehouse": "mock_systems.warehouse:Warehouse",
    "supplier_risk": "mock_systems.supplier_risk:SupplierRisk",
}
