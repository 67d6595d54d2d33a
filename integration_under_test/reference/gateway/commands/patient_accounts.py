"""Commands to the billing platform (S05) about patients' accounts, and what they need to know."""

from __future__ import annotations

from collections.abc import Mapping

from integration_under_test.reference.gateway.charge_enquiries import (
    charges_of_order,
    codes_of_clinic,
    submissions_of_batch,
)
from integration_under_test.reference.gateway.command_kind import (
    CommandKind,
    KeepKind,
    Kind,
    Look,
)
from integration_under_test.reference.gateway.proofs import any_row
from integration_under_test.reference.gateway.supply_origin import supply_origin
from integration_under_test.reference.mediation.billing import (
    claims,
    denials,
    encounters,
    remittances,
    services,
)
from integration_under_test.reference.mediation.clinics import codes

CHARGES = Look("find_charges", services.find, any_row("charges"))

COMMANDS: Mapping[str, Kind] = {
    "register_encounter": CommandKind(
        "P10",
        "billing",
        "register_encounter",
        encounters.write_admission,
        upsert=True,
        done=frozenset({"DUPLICATE_ENCOUNTER"}),
    ),
    "discharge_encounter": CommandKind(
        "P10",
        "billing",
        "discharge_encounter",
        encounters.write_discharge,
        upsert=True,
        done=frozenset({"ILLEGAL_ENCOUNTER_STATE"}),
    ),
    "code_encounter": CommandKind(
        "P10",
        "billing",
        "code_encounter",
        encounters.write_coding,
        Look("get_encounter", encounters.find, encounters.is_coded),
    ),
    "charge_service": CommandKind(
        "P10",
        "billing",
        "create_charge",
        services.write,
        CHARGES,
        takes_key=True,
        posts_on=services.posting_day,
        remembers=services.remembered,
    ),
    "credit_service": CommandKind(
        "P10",
        "billing",
        "credit_charge",
        services.write_credit,
        consult=charges_of_order,
        upsert=True,
        done=frozenset({"ALREADY_CREDITED"}),
        posts_on=services.posting_day,
    ),
    "record_claim_status": CommandKind(
        "P10",
        "billing",
        "record_claim_status",
        claims.write_status,
        consult=submissions_of_batch,
        upsert=True,
    ),
    "post_remittance": CommandKind(
        "P10",
        "billing",
        "post_remittance",
        remittances.write,
        upsert=True,
        posts_on=remittances.posting_day,
    ),
    "keep_clinic_codes": KeepKind("P14", codes.kept, versioned=True),
    "charge_clinic_service": CommandKind(
        "P14",
        "billing",
        "create_charge",
        services.write_of_clinic,
        CHARGES,
        consult=codes_of_clinic,
        takes_key=True,
        posts_on=services.posting_day,
    ),
    "attach_evidence": CommandKind(
        "P15",
        "billing",
        "attach_denial_evidence",
        denials.write,
        Look("find_denial_evidence", denials.find, denials.is_attached),
        consult=supply_origin,
    ),
}
