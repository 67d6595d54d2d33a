"""SOAP 1.1 envelopes, document/literal: in, out, and the faults in between.

Faults come with HTTP 200, as this old stack has always sent them; a caller must read the envelope.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args, get_origin
from xml.etree import ElementTree as ET

from pydantic import BaseModel

from mock_systems.service import Refusal

ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
NAMESPACE = "urn:mmis:materials:2009"
PROLOG = '<?xml version="1.0" encoding="UTF-8"?>\n'


class NotSoap(Refusal):
    """The text is no SOAP envelope of this service."""

    def __init__(self, reason: str) -> None:
        super().__init__(400, "MM-001", reason)


def read_envelope(text: str) -> ET.Element:
    """The one element in the body. Raises NotSoap for anything else.

    Document types are refused before parsing: entities are how XML is made to explode.
    """
    if "<!DOCTYPE" in text:
        raise NotSoap("a document type is not accepted")
    try:
        root = ET.fromstring(text)
    except ET.ParseError as error:
        raise NotSoap(f"no well-formed XML: {error}") from error
    body = root.find(f"{{{ENVELOPE}}}Body")
    if root.tag != f"{{{ENVELOPE}}}Envelope" or body is None or len(body) != 1:
        raise NotSoap("expected a SOAP 1.1 envelope with one element in its body")
    return body[0]


def operation_of(element: ET.Element) -> str:
    """The local name, `PostReceipt`. Raises NotSoap for a foreign namespace."""
    namespace, _, name = element.tag.rpartition("}")
    if namespace != "{" + NAMESPACE:
        raise NotSoap(f"expected an element of {NAMESPACE}, got {element.tag}")
    return name


def fields_of(element: ET.Element, model: type[BaseModel]) -> dict[str, Any]:
    """The element's children as the model's wire fields; repeated ones become lists."""
    repeated = {f.alias for f in model.model_fields.values() if get_origin(f.annotation) is list}
    fields: dict[str, Any] = {}
    for child in element:
        name = child.tag.rpartition("}")[2]
        text = (child.text or "").strip()
        if name in repeated:
            fields.setdefault(name, []).append(text)
        else:
            fields[name] = text
    return fields


def envelope_with(name: str, fields: Mapping[str, Any]) -> str:
    """An answer: the element with its fields in order."""
    root, body = _empty()
    element = ET.SubElement(body, f"{{{NAMESPACE}}}{name}")
    _fill(element, fields)
    return PROLOG + ET.tostring(root, encoding="unicode")


def envelope_with_fault(refusal: Refusal) -> str:
    """A SOAP fault; the vendor's code stands in the detail."""
    root, body = _empty()
    fault = ET.SubElement(body, f"{{{ENVELOPE}}}Fault")
    ET.SubElement(fault, "faultcode").text = "soap:Client"
    ET.SubElement(fault, "faultstring").text = refusal.message
    detail = ET.SubElement(fault, "detail")
    ET.SubElement(detail, f"{{{NAMESPACE}}}Code").text = refusal.code
    return PROLOG + ET.tostring(root, encoding="unicode")


def _empty() -> tuple[ET.Element, ET.Element]:
    ET.register_namespace("soap", ENVELOPE)
    ET.register_namespace("mm", NAMESPACE)
    root = ET.Element(f"{{{ENVELOPE}}}Envelope")
    return root, ET.SubElement(root, f"{{{ENVELOPE}}}Body")


def _fill(element: ET.Element, fields: Mapping[str, Any]) -> None:
    for name, value in fields.items():
        for one in value if isinstance(value, list) else [value]:
            child = ET.SubElement(element, f"{{{NAMESPACE}}}{name}")
            if isinstance(one, Mapping):
                _fill(child, one)
            else:
                child.text = str(one)


def item_model(annotation: Any) -> type[BaseModel] | None:
    """The model inside `list[Model]`, if it is one."""
    arguments = get_args(annotation) if get_origin(annotation) is list else ()
    kind = arguments[0] if arguments else None
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None
