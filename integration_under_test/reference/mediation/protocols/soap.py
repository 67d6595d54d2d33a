"""SOAP 1.1 envelopes, document/literal, as an old stack speaks them.

Its faults come with HTTP 200, so that an answer must be read before it counts as one.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree as ET

ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"


class SoapFault(Exception):
    """The service refused; `code` is the vendor's own."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(f"{code}: {text}")
        self.code = code


def write(namespace: str, operation: str, fields: Mapping[str, str]) -> str:
    """An envelope with one element and its fields."""
    root = ET.Element(f"{{{ENVELOPE}}}Envelope")
    body = ET.SubElement(root, f"{{{ENVELOPE}}}Body")
    element = ET.SubElement(body, f"{{{namespace}}}{operation}")
    for name, text in fields.items():
        ET.SubElement(element, f"{{{namespace}}}{name}").text = text
    return ET.tostring(root, encoding="unicode")


def read(text: str) -> dict[str, str]:
    """The fields of an answer's one element. Raises SoapFault, or ValueError for no envelope.

    Document types are refused before parsing: entities are how XML is made to explode.
    """
    if "<!DOCTYPE" in text:
        raise ValueError("an envelope with a document type is not accepted")
    try:
        body = ET.fromstring(text).find(f"{{{ENVELOPE}}}Body")
    except ET.ParseError as error:
        raise ValueError(f"no well-formed XML: {error}") from error
    if body is None or len(body) != 1:
        raise ValueError("expected an envelope with one element in its body")
    if body[0].tag == f"{{{ENVELOPE}}}Fault":
        raise _fault(body[0])
    return {_local(child.tag): (child.text or "").strip() for child in body[0]}


def _fault(element: ET.Element) -> SoapFault:
    text = element.findtext("faultstring") or ""
    detail = element.find("detail")
    code = detail[0].text if detail is not None and len(detail) else None
    return SoapFault(code or "", text)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
