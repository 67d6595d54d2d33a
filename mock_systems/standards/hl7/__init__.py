"""HL7 v2.5.1 messages between clinical with financial systems: ADT, DFT, MFN^M15, ACK.

Models are frozen dataclasses; `build` writes one, `read` reads any, `answer` judges a text.
"""

from mock_systems.standards.hl7.ack import Ack
from mock_systems.standards.hl7.adt import Adt, AdtEvent
from mock_systems.standards.hl7.answering import Answer, answer
from mock_systems.standards.hl7.coding import Coding
from mock_systems.standards.hl7.dft import Dft, Transaction, TransactionType
from mock_systems.standards.hl7.header import Header
from mock_systems.standards.hl7.messages import Message, build, read
from mock_systems.standards.hl7.mfn import Change, InventoryItem, Mfn, Scope
from mock_systems.standards.hl7.mllp import Decoder, encode
from mock_systems.standards.hl7.rejection import (
    AckCode,
    Condition,
    Defect,
    Location,
    MessageRejected,
)
from mock_systems.standards.hl7.visit import Visit

__all__ = [
    "Ack",
    "AckCode",
    "Adt",
    "AdtEvent",
    "Answer",
    "Change",
    "Coding",
    "Condition",
    "Decoder",
    "Defect",
    "Dft",
    "Header",
    "InventoryItem",
    "Location",
    "Message",
    "MessageRejected",
    "Mfn",
    "Scope",
    "Transaction",
    "TransactionType",
    "Visit",
    "answer",
    "build",
    "encode",
    "read",
]
