"""How a storekeeper's terminal speaks with legacy materials management (S07): SOAP envelopes."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

from mock_systems.legacy.soap import NAMESPACE, envelope_with
from sim.world.parties.party import Place

ACTOR = "legacy_materials"


def ask(place: Place, operation: str, **fields: Any) -> dict[str, str] | None:
    """The fields of the answer; None for a fault, which is noted as a refusal."""
    body = {"xml": envelope_with(operation, fields)}
    answer = place.site.try_do("legacy_materials", "soap", body, ACTOR)
    if answer is None:
        return None
    root = ET.fromstring(answer["xml"])
    found = root.find(f".//{{{NAMESPACE}}}{operation}Response")
    if found is None:
        fault = " ".join(text.strip() for text in root.itertext() if text.strip())
        place.site.note("refused", ACTOR, f"legacy_materials.{operation}", fault[:200])
        return None
    return {child.tag.rpartition("}")[2]: child.text or "" for child in found}
