"""Which referee judges which document, by what it says it is."""

from __future__ import annotations

import re

from integration_under_test.boundary import Document
from tests.referees.audit_checkpoints import checkpoint_errors
from tests.referees.back_office import file_errors
from tests.unit.mock_systems.standards.files.bai2_referee import transactions
from tests.unit.mock_systems.standards.files.inventory_extract_referee import read_extract
from tests.unit.mock_systems.standards.files.nacha_referee import payments
from tests.unit.mock_systems.standards.hl7.referee import parsed
from tests.unit.mock_systems.standards.x12.grammar import body_errors
from tests.unit.mock_systems.standards.x12.referee import envelope_errors, map_errors
from tests.unit.sim.world.parties.site_files_referee import referee

SETS_WITH_MAPS = ("835", "837", "277", "999")
"""pyx12 carries maps for these; the others are judged by a grammar of the tests."""
START, END = b"\x0b", b"\x1c\x0d"


def kind_of(document: Document) -> str:
    """A name for the figure of what was seen: `855`, `ADT^A01`, `journal`, ..."""
    kind = document.content_type
    text = document.content.decode("utf-8")
    if kind == "application/edi-x12":
        first = re.search(r"~\s*(ST|TA1)\*(\d+)", text)
        assert first is not None, document.id
        return "TA1" if first[1] == "TA1" else first[2]
    if kind.startswith("application/hl7"):
        return "^".join(text.split("|")[8].split("^")[:2])
    return kind.partition("layout=")[2]


def errors(document: Document, with_maps: bool) -> list[str]:
    """What a referee that shares no code with the sender says; empty for a sound document."""
    text = document.content.decode("utf-8")
    try:
        if document.content_type == "application/edi-x12":
            return _x12_errors(text, kind_of(document), with_maps)
        if document.content_type.startswith("application/hl7"):
            return _hl7_errors(document.content)
        return _file_errors(document, text)
    except Exception as error:
        # Referees that are readers raise: whatever it is, the document did not pass.
        return [f"{type(error).__name__}: {error}"]


def _x12_errors(text: str, kind: str, with_maps: bool) -> list[str]:
    found = list(envelope_errors(text))
    if kind in SETS_WITH_MAPS:
        return found + (list(map_errors(text)) if with_maps else [])
    return found if kind == "TA1" else found + list(body_errors(text))


def _hl7_errors(content: bytes) -> list[str]:
    if not (content.startswith(START) and content.endswith(END)):
        return ["no MLLP frame"]
    parsed(content[1:-2].decode("utf-8")).validate()
    return []


def _file_errors(document: Document, text: str) -> list[str]:
    kind = kind_of(document)
    if kind == "bai2":
        transactions(text)
    elif kind == "audit-checkpoint":
        return checkpoint_errors(text)
    elif kind == "nacha":
        payments(text)
    elif kind == "inventory-extract" and document.sender == "WAREHOUSE":
        read_extract(text)
    elif document.sender in referee.senders:
        referee(document)
    else:
        return file_errors(text)
    return []
