"""What each flow owes, declared as data: the oracle's idea of what should happen.

Each entry is `module:object`, loaded when first asked for.
"""

FLOWS = {
    "P01": "sim.obligations.p01_supplier_master:FLOW",
    "P03": "sim.obligations.p03_contract_price:FLOW",
    "P04": "sim.obligations.p04_requisition_to_order:FLOW",
    "P05": "sim.obligations.p05_order_to_supplier:FLOW",
    "P06": "sim.obligations.p06_receipt:FLOW",
    "P07": "sim.obligations.p07_invoice_match:FLOW",
    "P08": "sim.obligations.p08_payment:FLOW",
    "P09": "sim.obligations.p09_usage_to_charge:FLOW",
    "P13": "sim.obligations.p13_month_end_close:FLOW",
    "P14": "sim.obligations.p14_acquired_charges:FLOW",
}

__all__ = ["FLOWS"]
