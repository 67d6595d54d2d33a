"""Purchase order lines that build a project (S01, P18): named on the order, or afterwards.

Until goods arrive or a bill does, a line may still be moved to a project: its cost went nowhere.
"""

from __future__ import annotations

from typing import Any

from mock_systems.erp.lookups import order_line_of
from mock_systems.erp.project_costs import join_project, open_project_of
from mock_systems.erp.tables import HasTables
from mock_systems.erp.wire import Code, LineNumber, WireModel
from mock_systems.service import Operation, Refusal, Work


class AssignProject(WireModel):
    order_number: Code
    line_number: LineNumber
    project_number: Code


class ProjectLineView(WireModel):
    order_number: str
    line_number: int
    project_number: str


def assign_project(erp: HasTables, request: AssignProject, work: Work) -> dict[str, Any]:
    """A line that builds the project already is left as it is."""
    tables = erp.tables
    order = tables.orders.get(request.order_number)
    if order is None:
        raise Refusal(404, "ORDER_NOT_FOUND", f"no order {request.order_number!r}")
    line = order_line_of(order, request.line_number)
    if line.project == request.project_number:
        return request.model_dump(by_alias=True)
    if line.project:
        raise Refusal(409, "OTHER_PROJECT", f"line {line.number} builds {line.project}")
    if line.received_each or line.billed_each or order.ended:
        raise Refusal(409, "LINE_IN_USE", f"line {line.number} is received, billed or ended")
    project = open_project_of(tables, request.project_number, order.business_unit)
    join_project(project, order, line, work)
    return request.model_dump(by_alias=True)


OPERATIONS = (
    Operation(
        name="assign_project",
        method="PUT",
        path="/purchaseOrders/{OrderNumber}/project",
        scope="erp.projects.write",
        request=AssignProject,
        response=ProjectLineView,
        handler=assign_project,
        key=("OrderNumber", "LineNumber"),
        summary="Has an order line that nobody received yet build a project.",
    ),
)
