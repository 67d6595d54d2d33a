"""The network between any two parties, where latency and faults live."""

from sim.cable.arms import Arm, AsgiArm, DirectArm
from sim.cable.cable import UNREACHED, Cable, Decision, Network, Sent
from sim.cable.deliveries import Deliveries, Receipt, Receiver
from sim.cable.fate import Answered, AnswerLost, Doubled, Fate, Held, Lost, Unreachable
from sim.cable.latency import Latency
from sim.cable.packet import Packet

__all__ = [
    "UNREACHED",
    "AnswerLost",
    "Answered",
    "Arm",
    "AsgiArm",
    "Cable",
    "Decision",
    "Deliveries",
    "DirectArm",
    "Doubled",
    "Fate",
    "Held",
    "Latency",
    "Lost",
    "Network",
    "Packet",
    "Receipt",
    "Receiver",
    "Sent",
    "Unreachable",
]
