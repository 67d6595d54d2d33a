"""The operations of the billing platform, declared once for every way to reach them (S05)."""

from __future__ import annotations

from collections.abc import Mapping

from mock_systems.billing import (
    account_operations,
    batch_operations,
    charge_cuts,
    claim_operations,
    claim_status_operations,
    code_map_operations,
    correction_operations,
    cross_reference_operations,
    day_operations,
    denial_operations,
    department_operations,
    evidence_operations,
    import_operations,
    payer_operations,
    remittance_operations,
    stay_operations,
    supply_code_operations,
)
from mock_systems.billing import charge_operations as charges
from mock_systems.billing import encounter_operations as encounters
from mock_systems.billing import master_operations as masters
from mock_systems.billing import period_operations as periods
from mock_systems.billing import supply_operations as supplies
from mock_systems.billing.wire import Page
from mock_systems.service import Operation

_DECLARED = (
    Operation(
        name="register_encounter",
        method="POST",
        path="/encounters",
        scope="billing.encounters.write",
        request=encounters.EncounterRequest,
        response=encounters.EncounterAnswer,
        handler=encounters.register_encounter,
        key=("encounterId",),
        summary="Opens an encounter's account",
        status=201,
    ),
    Operation(
        name="create_charge",
        method="POST",
        path="/charges",
        scope="billing.charges.write",
        request=charges.ChargeRequest,
        response=charges.ChargeAnswer,
        handler=charges.create_charge,
        key=("sourceReference",),
        summary="Posts a charge at the charge master's price",
        status=201,
        idempotent_by_key=True,
    ),
    Operation(
        name="find_charges",
        method="GET",
        path="/charges",
        scope="billing.charges.read",
        request=charges.FindChargesRequest,
        response=charges.FindChargesAnswer,
        handler=charges.find_charges,
        key=("sourceReference",),
        summary="Reads all charges of an origin document, credited ones too",
    ),
    Operation(
        name="credit_charge",
        method="POST",
        path="/charges/{chargeId}/credits",
        scope="billing.charges.write",
        request=charges.CreditRequest,
        response=charges.ChargeAnswer,
        handler=charges.credit_charge,
        key=("chargeId",),
        summary="Reverses a posted charge in full",
        status=201,
    ),
    Operation(
        name="register_supply_lot",
        method="PUT",
        path="/supplyLots/{chargeCode}/{lot}",
        scope="billing.supplies.write",
        request=supplies.SupplyLotRequest,
        response=supplies.SupplyLotAnswer,
        handler=supplies.register_supply_lot,
        key=("receiptReference",),
        summary="Makes a received lot eligible for charges",
        idempotent_by_key=True,
    ),
    Operation(
        name="import_supply_costs",
        method="POST",
        path="/supplyCosts",
        scope="billing.supplies.write",
        request=supplies.SupplyCostsRequest,
        response=supplies.SupplyCostsAnswer,
        handler=supplies.import_supply_costs,
        key=("contractNumber", "version"),
        summary="Takes over the supply costs of a contract version, all lines or none",
    ),
    Operation(
        name="find_supply_costs",
        method="GET",
        path="/supplyCosts",
        scope="billing.supplies.read",
        request=supplies.FindSupplyCostsRequest,
        response=supplies.FindSupplyCostsAnswer,
        handler=supplies.find_supply_costs,
        key=("contractNumber",),
        summary="Reads the supply costs that a contract brought",
    ),
    Operation(
        name="list_charge_master",
        method="GET",
        path="/chargeMaster",
        scope="billing.chargeMaster.read",
        request=Page,
        response=masters.ChargeMasterAnswer,
        handler=masters.list_charge_master,
        summary="Lists the charge master",
    ),
    Operation(
        name="list_facilities",
        method="GET",
        path="/facilities",
        scope="billing.facilities.read",
        request=Page,
        response=masters.FacilitiesAnswer,
        handler=masters.list_facilities,
        summary="Lists the hospitals",
    ),
    Operation(
        name="set_period_status",
        method="PUT",
        path="/periods/{period}",
        scope="billing.periods.write",
        request=periods.PeriodRequest,
        response=periods.PeriodAnswer,
        handler=periods.set_period_status,
        key=("period",),
        summary="Takes over a period's status, sends its totals when it first stops being open",
    ),
)

_BY_NOUN = (
    charge_cuts.DECLARED,
    stay_operations.DECLARED,
    correction_operations.DECLARED,
    payer_operations.DECLARED,
    claim_operations.DECLARED,
    batch_operations.DECLARED,
    claim_status_operations.DECLARED,
    remittance_operations.DECLARED,
    denial_operations.DECLARED,
    evidence_operations.DECLARED,
    account_operations.DECLARED,
    day_operations.DECLARED,
    department_operations.DECLARED,
    supply_code_operations.DECLARED,
    code_map_operations.DECLARED,
    cross_reference_operations.DECLARED,
    import_operations.DECLARED,
)

OPERATIONS: Mapping[str, Operation] = {
    operation.name: operation for declared in (_DECLARED, *_BY_NOUN) for operation in declared
}
