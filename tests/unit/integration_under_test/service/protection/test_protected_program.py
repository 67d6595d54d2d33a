"""The whole program with its protection: https, a sealed file, a token for whoever steers it."""

from __future__ import annotations

import json
import os
import ssl
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import trustme

pytestmark = pytest.mark.live

WITHIN_S = 30.0
PATIENT, MRN = "Quirina Zebrowski", "MRN-7702913"
TOKEN = "t0ken-of-whoever-steers-this"
KEEPER = """
class Keeper:
    subscriptions = ()

    async def start(self, ports):
        self.storage = ports.storage

    async def on_event(self, event):
        async with self.storage.transaction() as tx:
            tx.put("dead", event.id, {"event": event.data})
        if event.type == "breaks":
            raise ValueError(f"no patient {event.data}")

    async def on_request(self, request):
        from integration_under_test.boundary import Answer
        async with self.storage.transaction() as tx:
            return Answer(200, {"seen": [key for key, _ in tx.scan("dead")]})
"""
START = {
    "systems": {},
    "work_items": "http://127.0.0.1:9/work-items",
    "clock": {"business": "2026-04-14T05:00:00Z", "wall": "2026-04-14T05:00:00Z", "speed": 60},
}


def event(type_: str) -> dict[str, Any]:
    data = {"patient": PATIENT, "mrn": MRN}
    return {"specversion": "1.0", "id": f"{MRN}/{type_}", "source": "/ehr", "type": type_} | {
        "data": data
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """With an integration, keys, a token and certificates."""
    (tmp_path / "strangers_keeper.py").write_text(KEEPER)
    for name, shift in (("old", 3), ("new", 5)):
        key = bytes((n * shift + shift) % 256 for n in range(32))
        (tmp_path / f"{name}.key").write_text(b64encode(key).decode())
    both = f"{(tmp_path / 'new.key').read_text()}\n{(tmp_path / 'old.key').read_text()}\n"
    (tmp_path / "both.key").write_text(both)
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    mine = authority.issue_cert("127.0.0.1")
    mine.private_key_and_cert_chain_pem.write_to_path(tmp_path / "pair.pem")
    return tmp_path


@contextmanager
def program(folder: Path, *words: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The running program and where it says that it serves; it is ended by its id."""
    command = [sys.executable, "-m", "integration_under_test.service", "strangers_keeper:Keeper"]
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    with (
        (folder / "log").open("a") as log,
        subprocess.Popen(
            [*command, "--port", "0", *words],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        ) as process,
    ):
        try:
            assert process.stdout is not None
            yield process, process.stdout.readline().split()[-1]
        finally:
            process.kill()
            process.wait(WITHIN_S)


def refused(folder: Path, *words: str) -> str:
    """What a program says that does not begin."""
    command = [sys.executable, "-m", "integration_under_test.service", "strangers_keeper:Keeper"]
    ended = subprocess.run(
        [*command, "--port", "0", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
        capture_output=True,
        text=True,
        timeout=WITHIN_S,
        check=False,
    )
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
    return ended.stderr


def test_a_canary_stands_in_no_file_and_no_log_after_a_kill(folder: Path) -> None:
    with (
        program(folder, "--key-file", "old.key") as (process, url),
        httpx.Client(base_url=url) as client,
    ):
        assert client.post("/start", json=START).is_success
        assert client.post("/events", json=event("kept")).status_code == 204
        broken = client.post("/events", json=event("breaks"))
        assert broken.status_code == 500
        assert MRN not in broken.text
        assert PATIENT not in broken.text
        process.kill()
        process.wait(WITHIN_S)
    left = b"".join(each.read_bytes() for each in folder.glob("integration.sqlite3*"))
    log = (folder / "log").read_bytes()
    assert left
    assert b"ValueError" in log
    for canary in (PATIENT, MRN, json.dumps(PATIENT)):
        assert canary.encode() not in left
        assert canary.encode() not in log
    assert "key" in refused(folder, "--key-file", "new.key")
    # Keys follow one another: once with both, then with the new one alone.
    for keys in ("both.key", "new.key"):
        with program(folder, "--key-file", keys) as (_, url):
            assert httpx.post(f"{url}/start", json=START).is_success
            seen = httpx.post(f"{url}/requests/seen", json={}).json()["seen"]
            assert seen == [f"{MRN}/breaks", f"{MRN}/kept"]


def test_it_serves_https_and_is_steered_with_its_token(folder: Path) -> None:
    pair = ("--certificate", "pair.pem", "--certificate-key", "pair.pem")
    words = (*pair, "--admin-token-file", "token")
    trusting = ssl.create_default_context(cafile=str(folder / "ca.pem"))
    with program(folder, *words) as (_, url):
        assert url.startswith("https://127.0.0.1:")
        with httpx.Client(base_url=url, verify=trusting) as client:
            assert client.post("/start", json=START).status_code == 401
            mine = {"Authorization": f"Bearer {TOKEN}"}
            assert client.post("/start", json=START, headers=mine).is_success
            assert client.post("/events", json=event("kept")).status_code == 204
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"{url}/health")  # whose authority nobody knows


def test_production_says_what_is_missing(folder: Path) -> None:
    assert "--key-file" in refused(folder, "--environment", "production")
