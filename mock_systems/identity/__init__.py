"""S16, the identity provider of live runs: clients and people, tokens, keys, and their verifier.

It is no simulated system: it runs on wall-clock time, and no business flow touches it.
"""

from mock_systems.identity.access import Access, Denied
from mock_systems.identity.certificates import thumbprint
from mock_systems.identity.clients import Client, Clients
from mock_systems.identity.http_app import build_app
from mock_systems.identity.keys import read_jwks
from mock_systems.identity.people import People, Person, hash_password
from mock_systems.identity.provider import IdentityProvider
from mock_systems.identity.refusal import OAuthRefusal
from mock_systems.identity.remembered import RememberedAccess
from mock_systems.identity.settings import Settings, Supplies
from mock_systems.identity.verifier import AccessVerifier, Expected

__all__ = [
    "IdentityProvider",
    "Settings",
    "Supplies",
    "Client",
    "Clients",
    "Person",
    "People",
    "hash_password",
    "read_jwks",
    "thumbprint",
    "build_app",
    "OAuthRefusal",
    "AccessVerifier",
    "RememberedAccess",
    "Expected",
    "Access",
    "Denied",
]
