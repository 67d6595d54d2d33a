"""Measures: pure functions from a History to a table, one figure per file.

Each entry is `module:object`, loaded when first asked for; column names end in their unit.
"""

MEASURES = {
    "charge_capture": "sim.measures.charge_capture:charge_capture",
    "contract_activation": "sim.measures.contract_activation:contract_activation",
    "duplicates_absorbed": "sim.measures.duplicates_absorbed:duplicates_absorbed",
    "exceptions": "sim.measures.exceptions:exceptions",
    "latency": "sim.measures.latency:latency",
    "latency_over_time": "sim.measures.latency:latency_over_time",
    "lineage_completeness": "sim.measures.lineage_completeness:lineage_completeness",
    "obligations": "sim.measures.obligations_table:obligations_table",
    "price_exposure": "sim.measures.price_exposure:price_exposure",
    "throughput": "sim.measures.throughput:throughput",
    "variance_causes": "sim.measures.variance_causes:variance_causes",
    "variance_series": "sim.measures.variance_series:variance_series",
    "variance_to_zero": "sim.measures.variance_series:time_to_zero",
}

__all__ = ["MEASURES"]
