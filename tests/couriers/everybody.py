"""All couriers, for runs in which every party takes part."""

from __future__ import annotations

from tests.couriers.acquisition import AcquisitionCourier
from tests.couriers.analytics import AnalyticsCourier
from tests.couriers.bank import BankCourier
from tests.couriers.capture import CaptureCourier
from tests.couriers.claims import ClaimsCourier
from tests.couriers.clinics import ClinicsCourier
from tests.couriers.denials import DenialsCourier
from tests.couriers.edi import EdiCourier
from tests.couriers.ehr import EhrCourier
from tests.couriers.feeds import FeedsCourier, ProjectOrders
from tests.couriers.gpo import GpoCourier
from tests.couriers.house import Courier
from tests.couriers.legacy_erp import LegacyErpCourier
from tests.couriers.legacy_materials import LegacyMaterialsCourier
from tests.couriers.master_data import Items, References
from tests.couriers.payables import PayablesCourier
from tests.couriers.planning import PlanningCourier
from tests.couriers.price_corrections import PriceCorrectionCourier
from tests.couriers.replenishment import ReplenishmentCourier
from tests.couriers.substitution import SubstitutionCourier
from tests.couriers.supplier_risk import RiskCourier
from tests.couriers.warehouse import WarehouseCourier

EVERYBODY: tuple[type[Courier], ...] = (
    AcquisitionCourier,
    AnalyticsCourier,
    BankCourier,
    CaptureCourier,
    ClaimsCourier,
    ClinicsCourier,
    DenialsCourier,
    EdiCourier,
    EhrCourier,
    FeedsCourier,
    GpoCourier,
    Items,
    LegacyErpCourier,
    LegacyMaterialsCourier,
    PayablesCourier,
    PlanningCourier,
    PriceCorrectionCourier,
    ProjectOrders,
    References,
    ReplenishmentCourier,
    RiskCourier,
    SubstitutionCourier,
    WarehouseCourier,
)
