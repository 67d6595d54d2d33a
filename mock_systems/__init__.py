"""The systems of the hospital group. They import nothing of the simulator."""

SYSTEMS = {
    "erp": "mock_systems.erp:Erp",
    "procurement": "mock_systems.procurement:Procurement",
    "contracts": "mock_systems.contracts:Contracts",
    "inventory": "mock_systems.inventory:Inventory",
    "billing": "mock_systems.billing:Billing",
    "legacy_materials": "mock_systems.legacy:LegacyMaterials",
}
