"""P01 Supplier master: a supplier kept in S01 stands in S02 under the same version, likewise S03.

Mode `latest`, because only the newest version matters once it is there.
"""

from sim.obligations.flow import MINUTE_S, Duty, Flow, same_key

FLOW = Flow(
    "P01",
    "Supplier master",
    (
        Duty("erp.supplier", "procurement.supplier", 60 * MINUTE_S, same_key, "latest"),
        Duty("erp.supplier", "contracts.party", 60 * MINUTE_S, same_key, "latest"),
    ),
)
