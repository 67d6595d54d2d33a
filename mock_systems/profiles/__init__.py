"""Vendor profiles: how the API of one vendor behaves at its edge, one TOML file each.

from mock_systems.profiles import load_profile
load_profile("coupa").webhooks.schedule         # "poll_and_flag"
"""

from mock_systems.profiles.loading import ProfileError, load_profile, read_profile
from mock_systems.profiles.profile import Profile

PROFILES = {
    "plain": "plain.toml",
    "ariba": "ariba.toml",
    "coupa": "coupa.toml",
    "dynamics365": "dynamics365.toml",
    "netsuite": "netsuite.toml",
    "oracle_fusion": "oracle_fusion.toml",
    "workday": "workday.toml",
}
"""Name -> file beside this one. `plain` is an API without limits."""

__all__ = ["PROFILES", "Profile", "ProfileError", "load_profile", "read_profile"]
