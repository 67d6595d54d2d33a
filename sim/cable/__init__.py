"""The network between any two parties, where latency and faults live."""

from sim.cable.arms import Arm, AsgiArm, DirectArm
from sim.cable.cable import Cable, Decision, Network, Sent
from sim.cable.deliveries import Deliveries, Receiver
from sim.cable.documents import CabledPartner, DocumentPost
from sim.cable.edge import CUT_OFF, UNREACHED, Edge, edges, resolve_profiles
from sim.cable.fate import (
    Answered,
    AnswerHeld,
    AnswerLost,
    Change,
    Doubled,
    Fate,
    Held,
    Hung,
    Late,
    Lost,
    Repeated,
    Reset,
    Rewritten,
    Slowed,
    Truncated,
    Unreachable,
)
from sim.cable.latency import Latency
from sim.cable.line import Line, Parcel, Receipt
from sim.cable.packet import Packet

__all__ = [
    "AnswerHeld",
    "AnswerLost",
    "Answered",
    "Arm",
    "AsgiArm",
    "CUT_OFF",
    "Cable",
    "CabledPartner",
    "Change",
    "Decision",
    "Deliveries",
    "DirectArm",
    "DocumentPost",
    "Doubled",
    "Edge",
    "Fate",
    "Held",
    "Hung",
    "Late",
    "Latency",
    "Line",
    "Lost",
    "Network",
    "Packet",
    "Parcel",
    "Receipt",
    "Receiver",
    "Repeated",
    "Reset",
    "Rewritten",
    "Sent",
    "Slowed",
    "Truncated",
    "UNREACHED",
    "Unreachable",
    "edges",
    "resolve_profiles",
]
