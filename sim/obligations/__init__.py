"""What each flow owes, declared as data: the oracle's idea of what should happen.

Each entry is `module:object`, loaded when first asked for.
"""

FLOWS = {
    "P01": "sim.obligations.p01_supplier_master:FLOW",
    "P02": "sim.obligations.p02_item_master:FLOW",
    "P03": "sim.obligations.p03_contract_price:FLOW",
    "P04": "sim.obligations.p04_requisition_to_order:FLOW",
    "P05": "sim.obligations.p05_order_to_supplier:FLOW",
    "P06": "sim.obligations.p06_receipt:FLOW",
    "P07": "sim.obligations.p07_invoice_match:FLOW",
    "P08": "sim.obligations.p08_payment:FLOW",
    "P09": "sim.obligations.p09_usage_to_charge:FLOW",
    "P10": "sim.obligations.p10_claim_to_cash:FLOW",
    "P11": "sim.obligations.p11_replenishment:FLOW",
    "P12": "sim.obligations.p12_substitution:FLOW",
    "P13": "sim.obligations.p13_month_end_close:FLOW",
    "P14": "sim.obligations.p14_acquisition_onboarding:FLOW",
    "P15": "sim.obligations.p15_denial_investigation:FLOW",
    "P16": "sim.obligations.p16_record_to_report:FLOW",
    "P17": "sim.obligations.p17_reference_data:FLOW",
    "P18": "sim.obligations.p18_project_to_capitalisation:FLOW",
    "P19": "sim.obligations.p19_analytics_feed:FLOW",
}

__all__ = ["FLOWS"]
