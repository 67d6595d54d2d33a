"""How long a packet is under way.

Response time of a single-record call is lognormal. The defaults reproduce the typical case of
reference figures (median 0.35 s, 95 % within 1.2 s), an assumption; the only published
commitment found is Workday's (half within 1 s, 90 % within 2.5 s), which `contract` reproduces.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log

from sim.cable.packet import Packet
from sim.streams import Streams

SHORTEST_S = 1e-6
REQUEST_SHARE = 0.3


@dataclass(frozen=True)
class Latency:
    """Lognormal response time in seconds, split between the way there and the answer."""

    mu: float = log(0.35)
    sigma: float = 0.749

    def legs_s(self, packet: Packet, streams: Streams) -> tuple[float, float]:
        """Seconds of the request and of the answer, each at least one microsecond."""
        whole_s = streams.lognormal(self.mu, self.sigma, "latency", *packet.address)
        there_s = max(SHORTEST_S, round(whole_s * REQUEST_SHARE, 6))
        return there_s, max(SHORTEST_S, round(whole_s - there_s, 6))


CONTRACT = Latency(mu=0.0, sigma=0.715)
