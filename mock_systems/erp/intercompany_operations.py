"""Journals between business units (S01): each side balances through due-to and due-from."""

from __future__ import annotations

from typing import Any, NamedTuple

from mock_systems.erp.accounts import (
    CASH,
    INTERCOMPANY_DUE_FROM,
    INTERCOMPANY_DUE_TO,
    INTRACOMPANY_DUE_FROM,
    INTRACOMPANY_DUE_TO,
    SHARED_SERVICES,
    SHARED_SERVICES_RECOVERY,
)
from mock_systems.erp.entities import SETTLED, IntercompanyCharge, LegalEntity, shares_minor
from mock_systems.erp.intercompany_requests import (
    Allocation,
    ChargeSharedServices,
    FindIntercompany,
    IntercompanyView,
    LegalEntityView,
    PostIntercompanyJournal,
    SettleIntercompany,
    SharedServicesResult,
)
from mock_systems.erp.journal_operations import check_manual_account
from mock_systems.erp.ledger import Journal, journal_number
from mock_systems.erp.lookups import cost_center_of, location_of, posting_period
from mock_systems.erp.money import amount_text
from mock_systems.erp.tables import HasTables, Tables
from mock_systems.erp.wire import Page, PagedRequest, page
from mock_systems.service import Effect, Operation, Refusal, Work


class Side(NamedTuple):
    """One end of a charge."""

    business_unit: str
    account: str
    cost_center: str


class Terms(NamedTuple):
    """What both ends have in common."""

    reference: str
    accounting_date: str
    amount_minor: int
    key: str


def post_intercompany_journal(
    erp: HasTables, request: PostIntercompanyJournal, work: Work
) -> dict[str, Any]:
    """Takes the same Reference twice: that charges twice."""
    tables = erp.tables
    provider = Side(
        request.provider_business_unit, request.provider_account, request.provider_cost_center
    )
    receiver = Side(
        request.receiver_business_unit, request.receiver_account, request.receiver_cost_center
    )
    for side in (provider, receiver):
        check_manual_account(tables, side.account)
        _check_place(tables, side)
    _check_amount(request.amount)
    _check_units(provider.business_unit, receiver.business_unit)
    posting_period(tables, request.accounting_date, work.caller)
    terms = Terms(request.reference, request.accounting_date, request.amount, request.reference)
    return _view(_charge(tables, provider, receiver, terms, work))


def charge_shared_services(
    erp: HasTables, request: ChargeSharedServices, work: Work
) -> dict[str, Any]:
    """Splits one amount over the receivers by weight; the parts add up to the cent."""
    tables = erp.tables
    unit = request.provider_business_unit
    receivers = [_receiver(tables, allocation, unit) for allocation in request.allocations]
    if len({side.business_unit for side in receivers}) < len(receivers):
        raise Refusal(422, "DUPLICATE_ALLOCATION", "every BusinessUnit may receive one share")
    location_of(tables, unit)
    _check_amount(request.amount)
    posting_period(tables, request.accounting_date, work.caller)
    provider = Side(unit, SHARED_SERVICES_RECOVERY, "")
    shares = shares_minor(request.amount, [part.weight for part in request.allocations])
    charges = []
    for receiver, share_minor in zip(receivers, shares, strict=True):
        key = f"{request.reference}/{receiver.business_unit}"
        terms = Terms(request.reference, request.accounting_date, share_minor, key)
        charges.append(_charge(tables, provider, receiver, terms, work))
    return {
        "Reference": request.reference,
        "Amount": amount_text(request.amount),
        "Charges": [_view(charge) for charge in charges],
    }


def settle_intercompany(erp: HasTables, request: SettleIntercompany, work: Work) -> dict[str, Any]:
    """The receiver pays the provider, once."""
    tables = erp.tables
    charge = _found(tables, request.intercompany_number)
    if charge.status == SETTLED:
        raise Refusal(409, "ALREADY_SETTLED", f"{charge.number} is settled")
    period = posting_period(tables, request.accounting_date, work.caller)
    due_from, due_to = _due_accounts(charge.crosses_entities)
    minor = charge.amount_minor
    for unit, lines in (
        (charge.provider, ((CASH, "", minor), (due_from, "", -minor))),
        (charge.receiver, ((due_to, "", minor), (CASH, "", -minor))),
    ):
        tables.ledger.post(
            Journal(unit, request.accounting_date, "IC-SETTLEMENT", charge.number, lines)
        )
    charge.status = SETTLED
    work.effect(
        Effect(
            "erp.intercompany_settlement",
            charge.number,
            amount_minor=minor,
            facility=charge.provider,
            period=period,
        )
    )
    return _view(charge)


def find_intercompany(erp: HasTables, request: FindIntercompany, _work: Work) -> dict[str, Any]:
    return page(erp.tables.intercompany.by_reference.get(request.reference, ()), request, _view)


def list_legal_entities(erp: HasTables, request: PagedRequest, _work: Work) -> dict[str, Any]:
    units: dict[str, list[str]] = {}
    for location in erp.tables.locations.values():
        units.setdefault(location.legal_entity, []).append(location.business_unit)

    def view(entity: LegalEntity) -> dict[str, Any]:
        owned = units.get(entity.code, [])
        return {"LegalEntity": entity.code, "Name": entity.name, "BusinessUnits": owned}

    return page(erp.tables.entities.values(), request, view)


