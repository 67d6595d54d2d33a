"""Projects (S01): set up, paid by orders and feeds, turned into an asset once (P18)."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from mock_systems.erp.accounts import CONSTRUCTION_IN_PROGRESS, FIXED_ASSETS
from mock_systems.erp.asset_operations import AssetView, asset_view, check_asset_number
from mock_systems.erp.assets import Asset
from mock_systems.erp.ledger import Journal
from mock_systems.erp.lookups import cost_center_of, location_of, posting_period
from mock_systems.erp.money import Amount, amount_text
from mock_systems.erp.projects import CAPITALISED, CLOSED, OPEN, Project
from mock_systems.erp.reference_operations import project_view
from mock_systems.erp.references import announce_reference
from mock_systems.erp.tables import HasTables, Tables
from mock_systems.erp.wire import BusinessDate, Code, Text, WireModel
from mock_systems.service import Effect, Operation, Refusal, Work


class CreateProject(WireModel):
    project_number: Annotated[str, Field(pattern=r"^[A-Z0-9-]{1,40}$")]
    name: Text
    business_unit: Code
    cost_center: Code
    effective_date: BusinessDate = ""


class UpdateProject(WireModel):
    """Closed reopens; what is capitalised stays as it is."""

    project_number: Code
    name: Text | None = None
    status: Annotated[str | None, Field(pattern=f"^({OPEN}|{CLOSED})$")] = None


class GetProject(WireModel):
    project_number: Code


class ProjectView(WireModel):
    project_number: str
    name: str
    business_unit: str
    cost_center: str
    status: str
    version: int
    cost: str
    open_lines: int
    """Order lines that are not received and invoiced to the end."""


class CapitaliseAsset(WireModel):
    asset_number: Annotated[str, Field(pattern=r"^[A-Z0-9-]{1,40}$")]
    project_number: Code
    description: Text
    in_service_date: BusinessDate
    cost: Amount
    life_months: Annotated[int, Field(ge=1, le=600)]


def create_project(erp: HasTables, request: CreateProject, work: Work) -> dict[str, Any]:
    tables = erp.tables
    if request.project_number in tables.projects:
        raise Refusal(409, "DUPLICATE_CODE", f"{request.project_number!r} exists already")
    location_of(tables, request.business_unit)
    cost_center_of(tables, request.cost_center)
    project = Project(
        request.project_number,
        request.name,
        request.business_unit,
        request.cost_center,
        effective_date=request.effective_date,
    )
    tables.projects[project.number] = project
    announce_reference(project_view(project), work)
    return _view(project)


def update_project(erp: HasTables, request: UpdateProject, work: Work) -> dict[str, Any]:
    project = _found(erp.tables, request.project_number)
    if request.name is None and request.status is None:
        raise Refusal(422, "NOTHING_TO_CHANGE", "send at least one field to change")
    if project.status == CAPITALISED:
        raise Refusal(409, "ALREADY_CAPITALISED", f"project {project.number} became an asset")
    project.name = request.name or project.name
    project.status = request.status or project.status
    project.version += 1
    announce_reference(project_view(project), work)
    return _view(project)


def get_project(erp: HasTables, request: GetProject, _work: Work) -> dict[str, Any]:
    return _view(_found(erp.tables, request.project_number))


def capitalise_asset(erp: HasTables, request: CapitaliseAsset, work: Work) -> dict[str, Any]:
    """All of the project's cost, once, when nothing of it is under way any more."""
    tables = erp.tables
    project = _found(tables, request.project_number)
    check_asset_number(tables, request.asset_number)
    _check_finished(project)
    if request.cost != project.cost_minor:
        raise Refusal(
            422,
            "COST_MISMATCH",
            f"project {project.number} cost {amount_text(project.cost_minor)}, "
            f"got {amount_text(request.cost)}",
        )
    period = posting_period(tables, request.in_service_date, work.caller)
    asset = Asset(
        number=request.asset_number,
        description=request.description,
        business_unit=project.business_unit,
        cost_center=project.cost_center,
        in_service_date=request.in_service_date,
        cost_minor=request.cost,
        life_months=request.life_months,
        project=project.number,
    )
    tables.assets.by_number[asset.number] = asset
    project.status = CAPITALISED
    project.version += 1
    _post(tables, asset)
    work.effect(
        Effect(
            "erp.asset",
            asset.number,
            amount_minor=asset.cost_minor,
            facility=asset.business_unit,
            period=period,
            facts={"project": project.number},
        )
    )
    announce_reference(project_view(project), work)
    return asset_view(asset)


def _found(tables: Tables, number: str) -> Project:
    project = tables.projects.get(number)
    if project is None:
        raise Refusal(404, "PROJECT_NOT_FOUND", f"no project {number!r}")
    return project


def _check_finished(project: Project) -> None:
    if project.status == CAPITALISED:
        raise Refusal(409, "ALREADY_CAPITALISED", f"project {project.number} became an asset")
    under_way = next((line.order.number for line in project.lines if not line.is_done), None)
    if under_way is not None:
        raise Refusal(409, "ORDERS_UNDER_WAY", f"order {under_way} is not settled yet")
    if project.cost_minor <= 0:
        raise Refusal(409, "NO_COST", f"project {project.number} has no cost yet")


def _post(tables: Tables, asset: Asset) -> None:
    minor = asset.cost_minor
    lines = ((FIXED_ASSETS, "", minor), (CONSTRUCTION_IN_PROGRESS, "", -minor))
    head = (asset.business_unit, asset.in_service_date, "CAPITALISATION", asset.number)
    tables.ledger.post(Journal(*head, lines))


def _view(project: Project) -> dict[str, Any]:
    return {
        "ProjectNumber": project.number,
        "Name": project.name,
        "BusinessUnit": project.business_unit,
        "CostCenter": project.cost_center,
        "Status": project.status,
        "Version": project.version,
        "Cost": amount_text(project.cost_minor),
        "OpenLines": sum(not line.is_done for line in project.lines),
    }


OPERATIONS = (
    Operation(
        name="create_project",
        method="POST",
        path="/projects",
        scope="erp.projects.write",
        request=CreateProject,
        response=ProjectView,
        handler=create_project,
        key=("ProjectNumber",),
        summary="Sets up a project, whose costs wait in construction in progress.",
        status=201,
    ),
    Operation(
        name="update_project",
        method="PATCH",
        path="/projects/{ProjectNumber}",
        scope="erp.projects.write",
        request=UpdateProject,
        response=ProjectView,
        handler=update_project,
        key=("ProjectNumber",),
        summary="Renames, closes or reopens a project, which raises its version by one.",
    ),
    Operation(
        name="get_project",
        method="GET",
        path="/projects/{ProjectNumber}",
        scope="erp.projects.read",
        request=GetProject,
        response=ProjectView,
        handler=get_project,
        key=("ProjectNumber",),
        summary="One project with its cost so far.",
    ),
    Operation(
        name="capitalise_asset",
        method="POST",
        path="/projects/{ProjectNumber}/assets",
        scope="erp.assets.write",
        request=CapitaliseAsset,
        response=AssetView,
        handler=capitalise_asset,
        key=("ProjectNumber",),
        summary="Turns a finished project into an asset in service, once.",
        status=201,
    ),
)
