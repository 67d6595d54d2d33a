"""Circumstances of the hospital group, one file each.

from scenarios import SCENARIOS
SCENARIOS["month_end"]          # "scenarios.month_end:MONTH_END"
"""

SCENARIOS = {
    "ordinary_day": "scenarios.ordinary_day:ORDINARY_DAY",
    "supplier_shortage": "scenarios.supplier_shortage:SUPPLIER_SHORTAGE",
    "lot_recall": "scenarios.lot_recall:LOT_RECALL",
    "demand_surge": "scenarios.demand_surge:DEMAND_SURGE",
    "connected_week": "scenarios.connected_week:CONNECTED_WEEK",
    "contract_repricing": "scenarios.contract_repricing:CONTRACT_REPRICING",
    "month_end": "scenarios.month_end:MONTH_END",
    "year_end": "scenarios.year_end:YEAR_END",
    "erp_outage": "scenarios.erp_outage:ERP_OUTAGE",
    "vendor_throttling": "scenarios.vendor_throttling:VENDOR_THROTTLING",
    "unreliable_webhooks": "scenarios.unreliable_webhooks:UNRELIABLE_WEBHOOKS",
    "payer_flood": "scenarios.payer_flood:PAYER_FLOOD",
    "retry_storm": "scenarios.retry_storm:RETRY_STORM",
    "vendor_release": "scenarios.vendor_release:VENDOR_RELEASE",
    "poison_message": "scenarios.poison_message:POISON_MESSAGE",
    "soak": "scenarios.soak:SOAK",
    "acquisition": "scenarios.acquisition:ACQUISITION",
    "erp_migration": "scenarios.erp_migration:ERP_MIGRATION",
    "modernisation": "scenarios.modernisation:MODERNISATION",
}

PACKAGES = {
    "acquisition": "scenarios.acquisition:PACKAGE",
}
"""What can be laid over any scenario: `testbed run month_end --with acquisition`."""
