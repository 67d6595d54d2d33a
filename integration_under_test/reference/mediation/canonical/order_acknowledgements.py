"""What suppliers answer to orders, and what translators answer to documents."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AcknowledgedLine:
    """`code` is one of X12 element 668; a price of -1, a day or substitute of "" was not named."""

    line: int
    code: str
    quantity: int
    unit: str
    price_e4: int = -1
    expected_on: str = ""
    substitute: str = ""


@dataclass(frozen=True, slots=True)
class OrderAcknowledgement:
    """`number` is the supplier's own for its answer to an order."""

    number: str
    supplier: str
    order: str
    lines: tuple[AcknowledgedLine, ...]


@dataclass(frozen=True, slots=True)
class SetAnswer:
    """Whether a partner's transaction set could be used; `fault` is a code of X12 element 718, ""
    for one that is accepted."""

    partner: str
    group: str
    group_control: str
    set_code: str
    set_control: str
    fault: str = ""
