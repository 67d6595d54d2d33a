"""The network between any two parties, where latency and faults live."""

from sim.cable.arms import Arm, AsgiArm, DirectArm
from sim.cable.cable import Cable, Decision, Network, Sent
from sim.cable.deliveries import Deliveries, Receiver
from sim.cable.documents import CabledPartner, DocumentPost
from sim.cable.edge import UNREACHED, Edge, edges, resolve_profiles
from sim.cable.fate import Answered, AnswerLost, Doubled, Fate, Held, Lost, Unreachable
from sim.cable.latency import Latency
from sim.cable.line import Line, Parcel, Receipt
from sim.cable.packet import Packet

__all__ = [
    "UNREACHED",
    "AnswerLost",
    "Answered",
    "Arm",
    "AsgiArm",
    "Cable",
    "CabledPartner",
    "Decision",
    "Deliveries",
    "DirectArm",
    "DocumentPost",
    "Doubled",
    "Edge",
    "Fate",
    "Held",
    "Latency",
    "Line",
    "Lost",
    "Network",
    "Packet",
    "Parcel",
    "Receipt",
    "Receiver",
    "Sent",
    "Unreachable",
    "edges",
    "resolve_profiles",
]
