"""Price corrections in the procurement suite (P03)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.price_corrections import PriceCorrection
from integration_under_test.reference.mediation.notation import from_decimal, from_us_day
from integration_under_test.reference.releases.table import Table

SIGNS = Table("mappings.correction_sign", {"credit": -1, "debit": 1})


def read(data: Mapping[str, Any]) -> PriceCorrection:
    return PriceCorrection(
        number=data["number"],
        supplier=data["erp-supplier-number"],
        order=data["po-number"],
        line=data["line-num"],
        contract=data["contract-number"],
        facility=f"procurement:{data['ship-to']}",
        amount_minor=SIGNS[data["type"]] * from_decimal(data["amount"], 2),
        issued_on=from_us_day(data["issued-on"]),
    )
