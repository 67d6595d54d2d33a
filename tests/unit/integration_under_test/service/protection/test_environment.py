"""In production nothing is left open, and no test's credentials are taken."""

from __future__ import annotations

import argparse
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import trustme

from integration_under_test.service.problems import Unacceptable
from integration_under_test.service.protection import options
from integration_under_test.service.protection.environment import PRODUCTION, TEST, Setting
from integration_under_test.service.whereabouts import Whereabouts
from mock_systems.service.signatures import EndpointSecret
from sim.live.live_run import secret_of
from sim.live.tls import made_here
from tests.unit.integration_under_test.service.served import START

RANDOM = EndpointSecret(bytes((n * 37 + 11) % 256 for n in range(32))).text()
SEALED = Setting(PRODUCTION, has_seal=True)
IDENTITY = {
    "issuer": "https://id.example",
    "token_endpoint": "https://id.example/token",
    "jwks_uri": "https://id.example/jwks.json",
    "client_id": "integration",
    "kid": "k",
    "private_key": "-----BEGIN PRIVATE KEY-----",
    "audience": "urn:x",
}
GOOD: Mapping[str, Any] = {
    **START,
    "systems": {"erp": {"url": "https://erp.example/api"}},
    "webhook_secret": RANDOM,
    "identity": IDENTITY,
}


def told(**more: Any) -> Whereabouts:
    return Whereabouts.model_validate({**GOOD, **more})


def test_what_is_whole_and_real_is_taken() -> None:
    SEALED.check()
    SEALED.check_told(told())
    SEALED.check_told(told(ca="-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"))


def secret(seed: int) -> str:
    """As live runs make it."""
    return secret_of(seed).text()


def authority() -> str:
    return trustme.CA().cert_pem.bytes().decode()


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"test_credentials": True}, "credentials"),
        ({"identity": None}, "identity"),
        ({"webhook_secret": None}, "webhook_secret"),
        ({"webhook_secret": secret(1)}, "webhook_secret"),
        ({"webhook_secret": secret(20260414 % 100_000)}, "webhook_secret"),
        ({"webhook_secrets": [RANDOM, secret(7)]}, "webhook_secret"),
        ({"webhook_secret": "whsec_ODc2NTQzMjEwOTg3NjU0MzIxMDk4NzY1"}, "webhook_secret"),
        ({"webhook_secret": "whsec_" + b64encode(b"secret" * 5).decode()}, "webhook_secret"),
        ({"identity": {**IDENTITY, "issuer": "http://127.0.0.1:8701"}}, "https"),
        ({"identity": {**IDENTITY, "token_endpoint": "http://id.example/token"}}, "https"),
        ({"identity": {**IDENTITY, "jwks_uri": "http://id.example/jwks.json"}}, "https"),
        ({"systems": {"erp": {"url": "http://erp.example"}}}, "https"),
        ({"work_items": "http://board.example/items"}, "https"),
        ({"partners": {"SUP": "http://sup.example/in"}}, "https"),
        ({"ca": authority()}, "ca"),
        ({"ca": made_here("127.0.0.1").ca}, "ca"),
    ],
)
def test_what_a_test_is_started_with_is_refused_in_production(
    more: dict[str, Any], word: str
) -> None:
    with pytest.raises(Unacceptable, match=word) as refused:
        SEALED.check_told(told(**more))
    assert "whsec_" not in str(refused.value)
    Setting(TEST).check_told(told(**more))


@pytest.mark.parametrize(
    ("setting", "word"),
    [
        (Setting(PRODUCTION), "--key-file"),
        (Setting(PRODUCTION, "0.0.0.0", has_seal=True, admin_token="t" * 24), "--certificate"),
        (Setting(PRODUCTION, "0.0.0.0", has_certificate=True, has_seal=True), "--admin-token"),
        (Setting(PRODUCTION, "10.0.0.1", has_seal=True), "--certificate"),
        (Setting(PRODUCTION, "::", has_seal=True), "--certificate"),
        (Setting(PRODUCTION, "service", has_seal=True), "--certificate"),
    ],
)
def test_what_is_left_open_is_refused_in_production(setting: Setting, word: str) -> None:
    with pytest.raises(ValueError, match=word):
        setting.check()


def given(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    options.add_options(parser)
    return parser.parse_args(words)


def test_on_this_machine_it_is_a_test_and_elsewhere_only_if_it_is_said() -> None:
    assert options.protection_of(given()).setting.environment == TEST
    assert options.protection_of(given("--host", "::1")).setting.environment == TEST
    with pytest.raises(ValueError, match="in production"):
        options.protection_of(given("--host", "0.0.0.0"))
    open_one = options.protection_of(given("--host", "0.0.0.0", "--environment", "test"))
    assert open_one.setting.environment == TEST


def test_one_mark_is_for_all_of_a_test_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(options.ENVIRONMENT, "test")
    assert options.protection_of(given("--host", "0.0.0.0")).setting.environment == TEST
    monkeypatch.setenv(options.ENVIRONMENT, "tset")
    with pytest.raises(ValueError, match=options.ENVIRONMENT):
        options.protection_of(given())


def test_secrets_come_from_files_and_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = b64encode(bytes(range(32))).decode()
    monkeypatch.setenv(options.STORAGE_KEY_FILE, "")
    (tmp_path / "key").write_text(key)
    assert options.protection_of(given("--key-file", str(tmp_path / "key"))).setting.has_seal
    monkeypatch.setenv(options.STORAGE_KEY_FILE, "")
    monkeypatch.setenv(options.STORAGE_KEY, key)
    assert options.protection_of(given()).setting.has_seal
    monkeypatch.setenv(options.STORAGE_KEY, "short")
    with pytest.raises(ValueError, match="32 bytes") as refused:
        options.protection_of(given())
    assert "short" not in str(refused.value)


@pytest.mark.parametrize("token", ["", "short", "with blanks " * 4, "ü" * 30])
def test_a_token_that_can_be_guessed_is_refused(token: str, tmp_path: Path) -> None:
    (tmp_path / "token").write_text(token)
    with pytest.raises(ValueError, match="--admin-token-file") as refused:
        options.protection_of(given("--admin-token-file", str(tmp_path / "token")))
    assert not token or token not in str(refused.value)


def test_a_certificate_without_its_key_is_refused() -> None:
    with pytest.raises(ValueError, match="both or neither"):
        options.protection_of(given("--certificate", "c.pem"))
