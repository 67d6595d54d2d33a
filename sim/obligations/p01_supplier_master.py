"""P01 Supplier master: a supplier kept in S01 stands in S02 under the same version, likewise S03.

Mode `latest`, because only the newest version matters once it is there.
"""

from sim.obligations.flow import MINUTE_S, Duty, Flow, Register, same_key

FLOW = Flow(
    "P01",
    "Supplier master",
    Register(
        owner="master data desk",
        system_of_record="S01",
        documents=("supplier", "supplier change"),
        pattern=("event",),
        criticality="high",
        compliance="financial control (payee data)",
        fallback="the targets keep the last version; new suppliers wait",
        consequence="orders to a blocked supplier, payments to an outdated remit-to address",
    ),
    (
        Duty("erp.supplier", "procurement.supplier", 60 * MINUTE_S, same_key, "latest"),
        Duty("erp.supplier", "contracts.party", 60 * MINUTE_S, same_key, "latest"),
    ),
)
