"""The parties of the group, outside the five systems or offices at them; a scenario names some.

Each entry is `module:object`, a class that is built with one `Place` (see party.py).
"""

PARTIES: dict[str, str] = {
    "acquisition": "sim.world.parties.acquisition.acquisition:Acquisition",
    "analytics": "sim.world.parties.analytics.office:DataOffice",
    "auditor": "sim.world.parties.auditor.auditor:Auditor",
    "bank": "sim.world.parties.bank.bank:Bank",
    "billing_office": "sim.world.parties.billing_office.office:BillingOffice",
    "clinics": "sim.world.parties.clinics.clinics:Clinics",
    "contract_audit": "sim.world.parties.contract_audit.contract_audit:ContractAudit",
    "edi_suppliers": "sim.world.parties.edi_suppliers.suppliers:EdiSuppliers",
    "ehr": "sim.world.parties.ehr.ehr:Ehr",
    "feeds": "sim.world.parties.feeds.feeds:Feeds",
    "gpo": "sim.world.parties.gpo.gpo:Gpo",
    "invoice_capture": "sim.world.parties.invoice_capture.mailroom:Mailroom",
    "legacy_erp": "sim.world.parties.legacy_erp.sites:LegacyErpSites",
    "legacy_materials": "sim.world.parties.legacy_materials.stores:LegacyStores",
    "master_data": "sim.world.parties.master_data.master_data:MasterData",
    "payables_desk": "sim.world.parties.payables_desk.desk:PayablesDesk",
    "payers": "sim.world.parties.payers.payers:Payers",
    "planning": "sim.world.parties.planning.planning:Planning",
    "portal": "sim.world.parties.portal.portal:Portal",
    "recalls": "sim.world.parties.recalls.recalls:Recalls",
    "replenishment": "sim.world.parties.replenishment.replenishment:Replenishment",
    "service_desk": "sim.world.parties.service_desk.desk:ServiceDesk",
    "supplier_risk": "sim.world.parties.supplier_risk.supplier_risk:SupplierRisk",
    "warehouse": "sim.world.parties.warehouse.warehouse:Warehouse",
}

NEEDS: dict[str, str] = {"legacy_erp": "acquisition", "legacy_materials": "acquisition"}
"""Party -> another without which nobody can be right about what it sends: the codes of acquired
sites are unknown until the sites were brought on."""

__all__ = ["NEEDS", "PARTIES"]
