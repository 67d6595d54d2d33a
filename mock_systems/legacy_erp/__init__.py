"""S08, the legacy ERP of acquired sites: it coexists with S01 until each site is cut over."""

from mock_systems.legacy_erp.system import LegacyErp

__all__ = ["LegacyErp"]
