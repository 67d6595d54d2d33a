"""S05, the mock billing platform: charges for patients' encounters."""

from mock_systems.billing.system import Billing

__all__ = ["Billing"]
