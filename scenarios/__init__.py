"""Circumstances of the hospital group, one file each.

from scenarios import SCENARIOS
SCENARIOS["month_end"]          # "scenarios.month_end:MONTH_END"
"""

SCENARIOS = {
    "ordinary_day": "scenarios.ordinary_day:ORDINARY_DAY",
    "connected_week": "scenarios.connected_week:CONNECTED_WEEK",
    "contract_repricing": "scenarios.contract_repricing:CONTRACT_REPRICING",
    "month_end": "scenarios.month_end:MONTH_END",
}
