"""People who sign in at the identity provider (S16); of their passwords only hashes are kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import scrypt
from hmac import compare_digest

MOST_PASSWORD_BYTES = 1_024
_SCRYPT_N, _SCRYPT_R, _SCRYPT_P = 2**14, 8, 1
"""16 MiB and about 50 ms for each guess (RFC 7914 section 2)."""
_NOBODYS_SALT = b"nobody's salt, for people who do not exist"


@dataclass(frozen=True, slots=True)
class PasswordHash:
    """A password by scrypt (RFC 7914), with the salt that only this person has."""

    salt: bytes
    digest: bytes = field(repr=False)

    def matches(self, password: str) -> bool:
        """Whether this is the password; takes the same time for any wrong one."""
        return compare_digest(self.digest, _digest(password, self.salt))


def hash_password(password: str, salt: bytes) -> PasswordHash:
    """What to keep of a password. `salt` is at least 16 random bytes. Raises ValueError."""
    if len(salt) < 16:
        raise ValueError(f"expected a salt of at least 16 bytes, got {len(salt)}")
    if not password:
        raise ValueError("expected a password, got an empty one")
    return PasswordHash(salt, _digest(password, salt))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may sign in, with all that a client may get on their behalf."""

    user: str
    password: PasswordHash
    tenant: str
    scopes: frozenset[str]
    facilities: frozenset[str]


class People:
    """Those who may sign in, by user name."""

    def __init__(self, people: Iterable[Person] = ()) -> None:
        self._by_user = {person.user: person for person in people}
        self._nobody = PasswordHash(_NOBODYS_SALT, b"\0" * 64)

    def authenticate(self, user: str, password: str) -> Person | None:
        """The person with this password. A wrong name costs as much time as a wrong password,
        so that names cannot be found by measuring."""
        if len(password.encode("utf-8", "surrogatepass")) > MOST_PASSWORD_BYTES:
            return None
        person = self._by_user.get(user)
        matches = (person.password if person else self._nobody).matches(password)
        return person if matches else None


def _digest(password: str, salt: bytes) -> bytes:
    secret = password.encode("utf-8", "surrogatepass")
    return scrypt(secret, salt=salt, n=_SCRYPT_N, r=_SCRYPT_R, p=_SCRYPT_P)
