"""The faults that a run can inject, one per file; ids as in the fault catalogue."""

FAULTS = {
    "F01": "sim.faults.f01_duplicate:Duplicate",
    "F02": "sim.faults.f02_out_of_order:OutOfOrder",
    "F03": "sim.faults.f03_lost:RequestLost",
    "F04": "sim.faults.f04_ack_lost:AckLost",
    "F09": "sim.faults.f09_throttled:Throttled",
    "F10": "sim.faults.f10_server_errors:ServerErrors",
    "F46": "sim.faults.f46_outage:Outage",
}
