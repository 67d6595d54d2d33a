"""How a service is protected, from its command line, files and the environment.

Secrets come from files and the environment alone: others can read command lines.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import NamedTuple

from integration_under_test.service.journal import Opening, plain
from integration_under_test.service.protection.environment import (
    ENVIRONMENTS,
    PRODUCTION,
    TEST,
    Setting,
    is_loopback,
)

STORAGE_KEY, STORAGE_KEY_FILE = "INTEGRATION_STORAGE_KEY", "INTEGRATION_STORAGE_KEY_FILE"
ADMIN_TOKEN_FILE = "INTEGRATION_ADMIN_TOKEN_FILE"
ENVIRONMENT = "TESTBED_ENVIRONMENT"
"""A testbed reads it too: one mark for all of a test environment."""
LEAST_TOKEN = 24
REMEDY = "pip install 'connected-care-testbed[live]'"


class Certificate(NamedTuple):
    """Files in PEM; '' for none."""

    certificate: str
    key: str


class Protection(NamedTuple):
    """What a service is run with."""

    setting: Setting
    opening: Opening
    """The form of what it stores."""
    certificate: Certificate


def add_options(parser: argparse.ArgumentParser) -> None:
    """`--environment`, `--key-file`, `--certificate`, `--certificate-key`, `--admin-token-file`."""
    parser.add_argument(
        "--environment",
        choices=ENVIRONMENTS,
        default=os.environ.get(ENVIRONMENT) or None,
        help="production refuses test credentials and what is left open; "
        f"or {ENVIRONMENT} says; else test on loopback, production elsewhere",
    )
    parser.add_argument(
        "--key-file",
        default=os.environ.get(STORAGE_KEY_FILE, ""),
        metavar="FILE",
        help="keys for what is stored, 32 bytes in base64 each, the one that seals first; "
        f"or the environment has them in {STORAGE_KEY}",
    )
    parser.add_argument("--certificate", default="", metavar="FILE", help="to serve https; PEM")
    parser.add_argument("--certificate-key", default="", metavar="FILE", help="its key; PEM")
    parser.add_argument(
        "--admin-token-file",
        default=os.environ.get(ADMIN_TOKEN_FILE, ""),
        metavar="FILE",
        help="the bearer token of whoever may start and stop it, set its clock, bring documents "
        "and decisions",
    )


def protection_of(given: argparse.Namespace) -> Protection:
    """What the options ask for. Raises ValueError for what cannot be, or must not be left out in
    production, and OSError for a file that cannot be read."""
    if given.environment not in (None, *ENVIRONMENTS):
        raise ValueError(f"{ENVIRONMENT}: expected one of {ENVIRONMENTS}, got another text")
    keys = _keys(given.key_file)
    if bool(given.certificate) != bool(given.certificate_key):
        raise ValueError("--certificate and --certificate-key: expected both or neither, got one")
    setting = Setting(
        given.environment or (TEST if is_loopback(given.host) else PRODUCTION),
        given.host,
        has_certificate=bool(given.certificate),
        has_seal=bool(keys),
        admin_token=_admin_token(given.admin_token_file),
    )
    setting.check()
    if setting.is_open and not setting.is_production:
        sys.stderr.write(f"a test environment, open to whoever reaches {given.host}\n")
    certificate = Certificate(given.certificate, given.certificate_key)
    return Protection(setting, _opening(keys), certificate)


def _keys(file: str) -> str:
    """The text with the keys, '' for none. Processes that are started from here find them too."""
    if not file:
        return os.environ.get(STORAGE_KEY, "")
    os.environ[STORAGE_KEY_FILE] = str(Path(file).absolute())
    return Path(file).read_text("utf8")


def _opening(keys: str) -> Opening:
    if not keys:
        return plain
    try:
        from integration_under_test.service.protection.sealed_file import SealedFile
        from integration_under_test.service.protection.sealing import Seal, read_keys
    except ModuleNotFoundError as error:
        raise ValueError(f"sealed storage needs {error.name}; {REMEDY}") from error
    return SealedFile(Seal(read_keys(keys)))


def _admin_token(file: str) -> str:
    if not file:
        return ""
    token = Path(file).read_text("utf8").strip()
    if len(token) < LEAST_TOKEN or not token.isascii() or " " in token:
        expected = f"a token of at least {LEAST_TOKEN} characters without blanks"
        raise ValueError(f"--admin-token-file: expected {expected}, got another text")
    return token
