"""One planted violation for each condition of feeds, budgets, projects, references, items."""

from __future__ import annotations

from mock_systems.erp.accruals import JournalBatch
from mock_systems.erp.assets import Asset
from mock_systems.erp.budgets import LoadedBudget
from mock_systems.erp.projects import CAPITALISED, Project, ProjectCost
from sim.conditions.books import Books
from tests.unit.sim.conditions.at_rest import changed


def k130(books: Books) -> str:
    """A batch whose trailer promised more than its journal posted."""
    journal = books.erp.tables.ledger.journals[0]
    minor = sum(line[2] for line in journal.lines if line[2] > 0)
    batch = JournalBatch("PAYROLL", "17", (1,), minor + 1)
    books.erp.tables.accruals.batches["PAYROLL", "17"] = batch
    return f"PAYROLL/17: expected {minor + 1} cents, found {minor} (off by -1)"


def k131(books: Books) -> str:
    """A cost centre that was named anew in the ERP alone."""
    centers = books.erp.tables.cost_centers
    code = next(iter(centers))
    centers[code] = changed(centers[code], name="RENAMED", version=2)
    return f"inventory COST_CENTER/{code}: expected version, name, use 2 RENAMED active"


def k132(books: Books) -> str:
    """A requisition for a department that procurement never heard of."""
    requisition = next(iter(books.procurement.requisitions()))
    requisition.cost_center = "CC-0000"
    return f"{requisition.number}: expected cost centre a known one, found CC-0000"


def k133(books: Books) -> str:
    """A budget of which one month was loaded with another amount."""
    budgets = books.erp.tables.budgets
    amounts = {("CC-1010", "2026-05"): 700_00}
    budgets.versions["FY2026"] = 1
    budgets.loaded["FY2026"] = LoadedBudget(1, 700_00, amounts)
    budgets.imported["CC-1010", "2026-05"] = 770_00
    return "FY2026 CC-1010/2026-05: expected 70000 cents, found 77000 (off by +7000)"


def k134(books: Books) -> str:
    """A project that became two assets."""
    project = Project("CIP-1", "Refit", "BU100", "CC-1010", CAPITALISED)
    project.costs.append(ProjectCost("RC-1", 500_00))
    books.erp.tables.projects[project.number] = project
    for number in ("FA-1", "FA-2"):
        books.erp.tables.assets.by_number[number] = _asset(number, project.number)
    return "CIP-1: expected 1 assets, found 2"


def k135(books: Books) -> str:
    """An item that was described anew in the ERP alone."""
    items = books.erp.tables.items
    number = next(item.item_number for item in books.procurement.catalogue())
    items[number] = changed(items[number], version=2)
    return f"inventory {number}: expected version, status 2 ACTIVE, found 1 ACTIVE"


def k136(books: Books) -> str:
    """An asset that no journal put in service."""
    books.erp.tables.assets.by_number["FA-1"] = _asset("FA-1", "")
    return "BU100: expected 50000 cents at cost, found 0"


def _asset(number: str, project: str) -> Asset:
    return Asset(
        number=number,
        description="Pump",
        business_unit="BU100",
        cost_center="CC-1010",
        in_service_date="2026-04-20",
        cost_minor=500_00,
        life_months=60,
        project=project,
    )


PLANTED = {
    "K130": k130,
    "K131": k131,
    "K132": k132,
    "K133": k133,
    "K134": k134,
    "K135": k135,
    "K136": k136,
}
