"""One plain document of each set, as the documents of a working day would be."""

from __future__ import annotations

from datetime import UTC, datetime

from mock_systems.standards.x12 import (
    acknowledgement,
    claim_institutional,
    claim_professional,
    claim_status,
    invoice,
    order,
    order_ack,
    remittance,
    ship_notice,
)
from mock_systems.standards.x12.envelope import Envelope, Partner
from tests.unit.mock_systems.standards.x12.health_samples import (
    CLAIMS_I,
    CLAIMS_P,
    REFUSAL_999,
    REMITTANCE,
    STATUS_REPORT,
)
from tests.unit.mock_systems.standards.x12.supply_samples import (
    INVOICE,
    ORDER,
    ORDER_ACK,
    REFUSAL_997,
    SHIP_NOTICE,
)

GROUP = Partner("HOSPITALGROUP")
SUPPLIER = Partner("0614141", "01")
PAYER = Partner("PAYER01", "30")
ENVELOPE = Envelope(GROUP, SUPPLIER, datetime(2026, 1, 5, 10, 15, tzinfo=UTC), 42)

SUPPLY = {
    "850": (order, ORDER),
    "855": (order_ack, ORDER_ACK),
    "856": (ship_notice, SHIP_NOTICE),
    "810": (invoice, INVOICE),
    "997": (acknowledgement, REFUSAL_997),
}
HEALTH = {
    "837I": (claim_institutional, CLAIMS_I),
    "837P": (claim_professional, CLAIMS_P),
    "277CA": (claim_status, STATUS_REPORT),
    "835": (remittance, REMITTANCE),
    "999": (acknowledgement, REFUSAL_999),
}
EVERY = {**SUPPLY, **HEALTH}
