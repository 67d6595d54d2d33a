"""All system APIs as one request sees them, within its budget."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from integration_under_test.api_led.budget import Budget
from integration_under_test.api_led.codes import Codes
from integration_under_test.api_led.line import Circuit, Line
from integration_under_test.api_led.system_apis.billing import BillingApi
from integration_under_test.api_led.system_apis.contracts import ContractsApi
from integration_under_test.api_led.system_apis.erp import ErpApi
from integration_under_test.api_led.system_apis.inventory import InventoryApi
from integration_under_test.api_led.system_apis.procurement import ProcurementApi


class Landscape(NamedTuple):
    """What a process API is given beside the data of its event."""

    erp: ErpApi
    procurement: ProcurementApi
    contracts: ContractsApi
    inventory: InventoryApi
    billing: BillingApi
    codes: Codes


def landscape_of(
    circuits: Mapping[str, Circuit], budget: Budget, codes: Codes, correlation_id: str
) -> Landscape:
    """For one request, all of whose calls bear its correlation id."""

    def line(system: str) -> Line:
        return Line(circuits[system], budget, correlation_id)

    return Landscape(
        ErpApi(line("erp")),
        ProcurementApi(line("procurement")),
        ContractsApi(line("contracts")),
        InventoryApi(line("inventory")),
        BillingApi(line("billing")),
        codes,
    )
