"""Costs of a project (S01, P18): every document that builds it adds to its construction."""

from __future__ import annotations

from mock_systems.erp.documents import Order, OrderLine
from mock_systems.erp.projects import OPEN, Project, ProjectCost, ProjectLine
from mock_systems.erp.tables import Tables
from mock_systems.service import Effect, Refusal, Work


def open_project_of(tables: Tables, number: str, business_unit: str) -> Project:
    """A project that still takes costs, of the business unit."""
    project = tables.projects.get(number)
    if project is None:
        raise Refusal(422, "UNKNOWN_PROJECT", f"ProjectNumber {number!r} is not set up")
    if project.business_unit != business_unit:
        raise Refusal(
            422,
            "BUSINESS_UNIT_MISMATCH",
            f"project {number} belongs to {project.business_unit}, got {business_unit!r}",
        )
    check_open(tables, number)
    return project


def check_open(tables: Tables, number: str) -> None:
    """Refuses a cost of a project that takes none any more; "" is no project."""
    if number and (status := tables.projects[number].status) != OPEN:
        raise Refusal(409, "PROJECT_CLOSED", f"project {number} is {status}")


def join_project(project: Project, order: Order, line: OrderLine, work: Work) -> None:
    """Has a line of an order build a project."""
    line.project = project.number
    project.lines.append(ProjectLine(order, line))
    work.effect(
        Effect(
            "erp.project_line",
            f"{order.source_number}/{line.number}",
            amount_minor=line.quantity * line.unit_price_minor,
            facility=order.business_unit,
            facts={"project": project.number},
        )
    )


def charge_project(
    project: Project, document: str, minor: int, work: Work, kind: str = "erp.project_cost"
) -> None:
    """Notes what is posted to construction in progress beside it."""
    if not minor:
        return
    project.costs.append(ProjectCost(document, minor))
    work.effect(
        Effect(
            kind,
            f"{project.number}/{document}",
            count=1 if minor > 0 else -1,
            amount_minor=abs(minor),
            facility=project.business_unit,
        )
    )