def _check_place(tables: Tables, side: Side) -> None:
    location_of(tables, side.business_unit)
    if side.cost_center:
        cost_center_of(tables, side.cost_center)


def _check_amount(amount_minor: int) -> None:
    if not amount_minor:
        raise Refusal(422, "INVALID_AMOUNT", "expected an Amount above zero")


def _check_units(provider: str, receiver: str) -> None:
    if provider == receiver:
        raise Refusal(422, "SAME_BUSINESS_UNIT", f"{provider} cannot charge itself")


def _receiver(tables: Tables, allocation: Allocation, provider: str) -> Side:
    _check_units(provider, allocation.business_unit)
    side = Side(allocation.business_unit, SHARED_SERVICES, allocation.cost_center)
    _check_place(tables, side)
    return side


def _due_accounts(crosses_entities: bool) -> tuple[str, str]:
    if crosses_entities:
        return INTERCOMPANY_DUE_FROM, INTERCOMPANY_DUE_TO
    return INTRACOMPANY_DUE_FROM, INTRACOMPANY_DUE_TO


def _charge(
    tables: Tables, provider: Side, receiver: Side, terms: Terms, work: Work
) -> IntercompanyCharge:
    entities = [tables.locations[side.business_unit].legal_entity for side in (provider, receiver)]
    crosses = entities[0] != entities[1]
    due_from, due_to = _due_accounts(crosses)
    minor = terms.amount_minor
    day, reference = terms.accounting_date, terms.reference
    gives = ((due_from, "", minor), (provider.account, provider.cost_center, -minor))
    takes = ((receiver.account, receiver.cost_center, minor), (due_to, "", -minor))
    post = tables.ledger.post
    journals = (
        post(Journal(provider.business_unit, day, "INTERCOMPANY", reference, gives)),
        post(Journal(receiver.business_unit, day, "INTERCOMPANY", reference, takes)),
    )
    charge = IntercompanyCharge(
        number=f"IC-{len(tables.intercompany.charges) + 1:08d}",
        reference=reference,
        provider=provider.business_unit,
        receiver=receiver.business_unit,
        amount_minor=minor,
        journals=journals,
        crosses_entities=crosses,
    )
    tables.intercompany.add(charge)
    facts = {"receiver": charge.receiver, "entities": entities}
    effect = Effect("erp.intercompany", terms.key, amount_minor=minor, facts=facts)
    work.effect(effect._replace(facility=charge.provider, period=day[:7]))
    return charge


def _found(tables: Tables, number: str) -> IntercompanyCharge:
    charges = tables.intercompany.charges
    place = int(number[3:]) if number[3:].isdecimal() else 0
    if 0 < place <= len(charges) and charges[place - 1].number == number:
        return charges[place - 1]
    raise Refusal(404, "INTERCOMPANY_NOT_FOUND", f"no intercompany charge {number!r}")


def _view(charge: IntercompanyCharge) -> dict[str, Any]:
    return {
        "IntercompanyNumber": charge.number,
        "Reference": charge.reference,
        "ProviderBusinessUnit": charge.provider,
        "ReceiverBusinessUnit": charge.receiver,
        "Amount": amount_text(charge.amount_minor),
        "Status": charge.status,
        "ProviderJournalNumber": journal_number(charge.journals[0]),
        "ReceiverJournalNumber": journal_number(charge.journals[1]),
    }


OPERATIONS = (
    Operation(
        name="post_intercompany_journal",
        method="POST",
        path="/intercompanyJournals",
        scope="erp.intercompany.write",
        request=PostIntercompanyJournal,
        response=IntercompanyView,
        handler=post_intercompany_journal,
        key=("Reference",),
        summary="Charges one business unit for what another provided; both ends balance.",
        status=201,
    ),
    Operation(
        name="charge_shared_services",
        method="POST",
        path="/sharedServicesCharges",
        scope="erp.intercompany.write",
        request=ChargeSharedServices,
        response=SharedServicesResult,
        handler=charge_shared_services,
        key=("Reference",),
        summary="Splits the cost of shared services over business units by weight.",
        status=201,
    ),
    Operation(
        name="settle_intercompany",
        method="POST",
        path="/intercompanyJournals/{IntercompanyNumber}/settlements",
        scope="erp.intercompany.write",
        request=SettleIntercompany,
        response=IntercompanyView,
        handler=settle_intercompany,
        key=("IntercompanyNumber",),
        summary="Pays an intercompany charge, which clears both ends.",
        status=201,
    ),
    Operation(
        name="find_intercompany",
        method="GET",
        path="/intercompanyJournals",
        scope="erp.intercompany.read",
        request=FindIntercompany,
        response=Page[IntercompanyView],
        handler=find_intercompany,
        key=("Reference",),
        summary="Intercompany charges of a reference; more than one is possible.",
    ),
    Operation(
        name="list_legal_entities",
        method="GET",
        path="/legalEntities",
        scope="erp.legal_entities.read",
        request=PagedRequest,
        response=Page[LegalEntityView],
        handler=list_legal_entities,
        summary="Companies of the group with their business units.",
    ),
)
