"""Circumstances of the hospital group, one file each.

from scenarios import SCENARIOS
SCENARIOS["month_end"]          # "scenarios.month_end:MONTH_END"
"""

SCENARIOS = {
    "ordinary_day": "scenarios.ordinary_day:ORDINARY_DAY",
    "connected_week": "scenarios.connected_week:CONNECTED_WEEK",
    "contract_repricing": "scenarios.contract_repricing:CONTRACT_REPRICING",
    "month_end": "scenarios.month_end:MONTH_END",
    "year_end": "scenarios.year_end:YEAR_END",
    "erp_outage": "scenarios.erp_outage:ERP_OUTAGE",
    "vendor_throttling": "scenarios.vendor_throttling:VENDOR_THROTTLING",
    "unreliable_webhooks": "scenarios.unreliable_webhooks:UNRELIABLE_WEBHOOKS",
    "payer_flood": "scenarios.payer_flood:PAYER_FLOOD",
    "soak": "scenarios.soak:SOAK",
}
