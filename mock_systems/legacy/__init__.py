"""S07, the legacy materials management of the acquired sites: SOAP by day, a file by night."""

from mock_systems.legacy.system import LegacyMaterials

__all__ = ["LegacyMaterials"]
