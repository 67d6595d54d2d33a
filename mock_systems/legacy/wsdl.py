"""WSDL 1.1 out of the operation declarations, document/literal wrapped.

Source: W3C Note "Web Services Description Language (WSDL) 1.1". Written from the same models that
validate, so that the published contract is the enforced one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import quoteattr

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from mock_systems.legacy.soap import NAMESPACE, PROLOG, item_model
from mock_systems.service import Operation

SERVICE = "MaterialsService"


def wsdl_of(operations: Iterable[Operation], address: str) -> str:
    """The WSDL document of a service at an address."""
    listed = list(operations)
    parts = [
        _types(listed),
        *(_messages(operation) for operation in listed),
        _port_type(listed),
        _binding(listed),
        _service(address),
    ]
    return (
        f'{PROLOG}<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/"'
        f' xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"'
        f' xmlns:xsd="http://www.w3.org/2001/XMLSchema"'
        f" xmlns:tns={quoteattr(NAMESPACE)} targetNamespace={quoteattr(NAMESPACE)}>\n"
        + "\n".join(parts)
        + "\n</wsdl:definitions>\n"
    )


def _types(operations: list[Operation]) -> str:
    elements = []
    for operation in operations:
        elements.append(_element(operation.name, operation.request))
        elements.append(_element(f"{operation.name}Response", operation.response))
    return (
        f"<wsdl:types><xsd:schema targetNamespace={quoteattr(NAMESPACE)}"
        ' elementFormDefault="qualified">\n' + "\n".join(elements) + "\n</xsd:schema></wsdl:types>"
    )


def _element(name: str, model: type[BaseModel]) -> str:
    return f'<xsd:element name="{name}">{_complex(model)}</xsd:element>'


def _complex(model: type[BaseModel]) -> str:
    fields = "".join(_field(field) for field in model.model_fields.values())
    return f"<xsd:complexType><xsd:sequence>{fields}</xsd:sequence></xsd:complexType>"


def _field(field: FieldInfo) -> str:
    model = item_model(field.annotation)
    if model is not None:
        occurs = 'minOccurs="0" maxOccurs="unbounded"'
        return f'<xsd:element name="{field.alias}" {occurs}>{_complex(model)}</xsd:element>'
    return f'<xsd:element name="{field.alias}" type="{_simple(field.annotation)}"/>'


def _simple(annotation: Any) -> str:
    return "xsd:int" if annotation is int else "xsd:string"


def _messages(operation: Operation) -> str:
    return "".join(
        f'<wsdl:message name="{operation.name}{part}">'
        f'<wsdl:part name="parameters" element="tns:{operation.name}{suffix}"/></wsdl:message>'
        for part, suffix in (("In", ""), ("Out", "Response"))
    )


def _port_type(operations: list[Operation]) -> str:
    lines = "".join(
        f'<wsdl:operation name="{operation.name}">'
        f"<wsdl:documentation>{operation.summary}</wsdl:documentation>"
        f'<wsdl:input message="tns:{operation.name}In"/>'
        f'<wsdl:output message="tns:{operation.name}Out"/></wsdl:operation>'
        for operation in operations
    )
    return f'<wsdl:portType name="Materials">{lines}</wsdl:portType>'


def _binding(operations: list[Operation]) -> str:
    body = '<soap:body use="literal"/>'
    lines = "".join(
        f'<wsdl:operation name="{operation.name}">'
        f'<soap:operation soapAction="{NAMESPACE}:{operation.name}"/>'
        f"<wsdl:input>{body}</wsdl:input><wsdl:output>{body}</wsdl:output></wsdl:operation>"
        for operation in operations
    )
    return (
        '<wsdl:binding name="MaterialsSoap" type="tns:Materials">'
        '<soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>'
        f"{lines}</wsdl:binding>"
    )


def _service(address: str) -> str:
    return (
        f'<wsdl:service name="{SERVICE}"><wsdl:port name="MaterialsPort"'
        f' binding="tns:MaterialsSoap"><soap:address location={quoteattr(address)}/>'
        "</wsdl:port></wsdl:service>"
    )
