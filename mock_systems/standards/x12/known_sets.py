"""Every transaction set that the systems and parties speak; `receive` reads any of them."""

from __future__ import annotations

from mock_systems.standards.x12.acknowledgement import ACKNOWLEDGEMENT_997, ACKNOWLEDGEMENT_999
from mock_systems.standards.x12.claim_institutional import CLAIM_INSTITUTIONAL
from mock_systems.standards.x12.claim_professional import CLAIM_PROFESSIONAL
from mock_systems.standards.x12.claim_status import CLAIM_STATUS
from mock_systems.standards.x12.envelope import Envelope
from mock_systems.standards.x12.invoice import INVOICE
from mock_systems.standards.x12.order import ORDER
from mock_systems.standards.x12.order_ack import ORDER_ACKNOWLEDGEMENT
from mock_systems.standards.x12.receiving import Reception
from mock_systems.standards.x12.receiving import receive as receive_some
from mock_systems.standards.x12.remittance import REMITTANCE
from mock_systems.standards.x12.replies import Acknowledgement
from mock_systems.standards.x12.ship_notice import SHIP_NOTICE
from mock_systems.standards.x12.transaction_set import AnySet

SETS: tuple[AnySet, ...] = (
    ORDER,
    ORDER_ACKNOWLEDGEMENT,
    SHIP_NOTICE,
    INVOICE,
    ACKNOWLEDGEMENT_997,
    CLAIM_INSTITUTIONAL,
    CLAIM_PROFESSIONAL,
    CLAIM_STATUS,
    REMITTANCE,
    ACKNOWLEDGEMENT_999,
)


def receive(interchange_text: str, back: Envelope | None = None) -> Reception:
    """The sound documents of an interchange, with the answer that it is owed. Never raises.

    `back` is the envelope of the answer; without it the answer goes to the sender under the
    control number, date and time of the interchange.
    """
    return receive_some(interchange_text, SETS, back)


def acknowledge(interchange_text: str, back: Envelope | None = None) -> Acknowledgement:
    """The answer alone: TA1, 997 or 999."""
    return receive(interchange_text, back).acknowledgement
