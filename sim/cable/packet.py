"""A packet: one call or delivery on its way, as faults and the latency model see it."""

from __future__ import annotations

from typing import NamedTuple


class Packet(NamedTuple):
    """What travels. Its draws are addressed by (hop, f, business_key, attempt), which the edge
    counts itself, so that an integration cannot change its luck by calling in another order.

    `bears` says that it carries a business document: a write with a key, or an event.
    """

    hop: str
    f: str
    business_key: str
    attempt: int
    t_s: float
    is_delivery: bool
    bears: bool
    keyed: bool = False
    """Carries an idempotency key that the operation honours."""

    @property
    def address(self) -> tuple[str, str, str, int]:
        """Where the draws of this packet live."""
        return (self.hop, self.f, self.business_key, self.attempt)

    @property
    def is_event(self) -> bool:
        """Whether it is a system's event; others of its kind are documents and requests."""
        return self.is_delivery and "." in self.f and "/" not in self.f

    @property
    def is_file(self) -> bool:
        """Whether it is a document of several records, in a file or interchange of its own; HL7
        messages are acknowledged one by one on their own line."""
        return self.is_delivery and "/" in self.f and "hl7" not in self.f
